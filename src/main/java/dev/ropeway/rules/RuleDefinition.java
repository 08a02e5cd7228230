package dev.ropeway.rules;

import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;

/**
 * A rule as somebody wrote it.
 *
 * @param edits null for one from configuration
 */
public record RuleDefinition(String name, RuleSettings.Rule settings, Edits edits) {

  /** Who made a rule over REST, and who changed it last. */
  @RegisterForReflection // JSON of answers
  public record Edits(String createdBy, Instant createdAt, String updatedBy, Instant updatedAt) {}

  /** Whether it was made over REST, and may be changed there. */
  public boolean isStored() {
    return edits != null;
  }

  Rule rule() {
    return new RuleValidator(name, settings).rule();
  }
}
