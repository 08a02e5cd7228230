package dev.ropeway.console;

import dev.ropeway.assignment.Assignment;
import dev.ropeway.assignment.Assignments.Counts;
import dev.ropeway.assignment.Page;
import dev.ropeway.assignment.Status;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The list as it is shown.
 *
 * @param notices what the last sync of an integration found odd
 * @param unmatched how many recommendations no rule wanted; null for none
 * @param newest the address of the first page
 * @param older the address of the next page; null on the last one
 * @param blank true when nothing was ever assigned
 * @param refresh seconds until the page may ask again: a search through texts costs more than a
 *     look at the newest
 */
record ListPage(
    ListQuery query,
    List<Chip> chips,
    List<Notice> notices,
    String unmatched,
    List<Shown> rows,
    String newest,
    String older,
    boolean blank,
    int refresh) {

  private static final int REFRESH_SECONDS = 5;
  private static final int REFRESH_SEARCH_SECONDS = 60;

  /** A status to choose, and how many have it; {@code count} is null for "all". */
  record Chip(String label, String word, String count, String href, boolean chosen) {}

  /** What somebody should look at on an instance. */
  record Notice(String integration, String text) {}

  static ListPage of(
      ListQuery query, Page<Assignment> page, Counts counts, List<Notice> notices, Instant now) {
    return new ListPage(
        query,
        chips(query, counts),
        notices,
        counts.unmatched() == 0 ? null : Words.atMost(counts.unmatched(), counts.limit()),
        page.items().stream().map(assignment -> Shown.of(assignment, now)).toList(),
        query.with(query.status()).href(),
        page.next() == null ? null : query.from(page.next()).href(),
        counts.assignments().values().stream().allMatch(count -> count == 0),
        query.text().isEmpty() ? REFRESH_SECONDS : REFRESH_SEARCH_SECONDS);
  }

  private static List<Chip> chips(ListQuery query, Counts counts) {
    List<Chip> chips = new ArrayList<>();
    chips.add(new Chip("All", "all", null, query.with(null).href(), query.status() == null));
    Arrays.stream(Status.values())
        .map(
            status ->
                new Chip(
                    Words.label(status),
                    status.word(),
                    Words.atMost(counts.assignments().get(status), counts.limit()),
                    query.with(status).href(),
                    status == query.status()))
        .forEach(chips::add);
    return chips;
  }

  /** What a screen reader is told after a search. */
  public String summary() {
    if (rows.isEmpty()) {
      return "No assignments found";
    }
    String shown = rows.size() == 1 ? "1 assignment" : rows.size() + " assignments";
    return older == null ? shown : shown + ", with older ones on the next page";
  }
}
