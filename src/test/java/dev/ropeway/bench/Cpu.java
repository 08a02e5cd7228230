package dev.ropeway.bench;

import static dev.ropeway.bench.BenchReport.number;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.DoubleSupplier;
import java.util.stream.Collectors;

/** How long processes have computed, user and system, as the kernel counts it in /proc. */
final class Cpu {

  /** What /proc counts in: USER_HZ, the same on every Linux for x86. */
  private static final double TICKS_PER_SECOND = 100;

  /** Where a process counts itself, after the name: utime and stime, then its dead children's. */
  private static final int OWN = 11;

  private static final int OF_CHILDREN = 13;

  private final Map<String, DoubleSupplier> meters = new LinkedHashMap<>();

  /**
   * What each account stands at, or by how much it rose.
   *
   * @param wall seconds of the clock
   * @param seconds of a core, by name
   */
  record Reading(double wall, Map<String, Double> seconds) {

    double of(String name) {
      return seconds.get(name);
    }

    /** How many cores each kept busy. */
    String cores() {
      return seconds.entrySet().stream()
          .map(one -> one.getKey() + " " + number(one.getValue() / wall))
          .collect(Collectors.joining(", "));
    }
  }

  /** An account of one process. */
  Cpu with(String name, long pid) {
    meters.put(name, () -> ticks(pid, OWN) / TICKS_PER_SECOND);
    return this;
  }

  /** An account of a process and all below it, those that ended included. */
  Cpu withChildren(String name, long pid) {
    meters.put(name, () -> ofAll(pid) / TICKS_PER_SECOND);
    return this;
  }

  /** An account of everything that the machine does, for others as well. */
  Cpu withMachine(String name) {
    meters.put(name, () -> machine() / TICKS_PER_SECOND);
    return this;
  }

  Reading read() {
    Map<String, Double> seconds = new LinkedHashMap<>();
    meters.forEach((name, meter) -> seconds.put(name, meter.getAsDouble()));
    return new Reading(System.nanoTime() / 1e9, seconds);
  }

  Reading since(Reading before) {
    Reading now = read();
    Map<String, Double> rose = new LinkedHashMap<>();
    now.seconds().forEach((name, value) -> rose.put(name, value - before.of(name)));
    return new Reading(now.wall() - before.wall(), rose);
  }

  /** Seconds of a core that a process took so far. */
  static double seconds(long pid) {
    return ticks(pid, OWN) / TICKS_PER_SECOND;
  }

  private static double ofAll(long pid) {
    double sum = ticks(pid, OWN) + ticks(pid, OF_CHILDREN);
    ProcessHandle parent = ProcessHandle.of(pid).orElseThrow();
    for (ProcessHandle child : parent.children().toList()) {
      try {
        sum += ticks(child.pid(), OWN);
      } catch (UncheckedIOException e) {
        // It ended meanwhile: the parent counts it from now on.
        continue;
      }
    }
    return sum;
  }

  private static double ticks(long pid, int place) {
    String line = text(Path.of("/proc", String.valueOf(pid), "stat"));
    // The name is in brackets and may hold anything.
    String[] fields = line.substring(line.lastIndexOf(')') + 2).split(" ");
    return Double.parseDouble(fields[place]) + Double.parseDouble(fields[place + 1]);
  }

  /** All but idle and waiting for a disk; what the host took away counts, for nobody had it. */
  private static double machine() {
    double[] fields =
        Arrays.stream(text(Path.of("/proc/stat")).lines().findFirst().orElseThrow().split(" +"))
            .skip(1)
            .mapToDouble(Double::parseDouble)
            .toArray();
    return fields[0] + fields[1] + fields[2] + fields[5] + fields[6] + fields[7];
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
