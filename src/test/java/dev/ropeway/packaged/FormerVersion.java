package dev.ropeway.packaged;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The program as it was before a migration was added: its source as Git has it, packaged once for
 * each commit.
 */
public final class FormerVersion {

  private static final Path MIGRATIONS = Path.of("src/main/resources/db/migration");

  private FormerVersion() {}

  /** The number of the newest migration. */
  public static int newestMigration() {
    return migrations().stream().mapToInt(FormerVersion::number).max().orElseThrow();
  }

  private static List<Path> migrations() {
    try (Stream<Path> files = Files.list(MIGRATIONS)) {
      return files.toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static int number(Path migration) {
    return Integer.parseInt(migration.getFileName().toString().replaceAll("^V(\\d+)__.*", "$1"));
  }

  /** The commit that does not have the newest migration yet; empty without enough history. */
  public static Optional<String> commit() {
    int newest = newestMigration();
    Path file =
        migrations().stream().filter(one -> number(one) == newest).findFirst().orElseThrow();
    Optional<String> added =
        git("log", "--diff-filter=A", "--format=%H", "-1", "--", file.toString());
    return added.isPresent() && added.get().isEmpty()
        ? git("rev-parse", "--verify", "HEAD")
        : added.flatMap(commit -> git("rev-parse", "--verify", commit + "^"));
  }

  private static Optional<String> git(String... arguments) {
    List<String> command = new ArrayList<>(List.of("git"));
    command.addAll(List.of(arguments));
    try {
      Process git =
          new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
      String said = new String(git.getInputStream().readAllBytes()).strip();
      return git.waitFor() == 0 ? Optional.of(said) : Optional.empty();
    } catch (IOException e) {
      return Optional.empty();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** Packages that commit, unless it was done before. */
  public static Artifact build(String commit) {
    Path folder = Path.of("target", "former", commit).toAbsolutePath();
    Path runner = folder.resolve("target/quarkus-app/quarkus-run.jar");
    if (!Files.exists(runner)) {
      try {
        Files.createDirectories(folder);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      run("git", "archive", "--format=tar", "--output=" + folder.resolve("source.tar"), commit);
      run("tar", "-xf", folder.resolve("source.tar").toString(), "-C", folder.toString());
      run(maven(folder));
    }
    return new Artifact(runner);
  }

  /**
   * With the repository of the build that runs these tests. It may have to fetch what is no longer
   * needed: the version before had other libraries.
   */
  private static String[] maven(Path folder) {
    List<String> command =
        new ArrayList<>(
            List.of(
                System.getProperty("ropeway.maven", "mvn"),
                "-q",
                "-B",
                "-f",
                folder.resolve("pom.xml").toString(),
                "-Dmaven.test.skip=true",
                "-Dspotless.check.skip=true",
                "package"));
    String repository = System.getProperty("localRepository");
    if (repository != null) {
      command.add("-Dmaven.repo.local=" + repository);
    }
    return command.toArray(String[]::new);
  }

  private static void run(String... command) {
    try {
      ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
      // A build is over before what is compiled well has paid for it.
      builder.environment().put("MAVEN_OPTS", "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC");
      Process process = builder.start();
      String said = new String(process.getInputStream().readAllBytes());
      if (process.waitFor() != 0) {
        throw new IllegalStateException(String.join(" ", command) + ":\n" + said);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
