package dev.ropeway.sandbox.table;

/** The operators of encoded queries that the sandbox evaluates. */
public enum QueryOperator {
  GREATER_FIELD("GT_FIELD"),
  LESS_FIELD("LT_FIELD"),
  GREATER_OR_EQUAL_FIELD("GT_OR_EQUALS_FIELD"),
  LESS_OR_EQUAL_FIELD("LT_OR_EQUALS_FIELD"),
  NOT_SAME("NSAMEAS"),
  SAME("SAMEAS"),
  NOT_EMPTY("ISNOTEMPTY"),
  EMPTY("ISEMPTY"),
  EMPTY_STRING("EMPTYSTRING"),
  ANYTHING("ANYTHING"),
  STARTS("STARTSWITH"),
  ENDS("ENDSWITH"),
  BETWEEN("BETWEEN"),
  NOT_LIKE("NOT LIKE"),
  NOT_IN("NOT IN"),
  LIKE("LIKE"),
  IN("IN"),
  NOT_CONTAINS("!*"),
  NOT_EQUAL("!="),
  GREATER_OR_EQUAL(">="),
  LESS_OR_EQUAL("<="),
  CONTAINS("*"),
  ENDS_SIGN("%"),
  EQUAL("="),
  GREATER(">"),
  LESS("<");

  final String sign;

  QueryOperator(String sign) {
    this.sign = sign;
  }

  /** The operator a term continues with after its field, null when it is none of ours. */
  static QueryOperator at(String term, int position) {
    for (QueryOperator operator : values()) { // ordered so that no sign hides a longer one
      if (term.startsWith(operator.sign, position)) {
        return operator;
      }
    }
    return null;
  }

  boolean comparesFields() {
    return ordinal() <= SAME.ordinal();
  }
}
