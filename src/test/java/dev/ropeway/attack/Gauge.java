package dev.ropeway.attack;

import dev.ropeway.packaged.PackagedApp;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** What a process needs while something is under way, beginning with a heap that is tidied up. */
final class Gauge implements AutoCloseable {

  private static final double TICKS = 100;
  private static final int MILLIS = 50;

  private final PackagedApp app;
  private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
  private final double heapBefore;
  private final double cpuBefore;
  private final long begin;
  private volatile double peak;

  Gauge(PackagedApp app) {
    this.app = app;
    Memory.collect(app);
    heapBefore = Memory.usedMegabytes(app);
    peak = heapBefore;
    cpuBefore = cpu();
    begin = System.nanoTime();
    timer.scheduleWithFixedDelay(this::look, 0, MILLIS, TimeUnit.MILLISECONDS);
  }

  private void look() {
    double used = Memory.usedMegabytes(app);
    peak = Math.max(peak, used);
  }

  CostTable.Row row(String operation, String body, String said) {
    double seconds = (System.nanoTime() - begin) / 1e9;
    double cpu = cpu() - cpuBefore;
    look();
    return new CostTable.Row(operation, body, said, seconds, cpu, peak - heapBefore);
  }

  /** Seconds of all processors so far. */
  private double cpu() {
    if (!app.isAlive()) {
      return 0;
    }
    try {
      String stat = Files.readString(Path.of("/proc/" + app.pid() + "/stat"));
      String[] words = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
      return (Long.parseLong(words[11]) + Long.parseLong(words[12])) / TICKS;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    timer.shutdownNow();
  }
}
