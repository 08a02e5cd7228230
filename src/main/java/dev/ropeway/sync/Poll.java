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
 * @param notes how many notes of people are new
 * @param odd what a person should look at, each once
 * @param skimming only versions are asked for: the page before held nothing new
 */
record Poll(
    String integration,
    List<Table> left,
    Instant since,
    Cursor place,
    boolean askingChoices,
    int calls,
    Applied applied,
    int notes,
    Set<String> odd,
    boolean skimming) {

  boolean unfinished() {
    return !left.isEmpty();
  }

  Table table() {
    return left.get(0);
  }

  Poll at(Cursor newPlace, Applied more) {
    return new Poll(
        integration,
        left,
        since,
        newPlace,
        false,
        calls + 1,
        applied.plus(more),
        notes,
        odd,
        false);
  }

  /** Goes on from a place, with versions alone or with whole records. */
  Poll skimming(Cursor newPlace, boolean on) {
    return new Poll(integration, left, since, newPlace, false, calls, applied, notes, odd, on);
  }

  /** The call that was made counts. */
  Poll called() {
    return new Poll(
        integration, left, since, place, false, calls + 1, applied, notes, odd, skimming);
  }

  Poll starting(Instant from, boolean choices) {
    return new Poll(integration, left, from, null, choices, calls, applied, notes, odd, false);
  }

  /** The page is read once more, by a list of states that is read before. */
  Poll askingChoicesAgain() {
    return new Poll(integration, left, since, place, true, calls + 1, applied, notes, odd, false);
  }

  Poll knowingChoices() {
    return called();
  }

  Poll telling(List<String> more) {
    Set<String> all = new LinkedHashSet<>(odd);
    all.addAll(more);
    return new Poll(
        integration, left, since, place, askingChoices, calls, applied, notes, all, skimming);
  }

  Poll nextTable() {
    return new Poll(
        integration,
        left.subList(1, left.size()),
        null,
        null,
        false,
        calls + 1,
        applied,
        notes,
        odd,
        false);
  }

  /** With what was read of journals. */
  Poll reading(int moreCalls, int moreNotes) {
    return new Poll(
        integration,
        left,
        since,
        place,
        askingChoices,
        calls + moreCalls,
        applied,
        notes + moreNotes,
        odd,
        skimming);
  }
}
