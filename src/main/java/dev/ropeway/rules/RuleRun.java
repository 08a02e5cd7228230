package dev.ropeway.rules;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonValue;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;
import java.util.Locale;

/**
 * How far a rule is with what was here already (B48).
 *
 * @param owners whether tickets are reassigned too
 * @param why it failed or was canceled
 * @param seen recommendations that were looked at
 * @param assigned assignments that were made
 * @param updated assignments whose terms were changed
 */
@RegisterForReflection // JSON of answers
@JsonInclude(JsonInclude.Include.NON_NULL)
public record RuleRun(
    String rule,
    boolean override,
    boolean owners,
    Status status,
    String why,
    long seen,
    long assigned,
    long updated,
    @JsonProperty("by") String askedBy,
    Instant startedAt,
    Instant endedAt) {

  /** Where it is. */
  public enum Status {
    RUNNING,
    SUCCEEDED,
    /** Something unforeseen; the log knows more. */
    FAILED,
    /** The rule was deleted or disabled meanwhile. */
    CANCELED;

    @JsonValue
    String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
