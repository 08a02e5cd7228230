package dev.ropeway.rules;

import com.fasterxml.jackson.annotation.JsonValue;
import dev.ropeway.assignment.AssignmentSpec;
import dev.ropeway.assignment.TicketRequest.Group;
import dev.ropeway.correlation.Candidate;
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
  /** None, and a recommendation with several configuration items has a ticket for each (E22). */
  CONFIGURATION_ITEM;

  private static final String PART = "#ci=";

  @JsonValue
  public String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** The group that the recommendation belongs to; null where it has a ticket of its own. */
  Group of(String rule, Recommendation recommendation, AssignmentSpec spec, Instant now) {
    return switch (this) {
      case FINDING, CONFIGURATION_ITEM -> null;
      case RECOMMENDATION ->
          new Group(
              rule
                  + (recommendation.assessmentKey() == null
                      ? "/title/" + lower(recommendation.title())
                      : "/recommendation/" + lower(recommendation.assessmentKey())),
              recommendation.title());
      case OWNER_AND_DAY -> ownersDay(rule, spec, LocalDate.ofInstant(now, ZoneOffset.UTC));
    };
  }

  private static Group ownersDay(String rule, AssignmentSpec spec, LocalDate day) {
    String owner = spec.assignedTo() == null ? spec.assignmentGroup() : spec.assignedTo();
    return new Group(
        rule + "/owner/" + (owner == null ? "" : lower(owner)) + "/" + day,
        "Findings " + (owner == null ? "without owner" : "of " + owner) + ", " + day);
  }

  private static String lower(String text) {
    return text.toLowerCase(Locale.ROOT);
  }

  /** The recommendation, or each of its parts where these have tickets of their own. */
  Stream<Candidate> parts(Candidate candidate) {
    Recommendation recommendation = candidate.recommendation();
    List<String> items = recommendation.configurationItems().stream().distinct().toList();
    boolean whole =
        this != CONFIGURATION_ITEM || items.isEmpty() || recommendation.id().contains(PART);
    return whole
        ? Stream.of(candidate)
        : items.stream().map(item -> candidate.telling(part(recommendation, item)));
  }

  private static Recommendation part(Recommendation recommendation, String item) {
    Resource whole = recommendation.resource();
    boolean same = whole != null && (item.equals(whole.id()) || item.equals(whole.name()));
    Resource part =
        same ? whole : new Resource(item, item, null, whole == null ? null : whole.scope());
    return recommendation
        .but()
        .id(partId(recommendation.id(), item))
        .resource(part)
        .configurationItems(List.of(item))
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
