package dev.ropeway.servicenow;

import java.time.Instant;
import java.util.List;

/**
 * What a call brought back.
 *
 * @param rows the records that can be read; row ACLs may have thinned them (servicenow-wire § 1.2)
 * @param received how many rows the page had, readable or not: an end only when it is 0
 * @param date the instance's own clock, or null
 * @param headers what else stood around the records
 */
public record TableAnswer(
    List<TableRecord> rows, int received, Instant date, AnswerHeaders headers) {

  public TableAnswer(List<TableRecord> rows, int received, Instant date) {
    this(rows, received, date, AnswerHeaders.NONE);
  }

  /** What is thrown when a success cannot be used. */
  public static RuntimeException unusable(String why) {
    return new UnreadableAnswerException(why);
  }

  /** The one record of a create, an update or a read; null when the answer was empty. */
  public TableRecord row() {
    return rows.isEmpty() ? null : rows.get(0);
  }
}
