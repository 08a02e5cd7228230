package dev.ropeway.rules;

import com.fasterxml.jackson.annotation.JsonValue;
import dev.ropeway.assignment.AssignmentSpec;
import dev.ropeway.recommendation.Recommendation;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;
import java.util.Locale;

/** From when a remediation timeframe counts. */
@RegisterForReflection // JSON of answers, by its words
public enum DueFrom {
  /** From when Ropeway made the assignment (B40). */
  ACCEPTANCE,
  /** From when the recommendation took its state, as its sender says. */
  DETECTION;

  @JsonValue
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The terms with their due date, where it can be told already. */
  AssignmentSpec date(AssignmentSpec spec, Recommendation recommendation, Instant now) {
    Instant detected = recommendation.stateChangedAt();
    return this == ACCEPTANCE || detected == null
        ? spec
        : spec.dueFrom(detected.isAfter(now) ? now : detected);
  }
}
