package dev.ropeway.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * The same work by a yardstick and by what is measured, in turns A B A B A B: what else the machine
 * does meets both, and one bad turn spoils one pair. Both are to be warm before the first turn.
 *
 * @param <T> what a turn comes to
 */
final class Pairs<T> {

  /** One turn; its number makes names that no other turn has. */
  interface Turn<T> {
    T take(int number) throws Exception;
  }

  private final List<T> yardstick = new ArrayList<>();
  private final List<T> ours = new ArrayList<>();

  private Pairs() {}

  static <T> Pairs<T> inTurns(Turn<T> yardstick, Turn<T> ours) throws Exception {
    return inTurns(Size.PAIRS.get(), yardstick, ours);
  }

  static <T> Pairs<T> inTurns(int count, Turn<T> yardstick, Turn<T> ours) throws Exception {
    Pairs<T> pairs = new Pairs<>();
    for (int number = 1; number <= count; number++) {
      pairs.yardstick.add(yardstick.take(number));
      pairs.ours.add(ours.take(number));
      System.out.println(
          "pair "
              + number
              + ": yardstick "
              + pairs.yardstick.get(number - 1)
              + ", measured "
              + pairs.ours.get(number - 1)
              + ", load "
              + BenchReport.load());
    }
    return pairs;
  }

  /** What was measured, by what the yardstick came to in the turn before. */
  Spread ratio(ToDoubleFunction<T> figure) {
    List<Double> ratios = new ArrayList<>();
    for (int i = 0; i < ours.size(); i++) {
      ratios.add(figure.applyAsDouble(ours.get(i)) / figure.applyAsDouble(yardstick.get(i)));
    }
    return Spread.of(ratios);
  }

  Spread ours(ToDoubleFunction<T> figure) {
    return Spread.of(ours.stream().map(figure::applyAsDouble).toList());
  }

  /** The middle of the yardstick's turns. */
  double yardstick(ToDoubleFunction<T> figure) {
    return Spread.of(yardstick.stream().map(figure::applyAsDouble).toList()).median();
  }

  T lastOfOurs() {
    return ours.get(ours.size() - 1);
  }

  T lastOfYardstick() {
    return yardstick.get(yardstick.size() - 1);
  }
}
