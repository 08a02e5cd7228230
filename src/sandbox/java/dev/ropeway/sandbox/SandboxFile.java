package dev.ropeway.sandbox;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Keeps the tickets of a sandbox between runs, saved a second after they changed. */
final class SandboxFile implements AutoCloseable {

  private static final List<String> TABLES =
      List.of(
          "incident",
          "problem",
          "change_request",
          "sc_task",
          "sn_si_incident",
          "em_alert",
          "em_event",
          "sys_journal_field");
  private static final TypeReference<Map<String, List<Map<String, String>>>> ROWS =
      new TypeReference<>() {};

  private final ObjectMapper json = new ObjectMapper();
  private final Sandbox sandbox;
  private final Path path;
  private final ScheduledExecutorService saver =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread thread = new Thread(task, "sandbox-file");
            thread.setDaemon(true);
            return thread;
          });
  private Map<String, List<Map<String, String>>> saved = Map.of();

  SandboxFile(Sandbox sandbox, Path path) {
    this.sandbox = sandbox;
    this.path = path;
  }

  void load() {
    if (!Files.exists(path)) {
      return;
    }
    try {
      json.readValue(path.toFile(), ROWS)
          .forEach((table, rows) -> rows.forEach(row -> sandbox.insert(table, row)));
    } catch (IOException e) {
      throw new UncheckedIOException("delete " + path + ", it cannot be read", e);
    }
  }

  void keep() {
    saver.scheduleWithFixedDelay(this::save, 1, 1, TimeUnit.SECONDS);
  }

  private synchronized void save() {
    Map<String, List<Map<String, String>>> rows = new TreeMap<>();
    TABLES.forEach(table -> rows.put(table, sandbox.rows(table)));
    if (rows.equals(saved)) {
      return;
    }
    try {
      Path written = path.resolveSibling(path.getFileName() + ".new");
      json.writeValue(written.toFile(), rows);
      Files.move(written, path, StandardCopyOption.ATOMIC_MOVE);
      saved = rows;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    saver.shutdownNow();
    save();
  }
}
