package dev.ropeway.assignment.bulk;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonValue;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;
import java.util.Locale;
import java.util.UUID;

/**
 * What became of one assignment of a run.
 *
 * @param reason why it was skipped or failed; null for others
 * @param at when; null before
 */
@RegisterForReflection // JSON of answers
@JsonInclude(JsonInclude.Include.NON_NULL)
public record BulkItem(UUID assignment, Outcome outcome, String reason, Instant at) {

  /** How it ended. */
  @RegisterForReflection // JSON of answers
  public enum Outcome {
    DONE,
    /** It does not take what is asked. */
    SKIPPED,
    /** Something unforeseen; the log knows more. */
    FAILED,
    /** It did not have its turn, or had none when the run was stopped. */
    WAITING;

    @JsonValue
    String word() {
      return name().toLowerCase(Locale.ROOT);
    }

    public static Outcome of(String word) {
      return valueOf(word.toUpperCase(Locale.ROOT));
    }
  }
}
