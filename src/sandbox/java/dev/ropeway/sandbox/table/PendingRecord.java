package dev.ropeway.sandbox.table;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A record on its way into a table: what it was, and what it is about to be. */
public final class PendingRecord {
  final TableRows table;
  final Row before;
  final Author author;
  final Map<String, String> after = new HashMap<>();

  PendingRecord(TableRows table, Row before, Author author) {
    this.table = table;
    this.before = before;
    this.author = author;
  }

  /** Who writes, when, and whether rules may refuse or only derive. */
  public record Author(User user, String stamp, boolean bound, boolean stamped) {

    /** A call through the API or a person at a form. */
    public static Author bound(User user, String stamp) {
      return new Author(user, stamp, true, true);
    }

    /** A test or an experiment setting the scene. */
    public static Author free(User user, String stamp) {
      return new Author(user, stamp, false, true);
    }

    public Author unstamped() {
      return new Author(user, stamp, bound, false);
    }
  }

  boolean isInsert() {
    return before == null;
  }

  String old(String column) {
    return before == null ? "" : before.get(column);
  }

  String get(String column) {
    String value = after.get(column);
    return value != null ? value : old(column);
  }

  void set(String column, String value) {
    if (table.position(column) >= 0) {
      after.put(column, value);
    }
  }

  void increment(String column) {
    String count = get(column);
    set(column, Integer.toString(count.isEmpty() ? 1 : Integer.parseInt(count) + 1));
  }

  boolean changes(String column) {
    return !get(column).equals(old(column));
  }

  /** Refuses the write when one of the columns would end up empty. */
  void require(List<String> columns) {
    List<String> missing = new ArrayList<>();
    for (String column : columns) {
      if (get(column).isEmpty()) {
        missing.add(table.column(column).label());
      }
    }
    if (author.bound() && !missing.isEmpty()) {
      throw ErrorAnswer.dataPolicy(String.join(", ", missing));
    }
  }

  void abortUnless(boolean allowed, String rule) {
    if (author.bound() && !allowed) {
      throw ErrorAnswer.businessRule(table.name, rule);
    }
  }
}
