package dev.ropeway.assignment;

import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;

/** When an owner expects to be done, whatever the due date is, and why then (B54). */
@RegisterForReflection // JSON of requests and answers
public record Eta(Instant date, String justification) {

  /** What notes of it begin with. */
  private static final String ETA = "ETA ";

  /** Whether a note tells of an ETA, and not of the recommendation. */
  public static boolean isNote(String note) {
    return note.startsWith(ETA);
  }

  /**
   * A change of it.
   *
   * @param eta null to remove it
   */
  public record Change(Eta eta) {

    /** What a timeline says of it. */
    String said() {
      return ETA + (eta == null ? "removed" : eta.date() + ": " + eta.justification());
    }

    /** What the ticket's journal says of it. */
    String note(String who) {
      return ETA
          + (eta == null
              ? "removed by " + who + "."
              : "%s, set by %s: %s".formatted(eta.date(), who, eta.justification()));
    }
  }
}
