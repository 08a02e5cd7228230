package dev.ropeway.servicenow;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;

/**
 * What the component keeps to itself of an answer: status, page or JSON, Retry-After and Date. Kept
 * per thread, since a call is answered on the thread that made it, and forgotten before the next.
 */
record WireAnswer(
    int status,
    boolean isPage,
    Duration retryAfter,
    Instant date,
    String message,
    String detail,
    AnswerHeaders headers) {

  /** Rate rules count by the hour; more than a day is a mistake that would silence us for weeks. */
  private static final Duration LONGEST = Duration.ofDays(1);

  private static final ThreadLocal<WireAnswer> LAST = new ThreadLocal<>();

  static void forget() {
    LAST.remove();
  }

  static WireAnswer last() {
    return LAST.get();
  }

  void remember() {
    LAST.set(this);
  }

  static Instant httpDate(String header) {
    try {
      return header == null
          ? null
          : Instant.from(DateTimeFormatter.RFC_1123_DATE_TIME.parse(header));
    } catch (DateTimeException e) {
      return null;
    }
  }

  /**
   * Retry-After as seconds or as a date (RFC 9110), a day at most; null if absent or unreadable.
   */
  static Duration retryAfter(String header, Instant now) {
    if (header == null || header.isBlank()) {
      return null;
    }
    String text = header.strip();
    if (text.chars().allMatch(c -> c >= '0' && c <= '9')) {
      return text.length() > 6 ? LONGEST : shorter(Duration.ofSeconds(Long.parseLong(text)));
    }
    Instant date = httpDate(text);
    if (date == null) {
      return null;
    }
    Duration wait = Duration.between(now, date);
    return wait.isNegative() ? Duration.ZERO : shorter(wait);
  }

  private static Duration shorter(Duration wait) {
    return wait.compareTo(LONGEST) > 0 ? LONGEST : wait;
  }
}
