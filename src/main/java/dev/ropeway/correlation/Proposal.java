package dev.ropeway.correlation;

import dev.ropeway.assignment.Order;
import dev.ropeway.recommendation.Recommendation;
import io.quarkus.runtime.annotations.RegisterForReflection;

/**
 * One event on its way in: a finding, or why it could not be read; then what the rules say of it.
 *
 * @param snapshot the sender repeats what it knows; news only to those who don't (B81)
 * @param order null until a rule matches, and after if none does
 * @param rejection null when the event was readable
 */
@RegisterForReflection // JSON of answers, and changed routes may ask what was read
public record Proposal(
    Recommendation recommendation, boolean snapshot, Order order, Rejection rejection) {

  /** Why an event was refused: {@code pointer} is a JSON pointer into the item. */
  public record Rejection(String id, String pointer, String detail) {}

  public static Proposal of(Recommendation recommendation) {
    return new Proposal(recommendation, false, null, null);
  }

  public static Proposal snapshot(Recommendation recommendation) {
    return new Proposal(recommendation, true, null, null);
  }

  public static Proposal rejected(String id, String pointer, String detail) {
    return new Proposal(null, false, null, new Rejection(id, pointer, detail));
  }

  public Proposal ordered(Order newOrder) {
    return new Proposal(recommendation, snapshot, newOrder, rejection);
  }

  /** The same proposal about a finding that is described otherwise. */
  public Proposal telling(Recommendation other) {
    return new Proposal(other, snapshot, order, rejection);
  }

  /** The same, told by where it lies in the item: a rejection's pointer begins there. */
  public Proposal under(String place) {
    return isRejected()
        ? rejected(rejection.id(), place + rejection.pointer(), rejection.detail())
        : this;
  }

  public boolean isRejected() {
    return rejection != null;
  }
}
