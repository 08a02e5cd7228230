package dev.ropeway.delivery;

import dev.ropeway.assignment.Claim;
import dev.ropeway.assignment.DesiredState;
import dev.ropeway.recommendation.Recommendation;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;

/** What Ropeway writes into a ticket's journal, and how it finds its own words again. */
final class WorkNotes {

  /** In the journal it begins every entry of ours. */
  private static final String OURS = "Ropeway: ";

  private WorkNotes() {}

  /** Why the ticket is ended, or would be. */
  static String end(Claim claim) {
    if (claim.desiredState() == DesiredState.CANCELED) {
      return OURS + "the assignment was withdrawn.";
    }
    Recommendation recommendation = claim.recommendation();
    String reason =
        recommendation.stateReason() == null ? "" : " (" + recommendation.stateReason() + ")";
    return OURS
        + "the recommendation is "
        + recommendation.state().word()
        + reason
        + " since "
        + recommendation.stateChangedAt()
        + ".";
  }

  /** Why the ticket is set to work again. */
  static String back(Claim claim) {
    return OURS
        + "the recommendation is back since "
        + claim.recommendation().stateChangedAt().truncatedTo(ChronoUnit.SECONDS)
        + ".";
  }

  /** The first words of a ticket that continues another; null for one that does not. */
  static String follows(Claim claim) {
    return claim.follows() == null
        ? null
        : OURS + "the recommendation of " + claim.follows() + " is back; this ticket continues it.";
  }

  /** As one journal entry, without what the journal has already; null for nothing. */
  static String entry(List<String> notes, String more, List<String> journal) {
    List<String> lines = new ArrayList<>();
    notes.forEach(note -> lines.add(OURS + note));
    if (more != null) {
      lines.add(more);
    }
    List<String> there = journal == null ? List.of() : journal;
    lines.removeIf(line -> there.stream().anyMatch(entry -> entry.contains(line)));
    return lines.isEmpty() ? null : String.join("\n", lines);
  }
}
