package dev.ropeway.recommendation;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ropeway.recommendation.Recommendation.Kind;
import dev.ropeway.recommendation.Recommendation.Resource;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** Describes a {@link Recommendation} part by part; what is left out is unknown. */
public final class RecommendationBuilder {

  private String id;
  private Kind kind;
  private String assessmentKey;
  private String title;
  private String description;
  private String remediation;
  private Severity severity;
  private Severity riskLevel;
  private String category;
  private String recommendationCategory;
  private String source;
  private String recommendationSource;
  private RecommendationState state;
  private String stateReason;
  private String latestUpdate;
  private Instant stateChangedAt;
  private Resource resource;
  private Vulnerability vulnerability;
  private List<String> configurationItems;
  private String url;
  private String initiatedBy;
  private Map<String, String> tags;
  private List<Map<String, String>> inheritedTags;
  private Instant occurredAt;
  private String raw;

  RecommendationBuilder() {}

  public RecommendationBuilder id(String value) {
    id = value;
    return this;
  }

  public RecommendationBuilder kind(Kind value) {
    kind = value;
    return this;
  }

  public RecommendationBuilder assessmentKey(String value) {
    assessmentKey = value;
    return this;
  }

  public RecommendationBuilder title(String value) {
    title = value;
    return this;
  }

  public RecommendationBuilder description(String value) {
    description = value;
    return this;
  }

  public RecommendationBuilder remediation(String value) {
    remediation = value;
    return this;
  }

  public RecommendationBuilder severity(Severity value) {
    severity = value;
    return this;
  }

  public RecommendationBuilder riskLevel(Severity value) {
    riskLevel = value;
    return this;
  }

  public RecommendationBuilder category(String value) {
    category = value;
    return this;
  }

  public RecommendationBuilder recommendationCategory(String value) {
    recommendationCategory = value;
    return this;
  }

  public RecommendationBuilder source(String value) {
    source = value;
    return this;
  }

  public RecommendationBuilder recommendationSource(String value) {
    recommendationSource = value;
    return this;
  }

  public RecommendationBuilder state(RecommendationState value) {
    state = value;
    return this;
  }

  public RecommendationBuilder stateReason(String value) {
    stateReason = value;
    return this;
  }

  public RecommendationBuilder latestUpdate(String value) {
    latestUpdate = value;
    return this;
  }

  public RecommendationBuilder stateChangedAt(Instant value) {
    stateChangedAt = value;
    return this;
  }

  public RecommendationBuilder resource(Resource value) {
    resource = value;
    return this;
  }

  public RecommendationBuilder vulnerability(Vulnerability value) {
    vulnerability = value;
    return this;
  }

  public RecommendationBuilder configurationItems(List<String> value) {
    configurationItems = value;
    return this;
  }

  public RecommendationBuilder url(String value) {
    url = value;
    return this;
  }

  public RecommendationBuilder initiatedBy(String value) {
    initiatedBy = value;
    return this;
  }

  public RecommendationBuilder tags(Map<String, String> value) {
    tags = value;
    return this;
  }

  public RecommendationBuilder inheritedTags(List<Map<String, String>> value) {
    inheritedTags = value;
    return this;
  }

  public RecommendationBuilder occurredAt(Instant value) {
    occurredAt = value;
    return this;
  }

  /** The event as it came; of one that is too long only its length is kept. */
  public RecommendationBuilder raw(JsonNode value) {
    return rawText(RawEvent.text(value));
  }

  RecommendationBuilder rawText(String value) {
    raw = value;
    return this;
  }

  public Recommendation build() {
    return new Recommendation(
        id,
        kind,
        assessmentKey,
        title,
        description,
        remediation,
        severity,
        riskLevel,
        category,
        recommendationCategory,
        source,
        recommendationSource,
        state,
        stateReason,
        latestUpdate,
        stateChangedAt,
        resource,
        vulnerability,
        configurationItems,
        url,
        initiatedBy,
        tags,
        inheritedTags,
        occurredAt,
        raw);
  }
}
