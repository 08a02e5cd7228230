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
 * @param changes that were found, by who does them; null for whom they cannot be read
 */
record JudgedBatch(
    String integration, Waiting waiting, List<String> actors, Map<String, List<Change>> changes) {

  /** A change request and when it is made. */
  record Change(String number, Instant from, Instant to) {

    boolean contains(Instant at) {
      return !at.isBefore(from) && (to == null || !at.isAfter(to));
    }
  }

  boolean asks() {
    return !actors.isEmpty();
  }

  String actor() {
    return actors.get(0);
  }

  /** The same with what was found for the current actor; null if that cannot be read. */
  JudgedBatch knowing(List<Change> found) {
    Map<String, List<Change>> all = new HashMap<>(changes);
    all.put(actor(), found);
    return new JudgedBatch(integration, waiting, actors.subList(1, actors.size()), all);
  }

  /** The change within which it happened, {@code none} or {@code unknown}; null if needless. */
  String change(Activity activity) {
    if (!ActivityCase.needsChange(activity)) {
      return null;
    }
    List<Change> found = changes.get(activity.actor());
    return found == null
        ? ActivityCase.UNKNOWN_CHANGE
        : found.stream()
            .filter(change -> change.contains(activity.at()))
            .map(Change::number)
            .sorted()
            .findFirst()
            .orElse(ActivityCase.NO_CHANGE);
  }
}
