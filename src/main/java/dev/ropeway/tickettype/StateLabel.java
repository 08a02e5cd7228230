package dev.ropeway.tickettype;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What the label of a state says of the work, as ServiceNow ships labels and people write them. */
public final class StateLabel {

  /** Labels of states that say that the work is done, the best first. */
  static final List<String> RESOLVED =
      List.of("resolved", "closed complete", "complete", "completed", "done", "fixed", "closed");

  /** Labels of states that say that the work is not to be done, the best first. */
  static final List<String> CANCELED =
      List.of("canceled", "cancelled", "closed incomplete", "closed skipped", "closed");

  /** Labels of states in which somebody works, the best first. */
  static final List<String> WORKING = List.of("in progress", "work in progress", "open", "new");

  private static final Set<String> OVER =
      Set.of(
          "resolved", "closed", "canceled", "cancelled", "complete", "completed", "done", "fixed");

  private StateLabel() {}

  /** "Closed", "Closed Complete" and "Closed/Resolved" are over; "Resolving" is not. */
  public static boolean isOver(String label) {
    return OVER.contains(plain(label).split("[^a-z]", 2)[0]);
  }

  /** A person waits for something and wants the ticket left as it is. */
  public static boolean isOnHold(String label) {
    String plain = plain(label);
    return plain.startsWith("on hold")
        || plain.startsWith("awaiting")
        || plain.startsWith("pending");
  }

  /** Resolved, and not yet closed for good. */
  public static boolean isResolved(String label) {
    return label != null && plain(label).startsWith("resolved");
  }

  /** The value whose label comes first among those preferred; empty where none does. */
  static Optional<String> first(Map<String, String> labels, List<String> preferred) {
    return preferred.stream()
        .flatMap(
            wanted ->
                labels.entrySet().stream()
                    .filter(choice -> plain(choice.getValue()).equals(wanted))
                    .map(Map.Entry::getKey)
                    .sorted())
        .findFirst();
  }

  private static String plain(String label) {
    return label.strip().toLowerCase(Locale.ROOT);
  }
}
