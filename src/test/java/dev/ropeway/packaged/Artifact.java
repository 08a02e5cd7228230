package dev.ropeway.packaged;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * What a build made of the application.
 *
 * @param runner a jar, or else an executable
 */
public record Artifact(Path runner) {

  /** What this build made: the jar, or with {@code -Dnative} the executable. */
  public static Artifact built() {
    return new Artifact(
        Path.of(System.getProperty("ropeway.runner", "target/quarkus-app/quarkus-run.jar"))
            .toAbsolutePath());
  }

  public boolean isNative() {
    return !runner.toString().endsWith(".jar");
  }

  /** Everything that is shipped, or that an executable was compiled from. */
  public Path folder() {
    return isNative()
        ? Path.of(runner.toString().replaceFirst("-runner$", "-native-image-source-jar"))
        : runner.getParent();
  }

  List<String> command(List<String> options) {
    List<String> command = new ArrayList<>();
    if (isNative()) {
      command.add(runner.toString());
      command.addAll(options);
    } else {
      command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
      command.addAll(options);
      if (this.equals(built()) && Boolean.getBoolean("ropeway.class-archive")) {
        command.addAll(ClassArchive.start(folder()));
      } else {
        command.add("-jar");
        command.add(runner.toString());
      }
    }
    return command;
  }
}
