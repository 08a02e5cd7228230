package dev.ropeway.intake;

import dev.ropeway.correlation.Candidate;
import dev.ropeway.intake.words.AzureId;
import dev.ropeway.intake.words.CaseBlind;
import dev.ropeway.recommendation.Recommendation;
import dev.ropeway.recommendation.Recommendation.Resource;
import dev.ropeway.recommendation.RecommendationState;
import java.util.List;
import java.util.Objects;

/** Attack paths of Defender for Cloud: what to cut off before somebody walks them (B80). */
final class AttackPaths {

  private AttackPaths() {}

  static List<Candidate> read(CaseBlind event) {
    CaseBlind path = event.at("properties");
    String id = event.at("id").text();
    if (!Recommendation.isKey(id)) {
      return Limits.keyless("/id");
    }
    Enrichment enrichment = new Enrichment(event);
    RecommendationState state = enrichment.or(RecommendationState.UNHEALTHY);
    String title =
        CaseBlind.first(path.at("displayName"), path.at("attackPathDisplayName"), path.at("name"));
    if (title == null && state != RecommendationState.DELETED) {
      return List.of(
          Candidate.rejected(id, "/properties/displayName", "the attack path has no name"));
    }
    List<CaseBlind> entities = path.at("graphComponent", "entities").items();
    return List.of(
        enrichment.of(
            Recommendation.of(id, title == null ? id : title)
                .assessmentKey(CaseBlind.first(path.at("attackPathType"), path.at("attackPathId")))
                .description(description(path))
                .remediation(path.at("manualRemediationSteps").lines())
                .severity(Severities.first(path.at("riskLevel"), path.at("severity")))
                .riskLevel(Severities.named(path.at("riskLevel").text()).orElse(null))
                .category(path.at("riskCategories").texts().stream().findFirst().orElse(null))
                .source(DefenderReader.SOURCE)
                .recommendationSource(Recommendation.MICROSOFT)
                .state(state)
                .resource(target(path, entities, id))
                .configurationItems(
                    entities.stream()
                        .map(entity -> entity.at("entityIdentifiers", "azureResourceId").text())
                        .filter(Objects::nonNull)
                        .toList())
                .raw(event.node())
                .build()));
  }

  private static String description(CaseBlind path) {
    String what = CaseBlind.first(path.at("description"));
    String impact = CaseBlind.first(path.at("potentialImpact"));
    if (what == null || impact == null) {
      return what == null ? impact : what;
    }
    return what + "\n\nImpact: " + impact;
  }

  /** What the path leads to. */
  private static Resource target(CaseBlind path, List<CaseBlind> entities, String pathId) {
    String target = path.at("targetEntityInternalID").text();
    for (CaseBlind entity : entities) {
      String entityId = entity.at("entityInternalID").text();
      if (target != null && target.equals(entityId)) {
        String id = entity.at("entityIdentifiers", "azureResourceId").text();
        String name = CaseBlind.first(entity.at("entityName"));
        return new Resource(
            id,
            name == null ? AzureId.name(id) : name,
            CaseBlind.first(entity.at("entityType")),
            AzureId.scope(id == null ? pathId : id));
      }
    }
    return new Resource(null, null, null, AzureId.scope(pathId));
  }
}
