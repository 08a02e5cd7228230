package dev.ropeway.digest;

import dev.ropeway.assignment.lists.OpenWork.Whose;
import java.util.List;

/**
 * How far a look-up of contacts has come.
 *
 * @param asked those of the call that is under way
 * @param left those of later calls
 */
record ContactReading(List<Whose> asked, List<Whose> left) {

  /** As many names as fit into an address that every instance takes. */
  private static final int AT_ONCE = 20;

  /** The first call; null asks of nobody. */
  static ContactReading of(List<Whose> all) {
    if (all.isEmpty()) {
      return new ContactReading(List.of(), List.of());
    }
    Whose first = all.get(0);
    int end = 1;
    while (end < Math.min(AT_ONCE, all.size()) && isAlike(first, all.get(end))) {
      end++;
    }
    return new ContactReading(
        List.copyOf(all.subList(0, end)), List.copyOf(all.subList(end, all.size())));
  }

  private static boolean isAlike(Whose one, Whose other) {
    return one.integration().equals(other.integration()) && one.group() == other.group();
  }

  ContactReading next() {
    return of(left);
  }

  /** Leaves an instance that does not answer alone. */
  ContactReading withoutIntegration() {
    String integration = integration();
    return of(left.stream().filter(one -> !one.integration().equals(integration)).toList());
  }

  String integration() {
    return asked.get(0).integration();
  }

  boolean group() {
    return asked.get(0).group();
  }
}
