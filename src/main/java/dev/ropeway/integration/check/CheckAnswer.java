package dev.ropeway.integration.check;

import dev.ropeway.servicenow.Fault;
import dev.ropeway.servicenow.TableAnswer;

/**
 * How a question to the instance ended.
 *
 * @param answer null unless it was answered
 * @param fault null unless it failed; neither means that no time was left to ask
 */
record CheckAnswer(TableAnswer answer, Fault fault) {

  /** There was no time left to ask, or to wait for the answer. */
  static final CheckAnswer NOT_ASKED = new CheckAnswer(null, null);

  static CheckAnswer answered(TableAnswer answer) {
    return new CheckAnswer(answer, null);
  }

  static CheckAnswer failed(Fault fault) {
    return new CheckAnswer(null, fault);
  }

  /** Whether an ACL hides some or all of what matched (servicenow-wire § 1.2). */
  boolean hidesRows() {
    return answer != null
        && (answer.received() > answer.rows().size()
            || (answer.rows().isEmpty()
                && answer.headers().total() != null
                && answer.headers().total() > 0));
  }

  /** How many of the records that were asked for an ACL hides; 0 where the instance counts none. */
  long hidden(int asked) {
    Long total = answer == null ? null : answer.headers().total();
    return total == null ? 0 : Math.max(0, Math.min(total, asked) - answer.rows().size());
  }

  boolean isEmpty() {
    return answer != null && answer.rows().isEmpty();
  }
}
