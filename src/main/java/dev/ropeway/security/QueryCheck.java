package dev.ropeway.security;

import dev.ropeway.api.Problem;
import dev.ropeway.store.Alike;
import dev.ropeway.store.Text;
import io.vertx.core.MultiMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Says what is wrong with the parameters of a query: a filter that is misspelt must not be lost.
 */
final class QueryCheck {

  private static final int SHOWN = 100;

  private QueryCheck() {}

  /**
   * @param known those that the operation has, each once
   * @param acts whether the operation changes something: an empty filter would mean everything
   */
  static Optional<Problem> flaw(Set<String> known, boolean acts, MultiMap sent) {
    return sent.names().stream()
        .filter(name -> !known.contains(name))
        .findFirst()
        .map(
            name ->
                problem(name, "is unknown; this call accepts " + list(known) + meant(name, known)))
        .or(
            () ->
                sent.names().stream()
                    .filter(name -> sent.getAll(name).size() > 1)
                    .findFirst()
                    .map(name -> problem(name, "is given more than once")))
        .or(
            () ->
                sent.names().stream()
                    .filter(name -> acts && sent.get(name).isBlank())
                    .findFirst()
                    .map(name -> problem(name, "is empty; give it a value, or leave it out")));
  }

  private static String meant(String name, Set<String> known) {
    return Alike.to(name, known).map(word -> "; did you mean " + word + "?").orElse("");
  }

  private static String list(Set<String> known) {
    return known.isEmpty() ? "no parameters" : String.join(", ", new TreeSet<>(known));
  }

  private static Problem problem(String name, String flaw) {
    String shown = Text.cut(Text.clean(name), SHOWN);
    return Problem.of(
        400,
        "the query parameter \"" + shown + "\" " + flaw,
        List.of(new Problem.FieldError(shown, flaw)));
  }
}
