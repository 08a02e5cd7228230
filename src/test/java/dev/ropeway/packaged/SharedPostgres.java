package dev.ropeway.packaged;

import dev.ropeway.sandbox.LocalPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * One PostgreSQL for all tests of this JVM that leave it alone, with a database of its own for
 * each. Who stops it, or has it fail over, starts another.
 */
public final class SharedPostgres {

  private static LocalPostgres server;
  private static int databases;

  private SharedPostgres() {}

  /** The JDBC URL of a database that nobody has used. */
  public static synchronized String newDatabase() {
    if (server == null) {
      server = LocalPostgres.quick(folder());
    }
    String name = "ropeway_" + ++databases;
    new Store(server.jdbcUrl()).execute("create database " + name);
    return "jdbc:postgresql://127.0.0.1:" + server.port() + "/" + name;
  }

  private static Path folder() {
    try {
      return Files.createTempDirectory(Path.of("target"), "postgres-").toAbsolutePath();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
