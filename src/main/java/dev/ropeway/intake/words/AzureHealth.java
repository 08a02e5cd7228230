package dev.ropeway.intake.words;

import dev.ropeway.recommendation.Recommendation;
import dev.ropeway.recommendation.Severity;
import java.time.Instant;
import java.util.Locale;
import java.util.Set;

/**
 * What an alert of Azure's Service Health or Resource Health is about. Azure fires another alert
 * for each update of an issue and for each turn of a resource (E76): all of them have one key here.
 *
 * @param key of the issue or the resource, whichever rule fired the alert; null if it names neither
 * @param title of the issue; null for a resource
 * @param service that has the issue; null for a resource
 * @param severity null if the alert does not say of which kind the issue is
 * @param over why nothing needs to be done any more; null while it goes on
 * @param update what Azure says about it now, as text or HTML; null for nothing
 * @param at when Azure said so
 */
public record AzureHealth(
    String key,
    String title,
    String service,
    Severity severity,
    String over,
    String update,
    Instant at) {

  private static final Set<String> OVER = Set.of("resolved", "complete", "canceled", "rca");

  /** Null for an alert of another service. */
  public static AzureHealth of(CaseBlind essentials, CaseBlind context) {
    String service = essentials.at("monitoringService").word().replace(" ", "");
    String operation = context.at("operationName").word();
    Instant at =
        Moment.first(
            context.at("eventTimestamp"),
            context.at("submissionTimestamp"),
            essentials.at("firedDateTime"));
    CaseBlind properties = context.at("properties");
    if (service.contains("servicehealth") || operation.startsWith("microsoft.servicehealth/")) {
      return issue(context, properties, at);
    }
    if (service.contains("resourcehealth") || operation.startsWith("microsoft.resourcehealth/")) {
      String resource = AzureId.mostSpecific(essentials.at("alertTargetIDs").texts());
      return resource(resource, context, properties, at);
    }
    return null;
  }

  private static AzureHealth issue(CaseBlind context, CaseBlind properties, Instant at) {
    String id = properties.at("trackingId").plain();
    String stage = CaseBlind.first(properties.at("stage"), context.at("status"));
    String mitigated = properties.at("impactMitigationTime").plain();
    String over =
        stage == null || !OVER.contains(stage.toLowerCase(Locale.ROOT))
            ? null
            : "Azure says "
                + stage
                + (id == null ? "" : " about " + id)
                + (mitigated == null ? "" : ", mitigated at " + mitigated);
    String said =
        CaseBlind.first(properties.at("communication"), properties.at("defaultLanguageContent"));
    return new AzureHealth(
        key("azure-service-health/", id),
        CaseBlind.first(properties.at("title"), properties.at("defaultLanguageTitle")),
        CaseBlind.first(properties.at("service")),
        ofIssue(properties.at("incidentType").word(), context.at("level"), stage),
        over,
        update(stage, said),
        at);
  }

  private static AzureHealth resource(
      String resource, CaseBlind context, CaseBlind properties, Instant at) {
    CaseBlind health = properties.at("currentHealthStatus");
    CaseBlind status = context.at("status");
    String over =
        health.is("Available") ? health.text() : status.is("Resolved") ? status.text() : null;
    String said =
        CaseBlind.paragraphs(
            properties.at("title").plain(), CaseBlind.first(properties.at("details")));
    return new AzureHealth(
        key("azure-resource-health/", resource == null ? null : resource.toLowerCase(Locale.ROOT)),
        null,
        null,
        ofResource(health.word(), properties.at("cause")),
        over,
        update(CaseBlind.first(health, status), said),
        at);
  }

  private static String key(String kind, String id) {
    return id == null || !Recommendation.isKey(kind + id) ? null : kind + id;
  }

  private static String update(String state, String said) {
    if (state == null || said == null) {
      return said;
    }
    return "Azure says " + state + ":\n" + said;
  }

  /** docs/sources.md has it as a table: Azure's own severity of these alerts is always Sev4. */
  private static Severity ofIssue(String type, CaseBlind level, String stage) {
    boolean begun = "InProgress".equalsIgnoreCase(stage);
    return switch (type) {
      case "incident" -> byLevel(level, Severity.CRITICAL, Severity.HIGH, Severity.MEDIUM);
      case "security" -> byLevel(level, Severity.CRITICAL, Severity.HIGH, Severity.HIGH);
      case "assistedrecovery" -> Severity.HIGH;
      case "actionrequired" -> byLevel(level, Severity.HIGH, Severity.HIGH, Severity.MEDIUM);
      case "maintenance" ->
          begun
              ? byLevel(level, Severity.HIGH, Severity.HIGH, Severity.MEDIUM)
              : byLevel(level, Severity.MEDIUM, Severity.MEDIUM, Severity.LOW);
      case "informational", "information" ->
          byLevel(level, Severity.LOW, Severity.LOW, Severity.INFORMATIONAL);
      default -> null;
    };
  }

  /** A level is a word, or a number that counts from critical (E76). */
  private static Severity byLevel(
      CaseBlind level, Severity error, Severity warning, Severity otherwise) {
    return switch (level.word()) {
      case "critical", "error", "0", "1" -> error;
      case "warning", "2" -> warning;
      default -> otherwise;
    };
  }

  private static Severity ofResource(String health, CaseBlind cause) {
    boolean wanted = cause.is("UserInitiated");
    return switch (health) {
      case "unavailable" -> wanted ? Severity.LOW : Severity.HIGH;
      case "degraded" -> wanted ? Severity.LOW : Severity.MEDIUM;
      case "unknown" -> Severity.LOW;
      default -> null;
    };
  }
}
