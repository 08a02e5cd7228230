package dev.ropeway.recommendation;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonValue;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * A recommendation that somebody should fix something, or an alert, in Ropeway's own words whatever
 * its source was.
 *
 * @param id stable per recommendation and resource, at most 1024 characters: the key (B70)
 * @param kind what it is; scores, compliance and activities become tickets only where a rule names
 *     their kind
 * @param assessmentKey which recommendation it is whatever the resource is: an assessment's key,
 *     the rule of an alert. Null if the source names none
 * @param riskLevel as a risk engine sees it, beside the severity (B75); null if none does
 * @param recommendationCategory what kind of recommendation it is, in its source's words: {@code
 *     SoftwareUpdate}. Null if the source names none
 * @param source who sent it: {@code defender}, {@code alertmanager}, a scanner's name
 * @param recommendationSource who recommends it: {@code microsoft} or {@code user} (A21); null if
 *     the source is all there is to say
 * @param stateReason why it is in its state, in the source's words: Exempted, OffByPolicy (B71)
 * @param latestUpdate what the source said last about something that goes on, as text or HTML; its
 *     ticket gets each one as a work note (D02). Null if the source gives no such word
 * @param stateChangedAt when the recommendation took its state; the newest wins (B84). Null if
 *     unknown
 * @param vulnerability the weakness that it is about; null if it is about none
 * @param configurationItems what the CI could be called, best first: resource ids, host names,
 *     addresses (E31)
 * @param inheritedTags tags of what the resource lies in, nearest first: its group, its
 *     subscription (B46)
 * @param raw the event as it came, as JSON in ASCII, kept for people; a note of its length where it
 *     is too long, null when the event was a Recommendation itself
 */
