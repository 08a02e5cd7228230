package dev.ropeway.intake;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ropeway.correlation.Candidate;
import dev.ropeway.intake.words.AzureId;
import dev.ropeway.intake.words.CaseBlind;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Locale;

/**
 * Reads what Defender for Cloud exports or its API shows: assessments, alerts, attack paths, secure
 * scores and regulatory compliance, in the envelope of today and the PascalCase one of 2019
 * (B70–B90).
 */
@ApplicationScoped
public class DefenderReader implements EventReader {

  static final String SOURCE = "defender";

  @Override
  public String source() {
    return SOURCE;
  }

  @Override
  public boolean carries(String type) {
    String word = type.toLowerCase(Locale.ROOT);
    return word.startsWith("microsoft.security.") || word.startsWith("microsoft.security/");
  }

  @Override
  public List<Candidate> read(JsonNode json) {
    if (!json.isObject()) {
      return Limits.noObject();
    }
    CaseBlind event = new CaseBlind(json);
    if (SecurityAlerts.isFlat(event) || SecurityAlerts.isLogged(event)) {
      return SecurityAlerts.read(event, SOURCE);
    }
    String type = type(event);
    // Whole names: alertsSuppressionRules or assessmentMetadata only look alike.
    String kind = type.substring(type.lastIndexOf('/') + 1).toLowerCase(Locale.ROOT);
    return switch (kind) {
      case "alerts" -> SecurityAlerts.read(event, SOURCE);
      case "assessments", "subassessments" -> Assessments.read(event);
      case "attackpaths" -> AttackPaths.read(event);
      case "securescores", "securescorecontrols" -> SecureScores.read(event);
      case "regulatorycompliancestandards",
          "regulatorycompliancecontrols",
          "regulatorycomplianceassessments" ->
          ComplianceStates.read(event);
      default ->
          List.of(
              Limits.refused(
                  event.at("id").text(),
                  "/type",
                  type.isEmpty()
                      ? "the event is neither an assessment nor a security alert"
                      : "events of type " + type + " do not become tickets"));
    };
  }

  /** What it says it is, or else what its id and its status show. */
  private static String type(CaseBlind event) {
    String type = CaseBlind.first(event.at("type"));
    if (type == null) {
      type = AzureId.type(event.at("id").text());
    }
    if (type == null) {
      boolean assessed = event.at("properties", "status", "code").isPresent();
      return assessed ? "assessments" : "";
    }
    return type;
  }
}
