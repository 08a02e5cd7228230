package dev.ropeway.sync.activity;

import dev.ropeway.activity.Activity;
import dev.ropeway.activity.PendingActivities.Waiting;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Activities on their way to the rules.
 *
 * @param actors whose changes are still to be asked for, the current one first
 * @param changes what was found, by who does them; null for whom they cannot be read
 * @param alone what is shown to the rules one by one after this, since it could not be together
 * @param left whether something waits for the next poll, as it could not be judged now
 */
record JudgedBatch(
    String integration,
    Waiting waiting,
    List<String> actors,
    Map<String, Changes> changes,
    List<Waiting> alone,
    boolean left) {

  /**
   * A change request and when it is made.
   *
   * @param createdAt null if it cannot be read
   */
  record Change(String number, Instant createdAt, Instant from, Instant to) {

    /** One that was made up afterwards is no reason. */
    boolean contains(Instant at) {
      return (createdAt == null || !createdAt.isAfter(at))
          && !at.isBefore(from)
          && (to == null || !at.isAfter(to));
    }
  }

  /**
   * The change requests of one actor.
   *
   * @param whole false if there may be more of them
   */
  record Changes(List<Change> found, boolean whole) {}

  boolean asks() {
    return !actors.isEmpty();
  }

  String actor() {
    return actors.get(0);
  }

  /** The same with what was found for the current actor; null if that cannot be read. */
  JudgedBatch knowing(Changes found) {
    Map<String, Changes> all = new HashMap<>(changes);
    all.put(actor(), found);
    return new JudgedBatch(
        integration, waiting, actors.subList(1, actors.size()), all, alone, left);
  }

  /** The same, to be shown one by one; null if it is one. */
  JudgedBatch apart() {
    List<Waiting> each = waiting.each();
    return each.size() > 1
        ? new JudgedBatch(integration, waiting, List.of(), changes, each, left)
        : null;
  }

  /** The next one alone. */
  JudgedBatch next() {
    return new JudgedBatch(
        integration, alone.get(0), List.of(), changes, alone.subList(1, alone.size()), left);
  }

  /** The same, of which something stays for the next poll. */
  JudgedBatch leaving() {
    return new JudgedBatch(integration, waiting, actors, changes, alone, true);
  }

  /** Nothing more for now. */
  JudgedBatch over() {
    return new JudgedBatch(
        integration, new Waiting(List.of(), List.of()), List.of(), Map.of(), List.of(), false);
  }

  /** The change within which it happened, {@code none} or {@code unknown}; null if needless. */
  String change(Activity activity) {
    if (!ActivityCase.needsChange(activity)) {
      return null;
    }
    Changes known = changes.get(activity.actor());
    return known == null
        ? ActivityCase.UNKNOWN_CHANGE
        : known.found().stream()
            .filter(change -> change.contains(activity.at()))
            .map(Change::number)
            .sorted()
            .findFirst()
            .orElse(known.whole() ? ActivityCase.NO_CHANGE : ActivityCase.UNKNOWN_CHANGE);
  }
}
