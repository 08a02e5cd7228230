package dev.ropeway.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** What a measurement takes from npm; it stays in {@code target} for the next one. */
final class NpmPackages {

  private static final Path RESOURCES = Path.of("src/test/resources/bench");
  private static final Path FOLDER = Path.of("target", "n8n");
  private static final Path INSTALLED = FOLDER.resolve("installed");
  private static final Duration PATIENCE = Duration.ofMinutes(10);

  private NpmPackages() {}

  /**
   * The command that runs n8n's engine with its ServiceNow node; the address of the instance is to
   * be added. The versions are the last for Node 20. No scripts of packages are run: what they
   * would compile belongs to other nodes, as does xlsx, which n8n takes from a site outside npm.
   *
   * @throws IOException if it cannot be had
   */
  static List<String> n8n() throws IOException {
    if (!Files.exists(INSTALLED)) {
      Files.createDirectories(FOLDER);
      Files.copy(
          RESOURCES.resolve("n8n-package.json"),
          FOLDER.resolve("package.json"),
          StandardCopyOption.REPLACE_EXISTING);
      install();
      Files.createFile(INSTALLED);
    }
    return List.of(
        "node", RESOURCES.resolve("n8n-host.cjs").toString(), FOLDER.toAbsolutePath().toString());
  }

  private static void install() throws IOException {
    Path log = FOLDER.resolve("install.log");
    Process npm =
        new ProcessBuilder(
                "npm",
                "install",
                "--ignore-scripts",
                "--no-audit",
                "--no-fund",
                "--no-package-lock",
                "--omit=dev")
            .directory(FOLDER.toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    try {
      if (!npm.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
        npm.destroyForcibly();
        throw new IOException("npm did not end within " + PATIENCE);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
    if (npm.exitValue() != 0) {
      throw new IOException(
          Files.readAllLines(log).stream()
              .filter(line -> line.startsWith("npm error"))
              .limit(3)
              .reduce("npm install failed:", (all, line) -> all + " " + line));
    }
  }
}
