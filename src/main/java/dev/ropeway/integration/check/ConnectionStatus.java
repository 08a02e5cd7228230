package dev.ropeway.integration.check;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import dev.ropeway.integration.check.Finding.Cause;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.Collection;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;

/** What all checks together say: "never set up" and "last step missing" are told apart (D33). */
@RegisterForReflection // JSON of answers and the store, by its words
public enum ConnectionStatus {
  READY,
  READY_WITH_WARNINGS,
  /** The instance never let us in, and does not now. */
  NEVER_SET_UP,
  /** The credentials are accepted, or would be: one step is absent. */
  LAST_STEP_MISSING,
  /** It worked, and is refused now. */
  STOPPED_WORKING,
  ASLEEP,
  /** Too many calls were made: it says nothing about the connection. */
  LIMITED,
  UNREACHABLE;

  /** The first failure decides: those after it may only follow from it. */
  static ConnectionStatus of(Collection<Finding> findings, boolean workedBefore) {
    Optional<Cause> cause =
        findings.stream().map(Finding::cause).filter(Objects::nonNull).findFirst();
    if (cause.isEmpty()) {
      boolean clean = findings.stream().allMatch(finding -> finding.result() == Result.PASS);
      return clean ? READY : READY_WITH_WARNINGS;
    }
    return switch (cause.get()) {
      case UNREACHABLE -> UNREACHABLE;
      case ASLEEP -> ASLEEP;
      case LIMITED -> LIMITED;
      case REFUSED -> workedBefore ? STOPPED_WORKING : NEVER_SET_UP;
      case STEP_MISSING -> workedBefore ? STOPPED_WORKING : LAST_STEP_MISSING;
    };
  }

  public boolean isReady() {
    return this == READY || this == READY_WITH_WARNINGS;
  }

  @JsonValue
  public String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  @JsonCreator
  static ConnectionStatus of(String word) {
    return valueOf(word.toUpperCase(Locale.ROOT).replace('-', '_'));
  }
}
