package dev.ropeway.servicenow;

import java.util.List;
import java.util.Locale;

/**
 * Tells which of the records that came back is meant: its keys are tried in the order of their
 * trust, and the first that any record has decides.
 *
 * <p>A record that has none of them is nobody: an instance leaves conditions out that name a column
 * it does not know, and may answer with everything (servicenow-wire § 1.5).
 */
record Identification(List<Key> keys) {

  /** A column and what it must hold, in any case. */
  record Key(String field, String value) {

    boolean fits(TableRecord row) {
      String there = row.text(field).strip();
      return there.toLowerCase(Locale.ROOT).equals(value.strip().toLowerCase(Locale.ROOT));
    }
  }

  /** What a page of records says. */
  enum Result {
    /** Exactly one is meant. */
    ONE,
    /** Several could be. */
    SEVERAL,
    /** Somebody is there whom we may not read. */
    HIDDEN,
    NONE
  }

  /**
   * @param rows the one that is meant, or all that could be
   */
  record Choice(Result result, List<TableRecord> rows) {

    TableRecord row() {
      return rows.get(0);
    }
  }

  Identification {
    keys = List.copyOf(keys);
  }

  /** Adds the keys to a query, any of which may hold. */
  EncodedQuery ask(EncodedQuery query) {
    query.is(keys.get(0).field(), keys.get(0).value());
    keys.stream().skip(1).forEach(key -> query.orIs(key.field(), key.value()));
    return query;
  }

  /**
   * Chooses among the records of an answer.
   *
   * @param limit how many were asked for: of a full page nobody knows what comes after it
   */
  Choice choose(TableAnswer answer, int limit) {
    List<TableRecord> fitting = List.of();
    for (Key key : keys) {
      fitting = answer.rows().stream().filter(key::fits).toList();
      if (!fitting.isEmpty()) {
        break;
      }
    }
    if (fitting.isEmpty() && answer.received() == 1 && answer.rows().size() == 1) {
      // The column by which it was found may not be read.
      fitting = answer.rows().stream().filter(this::mayFit).toList();
    }
    if (fitting.stream().anyMatch(row -> !SysId.matches(row.sysId()))) {
      return new Choice(Result.HIDDEN, List.of());
    }
    // Row ACLs thin a page, and a full one may go on: the one that is left need not be meant.
    boolean whole = answer.received() == answer.rows().size() && answer.received() < limit;
    if (fitting.isEmpty()) {
      return new Choice(
          answer.received() > answer.rows().size() ? Result.HIDDEN : Result.NONE, List.of());
    }
    return new Choice(fitting.size() == 1 && whole ? Result.ONE : Result.SEVERAL, fitting);
  }

  private boolean mayFit(TableRecord row) {
    return keys.stream().anyMatch(key -> row.get(key.field()) == null);
  }
}
