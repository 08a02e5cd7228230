package dev.ropeway.packaged;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A start from a class path, as the image starts, with an archive of what it loads: a third less of
 * processor time for each of the hundreds of starts that tests need. The first one makes the
 * archive, and tests that run beside it wait for that.
 */
final class ClassArchive {

  private static final Path FOLDER = Path.of("target", "class-archive").toAbsolutePath();
  private static final List<String> SILENT = List.of("-Xlog:cds=off", "-Xlog:cds+dynamic=off");

  private ClassArchive() {}

  /** What to start the program in that folder with, after {@code java} and all other options. */
  static synchronized List<String> start(Path folder) {
    try {
      Files.createDirectories(FOLDER);
      Path archive = FOLDER.resolve("ropeway.jsa");
      try (FileChannel lock =
          FileChannel.open(
              FOLDER.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
        lock.lock();
        if (!isOf(archive, folder)) {
          make(archive, folder);
          if (!Files.exists(archive)) {
            // This JVM makes none: an empty file is as good as no archive, and is not tried again.
            Files.createFile(archive);
          }
        }
      }
      List<String> start = new ArrayList<>(SILENT);
      start.add("-XX:SharedArchiveFile=" + archive);
      start.addAll(program(folder));
      return start;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean isOf(Path archive, Path folder) throws IOException {
    return Files.exists(archive)
        && Files.getLastModifiedTime(archive)
                .compareTo(Files.getLastModifiedTime(folder.resolve("quarkus-run.jar")))
            > 0;
  }

  /** Without a database it answers 503, and has loaded most of what there is by then. */
  private static void make(Path archive, Path folder) throws IOException {
    Files.deleteIfExists(archive);
    int port = FreePort.any();
    List<String> options = new ArrayList<>(SILENT);
    options.addAll(PackagedApp.javaOptions());
    options.add("-XX:ArchiveClassesAtExit=" + archive);
    options.add("-Dquarkus.datasource.jdbc.url=jdbc:postgresql://127.0.0.1:1/none");
    options.add("-Dquarkus.datasource.username=none");
    options.add("-Dropeway.api.auth=none");
    options.add("-Dquarkus.http.host=127.0.0.1");
    options.add("-Dquarkus.http.port=" + port);
    options.add("-Dquarkus.management.port=" + FreePort.any());
    options.addAll(program(folder));
    Api api = new Api(URI.create("http://127.0.0.1:" + port), null);
    try (JavaProcess process = JavaProcess.start("class-archive", options)) {
      await()
          .atMost(Duration.ofMinutes(2))
          .failFast("the program ended", () -> !process.isAlive())
          .until(() -> api.get("/api/v1/assignments").status() == 503);
      process.terminate();
      process.awaitExit(Duration.ofMinutes(1));
    }
  }

  /** What Quarkus changed in other jars comes before them. */
  private static List<String> program(Path folder) throws IOException {
    List<Path> jars = new ArrayList<>();
    jars.add(folder.resolve("quarkus/transformed-bytecode.jar"));
    jars.add(folder.resolve("quarkus/generated-bytecode.jar"));
    for (String part : List.of("app", "lib/boot", "lib/main")) {
      try (Stream<Path> files = Files.list(folder.resolve(part))) {
        files.filter(file -> file.toString().endsWith(".jar")).sorted().forEach(jars::add);
      }
    }
    String path = jars.stream().map(Path::toString).collect(Collectors.joining(":"));
    return List.of("-cp", path, "io.quarkus.runner.GeneratedMain");
  }
}
