package dev.ropeway.intake;

import dev.ropeway.correlation.Candidate;
import dev.ropeway.intake.words.AzureId;
import dev.ropeway.intake.words.CaseBlind;
import dev.ropeway.intake.words.Facts;
import dev.ropeway.recommendation.Recommendation;
import dev.ropeway.recommendation.Recommendation.Resource;
import dev.ropeway.recommendation.RecommendationState;
import java.util.Locale;

/** Compliance of resources with Azure Policy, told by events (E84). */
final class PolicyStates {

  static final String SOURCE = "azure-policy";

  private static final String DELETED = "microsoft.policyinsights.policystatedeleted";

  private PolicyStates() {}

  static boolean are(String type) {
    return type.toLowerCase(Locale.ROOT).startsWith("microsoft.policyinsights.policystate");
  }

  /**
   * @param event the whole event: its subject is the resource
   */
  static Candidate read(CaseBlind event, String type, CaseBlind data) {
    String resource = event.at("subject").text();
    String assignment = data.at("policyAssignmentId").text();
    String definition = data.at("policyDefinitionId").text();
    if (resource == null) {
      return Candidate.rejected(null, "/subject", "the event does not name its resource");
    }
    if (assignment == null || definition == null) {
      String missing = assignment == null ? "policyAssignmentId" : "policyDefinitionId";
      return Limits.refused(resource, "/data/" + missing, "is missing");
    }
    String reference = data.at("policyDefinitionReferenceId").text();
    String id = key(resource, assignment, definition, reference);
    if (!Recommendation.isKey(id)) {
      return Limits.keyless("/subject").get(0);
    }
    RecommendationState state =
        type.equalsIgnoreCase(DELETED)
            ? RecommendationState.DELETED
            : state(data.at("complianceState").word());
    if (state == null) {
      return Candidate.rejected(
          id, "/data/complianceState", "must be NonCompliant, Compliant, Exempt or Conflict");
    }
    String what = reference == null ? AzureId.name(definition) : reference;
    return Candidate.of(
        Limits.keep(
            Recommendation.of(id, "Comply with policy " + what + " of " + AzureId.name(assignment))
                .assessmentKey(definition)
                .description(
                    new Facts()
                        .add("Policy assignment", data.at("policyAssignmentId"))
                        .add("Policy definition", data.at("policyDefinitionId"))
                        .add("Reference", data.at("policyDefinitionReferenceId"))
                        .add("Compliance", data.at("complianceState"))
                        .add("Reason", data.at("complianceReasonCode"))
                        .text())
                .category("Policy")
                .source(SOURCE)
                .recommendationSource(Recommendation.MICROSOFT)
                .state(state)
                .stateReason(reason(state, data))
                // Never eventTime: events overtake each other (E84).
                .stateChangedAt(data.at("timestamp").instant())
                .resource(
                    new Resource(
                        resource,
                        AzureId.name(resource),
                        AzureId.type(resource),
                        AzureId.scope(resource)))
                .raw(event.node())
                .build()));
  }

  /** Azure's ids mean the same in any case, and its events write them in several. */
  private static String key(
      String resource, String assignment, String definition, String reference) {
    String key =
        String.join("|", resource, assignment, definition, reference == null ? "" : reference)
            .toLowerCase(Locale.ROOT);
    return key.endsWith("|") ? key.substring(0, key.length() - 1) : key;
  }

  private static RecommendationState state(String word) {
    return switch (word) {
      case "noncompliant", "conflict", "conflicting", "error" -> RecommendationState.UNHEALTHY;
      case "compliant" -> RecommendationState.HEALTHY;
      case "exempt" -> RecommendationState.NOT_APPLICABLE;
      default -> null;
    };
  }

  private static String reason(RecommendationState state, CaseBlind data) {
    String code = CaseBlind.first(data.at("complianceReasonCode"));
    return code == null && state == RecommendationState.NOT_APPLICABLE
        ? data.at("complianceState").text()
        : code;
  }
}
