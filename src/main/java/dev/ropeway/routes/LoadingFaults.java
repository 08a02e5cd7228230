package dev.ropeway.routes;

import java.util.Optional;
import java.util.stream.Stream;
import org.apache.camel.FailedToCreateRouteException;
import org.apache.camel.model.RouteDefinition;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;

/** Words for what Camel says of a route file that it cannot load or start. */
final class LoadingFaults {

  private LoadingFaults() {}

  /** A file that cannot be read as routes: the line, and what is wrong with it. */
  static RouteFault of(String file, String text, Throwable thrown) {
    Optional<MarkedYamlEngineException> marked =
        causes(thrown)
            .filter(MarkedYamlEngineException.class::isInstance)
            .map(MarkedYamlEngineException.class::cast)
            .findFirst();
    Optional<Mark> mark = marked.flatMap(MarkedYamlEngineException::getProblemMark);
    String what = marked.map(MarkedYamlEngineException::getProblem).orElseGet(() -> why(thrown));
    if (mark.isEmpty()) {
      return new RouteFault(file, null, null, firstLine(what));
    }
    int line = mark.get().getLine() + 1;
    int column = mark.get().getColumn() + 1;
    Optional<RouteText.Value> place = RouteText.at(text, line, column);
    return new RouteFault(
        file,
        place.map(RouteText.Value::route).orElse(null),
        place.map(RouteText.Value::step).orElse(null),
        "%s (line %d, column %d)".formatted(firstLine(what), line, column));
  }

  /** A route that cannot be made: the step that it fails at, or one of those within. */
  static RouteFault of(
      LoadedFile file, RouteDefinition route, FailedToCreateRouteException thrown) {
    String step =
        route.getOutputs().stream()
            .filter(one -> thrown.getMessage().contains(">>> %s <<<".formatted(one)))
            .map(one -> RouteFault.step(file.text(), one))
            .findFirst()
            .orElse(null);
    return new RouteFault(file.file(), route.getRouteId(), step, why(thrown));
  }

  /** The route that Camel could not make, if that is what it failed at. */
  static Optional<FailedToCreateRouteException> routeOf(Throwable thrown) {
    return causes(thrown)
        .filter(FailedToCreateRouteException.class::isInstance)
        .map(FailedToCreateRouteException.class::cast)
        .reduce((outer, inner) -> inner);
  }

  /** The innermost reason, in one line. */
  static String why(Throwable thrown) {
    Throwable last = causes(thrown).reduce((outer, inner) -> inner).orElse(thrown);
    String said = firstLine(String.valueOf(last.getMessage()));
    int due = said.indexOf(" due to: ");
    return due < 0 ? said : said.substring(due + " due to: ".length());
  }

  private static Stream<Throwable> causes(Throwable thrown) {
    return Stream.iterate(thrown, cause -> cause != null, Throwable::getCause).limit(20);
  }

  private static String firstLine(String text) {
    return text.lines().findFirst().orElse("");
  }
}
