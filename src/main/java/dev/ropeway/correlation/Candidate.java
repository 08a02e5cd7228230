package dev.ropeway.correlation;

import dev.ropeway.assignment.TicketRequest;
import dev.ropeway.recommendation.Recommendation;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * One event on its way in: a recommendation, or why it could not be read; then what the rules say
 * of it.
 *
 * @param snapshot the sender repeats what it knows; news only to those who don't (B81)
 * @param since the recommendation's date says since when it is so, not when that was told
 * @param order null until a rule matches, and after if none does
 * @param rejection null when the event was readable
 * @param warnings what was read over although it was there
 * @param repetition of an alert that its source repeats while it fires; null of all others
 */
@RegisterForReflection // JSON of answers, and changed routes may ask what was read
public record Candidate(
    Recommendation recommendation,
    boolean snapshot,
    boolean since,
    TicketRequest order,
    Rejection rejection,
    List<Warning> warnings,
    Repetition repetition,
    Rows rows) {

  /** What an alert found, where that can have tickets of its own. */
  public interface Rows {

    /** The first of them that differ; none where the alert has none with it. */
    List<Row> first(int most);
  }

  /**
   * One thing that an alert found.
   *
   * @param id the same whenever it is found again
   * @param name tells people which it is
   * @param text all that is known of it
   * @param item the configuration item that it names; null for none
   */
  public record Row(String id, String name, String text, String item) {}

  /**
   * What the repetition of an alert means.
   *
   * @param staleAfter the alert counts as firing for so long without being repeated; null for ever
   * @param unseenSince it is Ropeway that takes the alert for over, unless it was repeated after
   *     that; null where the source says so
   */
  public record Repetition(Duration staleAfter, Instant unseenSince) {}

  /** Why an event was refused: {@code pointer} is a JSON pointer into the item. */
  public record Rejection(String id, String pointer, String detail) {}

  /** What a sender should know of an event that was taken: {@code pointer} as in a rejection. */
  public record Warning(String pointer, String detail) {}

  public static Candidate of(Recommendation recommendation) {
    return new Candidate(recommendation, false, false, null, null, List.of(), null, null);
  }

  public static Candidate snapshot(Recommendation recommendation) {
    return new Candidate(recommendation, true, false, null, null, List.of(), null, null);
  }

  public static Candidate rejected(String id, String pointer, String detail) {
    return new Candidate(
        null, false, false, null, new Rejection(id, pointer, detail), List.of(), null, null);
  }

  public Candidate ordered(TicketRequest newOrder) {
    return new Candidate(
        recommendation, snapshot, since, newOrder, rejection, warnings, repetition, rows);
  }

  /** The same proposal with what its sender should know. */
  public Candidate warning(List<Warning> more) {
    return new Candidate(
        recommendation, snapshot, since, order, rejection, List.copyOf(more), repetition, rows);
  }

  /** The same of an alert that found these; null for one that did not. */
  public Candidate finding(Rows found) {
    return rows == found
        ? this
        : new Candidate(
            recommendation, snapshot, since, order, rejection, warnings, repetition, found);
  }

  /** The same proposal about a recommendation that is described otherwise. */
  public Candidate telling(Recommendation other) {
    return new Candidate(other, snapshot, since, order, rejection, warnings, repetition, rows);
  }

  /**
   * The same, where the source says only since when it is so: the later of two such words is the
   * one that was told later, whatever their dates are.
   */
  public Candidate since(boolean only) {
    return new Candidate(
        recommendation, snapshot, only, order, rejection, warnings, repetition, rows);
  }

  /** The same of an alert that its source repeats; null for one that it does not. */
  public Candidate staleAfter(Duration duration) {
    return repeated(duration == null ? null : new Repetition(duration, null));
  }

  /** The same, concluded by Ropeway: taken only if the alert was not repeated after that. */
  public Candidate unlessSeenAfter(Instant moment) {
    return repeated(new Repetition(null, moment));
  }

  private Candidate repeated(Repetition other) {
    return new Candidate(recommendation, snapshot, since, order, rejection, warnings, other, rows);
  }

  /** Whether Ropeway concludes it, and no sender says so. */
  boolean isConcluded() {
    return repetition != null && repetition.unseenSince() != null;
  }

  /** The same, told by where it lies in the item: pointers begin there. */
  public Candidate under(String place) {
    return isRejected()
        ? rejected(rejection.id(), place + rejection.pointer(), rejection.detail())
        : warning(
            warnings.stream()
                .map(one -> new Warning(place + one.pointer(), one.detail()))
                .toList());
  }

  public boolean isRejected() {
    return rejection != null;
  }
}
