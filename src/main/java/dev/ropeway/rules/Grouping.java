package dev.ropeway.rules;

import com.fasterxml.jackson.annotation.JsonValue;
import dev.ropeway.assignment.AssignmentSpec;
import dev.ropeway.assignment.TicketRequest.Group;
import dev.ropeway.correlation.Candidate;
import dev.ropeway.correlation.Candidate.Row;
import dev.ropeway.correlation.Candidate.Warning;
import dev.ropeway.recommendation.Recommendation;
import dev.ropeway.recommendation.Recommendation.Resource;
import dev.ropeway.store.Digest;
import dev.ropeway.store.Text;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** Which recommendations share a ticket. */
@RegisterForReflection // JSON of answers, by its words
public enum Grouping {
  /** None: a ticket for each recommendation, that is for each recommendation and resource. */
  FINDING,
  /** All of a recommendation, or of an alert rule (E23). */
  RECOMMENDATION,
  /** All that an owner gets in a day. */
  OWNER_AND_DAY,
  /** All that one version of a package mends, by owner or scope; what names no package: none. */
  PACKAGE,
  /** All of a recommendationCategory, by owner or scope; what names none: none. */
  CATEGORY,
  /** None, and a recommendation with several configuration items has a ticket for each (E22). */
  CONFIGURATION_ITEM,
  /** None, and a log alert has a ticket for each row that it found (E24). */
  ROW;

  private static final String PART = "#ci=";

  /** Rows of one alert that get tickets of their own. */
  private static final int ROWS = 500;

  private static final String MORE =
      "Only the first %d rows of this alert have tickets of their own.";

  private static final int MAX_TITLE = 1000;

  /** What each row repeats of its alert. */
  private static final int MAX_ABOUT = 4000;

  @JsonValue
  public String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** The group that the recommendation belongs to; null where it has a ticket of its own. */
  Group of(String rule, Recommendation recommendation, AssignmentSpec spec, Instant now) {
    return switch (this) {
      case FINDING, CONFIGURATION_ITEM, ROW -> null;
      case RECOMMENDATION ->
          new Group(
              rule
                  + (recommendation.assessmentKey() == null
                      ? "/title/" + lower(recommendation.title())
                      : "/recommendation/" + lower(recommendation.assessmentKey())),
              recommendation.title());
      case PACKAGE -> GroupBy.PACKAGE.of(rule, recommendation, spec);
      case CATEGORY -> GroupBy.CATEGORY.of(rule, recommendation, spec);
      case OWNER_AND_DAY -> ownersDay(rule, spec, LocalDate.ofInstant(now, ZoneOffset.UTC));
    };
  }

  private static Group ownersDay(String rule, AssignmentSpec spec, LocalDate day) {
    String owner = GroupBy.owner(spec);
    return new Group(
        rule + "/owner/" + (owner == null ? "" : lower(owner)) + "/" + day,
        "Findings " + (owner == null ? "without owner" : "of " + owner) + ", " + day);
  }

  private static String lower(String text) {
    return text.toLowerCase(Locale.ROOT);
  }

  /**
   * The recommendation, or each of its parts where these have tickets of their own.
   *
   * @param room how many rows may still get one
   */
  Stream<Candidate> parts(Candidate candidate, int room) {
    if (this == ROW) {
      return rows(candidate, Math.min(ROWS, room));
    }
    Recommendation recommendation = candidate.recommendation();
    List<String> items = recommendation.configurationItems().stream().distinct().toList();
    boolean whole =
        this != CONFIGURATION_ITEM || items.isEmpty() || recommendation.id().contains(PART);
    return whole
        ? Stream.of(candidate)
        : items.stream().map(item -> candidate.telling(part(recommendation, item)));
  }

  private static Recommendation part(Recommendation recommendation, String item) {
    return on(recommendation, item).but().id(partId(recommendation.id(), item)).build();
  }

  private static Recommendation on(Recommendation recommendation, String item) {
    Resource whole = recommendation.resource();
    boolean same = whole != null && (item.equals(whole.id()) || item.equals(whole.name()));
    Resource part =
        same ? whole : new Resource(item, item, null, whole == null ? null : whole.scope());
    return recommendation.but().resource(part).configurationItems(List.of(item)).build();
  }

  private static Stream<Candidate> rows(Candidate candidate, int most) {
    List<Row> found = candidate.rows() == null ? List.of() : candidate.rows().first(most + 1);
    if (found.isEmpty() || most < 1) {
      return Stream.of(candidate);
    }
    if (found.size() <= most) {
      return found.stream().map(row -> candidate.telling(row(candidate, row, "")));
    }
    String more = MORE.formatted(most);
    Candidate warned = candidate.warning(List.of(new Warning("/data/alertContext", more)));
    return found.stream()
        .limit(most)
        .map(row -> warned.telling(row(candidate, row, "\n\n" + more)));
  }

  /** What was received is kept with no row: each would have all of it. */
  private static Recommendation row(Candidate candidate, Row row, String more) {
    Recommendation whole = candidate.recommendation();
    Recommendation of = row.item() == null ? whole : on(whole, row.item());
    String about =
        whole.description() == null ? "" : Text.cut(whole.description(), MAX_ABOUT) + "\n\n";
    return of.but()
        .id(row.id())
        .title(Text.cut(whole.title() + ": " + row.name(), MAX_TITLE))
        .description(about + row.text() + more)
        .raw(null)
        .build();
  }

  /** Items may have any characters and any length, keys may not. */
  private static String partId(String id, String item) {
    String plain = id + PART + item;
    if (Recommendation.isKey(plain)) {
      return plain;
    }
    String digest = Digest.of(id + "\n" + item).hex();
    int room = Recommendation.MAX_ID_LENGTH - PART.length() - digest.length();
    return Text.cut(id, room) + PART + digest;
  }
}
