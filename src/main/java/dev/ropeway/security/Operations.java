package dev.ropeway.security;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ropeway.api.Contract;
import dev.ropeway.api.Parameters;
import io.quarkus.runtime.configuration.MemorySizeConverter;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** The operations of {@code openapi.yaml}: the contract itself says who may call what. */
@Singleton
final class Operations {

  /** What is read of a body that an operation does not need: some clients send {@code {}}. */
  private static final Long NO_BODY = 16L * 1024;

  /** The operation keeps to the bounds of limited callers. */
  private static final String WITHIN = "within";

  /** What the contract may say of limited callers: refused, they get a 403. */
  private static final Set<String> LIMITS = Set.of(WITHIN, "refused");

  private static final String BASE = "/api/v1";
  private static final Set<String> VERBS =
      Set.of("GET", "PUT", "POST", "PATCH", "DELETE", "OPTIONS");

  private final List<Operation> all = new ArrayList<>();
  private final Map<String, Operation> byId;

  /** By the first word of their paths: each request asks several times. */
  private final Map<String, List<Operation>> byPlace;

  /**
   * A verb on a path.
   *
   * @param path as the contract has it, with its parameters in braces
   * @param roles that may call it; empty when it is open
   * @param queries the names of the parameters that its query may have
   * @param open it checks its callers itself, and credentials sent to it are not ours to judge
   * @param anyType its body may be of another type than JSON, where a header says what it is
   * @param audited its calls are written down
   * @param limited callers that are limited to paths may call it, and it keeps to their bounds
   * @param maxBody bytes that its body may have; null where the configuration says it
   */
  record Operation(
      String id,
      String verb,
      String path,
      Pattern pattern,
      Set<Role> roles,
      Set<String> queries,
      boolean open,
      boolean anyType,
      boolean audited,
      boolean limited,
      Long maxBody) {

    private int parameters() {
      return path.split("\\{", -1).length;
    }
  }

  @Inject
  Operations() {
    this(Contract.paths());
  }

  Operations(JsonNode paths) {
    paths
        .properties()
        .forEach(
            path ->
                path.getValue()
                    .properties()
                    .forEach(
                        verb -> {
                          String word = verb.getKey().toUpperCase(Locale.ROOT);
                          if (VERBS.contains(word)) {
                            all.add(
                                operation(word, path.getKey(), path.getValue(), verb.getValue()));
                          }
                        }));
    // What is said of /assignments/retry counts before what is said of /assignments/{id}.
    all.sort(Comparator.comparingInt(Operation::parameters));
    byId = all.stream().collect(Collectors.toUnmodifiableMap(Operation::id, one -> one));
    byPlace = all.stream().collect(Collectors.groupingBy(one -> place(BASE + one.path())));
  }

  private static Operation operation(String verb, String path, JsonNode item, JsonNode json) {
    String id = json.path("operationId").asText();
    JsonNode words = json.path("x-roles");
    boolean open = words.asText().equals("open");
    if (!open && words.isEmpty()) {
      throw new IllegalStateException("openapi.yaml has no x-roles for " + id);
    }
    Set<Role> roles =
        StreamSupport.stream(words.spliterator(), false)
            .map(
                word ->
                    Role.named(word.asText())
                        .orElseThrow(
                            () ->
                                new IllegalStateException(
                                    "openapi.yaml gives " + id + " an unknown role: " + word)))
            .collect(Collectors.toUnmodifiableSet());
    String limits = json.path("x-limited-callers").asText();
    if (!open && !LIMITS.contains(limits)) {
      throw new IllegalStateException("openapi.yaml has no x-limited-callers for " + id);
    }
    boolean administrative = !verb.equals("GET") && !open && !roles.contains(Role.EVENT_PRODUCER);
    return new Operation(
        id,
        verb,
        path,
        Pattern.compile(BASE + path.replaceAll("\\{[^{}]+}", "[^/]+")),
        roles,
        Parameters.ofQuery(item, json),
        open,
        json.path("requestBody").path("content").has("*/*"),
        administrative || json.path("x-audited").asBoolean(),
        limits.equals(WITHIN),
        maxBody(json));
  }

  private static Long maxBody(JsonNode json) {
    if (json.has("x-max-body")) {
      return new MemorySizeConverter().convert(json.path("x-max-body").asText()).asLongValue();
    }
    return json.has("requestBody") ? null : NO_BODY;
  }

  private static String place(String path) {
    String[] words = path.split("/", 5);
    return words.length > 3 ? words[3] : "";
  }

  /** Those of the one path that is meant: what /rules/evaluate does not take is refused there. */
  private Stream<Operation> at(String path) {
    List<Operation> fitting =
        byPlace.getOrDefault(place(path), List.of()).stream()
            .filter(operation -> operation.pattern().matcher(path).matches())
            .toList();
    return fitting.stream().filter(operation -> operation.path().equals(fitting.get(0).path()));
  }

  List<Operation> all() {
    return List.copyOf(all);
  }

  /** The verbs that a path takes; empty when there is no such path. */
  Set<String> verbs(String path) {
    return at(path).map(Operation::verb).collect(Collectors.toCollection(TreeSet::new));
  }

  /** What is called there, by a program or at a page. */
  Optional<Operation> find(String verb, String path) {
    return AccessRules.isBesideApi(path)
        ? Pages.operation(verb, path).flatMap(this::named)
        : at(path).filter(operation -> operation.verb().equals(verb)).findFirst();
  }

  /** The operation of that id. */
  Optional<Operation> named(String id) {
    return Optional.ofNullable(byId.get(id));
  }
}
