package dev.ropeway.bench;

import dev.ropeway.store.Json;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What was measured, beside what was wanted. */
final class BenchReport {

  private final List<Row> rows = new ArrayList<>();

  /** The machine's load average over the last minute. */
  static String load() {
    return number(ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
  }

  /**
   * One line of the table.
   *
   * @param yardstick what it is compared with, as measured in the same run
   * @param load the machine's load average over the minute before: above its cores, others worked
   *     too
   */
  record Row(
      String what, String measured, String yardstick, String target, boolean ok, String load) {}

  void add(String what, String measured, String yardstick, String target, boolean ok) {
    Row row = new Row(what, measured, yardstick, target, ok, load());
    rows.add(row);
    System.out.println("measured: " + row);
  }

  /** A line that nothing is wanted of. */
  void show(String what, String measured, String yardstick) {
    add(what, measured, yardstick, "-", true);
  }

  String table() {
    StringBuilder text =
        new StringBuilder(
            "\n| what | measured | yardstick | to reach | | load, 1 min |\n|---|---|---|---|---|---|\n");
    for (Row row : rows) {
      text.append("| ")
          .append(
              String.join(
                  " | ",
                  row.what(),
                  row.measured(),
                  row.yardstick(),
                  row.target(),
                  row.target().equals("-") ? "" : row.ok() ? "ok" : "MISS",
                  row.load()))
          .append(" |\n");
    }
    return text.toString();
  }

  void write(Path file) throws IOException {
    Files.writeString(file, Json.MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(rows));
  }

  static String number(double value) {
    return String.format(Locale.ROOT, value < 10 ? "%.2f" : "%.0f", value);
  }
}
