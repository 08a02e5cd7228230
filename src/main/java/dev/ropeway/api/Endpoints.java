package dev.ropeway.api;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** The paths and verbs of {@code openapi.yaml}, so that what lies beside them is refused alike. */
final class Endpoints {

  private static final String BASE = "/api/v1";
  private static final Set<String> VERBS = Set.of("GET", "PUT", "POST", "PATCH", "DELETE");

  private final List<Endpoint> all = new ArrayList<>();

  private record Endpoint(Pattern path, Set<String> verbs) {}

  Endpoints() {
    Contract.paths()
        .properties()
        .forEach(
            path -> {
              Set<String> verbs = new TreeSet<>();
              path.getValue()
                  .fieldNames()
                  .forEachRemaining(
                      verb -> {
                        if (VERBS.contains(verb.toUpperCase(Locale.ROOT))) {
                          verbs.add(verb.toUpperCase(Locale.ROOT));
                        }
                      });
              String pattern = path.getKey().replaceAll("\\{[^}]+}", "[^/]+");
              all.add(new Endpoint(Pattern.compile(BASE + pattern), verbs));
            });
  }

  /** The verbs that a path takes; empty when there is no such path. */
  Set<String> verbs(String path) {
    Set<String> verbs = new TreeSet<>();
    all.stream()
        .filter(endpoint -> endpoint.path().matcher(path).matches())
        .forEach(endpoint -> verbs.addAll(endpoint.verbs()));
    return verbs;
  }
}