@RegisterForReflection // JSON of requests, answers and the store
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Recommendation(
    String id,
    Kind kind,
    String assessmentKey,
    String title,
    String description,
    String remediation,
    Severity severity,
    Severity riskLevel,
    String category,
    String recommendationCategory,
    String source,
    String recommendationSource,
    RecommendationState state,
    String stateReason,
    String latestUpdate,
    Instant stateChangedAt,
    Resource resource,
    Vulnerability vulnerability,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) List<String> configurationItems,
    String url,
    String initiatedBy,
    Map<String, String> tags,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) List<Map<String, String>> inheritedTags,
    Instant occurredAt,
    @JsonIgnore String raw) {

  public static final int MAX_ID_LENGTH = 1024;

  /** What the ids of recommendations begin with that stand for a group of others. */
  public static final String OF_GROUP = "ropeway:group:";

  /** What Microsoft's products recommend, whichever of them it was (A21). */
  public static final String MICROSOFT = "microsoft";

  /** Characters of all texts together; what sources send has some thousands. */
  public static final int MAX_LENGTH = 1_000_000;

  /** What an event tells of. */
  public enum Kind {
    RECOMMENDATION,
    ALERT,
    /** A secure score or one of its controls (B77). */
    SCORE,
    /** The state of a standard or one of its controls (B85). */
    COMPLIANCE,
    /** Something that somebody did on an instance. */
    ACTIVITY;

    @JsonCreator
    static Kind of(String word) {
      return valueOf(word.toUpperCase(Locale.ROOT));
    }

    @JsonValue
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }

    /** Whether it asks for work of itself; else only where a rule says so. */
    public boolean isWork() {
      return this == RECOMMENDATION || this == ALERT;
    }
  }

  /** What the recommendation is about. {@code scope} is a path that rules match by prefix. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Resource(String id, String name, String type, String scope) {

    public Resource {
      id = said(id);
      name = said(name);
      type = said(type);
      scope = said(scope);
    }

    boolean liesUnder(String prefix) {
      return isUnder(scope, prefix) || isUnder(id, prefix);
    }

    /** A blank says nothing. */
    private static String said(String text) {
      return text == null || text.isBlank() ? null : text;
    }
  }

  public Recommendation {
    kind = kind == null ? Kind.RECOMMENDATION : kind;
    severity = severity == null ? Severity.MEDIUM : severity;
    state = state == null ? RecommendationState.UNHEALTHY : state;
    // As exact as the store, or an event would be older than its own stored date (B84).
    stateChangedAt = toMicros(stateChangedAt);
    occurredAt = toMicros(occurredAt);
    configurationItems = configurationItems == null ? List.of() : List.copyOf(configurationItems);
    // Sorted, so that equal recommendations have equal JSON and equal fingerprints.
    tags = sorted(tags);
    inheritedTags =
        inheritedTags == null
            ? List.of()
            : inheritedTags.stream().map(Recommendation::sorted).toList();
  }

  private static Map<String, String> sorted(Map<String, String> tags) {
    return tags == null ? Map.of() : Collections.unmodifiableMap(new TreeMap<>(tags));
  }

  /** A recommendation with nothing but its key and its title, to be described further. */
  public static RecommendationBuilder of(String id, String title) {
    return new RecommendationBuilder().id(id).title(title);
  }

  /** The same recommendation, to be described otherwise. */
  public RecommendationBuilder but() {
    return new RecommendationBuilder()
        .id(id)
        .kind(kind)
        .assessmentKey(assessmentKey)
        .title(title)
        .description(description)
        .remediation(remediation)
        .severity(severity)
        .riskLevel(riskLevel)
        .category(category)
        .recommendationCategory(recommendationCategory)
        .source(source)
        .recommendationSource(recommendationSource)
        .state(state)
        .stateReason(stateReason)
        .latestUpdate(latestUpdate)
        .stateChangedAt(stateChangedAt)
        .resource(resource)
        .vulnerability(vulnerability)
        .configurationItems(configurationItems)
        .url(url)
        .initiatedBy(initiatedBy)
        .tags(tags)
        .inheritedTags(inheritedTags)
        .occurredAt(occurredAt)
        .rawText(raw);
  }

  /** The same recommendation, with the event as it came of another. */
  public Recommendation keepingRawOf(Recommendation other) {
    return but().rawText(other.raw).build();
  }

  private static Instant toMicros(Instant instant) {
    return instant == null ? null : instant.truncatedTo(ChronoUnit.MICROS);
  }

  /**
   * Whether scope or resource lie under a prefix of whole path segments, in any case: {@code
   * /subscriptions/a} is not above {@code /subscriptions/ab} (B04).
   */
  public boolean liesUnder(String prefix) {
    return resource != null && resource.liesUnder(prefix);
  }

  /** Whether a path has a prefix of whole segments, in any case; not if there is no path. */
  public static boolean isUnder(String path, String prefix) {
    if (path == null) {
      return false;
    }
    int length = prefix.endsWith("/") ? prefix.length() - 1 : prefix.length();
    return path.regionMatches(true, 0, prefix, 0, length)
        && (path.length() == length || path.charAt(length) == '/');
  }

  /** The same recommendation, dated where its sender left the dates out. */
  public Recommendation dated(Instant changedAt, Instant seenAt) {
    return but().stateChangedAt(changedAt).occurredAt(seenAt).build();
  }

  /** How many characters its texts have together, but for the event as it came. */
  public long length() {
    return Stream.of(
                Stream.of(id, assessmentKey, title, description, remediation, latestUpdate, url),
                configurationItems.stream(),
                tags.entrySet().stream().map(tag -> tag.getKey() + tag.getValue()),
                inheritedTags.stream()
                    .flatMap(all -> all.entrySet().stream())
                    .map(tag -> tag.getKey() + tag.getValue()))
            .flatMap(texts -> texts)
            .filter(Objects::nonNull)
            .mapToLong(String::length)
            .sum()
        + (vulnerability == null ? 0 : vulnerability.length());
  }

  /** Whether a text can be a key: present, not too long, without control characters. */
  public static boolean isKey(String id) {
    return id != null
        && !id.isBlank()
        && id.length() <= MAX_ID_LENGTH
        && id.chars().noneMatch(Character::isISOControl);
  }

  /** Whether it stands for a group of others that share a ticket. */
  public boolean standsForGroup() {
    return id.startsWith(OF_GROUP);
  }

  /** Who recommends it; its source where nobody else does (A21). */
  public String recommendedBy() {
    return recommendationSource == null ? source : recommendationSource;
  }

  /** True while the recommendation asks for a ticket. */
  public boolean needsWork() {
    return state == RecommendationState.UNHEALTHY;
  }
}
