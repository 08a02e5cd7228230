package dev.ropeway.routes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Names of routes, beans and files that were changed once, so that a mounted file which was written
 * for the old ones is told the new ones instead of failing at its first message.
 */
final class RenamedNames {

  static final Map<String, String> FILES =
      Map.of("manage-doors", "manage-access", "tell-change", "publish-change");

  static final Map<String, String> ROUTES =
      Map.of(
          "accept-proposals", "accept-recommendations",
          "assign-findings", "assign-recommendations",
          "tell-change", "publish-change");

  static final Map<String, String> BEANS =
      Map.ofEntries(
          Map.entry("auditDesk", "auditResource"),
          Map.entry(
              "conversation",
              "one bean for each step: deliverySteps, mapFields, findLostTicket, resolveReferences,"
                  + " createTicket, updateTicket, endTicket, reopenTicket, sendEvent, writeWorkNotes"),
          Map.entry("desk", "assignmentResource"),
          Map.entry("feed", "outbox"),
          Map.entry("held", "heldAssignments"),
          Map.entry("hints", "changeNotifications"),
          Map.entry("integrationDesk", "integrationResource"),
          Map.entry("keyDesk", "apiKeyResource"),
          Map.entry("mappingDesk", "mappingResource"),
          Map.entry("ruleDesk", "ruleResource"));

  private static final YAMLMapper YAML = new YAMLMapper();

  private RenamedNames() {}

  /** Says each old name that a mounted file uses with the new one; nothing for a file without. */
  static List<String> usedIn(Path file, String suffix) {
    String name = file.getFileName().toString();
    List<String> used = new ArrayList<>();
    String stem = name.substring(0, name.length() - suffix.length());
    if (FILES.containsKey(stem)) {
      used.add("the file %s was replaced by %s".formatted(name, FILES.get(stem) + suffix));
    }
    tree(file).ifPresent(tree -> walk(tree, used));
    return used.stream().distinct().toList();
  }

  /** A file that is no YAML has other faults, which Camel names with the line. */
  private static Optional<JsonNode> tree(Path file) {
    try {
      return Optional.of(YAML.readTree(Files.readString(file)));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private static void walk(JsonNode node, List<String> used) {
    node.properties().forEach(field -> look(field.getKey(), field.getValue(), used));
    node.forEach(child -> walk(child, used));
  }

  private static void look(String key, JsonNode value, List<String> used) {
    if (value.isTextual() && (key.equals("ref") || key.equals("bean"))) {
      told("bean", BEANS, value.asText(), used);
    }
    if (value.isTextual() && (key.equals("uri") || key.startsWith("to"))) {
      Stream.of("direct:", "bean:")
          .filter(value.asText()::startsWith)
          .forEach(
              scheme ->
                  told(
                      scheme.equals("bean:") ? "bean" : "route",
                      scheme.equals("bean:") ? BEANS : ROUTES,
                      name(value.asText().substring(scheme.length())),
                      used));
    }
    if (key.equals("route") && value.path("id").isTextual()) {
      told("route", ROUTES, value.path("id").asText(), used);
    }
  }

  /** Without the options of its address. */
  private static String name(String address) {
    int options = address.indexOf('?');
    return options < 0 ? address : address.substring(0, options);
  }

  private static void told(String kind, Map<String, String> renamed, String name, List<String> to) {
    if (renamed.containsKey(name)) {
      to.add("the %s %s was replaced by %s".formatted(kind, name, renamed.get(name)));
    }
  }
}
