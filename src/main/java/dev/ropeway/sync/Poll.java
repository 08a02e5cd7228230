package dev.ropeway.sync;

import dev.ropeway.assignment.Tickets.Applied;
import dev.ropeway.assignment.Tickets.Cursor;
import dev.ropeway.servicenow.Table;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * A poll on its way: through the tables of an integration, each by keyset until an empty page.
 *
 * @param left tables still to be read, the current one first
 * @param place the last row read of the current table; null before its first page
 * @param since where the current table's reading starts
 * @param askingChoices the states of the current table are asked for first
 * @param calls made so far
 * @param odd what a person should look at, each once
 */
record Poll(
    String integration,
    List<Table> left,
    Instant since,
    Cursor place,
    boolean askingChoices,
    int calls,
    Applied applied,
    Set<String> odd) {

  boolean unfinished() {
    return !left.isEmpty();
  }

  Table table() {
    return left.get(0);
  }

  Poll at(Cursor newPlace, Applied more) {
    return new Poll(integration, left, since, newPlace, false, calls + 1, applied.plus(more), odd);
  }

  Poll starting(Instant from, boolean choices) {
    return new Poll(integration, left, from, null, choices, calls, applied, odd);
  }

  Poll knowingChoices() {
    return new Poll(integration, left, since, place, false, calls + 1, applied, odd);
  }

  Poll telling(List<String> more) {
    Set<String> all = new LinkedHashSet<>(odd);
    all.addAll(more);
    return new Poll(integration, left, since, place, askingChoices, calls, applied, all);
  }

  Poll nextTable() {
    return new Poll(
        integration, left.subList(1, left.size()), null, null, false, calls + 1, applied, odd);
  }
}
