package dev.ropeway.assignment.bulk;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.Locale;
import java.util.stream.Stream;

/** What people ask of assignments, of one or of many at once. */
@RegisterForReflection // JSON of answers and the store
public enum Asked {
  RETRY,
  RELEASE,
  WITHDRAW,
  ASSIGN,
  /** Other terms; of many at once only the due date is changed. */
  CHANGE("due-date"),
  NOTE;

  private final String word;

  Asked() {
    word = name().toLowerCase(Locale.ROOT);
  }

  Asked(String word) {
    this.word = word;
  }

  @JsonValue
  public String word() {
    return word;
  }

  @JsonCreator
  public static Asked of(String word) {
    return Stream.of(values())
        .filter(one -> one.word.equals(word))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("nothing is called " + word));
  }
}
