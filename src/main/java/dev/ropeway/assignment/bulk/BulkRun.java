package dev.ropeway.assignment.bulk;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.fasterxml.jackson.annotation.JsonValue;
import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;
import java.util.Locale;
import java.util.UUID;

/**
 * How far a run over many assignments has come.
 *
 * @param filter as it was asked for; null where the assignments were named
 * @param why it failed
 * @param total how many assignments it is over
 * @param skipped those that do not take what is asked
 */
@RegisterForReflection // JSON of answers
@JsonInclude(JsonInclude.Include.NON_NULL)
public record BulkRun(
    UUID id,
    @JsonUnwrapped BulkAction action,
    JsonNode filter,
    Status status,
    String why,
    int total,
    int done,
    int failed,
    int skipped,
    @JsonProperty("by") String askedBy,
    Instant startedAt,
    Instant endedAt,
    String stoppedBy) {

  /** Where it is. */
  @RegisterForReflection // JSON of answers
  public enum Status {
    RUNNING,
    /** Each assignment had its turn. */
    ENDED,
    /** Somebody stopped it. */
    STOPPED,
    /** Something unforeseen; the log knows more. */
    FAILED;

    @JsonValue
    String word() {
      return name().toLowerCase(Locale.ROOT);
    }

    static Status of(String word) {
      return valueOf(word.toUpperCase(Locale.ROOT));
    }
  }
}
