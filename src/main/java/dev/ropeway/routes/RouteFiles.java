package dev.ropeway.routes;

import dev.ropeway.store.InvalidSettingException;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
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

  private static final Pattern OTHER_NAME =
      Pattern.compile("(.+?)(?:[.]camel)?[.]ya?ml", Pattern.CASE_INSENSITIVE);

  /**
   * Named one by one: a native image cannot list its class path. The flow first; then, in a folder
   * of their own, the routes that only answer calls of the REST API. A mounted file replaces either
   * by its name alone.
   */
  static final List<String> SHIPPED =
      List.of(
          "apply-template",
          "attach-evidence",
          "call-servicenow",
          "create-ticket",
          "customize-fields",
          "deliver-assignment",
          "end-ticket",
          "enrich-recommendation",
          "find-lost-ticket",
          "import-activity",
          "import-work-items",
          "map-fields",
          "poll-tickets",
          "poll-work-items",
          "post-notes",
          "publish-change",
          "read-attachments",
          "read-notes",
          "read-ticket",
          "reassign-ticket",
          "receive-changes",
          "receive-events",
          "receive-events-kafka",
          "release-held",
          "reopen-ticket",
          "resolve-references",
          "resolve-stale-alerts",
          "send-digests",
          "send-event",
          "sync-tickets",
          "ticket-changed",
          "ticket-closed",
          "ticket-created",
          "update-ticket",
          "write-work-notes",
          "operations/answer-problems",
          "operations/bulk-assignments",
          "operations/count-assignments",
          "operations/manage-access",
          "operations/manage-assignments",
          "operations/manage-digests",
          "operations/manage-integrations",
          "operations/manage-mappings",
          "operations/manage-rules",
          "operations/manage-ticket-types",
          "operations/note-assignments",
          "operations/read-activity",
          "operations/read-work-items",
          "operations/take-evidence");

  private final RouteSettings settings;

  RouteFiles(RouteSettings settings) {
    this.settings = settings;
  }

  /**
   * A file to be loaded.
   *
   * @param uri where Camel finds it
   * @param mounted null for a shipped one
   * @param replaces whether a shipped file steps aside for it
   */
  record RouteFile(String uri, Path mounted, boolean replaces) {

    /** As people know it. */
    String name() {
      return mounted == null ? uri.substring(uri.lastIndexOf('/') + 1) : mounted.toString();
    }
  }

  /** The files to be loaded, by their names. */
  List<RouteFile> chosen() {
    Map<String, RouteFile> files = new TreeMap<>();
    SHIPPED.forEach(
        name ->
            files.put(
                Path.of(name + SUFFIX).getFileName().toString(),
                new RouteFile("classpath:routes/" + name + SUFFIX, null, false)));
    settings
        .dir()
        .ifPresent(
            dir ->
                mounted(Path.of(dir))
                    .forEach(
                        file -> {
                          String name = file.getFileName().toString();
                          refuseOldNames(file);
                          files.put(
                              name,
                              new RouteFile(
                                  "file:" + file.toAbsolutePath(), file, files.containsKey(name)));
                        }));
    return List.copyOf(files.values());
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
      List<Path> all = files.filter(Files::isRegularFile).sorted().toList();
      warnOfOtherNames(dir, all);
      return all.stream().filter(file -> file.getFileName().toString().endsWith(SUFFIX)).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Somebody meant them to be loaded, and would wait for it. One line for all: a log is short. */
  private static void warnOfOtherNames(Path dir, List<Path> files) {
    String others =
        files.stream()
            .map(file -> file.getFileName().toString())
            .flatMap(
                name ->
                    properName(name)
                        .map(proper -> "%s must be named %s".formatted(name, proper))
                        .stream())
            .collect(Collectors.joining(", "));
    if (!others.isEmpty()) {
      LOG.warnf("files in %s are ignored because of their names: %s", dir, others);
    }
  }

  /** What a file would have to be called to be loaded, where it looks like one that should be. */
  static Optional<String> properName(String name) {
    Matcher other = OTHER_NAME.matcher(name);
    return name.endsWith(SUFFIX) || !other.matches()
        ? Optional.empty()
        : Optional.of(other.group(1) + SUFFIX);
  }
}
