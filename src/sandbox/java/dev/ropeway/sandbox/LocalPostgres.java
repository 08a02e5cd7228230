package dev.ropeway.sandbox;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;

/**
 * A PostgreSQL that needs nothing installed, as durable as a real one: what it acknowledged
 * survives {@code kill -9}. For dev mode, tests and benchmarks.
 */
public final class LocalPostgres implements AutoCloseable {

  private static final String DATABASE = "ropeway";

  private final EmbeddedPostgres postgres;

  private LocalPostgres(EmbeddedPostgres postgres) {
    this.postgres = postgres;
  }

  /**
   * Starts or takes up again.
   *
   * @param data kept between runs
   * @param port 0 for any
   */
  public static LocalPostgres start(Path data, int port) {
    return start(data, port, "on");
  }

  /** One that waits for no disk: only a crash of the machine would lose what it acknowledged. */
  public static LocalPostgres quick(Path data) {
    return start(data, 0, "off");
  }

  private static LocalPostgres start(Path data, int port, String fsync) {
    try {
      Files.createDirectories(data);
      EmbeddedPostgres postgres =
          EmbeddedPostgres.builder()
              .setDataDirectory(data.toFile())
              .setCleanDataDirectory(false)
              .setPort(port)
              .setPGStartupWait(Duration.ofSeconds(30))
              // Turned off by the library, which is meant for tests; a promise of durability needs
              // them.
              .setServerConfig("fsync", fsync)
              .setServerConfig("synchronous_commit", "on")
              .setServerConfig("full_page_writes", "on")
              .setServerConfig("max_connections", "200")
              .start();
      LocalPostgres local = new LocalPostgres(postgres);
      local.createDatabase();
      return local;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void createDatabase() {
    try (Connection connection = postgres.getPostgresDatabase().getConnection();
        Statement statement = connection.createStatement()) {
      try (ResultSet found =
          statement.executeQuery("select 1 from pg_database where datname = '" + DATABASE + "'")) {
        if (found.next()) {
          return;
        }
      }
      statement.execute("create database " + DATABASE);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  public String jdbcUrl() {
    return "jdbc:postgresql://127.0.0.1:" + postgres.getPort() + "/" + DATABASE;
  }

  public int port() {
    return postgres.getPort();
  }

  @Override
  public void close() {
    try {
      postgres.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
