package dev.ropeway.intake;

import dev.ropeway.correlation.Candidate;
import dev.ropeway.intake.words.CaseBlind;
import dev.ropeway.intake.words.Duplicates;
import dev.ropeway.intake.words.Facts;
import dev.ropeway.intake.words.Moment;
import dev.ropeway.recommendation.Recommendation;
import dev.ropeway.recommendation.RecommendationState;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/** Improvement actions of Secure Score: Graph's secureScoreControlProfile (A40–A45). */
final class ImprovementActions {

  /**
   * Graph's words (A45) and those of the portal (A40). A third party and another mitigation give
   * full points; an accepted risk gives none and leaves the list (A41).
   */
  private static final Map<String, RecommendationState> STATES =
      Map.ofEntries(
          Map.entry("default", RecommendationState.UNHEALTHY),
          Map.entry("toaddress", RecommendationState.UNHEALTHY),
          Map.entry("planned", RecommendationState.UNHEALTHY),
          Map.entry("ignored", RecommendationState.NOT_APPLICABLE),
          Map.entry("riskaccepted", RecommendationState.NOT_APPLICABLE),
          Map.entry("thirdparty", RecommendationState.HEALTHY),
          Map.entry("resolvedthroughthirdparty", RecommendationState.HEALTHY),
          Map.entry("reviewed", RecommendationState.HEALTHY),
          Map.entry("resolvedthroughalternatemitigation", RecommendationState.HEALTHY),
          Map.entry("completed", RecommendationState.HEALTHY));

  /** Graph says Device, the security center Devices (A22). */
  private static final Map<String, String> CATEGORIES =
      Map.of(
          "device", "Devices",
          "devices", "Devices",
          "data", "Data",
          "app", "Apps",
          "apps", "Apps",
          "identity", "Identity",
          "infrastructure", "Infrastructure");

  private ImprovementActions() {}

  static Candidate read(CaseBlind profile) {
    String tenant = profile.at("azureTenantId").text();
    String name = profile.at("id").text();
    String id = name == null ? null : SecureScoreReader.key(tenant, "improvementActions", name);
    if (!Recommendation.isKey(id)) {
      return Limits.keyless("/id").get(0);
    }
    String title = CaseBlind.first(profile.at("title"));
    if (title == null) {
      return Candidate.rejected(id, "/title", "the improvement action has no title");
    }
    CaseBlind update = latest(profile.at("controlStateUpdates"));
    String word = CaseBlind.first(update.at("state"));
    RecommendationState state =
        word == null
            ? RecommendationState.UNHEALTHY
            : STATES.get(word.toLowerCase(Locale.ROOT).replaceAll("[ -]", ""));
    if (state == null) {
      return Limits.refused(
          id, "/controlStateUpdates", "is not a state of an improvement action: " + word);
    }
    // A deprecated action will never be measured again (B88).
    boolean deprecated = profile.at("deprecated").is("true");
    boolean doubled =
        state == RecommendationState.HEALTHY && Duplicates.told(update.at("comment")) != null;
    String owner = CaseBlind.first(update.at("assignedTo"));
    return Candidate.of(
        Limits.keep(
            Recommendation.of(id, title)
                .assessmentKey(name)
                .description(description(profile))
                .remediation(profile.at("remediation").text())
                .category(category(profile.at("controlCategory").text()))
                .source(SecureScoreReader.SOURCE)
                .recommendationSource(Recommendation.MICROSOFT)
                .state(
                    deprecated
                        ? RecommendationState.DELETED
                        : doubled ? RecommendationState.NOT_APPLICABLE : state)
                .stateReason(deprecated ? "Deprecated" : reason(word, update))
                .stateChangedAt(changed(profile, update))
                .resource(SecureScoreReader.tenant(tenant, CaseBlind.first(profile.at("service"))))
                .url(Limits.link(profile.at("actionUrl")))
                .tags(owner == null ? Map.of() : Map.of("owner", owner))
                .raw(profile.node())
                .build()));
  }

  /** Undated updates come in the order in which they were made. */
  private static CaseBlind latest(CaseBlind updates) {
    return updates.items().stream()
        .reduce((one, other) -> date(one).isAfter(date(other)) ? one : other)
        .orElse(updates);
  }

  private static Instant date(CaseBlind update) {
    return Objects.requireNonNullElse(update.at("updatedDateTime").instant(), Instant.EPOCH);
  }

  /** Null while nobody said anything. */
  private static String reason(String state, CaseBlind update) {
    if (state == null || state.equalsIgnoreCase("Default")) {
      return null;
    }
    String comment = CaseBlind.first(update.at("comment"));
    return comment == null ? state : state + ": " + comment;
  }

  private static Instant changed(CaseBlind profile, CaseBlind update) {
    return Moment.newest(profile.at("lastModifiedDateTime"), update.at("updatedDateTime"));
  }

  /** The plural that the security center has for it; another word as it is. */
  static String category(String word) {
    return word == null ? null : CATEGORIES.getOrDefault(word.toLowerCase(Locale.ROOT), word);
  }

  private static String description(CaseBlind profile) {
    Facts facts =
        new Facts()
            .add("Impact of the change", profile.at("remediationImpact"))
            .add("Threats", profile.at("threats"))
            .add("Points", profile.at("maxScore"))
            .add("Rank", profile.at("rank"))
            .add("Implementation cost", profile.at("implementationCost"))
            .add("User impact", profile.at("userImpact"))
            .add("Tier", profile.at("tier"))
            .add("Action type", profile.at("actionType"));
    for (CaseBlind certification : profile.at("complianceInformation").items()) {
      List<String> controls =
          certification.at("certificationControls").items().stream()
              .map(control -> control.at("name").text())
              .filter(Objects::nonNull)
              .toList();
      String name = CaseBlind.first(certification.at("certificationName"));
      if (name != null) {
        facts.add(name + (controls.isEmpty() ? "" : ": " + String.join(", ", controls)));
      }
    }
    return facts.text();
  }
}
