package dev.ropeway.rules;

import dev.ropeway.store.Alike;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.BiPredicate;
import java.util.stream.Stream;

/** How a condition compares, in any case (B45). */
public enum Operator {
  EQUALS("Equals", String::equals),
  IN("In", String::equals),
  NOT_EQUALS("NotEquals", String::equals),
  CONTAINS("Contains", String::contains),
  STARTS_WITH("StartsWith", String::startsWith),
  ENDS_WITH("EndsWith", String::endsWith);

  private final String word;
  private final BiPredicate<String, String> test;

  Operator(String word, BiPredicate<String, String> test) {
    this.word = word;
    this.test = test;
  }

  static Optional<Operator> named(String word) {
    for (Operator operator : values()) {
      if (operator.word.equalsIgnoreCase(word)) {
        return Optional.of(operator);
      }
    }
    return Optional.empty();
  }

  /** What to tell somebody who wrote another word. */
  static String unknown(String word) {
    List<String> words = Stream.of(values()).map(Operator::toString).toList();
    return "must be one of "
        + String.join(", ", words)
        + ", not "
        + word
        + Alike.to(word, words).map(meant -> "; did you mean " + meant + "?").orElse("");
  }

  /** Whether a text meets a value; {@link #NOT_EQUALS} asks that none does. */
  boolean meets(String text, String value) {
    return test.test(text.toLowerCase(Locale.ROOT), value.toLowerCase(Locale.ROOT));
  }

  /** Whether whole words are compared, which can be checked against those there are. */
  boolean isExact() {
    return this == EQUALS || this == IN || this == NOT_EQUALS;
  }

  @Override
  public String toString() {
    return word;
  }
}
