package dev.ropeway.servicenow;

import java.time.Instant;
import java.util.function.UnaryOperator;

/**
 * What the headers of an answer tell about its records and about us.
 *
 * @param total how many records match, those that an ACL hides among them; null where not told
 * @param rateLimit the rule that the call counted for; null where there is none
 */
public record AnswerHeaders(Long total, RateLimit rateLimit) {

  public static final AnswerHeaders NONE = new AnswerHeaders(null, null);

  /**
   * A rule of the instance that bounds our calls (servicenow-wire § 6).
   *
   * @param resetsAt null where the instance does not say
   */
  public record RateLimit(long limit, Instant resetsAt, String rule) {}

  /** Reads them by name; a header that is not there is empty. */
  static AnswerHeaders of(UnaryOperator<String> headers) {
    Long total = number(headers.apply("X-Total-Count"));
    Long limit = number(headers.apply("X-RateLimit-Limit"));
    Long reset = number(headers.apply("X-RateLimit-Reset"));
    return new AnswerHeaders(
        total,
        limit == null
            ? null
            : new RateLimit(
                limit,
                reset == null ? null : Instant.ofEpochSecond(reset),
                headers.apply("X-RateLimit-Rule")));
  }

  private static Long number(String text) {
    try {
      return text.isEmpty() ? null : Long.valueOf(text.strip());
    } catch (NumberFormatException e) {
      return null;
    }
  }
}
