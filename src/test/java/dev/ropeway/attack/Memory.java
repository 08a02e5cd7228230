package dev.ropeway.attack;

import dev.ropeway.packaged.PackagedApp;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * What a process holds.
 *
 * @param liveMegabytes of its heap, after a collection where there is a tool to ask for one
 */
record Memory(long residentMegabytes, double liveMegabytes) {

  static Memory of(PackagedApp app) {
    collect(app);
    return new Memory(app.residentMegabytes(), usedMegabytes(app));
  }

  static void collect(PackagedApp app) {
    if (AttackedApplication.isNative()) {
      return;
    }
    String jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
    try {
      Process process =
          new ProcessBuilder(List.of(jcmd, String.valueOf(app.pid()), "GC.run"))
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      process.waitFor(30, TimeUnit.SECONDS);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Garbage included. */
  static double usedMegabytes(PackagedApp app) {
    return app.management()
            .get("/observe/metrics")
            .body()
            .lines()
            .filter(
                line -> line.startsWith("jvm_memory_used_bytes") && line.contains("area=\"heap\""))
            .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
            .sum()
        / (1024 * 1024);
  }

  @Override
  public String toString() {
    return residentMegabytes + " MB resident, " + Math.round(liveMegabytes) + " MB of heap";
  }
}
