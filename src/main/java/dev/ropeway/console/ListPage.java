package dev.ropeway.console;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ropeway.assignment.Assignments.Counts;
import dev.ropeway.assignment.Status;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.StreamSupport;

/**
 * The list of assignments as it is shown.
 *
 * @param asked the parameters of its address
 * @param views what the reader saved
 * @param notices what the last sync of an integration found odd
 * @param unmatched how many recommendations no rule took; null for none
 * @param next the address of the next page; null on the last one
 * @param previous the address of the page before; null on the first one
 * @param blank true when nothing was ever assigned
 * @param refresh seconds until the page may ask again: a search through texts or places costs more
 *     than a look at the newest
 */
@RegisterForReflection // its page asks it by name
record ListPage(
    Map<String, String> asked,
    List<Chip> chips,
    List<Chip> filters,
    List<Chip> views,
    List<Column> columns,
    List<Notice> notices,
    String unmatched,
    List<Shown> rows,
    String next,
    String previous,
    boolean blank,
    int refresh) {

  static final String PATH = "/assignments";

  private static final int REFRESH_SECONDS = 5;
  private static final int REFRESH_SEARCH_SECONDS = 60;

  /** Parameters that say in which way the list is shown, and not what is in it. */
  private static final Set<String> SHOWING = Set.of("sort", "limit", "cursor");

  /**
   * Something to choose or to drop.
   *
   * @param count how many there are; null where that is not said
   */
  @RegisterForReflection // its page asks it by name
  record Chip(String label, String word, String count, String href, boolean chosen) {}

  /**
   * A column by which the list can be sorted.
   *
   * @param sorted ascending or descending; null where it is not sorted by it
   */
  @RegisterForReflection // its page asks it by name
  record Column(String label, String href, String sorted) {}

  /** What somebody should look at on an instance. */
  @RegisterForReflection // its page asks it by name
  record Notice(String integration, String text) {}

  static ListPage of(
      Map<String, String> asked,
      JsonNode page,
      JsonNode views,
      Counts counts,
      List<Notice> notices,
      boolean everything,
      Instant now) {
    return new ListPage(
        asked,
        chips(asked, counts),
        filters(asked),
        views(asked, views),
        columns(asked),
        notices,
        counts.unmatched() == 0 ? null : Words.atMost(counts.unmatched(), counts.limit()),
        StreamSupport.stream(page.path("items").spliterator(), false)
            .map(item -> Shown.of(item, now))
            .toList(),
        address(asked, page.path("next")),
        address(asked, page.path("previous")),
        counts.assignments().values().stream().allMatch(count -> count == 0),
        cheap(asked) && everything ? REFRESH_SECONDS : REFRESH_SEARCH_SECONDS);
  }

  private static boolean cheap(Map<String, String> asked) {
    return asked.isEmpty() || asked.keySet().equals(Set.of("status"));
  }

  private static String address(Map<String, String> asked, JsonNode cursor) {
    return cursor.isTextual() ? ShowInPages.address(PATH, asked, "cursor", cursor.asText()) : null;
  }

  private static List<Chip> chips(Map<String, String> asked, Counts counts) {
    List<Chip> chips = new ArrayList<>();
    String chosen = asked.get("status");
    chips.add(
        new Chip(
            "All", "all", null, ShowInPages.address(PATH, asked, "status", ""), chosen == null));
    Arrays.stream(Status.values())
        .map(
            status ->
                new Chip(
                    Words.label(status),
                    status.word(),
                    Words.atMost(counts.assignments().get(status), counts.limit()),
                    ShowInPages.address(PATH, asked, "status", status.word()),
                    status.word().equals(chosen)))
        .forEach(chips::add);
    return chips;
  }

  /** What else was asked for; each can be dropped. */
  private static List<Chip> filters(Map<String, String> asked) {
    return new TreeMap<>(asked)
        .entrySet().stream()
            .filter(entry -> !SHOWING.contains(entry.getKey()) && !entry.getKey().equals("status"))
            .map(
                entry ->
                    new Chip(
                        Words.filter(entry.getKey()) + ": " + entry.getValue(),
                        entry.getKey(),
                        null,
                        ShowInPages.address(PATH, asked, entry.getKey(), ""),
                        true))
            .toList();
  }

  private static List<Chip> views(Map<String, String> asked, JsonNode views) {
    String shown = query(asked);
    return StreamSupport.stream(views.path("items").spliterator(), false)
        .map(
            view -> {
              String query = view.path("query").asText();
              return new Chip(
                  view.path("name").asText(),
                  "view",
                  null,
                  PATH + "?" + query,
                  query.equals(shown));
            })
        .toList();
  }

  /** What the address has behind its question mark, but for where the list was read to. */
  private static String query(Map<String, String> asked) {
    Map<String, String> filled = new TreeMap<>(asked);
    filled.values().removeIf(String::isBlank);
    String address = ShowInPages.address(PATH, filled, "cursor", "");
    return address.equals(PATH) ? "" : address.substring(PATH.length() + 1);
  }

  /** What can be saved as a view; empty where nothing was chosen. */
  public String query() {
    return query(asked);
  }

  private static List<Column> columns(Map<String, String> asked) {
    return List.of(
        column(asked, "Severity", "-severity", "severity"),
        column(asked, "Due", "due", "-due"),
        column(asked, "Created", "-created", "created"),
        column(asked, "Updated", "-updated", "updated"),
        column(asked, "Owner", "owner", "-owner"));
  }

  private static Column column(
      Map<String, String> asked, String label, String first, String second) {
    String sort = asked.getOrDefault("sort", "-created");
    boolean chosen = sort.equals(first) || sort.equals(second);
    return new Column(
        label,
        ShowInPages.address(PATH, asked, "sort", sort.equals(first) ? second : first),
        chosen ? (sort.startsWith("-") ? "descending" : "ascending") : null);
  }

  /** What a bulk run over all that match is over: the filter without how it is shown. */
  public Map<String, String> filter() {
    Map<String, String> filter = new TreeMap<>(asked);
    filter.keySet().removeAll(SHOWING);
    return filter;
  }

  /** How many rows a page may have. */
  public List<Chip> sizes() {
    String chosen = asked.getOrDefault("limit", "50");
    return List.of("50", "100", "200").stream()
        .map(
            size ->
                new Chip(
                    size,
                    size,
                    null,
                    ShowInPages.address(PATH, asked, "limit", size),
                    size.equals(chosen)))
        .toList();
  }

  public boolean isFiltered() {
    return !filter().isEmpty();
  }

  public String text() {
    return asked.getOrDefault("text", "");
  }

  /** The address at which this is read again. */
  public String href() {
    return ShowInPages.address(PATH, asked, "cursor", asked.get("cursor"));
  }

  /** The address of the file with everything that matches. */
  public String export() {
    return ShowInPages.address("/export/assignments", asked, "limit", "");
  }

  /** What a screen reader is told after a search. */
  public String summary() {
    if (rows.isEmpty()) {
      return "No assignments found";
    }
    String shown = rows.size() == 1 ? "1 assignment" : rows.size() + " assignments";
    return next == null ? shown : shown + ", with more on the next page";
  }
}
