package dev.ropeway.intake;

import dev.ropeway.correlation.Candidate;
import dev.ropeway.intake.words.CaseBlind;
import dev.ropeway.recommendation.Recommendation;
import dev.ropeway.recommendation.Recommendation.Resource;
import dev.ropeway.recommendation.RecommendationBuilder;
import dev.ropeway.store.Text;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Holds what readers read to the lengths of the contract: texts are cut, and what would mean
 * something else if it were cut is left out.
 */
final class Limits {

  static final int TITLE = 1000;
  static final int WORD = 200;
  static final int TAGS = CaseBlind.TAGS;

  /** As long as Azure's may be. */
  private static final int TAG_NAME = 512;

  private static final int DESCRIPTION = 100_000;
  private static final int UPDATE = 30_000;
  private static final int PATH = 2048;
  private static final int URL = 4096;
  private static final int PERSON = 320;
  private static final int CONFIGURATION_ITEMS = 100;

  private static final Instant LATEST = Instant.parse("9999-12-31T00:00:00Z");

  private static final Resource NOWHERE = new Resource(null, null, null, null);

  private Limits() {}

  /** A recommendation of a source that writes whole web addresses, within the contract. */
  static Candidate candidate(RecommendationBuilder described) {
    String url = described.build().url();
    return Candidate.of(keep(described.url(isWebAddress(url) ? url : null).build()));
  }

  private static boolean isWebAddress(String url) {
    return url != null && url.matches("(?i)https?://\\S+");
  }

  /**
   * The same recommendation within the contract. Its id and its title are the reader's to check.
   */
  static Recommendation keep(Recommendation recommendation) {
    return recommendation
        .but()
        .title(Text.cut(recommendation.title().replaceAll("\\s+", " "), TITLE))
        .assessmentKey(said(Text.cut(recommendation.assessmentKey(), TITLE)))
        .description(Text.cut(recommendation.description(), DESCRIPTION))
        .remediation(Text.cut(recommendation.remediation(), DESCRIPTION))
        .category(Text.cut(recommendation.category(), WORD))
        .recommendationCategory(Text.cut(recommendation.recommendationCategory(), WORD))
        .source(Text.cut(recommendation.source(), WORD))
        .recommendationSource(Text.cut(recommendation.recommendationSource(), WORD))
        .stateReason(Text.cut(recommendation.stateReason(), TITLE))
        .latestUpdate(Text.cut(recommendation.latestUpdate(), UPDATE))
        .stateChangedAt(date(recommendation.stateChangedAt()))
        .occurredAt(date(recommendation.occurredAt()))
        .resource(keep(recommendation.resource()))
        .configurationItems(
            recommendation.configurationItems().stream()
                .filter(name -> !name.isBlank() && name.length() <= PATH)
                .distinct()
                .limit(CONFIGURATION_ITEMS)
                .toList())
        .url(whole(recommendation.url(), URL))
        .initiatedBy(whole(recommendation.initiatedBy(), PERSON))
        .tags(keep(recommendation.tags()))
        .build();
  }

  /** A blank says nothing. */
  private static String said(String text) {
    return text == null || text.isBlank() ? null : text;
  }

  private static Resource keep(Resource resource) {
    if (resource == null || resource.equals(NOWHERE)) {
      return null;
    }
    return new Resource(
        Text.cut(resource.id(), PATH),
        Text.cut(resource.name(), TITLE),
        Text.cut(resource.type(), WORD),
        Text.cut(resource.scope(), PATH));
  }

  /** A year of five digits is no date that anybody meant. */
  static Instant date(Instant date) {
    return date == null || date.isAfter(LATEST) ? null : date;
  }

  private static Map<String, String> keep(Map<String, String> tags) {
    Map<String, String> kept = new LinkedHashMap<>();
    tags.entrySet().stream()
        .limit(TAGS)
        .forEach(
            tag ->
                kept.put(
                    Text.cut(Text.clean(tag.getKey()), TAG_NAME),
                    Text.cut(Text.clean(tag.getValue()), TITLE)));
    return kept;
  }

  /** The first link that is short enough; one that was cut would lead elsewhere. */
  static String link(CaseBlind... candidates) {
    for (CaseBlind candidate : candidates) {
      String url = whole(CaseBlind.first(candidate), URL);
      if (url != null) {
        return url;
      }
    }
    return null;
  }

  private static String whole(String text, int max) {
    return text == null || text.length() > max ? null : text;
  }

  /** Why an event was refused, with as much of its id as an answer can carry. */
  static Candidate refused(String id, String pointer, String detail) {
    return Candidate.rejected(
        Text.cut(id, Recommendation.MAX_ID_LENGTH), pointer, Text.cut(detail, 400));
  }

  /** The refusal of an event whose id cannot be a key. */
  static List<Candidate> keyless(String pointer) {
    return List.of(
        Candidate.rejected(
            null,
            pointer,
            "the id is missing, longer than 1024 characters or contains control characters"));
  }

  /** The refusal of what is no JSON object. */
  static List<Candidate> noObject() {
    return List.of(Candidate.rejected(null, "", "an event must be an object"));
  }
}
