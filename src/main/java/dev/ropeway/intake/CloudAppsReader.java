package dev.ropeway.intake;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ropeway.correlation.Candidate;
import dev.ropeway.intake.words.CaseBlind;
import dev.ropeway.intake.words.Duplicates;
import dev.ropeway.intake.words.Moment;
import dev.ropeway.recommendation.Recommendation;
import dev.ropeway.recommendation.Recommendation.Kind;
import dev.ropeway.recommendation.Recommendation.Resource;
import dev.ropeway.recommendation.RecommendationState;
import dev.ropeway.recommendation.Severity;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Reads alerts of Defender for Cloud Apps, whose words are numbers (C19). */
@ApplicationScoped
public class CloudAppsReader implements EventReader {

  static final String SOURCE = "cloud-apps";

  private static final int OPEN = 0;

  /** What became of a closed alert, by resolutionStatusValue. */
  private static final Map<Integer, String> RESOLUTIONS =
      Map.of(
          1, "Dismissed",
          2, "Resolved",
          3, "False positive",
          4, "Benign",
          5, "True positive");

  @Override
  public String source() {
    return SOURCE;
  }

  @Override
  public List<Candidate> read(JsonNode json) {
    return json.isObject() ? List.of(alert(new CaseBlind(json))) : Limits.noObject();
  }

  private static Candidate alert(CaseBlind event) {
    String id = event.at("_id").text();
    if (!Recommendation.isKey(id)) {
      return Limits.keyless("/_id").get(0);
    }
    String title = CaseBlind.first(event.at("title"));
    if (title == null) {
      return Candidate.rejected(id, "/title", "the alert has no title");
    }
    int resolution = event.at("resolutionStatusValue").node().asInt(OPEN);
    if (resolution != OPEN && !RESOLUTIONS.containsKey(resolution)) {
      return Candidate.rejected(id, "/resolutionStatusValue", "must be 0 to 5");
    }
    String duplicate =
        resolution == OPEN
            ? null
            : Duplicates.told(
                event.at("comment"),
                event.at("resolutionComment"),
                event.at("closeComment"),
                event.at("feedback"));
    List<CaseBlind> entities = event.at("entities").items();
    List<String> devices = labels(entities, "device");
    return Candidate.of(
            Limits.keep(
                Recommendation.of(id, title)
                    .kind(Kind.ALERT)
                    .assessmentKey(labels(entities, "policyRule").stream().findFirst().orElse(null))
                    .description(CaseBlind.first(event.at("description")))
                    .severity(
                        Severities.ofCloudApps(event.at("severityValue").node().asInt(-1))
                            .orElse(Severity.MEDIUM))
                    .category("Cloud apps")
                    .source(SOURCE)
                    .recommendationSource(Recommendation.MICROSOFT)
                    .state(
                        duplicate == null ? state(resolution) : RecommendationState.NOT_APPLICABLE)
                    .stateReason(duplicate == null ? RESOLUTIONS.get(resolution) : duplicate)
                    .stateChangedAt(
                        Moment.first(event.at(resolution == OPEN ? "timestamp" : "resolveTime")))
                    .resource(resource(devices, labels(entities, "account")))
                    .configurationItems(devices)
                    .url(Limits.link(event.at("URL")))
                    .raw(event.node())
                    .build()))
        // The alert's own date never moves, not even when it is opened again.
        .since(resolution == OPEN);
  }

  private static RecommendationState state(int resolution) {
    return switch (resolution) {
      case OPEN -> RecommendationState.UNHEALTHY;
      case 1, 3 -> RecommendationState.NOT_APPLICABLE;
      default -> RecommendationState.HEALTHY;
    };
  }

  private static List<String> labels(List<CaseBlind> entities, String type) {
    return entities.stream()
        .filter(entity -> entity.at("type").is(type))
        .map(entity -> entity.at("label").text())
        .filter(Objects::nonNull)
        .distinct()
        .toList();
  }

  private static Resource resource(List<String> devices, List<String> accounts) {
    String name = devices.isEmpty() ? accounts.stream().findFirst().orElse(null) : devices.get(0);
    return name == null ? null : new Resource(null, name, null, null);
  }
}
