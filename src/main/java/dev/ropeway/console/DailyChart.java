package dev.ropeway.console;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Two counts for each day as bars, drawn by the server; the numbers stand in a table beside it.
 *
 * @param width of the drawing, in its own units; each day is {@link #STEP} wide
 * @param top the largest count, which is as high as the drawing
 */
@RegisterForReflection // its page asks it by name
record DailyChart(int width, int height, long top, List<Day> days) {

  private static final int STEP = 20;
  private static final int BAR = 8;
  private static final int HEIGHT = 120;

  /** One day: two bars, by their left edge, upper edge and height. */
  @RegisterForReflection // its page asks it by name
  record Day(String day, long first, long second, int x, int firstY, int secondY, int secondX) {

    /** How high the first bar is. */
    public int firstHeight() {
      return HEIGHT - firstY;
    }

    /** How high the second bar is. */
    public int secondHeight() {
      return HEIGHT - secondY;
    }
  }

  /** Draws days that are an array of objects with a day and two counts; equal days are added up. */
  static DailyChart of(JsonNode perDay, String first, String second) {
    return of(perDay, first, second, Stream.of());
  }

  /**
   * Draws some days more.
   *
   * @param quiet days that are drawn whether something happened on them or not
   */
  static DailyChart of(JsonNode perDay, String first, String second, Stream<LocalDate> quiet) {
    Map<String, long[]> counts = new TreeMap<>();
    quiet.forEach(day -> counts.put(day.toString(), new long[2]));
    for (JsonNode one : perDay) {
      long[] both = counts.computeIfAbsent(one.path("day").asText(), day -> new long[2]);
      both[0] += one.path(first).asLong();
      both[1] += one.path(second).asLong();
    }
    long top =
        counts.values().stream().mapToLong(both -> Math.max(both[0], both[1])).max().orElse(0);
    List<Day> days = new ArrayList<>();
    counts.forEach(
        (day, both) -> {
          int x = days.size() * STEP + 2;
          days.add(new Day(day, both[0], both[1], x, y(both[0], top), y(both[1], top), x + BAR));
        });
    return new DailyChart(Math.max(1, days.size()) * STEP, HEIGHT, top, days);
  }

  private static int y(long count, long top) {
    return top == 0 ? HEIGHT : HEIGHT - (int) Math.round((double) count * HEIGHT / top);
  }
}
