package dev.ropeway.servicenow;

import java.time.Instant;
import java.util.List;

/**
 * Builds encoded queries that mean what they say (servicenow-wire § 1.5): a value can neither add
 * conditions nor be evaluated.
 */
public final class EncodedQuery {

  private final StringBuilder text = new StringBuilder();

  /** A value that cannot be asked for: the instance might read it as part of the query. */
  public static final class UnsafeValueException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    UnsafeValueException() {
      super("the value has characters or a prefix that a query cannot contain");
    }
  }

  public EncodedQuery where(String field, String operator, String value) {
    return term("^", field, operator, safe(value));
  }

  public EncodedQuery is(String field, String value) {
    return where(field, "=", value);
  }

  /** The record of the user who asks, whatever the grant (servicenow-wire § 7). */
  public EncodedQuery isMe(String field) {
    return term("^", field, "=", "javascript:gs.getUserName()");
  }

  /** One more way for the condition before it to hold. */
  public EncodedQuery or(String field, String operator, String value) {
    return term("^OR", field, operator, safe(value));
  }

  /** One more value that the condition before it may have. */
  public EncodedQuery orIs(String field, String value) {
    return or(field, "=", value);
  }

  public EncodedQuery in(String field, List<String> values) {
    for (String value : values) {
      if (safe(value).indexOf(',') >= 0) {
        throw new UnsafeValueException();
      }
    }
    return where(field, "IN", String.join(",", values));
  }

  /** Another whole set of conditions, any of which may hold. */
  public EncodedQuery orAll(EncodedQuery other) {
    text.append("^NQ").append(other.text);
    return this;
  }

  public EncodedQuery orderBy(String... fields) {
    for (String field : fields) {
      text.append(text.isEmpty() ? "ORDERBY" : "^ORDERBY").append(field);
    }
    return this;
  }

  public EncodedQuery newestFirst(String field) {
    text.append(text.isEmpty() ? "ORDERBYDESC" : "^ORDERBYDESC").append(field);
    return this;
  }

  public EncodedQuery since(String field, Instant instant) {
    return where(field, ">=", Stamp.of(instant));
  }

  private EncodedQuery term(String joint, String field, String operator, String value) {
    if (!text.isEmpty()) {
      text.append(joint);
    }
    text.append(field).append(operator).append(value);
    return this;
  }

  /**
   * How a literal {@code ^} is read over REST is not established (§ 11), and {@code javascript:} is
   * evaluated on the instance, whatever stands before it: neither is ever sent. A blank would ask
   * for every record that has none.
   */
  public static boolean isSafe(String value) {
    return !value.isBlank()
        && value.indexOf('^') < 0
        && value.chars().noneMatch(Character::isISOControl)
        && !value.toLowerCase(java.util.Locale.ROOT).contains("javascript:");
  }

  private static String safe(String value) {
    if (!isSafe(value)) {
      throw new UnsafeValueException();
    }
    return value;
  }

  @Override
  public String toString() {
    return text.toString();
  }
}
