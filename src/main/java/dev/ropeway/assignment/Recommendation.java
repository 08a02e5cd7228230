package dev.ropeway.assignment;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * A finding that somebody should fix something, in Ropeway's own words whatever its source was.
 *
 * @param id stable per finding and resource, at most 1024 characters: the key (B70)
 * @param stateChangedAt when the finding took its state; the newest wins (B84). Null if unknown
 * @param raw the event as it came, kept for people; null when the event was a Recommendation itself
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Recommendation(
    String id,
    String title,
    String description,
    String remediation,
    Severity severity,
    String category,
    String source,
    FindingState state,
    Instant stateChangedAt,
    Resource resource,
    String url,
    String initiatedBy,
    Map<String, String> tags,
    Instant occurredAt,
    JsonNode raw) {

  public static final int MAX_ID_LENGTH = 1024;

  /** What the finding is about. {@code scope} is a path that rules match by prefix. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Resource(String id, String name, String type, String scope) {}

  public Recommendation {
    severity = severity == null ? Severity.MEDIUM : severity;
    state = state == null ? FindingState.UNHEALTHY : state;
    // As exact as the store, or an event would be older than its own stored date (B84).
    stateChangedAt = toMicros(stateChangedAt);
    occurredAt = toMicros(occurredAt);
    // Sorted, so that equal findings have equal JSON and equal fingerprints.
    tags = tags == null ? Map.of() : Collections.unmodifiableMap(new TreeMap<>(tags));
  }

  private static Instant toMicros(Instant instant) {
    return instant == null ? null : instant.truncatedTo(ChronoUnit.MICROS);
  }

  /**
   * Whether scope or resource lie under a prefix of whole path segments, in any case: {@code
   * /subscriptions/a} is not above {@code /subscriptions/ab} (B04).
   */
  public boolean liesUnder(String prefix) {
    return resource != null
        && (startsWith(resource.scope(), prefix) || startsWith(resource.id(), prefix));
  }

  private static boolean startsWith(String path, String prefix) {
    if (path == null) {
      return false;
    }
    int length = prefix.endsWith("/") ? prefix.length() - 1 : prefix.length();
    return path.regionMatches(true, 0, prefix, 0, length)
        && (path.length() == length || path.charAt(length) == '/');
  }

  /** The same finding without the event it was read from. */
  public Recommendation withoutRaw() {
    return raw == null
        ? this
        : new Recommendation(
            id,
            title,
            description,
            remediation,
            severity,
            category,
            source,
            state,
            stateChangedAt,
            resource,
            url,
            initiatedBy,
            tags,
            occurredAt,
            null);
  }

  /** The same finding, dated where its sender left the dates out. */
  public Recommendation dated(Instant changedAt, Instant seenAt) {
    return new Recommendation(
        id,
        title,
        description,
        remediation,
        severity,
        category,
        source,
        state,
        changedAt,
        resource,
        url,
        initiatedBy,
        tags,
        seenAt,
        raw);
  }

  /** True while the finding asks for a ticket. */
  public boolean needsWork() {
    return state == FindingState.UNHEALTHY;
  }
}
