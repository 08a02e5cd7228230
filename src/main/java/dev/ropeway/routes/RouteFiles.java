package dev.ropeway.routes;

import dev.ropeway.integration.InvalidSettingException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.camel.quarkus.main.events.BeforeConfigure;
import org.jboss.logging.Logger;

/**
 * Which route files are loaded: the shipped ones, each unless a mounted file of the same name takes
 * its place, and what else is mounted. Two files with one route id stop the start, so a file is
 * replaced as a whole.
 */
@ApplicationScoped
class RouteFiles {

  private static final Logger LOG = Logger.getLogger(RouteFiles.class);
  private static final String SUFFIX = ".camel.yaml";

  /** Named one by one: a native image cannot list its class path. */
  static final List<String> SHIPPED =
      List.of(
          "answer-problems",
          "call-servicenow",
          "create-ticket",
          "customize-fields",
          "deliver-assignment",
          "end-ticket",
          "enrich-recommendation",
          "find-lost-ticket",
          "manage-access",
          "manage-assignments",
          "manage-integrations",
          "manage-mappings",
          "manage-rules",
          "map-fields",
          "poll-tickets",
          "publish-change",
          "read-ticket",
          "receive-changes",
          "receive-events",
          "receive-events-kafka",
          "release-held",
          "reopen-ticket",
          "resolve-references",
          "send-event",
          "sync-tickets",
          "ticket-changed",
          "ticket-closed",
          "ticket-created",
          "update-ticket",
          "write-work-notes");

  private final RouteSettings settings;

  RouteFiles(RouteSettings settings) {
    this.settings = settings;
  }

  void choose(@Observes BeforeConfigure event) {
    event.getMain().configure().setRoutesIncludePattern(pattern());
  }

  String pattern() {
    Map<String, String> files = new TreeMap<>();
    SHIPPED.forEach(name -> files.put(name + SUFFIX, "classpath:routes/" + name + SUFFIX));
    settings
        .dir()
        .ifPresent(
            dir ->
                mounted(Path.of(dir))
                    .forEach(
                        file -> {
                          String name = file.getFileName().toString();
                          refuseOldNames(file);
                          LOG.infof(
                              "routes file %s %s",
                              file,
                              files.containsKey(name) ? "replaces the shipped one" : "is added");
                          files.put(name, "file:" + file.toAbsolutePath());
                        }));
    return String.join(",", files.values());
  }

  /** What was changed once must not fail at the first message instead of here. */
  private static void refuseOldNames(Path file) {
    List<String> old = RenamedNames.usedIn(file, SUFFIX);
    if (!old.isEmpty()) {
      throw new InvalidSettingException(
          "ropeway.routes.dir", "%s: %s".formatted(file, String.join("; ", old)));
    }
  }

  private static List<Path> mounted(Path dir) {
    if (!Files.isDirectory(dir)) {
      throw new InvalidSettingException("ropeway.routes.dir", "is not a folder: " + dir);
    }
    try (Stream<Path> files = Files.list(dir)) {
      return files
          .filter(file -> file.getFileName().toString().endsWith(SUFFIX))
          .sorted()
          .collect(Collectors.toList());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
