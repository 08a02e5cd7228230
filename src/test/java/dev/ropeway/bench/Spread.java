package dev.ropeway.bench;

import static dev.ropeway.bench.BenchReport.number;

import java.util.List;

/** Several measurements of the same: the one in the middle, and how far they lie apart. */
record Spread(double median, double min, double max) {

  static Spread of(List<Double> values) {
    List<Double> sorted = values.stream().sorted().toList();
    int half = sorted.size() / 2;
    double median =
        sorted.size() % 2 == 1 ? sorted.get(half) : (sorted.get(half - 1) + sorted.get(half)) / 2;
    return new Spread(median, sorted.get(0), sorted.get(sorted.size() - 1));
  }

  /** The middle with a unit, then the range. */
  String in(String unit) {
    return number(median) + unit + ", " + number(min) + "–" + number(max);
  }

  @Override
  public String toString() {
    return in("x");
  }
}
