package dev.ropeway.bench;

import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** Durations in nanoseconds; percentiles in milliseconds. */
final class Samples {

  private final Queue<Long> nanos = new ConcurrentLinkedQueue<>();

  void add(long one) {
    nanos.add(one);
  }

  int size() {
    return nanos.size();
  }

  double percentile(double percent) {
    List<Long> sorted = nanos.stream().sorted().toList();
    int place = (int) Math.ceil(sorted.size() * percent / 100) - 1;
    return sorted.get(Math.max(0, place)) / 1e6;
  }
}
