package dev.ropeway.sandbox.table;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.BiPredicate;
import java.util.function.Predicate;

/** Binds the terms of an encoded query to a table, and decides what an unknown column means. */
public final class QueryFilter {
  private final Tables database;
  private final DisplayValues display;
  private final Switches switches;
  private final CallLog log;

  public QueryFilter(Tables database, DisplayValues display, Switches switches, CallLog log) {
    this.database = database;
    this.display = display;
    this.switches = switches;
    this.log = log;
  }

  /** Null when no row can match. */
  public Predicate<Row> bind(TableRows table, ParsedQuery query, User user) {
    Predicate<Row> any = null;
    for (List<List<QueryTerm>> group : query.groups()) {
      Predicate<Row> all = row -> true;
      for (List<QueryTerm> clause : group) {
        Predicate<Row> either = null;
        for (QueryTerm condition : clause) {
          Predicate<Row> one = bind(table, condition, user);
          if (one == null && switches.unknownFields == UnknownFields.NO_ROWS) {
            return null;
          }
          if (one != null) {
            either = either == null ? one : either.or(one);
          }
        }
        all = either == null ? all : all.and(either);
      }
      any = any == null ? all : any.or(all);
    }
    return any;
  }

  private Predicate<Row> bind(TableRows table, QueryTerm condition, User user) {
    FieldPath path =
        condition.operator() == null ? null : FieldPath.of(database, table, condition.field());
    boolean unreadable = path == null || switches.hiddenFields.contains(condition.field());
    if (unreadable && switches.unknownFields == UnknownFields.FORBID) {
      throw new ErrorAnswer(
          403,
          "Insufficient rights to query records",
          "Field(s) present in the query do not have permission to be read");
    }
    if (path == null) {
      log.sawUnknownTerm(condition);
      return null;
    }
    QueryOperator operator = condition.operator();
    if (switches.rangeClausesStripped
        && condition.field().equals("sys_id")
        && operator == QueryOperator.GREATER) {
      return row -> true;
    }
    if (operator.comparesFields()) {
      FieldPath other = FieldPath.of(database, table, condition.value());
      return other == null ? null : againstField(path, operator, other);
    }
    String value = evaluated(condition.value(), user);
    return againstValue(path, operator, value);
  }

  private Predicate<Row> againstField(FieldPath left, QueryOperator operator, FieldPath right) {
    BiPredicate<String, String> test =
        switch (operator) {
          case GREATER_FIELD -> (a, b) -> ordered(a, b) > 0;
          case LESS_FIELD -> (a, b) -> ordered(a, b) < 0;
          case GREATER_OR_EQUAL_FIELD -> (a, b) -> ordered(a, b) >= 0;
          case LESS_OR_EQUAL_FIELD -> (a, b) -> ordered(a, b) <= 0;
          case NOT_SAME -> (a, b) -> !a.equals(b);
          default -> String::equals;
        };
    return row -> test.test(left.value(row), right.value(row));
  }

  private Predicate<Row> againstValue(FieldPath path, QueryOperator operator, String value) {
    return switch (operator) {
      case EQUAL -> equality(path, value);
      case NOT_EQUAL -> equality(path, value).negate();
      case GREATER -> range(path, v -> ordered(v, value) > 0);
      case GREATER_OR_EQUAL -> range(path, v -> ordered(v, value) >= 0);
      case LESS -> range(path, v -> ordered(v, value) < 0);
      case LESS_OR_EQUAL -> range(path, v -> ordered(v, value) <= 0);
      case LIKE, CONTAINS -> text(path, v -> v.contains(value));
      case NOT_LIKE, NOT_CONTAINS -> text(path, v -> !v.contains(value));
      case STARTS -> text(path, v -> v.startsWith(value));
      case ENDS, ENDS_SIGN -> text(path, v -> v.endsWith(value));
      case IN -> membership(path, value);
      case NOT_IN -> membership(path, value).negate();
      case EMPTY, EMPTY_STRING -> row -> path.value(row).isEmpty();
      case NOT_EMPTY -> row -> !path.value(row).isEmpty();
      case BETWEEN -> between(path, value);
      default -> row -> true;
    };
  }

  /** Values are compared case-sensitively as documented; reports say real databases do not. */
  private Predicate<Row> equality(FieldPath path, String value) {
    if (path.isDirect()) {
      return row -> row.get(path.position(row)).equals(value);
    }
    return row -> path.value(row).equals(value);
  }

  private Predicate<Row> membership(FieldPath path, String value) {
    Set<String> values = Set.copyOf(new ArrayList<>(List.of(value.split(","))));
    return row -> values.contains(path.value(row));
  }

  private Predicate<Row> between(FieldPath path, String value) {
    int at = value.indexOf('@');
    if (at < 0) {
      return null;
    }
    String low = value.substring(0, at);
    String high = value.substring(at + 1);
    return range(path, v -> ordered(v, low) >= 0 && ordered(v, high) <= 0);
  }

  // An empty cell is a database null, which no range contains.
  private static Predicate<Row> range(FieldPath path, Predicate<String> test) {
    return row -> {
      String value = path.value(row);
      return !value.isEmpty() && test.test(value);
    };
  }

  /** Text operators look at what a reference displays, not at its sys_id. */
  private Predicate<Row> text(FieldPath path, Predicate<String> test) {
    if (!path.column().isReference()) {
      return row -> test.test(path.value(row));
    }
    return row -> test.test(display.reference(path.column(), path.value(row)));
  }

  /**
   * The two functions about the caller have a value here, every other script none. Each use is
   * counted: our own client must never send one.
   */
  private String evaluated(String value, User user) {
    if (!value.startsWith("javascript:")) {
      return value;
    }
    log.sawJavascript(value);
    return switch (value.replace(";", "")) {
      case "javascript:gs.getUserName()" -> user.userName();
      case "javascript:gs.getUserID()" -> user.sysId();
      default -> "";
    };
  }

  /** Whole numbers by size, everything else by code point, which is right for stamps and ids. */
  static int ordered(String a, String b) {
    if (isNumber(a) && isNumber(b)) {
      return Long.compare(Long.parseLong(a), Long.parseLong(b));
    }
    return a.compareTo(b);
  }

  private static boolean isNumber(String text) {
    int start = text.startsWith("-") ? 1 : 0;
    if (text.length() == start || text.length() > 18) {
      return false;
    }
    for (int i = start; i < text.length(); i++) {
      if (!Character.isDigit(text.charAt(i))) {
        return false;
      }
    }
    return true;
  }
}
