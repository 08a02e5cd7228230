package dev.ropeway.attack;

import dev.ropeway.packaged.Artifact;
import dev.ropeway.packaged.PackagedApp;
import dev.ropeway.packaged.PackagedApp.Settings;
import dev.ropeway.packaged.SandboxProcess;
import dev.ropeway.packaged.Store;
import dev.ropeway.sandbox.LocalPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The packaged application with the options of its image, and what it needs. */
final class AttackedApplication implements AutoCloseable {

  static final String SECRET = "a-secret-of-the-tests-that-nobody-knows";
  static final Path FILES = Path.of("target", "attack");

  final SandboxProcess serviceNow;
  final PackagedApp app;
  final Store store;
  private final LocalPostgres postgres;

  private AttackedApplication() throws IOException {
    Files.createDirectories(FILES);
    Path data = Files.createTempDirectory(FILES, "postgres").toAbsolutePath();
    // PostgreSQL runs as another user when we are root, and wants the folder for itself.
    Files.delete(data);
    postgres = LocalPostgres.start(data, 0);
    serviceNow = SandboxProcess.start(0);
    store = new Store(postgres.jdbcUrl());
    app = PackagedApp.start(settings());
  }

  static AttackedApplication start() throws IOException {
    return new AttackedApplication();
  }

  static boolean isNative() {
    return Artifact.built().isNative();
  }

  private Settings settings() {
    return Settings.of(postgres.jdbcUrl(), serviceNow.url())
        .with("ropeway.api.keys.tests.roles", "event-producer,reader,security-admin,owner")
        .with("ropeway.secrets.keys.tests", "a2tra2tra2tra2tra2tra2tra2tra2tra2tra2tra2s=")
        .with("ropeway.instances.insecure-hosts", "127.0.0.1")
        .with("ropeway.sources.github.secret", SECRET)
        .withIntegration("changes.secret", SECRET)
        .withIntegration("delivery.test-first", "false");
  }

  @Override
  public void close() {
    app.close();
    serviceNow.close();
    postgres.close();
  }
}
