package dev.ropeway.packaged;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/**
 * A program in its own process that does a piece of work for each line that it is told, and says
 * what came of it. It stays between the pieces, so that it is warm for the next one.
 */
public final class TestProcess implements AutoCloseable {

  private static final String ANSWER = "answer: ";

  /** What a program does for one line. */
  public interface Work {
    String of(String line) throws Exception;
  }

  private final Process process;
  private final Path log;
  private final Writer told;
  private final BufferedReader said;

  private TestProcess(Process process, Path log) {
    this.process = process;
    this.log = log;
    told = process.outputWriter(StandardCharsets.UTF_8);
    said = new BufferedReader(new InputStreamReader(process.getInputStream()));
  }

  /** A main class of the tests, with the options of the JVM that the application gets. */
  public static TestProcess start(Class<?> main, String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(PackagedApp.javaOptions());
    command.addAll(List.of("-cp", JavaProcess.classPath(), main.getName()));
    command.addAll(List.of(arguments));
    return start(main.getSimpleName(), command);
  }

  public static TestProcess start(String name, List<String> command) {
    try {
      Path logs = Files.createDirectories(Path.of("target", "processes"));
      Path log = Files.createTempFile(logs, name + "-", ".log");
      Process process =
          new ProcessBuilder(command)
              .redirectError(ProcessBuilder.Redirect.appendTo(log.toFile()))
              .start();
      // Whoever forgets to close it must not leave it behind.
      Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
      return new TestProcess(process, log);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Tells it a line and waits for what it answers. */
  public String tell(String line) {
    try {
      told.write(line + "\n");
      told.flush();
      for (String one = said.readLine(); one != null; one = said.readLine()) {
        if (one.startsWith(ANSWER)) {
          return one.substring(ANSWER.length());
        }
        Files.writeString(log, one + "\n", StandardOpenOption.APPEND);
      }
      throw new IllegalStateException("process " + pid() + " ended; its output is " + log);
    } catch (IOException e) {
      throw new UncheckedIOException("process " + pid() + "; its output is " + log, e);
    }
  }

  /** The other end: does the work for each line until there are no more. */
  public static void serve(Work work) throws Exception {
    BufferedReader lines = new BufferedReader(new InputStreamReader(System.in));
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      System.out.println(ANSWER + work.of(line));
    }
    System.exit(0);
  }

  public long pid() {
    return process.pid();
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
