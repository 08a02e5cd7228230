package dev.ropeway.intake;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ropeway.correlation.Candidate;
import dev.ropeway.intake.words.CaseBlind;
import dev.ropeway.intake.words.Facts;
import dev.ropeway.recommendation.Recommendation;
import dev.ropeway.recommendation.Recommendation.Kind;
import dev.ropeway.recommendation.Recommendation.Resource;
import dev.ropeway.recommendation.RecommendationState;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads Microsoft Secure Score as Graph has it: improvement actions, which are recommendations, and
 * scores (A40–A45).
 */
@ApplicationScoped
public class SecureScoreReader implements EventReader {

  static final String SOURCE = "secure-score";

  @Override
  public String source() {
    return SOURCE;
  }

  @Override
  public List<Candidate> read(JsonNode json) {
    if (!json.isObject()) {
      return Limits.noObject();
    }
    CaseBlind event = new CaseBlind(json);
    if (event.at("controlScores").node().isArray() || event.at("currentScore").isPresent()) {
      return scores(event);
    }
    if (event.at("controlCategory").isPresent() || event.at("controlStateUpdates").isPresent()) {
      return List.of(ImprovementActions.read(event));
    }
    return List.of(
        Limits.refused(
            event.at("id").text(),
            "",
            "the event is neither a secureScoreControlProfile nor a secureScore"));
  }

  /** The score of a tenant and of each control; their ids have no date, so that days compare. */
  private static List<Candidate> scores(CaseBlind event) {
    String tenant = event.at("azureTenantId").text();
    String scores = key(tenant, "secureScores", null);
    if (!Recommendation.isKey(scores)) {
      return Limits.keyless("/azureTenantId");
    }
    List<Candidate> read = new ArrayList<>();
    Double current = event.at("currentScore").number();
    Double max = event.at("maxScore").number();
    boolean full = current != null && max != null && current >= max;
    Recommendation whole =
        Recommendation.of(scores, "Microsoft Secure Score")
            .kind(Kind.SCORE)
            .description(
                new Facts()
                    .add("Score", event.at("currentScore"))
                    .add("Of", event.at("maxScore"))
                    .text())
            .category("Secure score")
            .source(SOURCE)
            .recommendationSource(Recommendation.MICROSOFT)
            .state(state(full))
            .stateChangedAt(event.at("createdDateTime").instant())
            .resource(tenant(tenant, null))
            .raw(event.node())
            .build();
    read.add(Candidate.of(Limits.keep(whole)));
    for (CaseBlind control : event.at("controlScores").items()) {
      String name = control.at("controlName").text();
      String id = key(tenant, "secureScores", name);
      if (name != null && Recommendation.isKey(id)) {
        read.add(Candidate.of(Limits.keep(control(id, name, control, whole))));
      }
    }
    return read;
  }

  private static Recommendation control(
      String id, String name, CaseBlind control, Recommendation whole) {
    Double percentage = control.at("scoreInPercentage").number();
    return whole
        .but()
        .id(id)
        .assessmentKey(name)
        .title(name)
        .description(
            new Facts()
                .add(CaseBlind.first(control.at("description")))
                .add("Score", control.at("score"))
                .add("Status", control.at("implementationStatus"))
                .text())
        .category(ImprovementActions.category(control.at("controlCategory").text()))
        .state(state(percentage != null && percentage >= 100))
        .raw(control.node())
        .build();
  }

  private static RecommendationState state(boolean full) {
    return full ? RecommendationState.HEALTHY : RecommendationState.UNHEALTHY;
  }

  /** Controls have the same names in every tenant. */
  static String key(String tenant, String what, String name) {
    return tenant == null
        ? name
        : "/tenants/" + tenant + "/" + what + (name == null ? "" : "/" + name);
  }

  static Resource tenant(String tenant, String service) {
    return tenant == null && service == null
        ? null
        : new Resource(
            tenant,
            service == null ? tenant : service,
            "tenant",
            tenant == null ? null : "/tenants/" + tenant);
  }
}
