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

  /** Reads them by name; a header that is not there is empty. */
  static AnswerHeaders of(UnaryOperator<String> headers, Instant date, Instant now) {
    return new AnswerHeaders(
        number(headers.apply("X-Total-Count")),
        RateLimit.of(
            headers.apply("X-RateLimit-Limit"),
            headers.apply("X-RateLimit-Reset"),
            headers.apply("X-RateLimit-Rule"),
            date,
            now));
  }

  private static Long number(String text) {
    try {
      return text.isEmpty() ? null : Long.valueOf(text.strip());
    } catch (NumberFormatException e) {
      return null;
    }
  }
}
