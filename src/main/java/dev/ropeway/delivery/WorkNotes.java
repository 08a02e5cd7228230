package dev.ropeway.delivery;

import dev.ropeway.assignment.Claim;
import dev.ropeway.assignment.DesiredState;
import dev.ropeway.assignment.Eta;
import dev.ropeway.mapping.ReadableText;
import dev.ropeway.recommendation.Recommendation;
import dev.ropeway.store.Text;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** What Ropeway writes into a ticket's journal, and how it finds its own words again. */
final class WorkNotes {

  /** In the journal it begins every entry of ours. */
  private static final String OURS = "Ropeway: ";

  /** As long as a description may be. */
  private static final int LONGEST = 4000;

  private static final Pattern CODE = Pattern.compile("(?i)\\[(/?)code\\]");

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

  /** The first words of a ticket: what it continues, and what was said of its end; else null. */
  static String first(Claim claim) {
    String follows =
        claim.follows() == null
            ? null
            : OURS
                + "the recommendation of "
                + claim.follows()
                + " is back; this ticket continues it.";
    return entry(claim.notes().stream().filter(Eta::isNote).toList(), follows, null);
  }

  /** What a source wrote as text: a journal would take {@code [code]} for HTML. */
  private static String readable(String note) {
    String text = ReadableText.of(note).replace("\r", "").strip();
    return Text.cut(CODE.matcher(text).replaceAll("($1code)"), LONGEST);
  }

  /** As one journal entry, without what the journal has already; null for nothing. */
  static String entry(List<String> notes, String more, List<String> journal) {
    List<String> lines = new ArrayList<>();
    notes.forEach(note -> lines.add(OURS + readable(note)));
    if (more != null) {
      lines.add(more);
    }
    List<String> there = journal == null ? List.of() : journal;
    lines.removeIf(
        line -> there.stream().anyMatch(entry -> entry.replace("\r", "").contains(line)));
    return lines.isEmpty() ? null : String.join("\n", lines);
  }
}
