package dev.ropeway.attack;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What each attack cost. */
final class CostTable {

  private static final double MAX_SECONDS = 2;
  private static final double MAX_MEGABYTES = 32;

  private final List<String> lines = new ArrayList<>();

  /**
   * One line.
   *
   * @param megabytes how far the heap grew at most, garbage included
   */
  record Row(
      String operation, String body, String said, double seconds, double cpu, double megabytes) {

    private boolean isMiss() {
      return seconds >= MAX_SECONDS || megabytes > MAX_MEGABYTES;
    }

    @Override
    public String toString() {
      return String.format(
          Locale.ROOT,
          "| %s | %s | %s | %.2f | %.2f | %.0f | %s |",
          operation,
          body,
          said,
          seconds,
          cpu,
          megabytes,
          isMiss() ? "MISS" : "ok");
    }
  }

  void add(Row row) {
    lines.add(row.toString());
    System.out.println(row);
  }

  @Override
  public String toString() {
    return "\n| operation | body | answer | s | CPU s | MB | |\n|---|---|---|---|---|---|---|\n"
        + String.join("\n", lines)
        + "\n";
  }
}
