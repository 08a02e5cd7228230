package dev.ropeway.routes;

import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.camel.model.OptionalIdentifiedDefinition;

/**
 * A mistake in a route file, told so that it is found: the file, the route and the step it is in.
 *
 * @param route null where the mistake is in none
 * @param step null where it is in none
 */
record RouteFault(String file, String route, String step, String what) {

  /** A step by its id; one without has its kind and its line. */
  static String step(String id, String kind, int line) {
    return Optional.ofNullable(id)
        .orElseGet(() -> line > 0 ? "%s in line %d".formatted(kind, line) : kind);
  }

  /** A step of a route that Camel understood of that text. */
  static String step(String text, OptionalIdentifiedDefinition<?> step) {
    return step.hasCustomIdAssigned()
        ? step.getId()
        : step(
            null,
            step.getShortName(),
            RouteText.line(text, step.getShortName(), step.getLineNumber()));
  }

  @Override
  public String toString() {
    String place =
        Stream.of(
                Optional.of(file),
                Optional.ofNullable(route).map("route %s"::formatted),
                Optional.ofNullable(step).map("step %s"::formatted))
            .flatMap(Optional::stream)
            .collect(Collectors.joining(", "));
    return place + ": " + what;
  }
}
