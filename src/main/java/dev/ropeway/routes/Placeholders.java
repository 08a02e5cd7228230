package dev.ropeway.routes;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Finds the properties of a route file that have no value. */
final class Placeholders {

  /** Not what is left out without a value ({@code {{?x}}}), nor what has another ({@code :}). */
  private static final Pattern PROPERTY = Pattern.compile("\\{\\{([^{}?:][^{}:]*)}}");

  private Placeholders() {}

  /**
   * Tells each property that has no value.
   *
   * @param parameters of the file's templates, whose values come later
   * @param known says whether a property has a value
   */
  static List<RouteFault> unknown(
      String file, String text, Set<String> parameters, Predicate<String> known) {
    // Few files have any: the others need not be read again.
    if (!text.contains("{{")) {
      return List.of();
    }
    Set<String> asked = new HashSet<>();
    return RouteText.values(text).stream()
        .flatMap(
            value ->
                names(value.text())
                    .filter(name -> !parameters.contains(name) && !known.test(name))
                    .filter(name -> asked.add(value.step() + " " + name))
                    .map(
                        name ->
                            new RouteFault(
                                file,
                                value.route(),
                                value.step() == null
                                    ? RouteFault.step(null, "of the value", value.line())
                                    : value.step(),
                                "the property {{%s}} has no value".formatted(name))))
        .toList();
  }

  private static Stream<String> names(String text) {
    return PROPERTY.matcher(text).results().map((MatchResult found) -> found.group(1).strip());
  }
}
