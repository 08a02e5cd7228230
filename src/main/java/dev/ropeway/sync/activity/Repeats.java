package dev.ropeway.sync.activity;

import dev.ropeway.activity.Activity;
import dev.ropeway.activity.ActivityPlace;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Rows of a page that say the same. Those that were created together are as many events; one that
 * was created at another time is the copy that rotation made of one of them.
 */
final class Repeats {

  private record Group(ActivityPlace place, Instant createdAt) {}

  private final Map<Group, Integer> groups = new HashMap<>();
  private final Map<ActivityPlace, Activity> first = new LinkedHashMap<>();

  void add(Activity activity, Instant createdAt) {
    groups.merge(new Group(activity.place(), createdAt), 1, Integer::sum);
    first.putIfAbsent(activity.place(), activity);
  }

  /** Each once, with how often it happened. */
  List<Activity> once() {
    Map<ActivityPlace, Integer> times = new HashMap<>();
    groups.forEach((group, count) -> times.merge(group.place(), count, Math::max));
    return first.values().stream()
        .map(one -> times.get(one.place()) > 1 ? one.times(times.get(one.place())) : one)
        .toList();
  }
}
