package dev.ropeway.packaged;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A main class of the tests in its own process, with the heap that the application gets. */
public final class TestProcess {

  private TestProcess() {}

  /** Its output, once it ended well. */
  public static String run(Class<?> main, String... arguments) {
    List<String> command =
        new ArrayList<>(List.of("-Xmx192m", "-cp", JavaProcess.classPath(), main.getName()));
    command.addAll(List.of(arguments));
    try (JavaProcess process = JavaProcess.start(main.getSimpleName(), command)) {
      if (process.awaitExit(Duration.ofMinutes(10)) != 0) {
        throw new IllegalStateException(process.output());
      }
      return process.output();
    }
  }
}
