package dev.ropeway.intake;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ropeway.correlation.Candidate;
import dev.ropeway.intake.words.AzureHealth;
import dev.ropeway.intake.words.AzureId;
import dev.ropeway.intake.words.CaseBlind;
import dev.ropeway.intake.words.Duplicates;
import dev.ropeway.intake.words.Moment;
import dev.ropeway.recommendation.Recommendation;
import dev.ropeway.recommendation.Recommendation.Kind;
import dev.ropeway.recommendation.Recommendation.Resource;
import dev.ropeway.recommendation.RecommendationState;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Reads Azure Monitor's common alert schema, of every monitoring service (E70–E77). */
@ApplicationScoped
public class AzureMonitorReader implements EventReader {

  static final String SOURCE = "azure-monitor";

  private static final String COMMON = "azureMonitorCommonAlertSchema";
  private static final String ESSENTIALS = "/data/essentials";

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
    CaseBlind essentials = event.at("data", "essentials");
    CaseBlind schema = event.at("schemaId");
    if (schema.is(BudgetNotices.SCHEMA)) {
      return List.of(BudgetNotices.read(event));
    }
    if (!schema.is(COMMON) && (schema.isPresent() || !essentials.isPresent())) {
      return List.of(Limits.refused(null, "/schemaId", unknown(schema.text())));
    }
    return List.of(alert(event, essentials));
  }

  private static String unknown(String schema) {
    return (schema == null ? "this" : "\"" + schema + "\"")
        + " is not the common alert schema; enable that schema in the action group";
  }

  private static Candidate alert(CaseBlind event, CaseBlind essentials) {
    CaseBlind context = event.at("data", "alertContext");
    AzureHealth health = AzureHealth.of(essentials, context);
    String id = health == null ? null : health.key();
    if (id == null) {
      id = essentials.at("alertId").text();
    }
    if (!Recommendation.isKey(id)) {
      id = essentials.at("originAlertId").text();
    }
    if (!Recommendation.isKey(id)) {
      return Limits.keyless(ESSENTIALS + "/alertId").get(0);
    }
    String condition = essentials.at("monitorCondition").word();
    if (!Set.of("", "fired", "resolved").contains(condition)) {
      return Candidate.rejected(id, ESSENTIALS + "/monitorCondition", "must be Fired or Resolved");
    }
    boolean resolved = condition.equals("resolved");
    CaseBlind advice = AlertContext.advice(context);
    String over = resolved ? null : over(essentials, context, health);
    String elsewhere = elsewhere(context, resolved || over != null);
    List<String> items = AlertContext.configurationItems(essentials, context);
    return Candidate.of(
            Limits.keep(
                Recommendation.of(
                        id,
                        health != null && health.title() != null
                            ? health.title()
                            : title(essentials, context, id))
                    .kind(Kind.ALERT)
                    .assessmentKey(
                        CaseBlind.first(
                            advice.at("recommendationType"), essentials.at("alertRule")))
                    .description(AlertContext.describe(essentials, context))
                    .remediation(
                        CaseBlind.paragraphs(
                            advice.at("recommendationName").text(),
                            context.at("properties", "remediationSteps").lines(),
                            context.at("annotations", "runbook_url").text()))
                    .severity(
                        health != null && health.severity() != null
                            ? health.severity()
                            : Severities.first(
                                advice.at("recommendationImpact"), essentials.at("severity")))
                    .category(
                        CaseBlind.first(
                            advice.at("recommendationCategory"),
                            essentials.at("monitoringService")))
                    .source(SOURCE)
                    .recommendationSource(Recommendation.MICROSOFT)
                    .state(
                        elsewhere != null
                            ? RecommendationState.NOT_APPLICABLE
                            : resolved || over != null
                                ? RecommendationState.HEALTHY
                                : RecommendationState.UNHEALTHY)
                    .stateReason(elsewhere == null ? over : elsewhere)
                    .latestUpdate(health == null ? null : health.update())
                    .stateChangedAt(
                        health != null && !resolved
                            ? health.at()
                            : changed(essentials, context, resolved))
                    .resource(resource(essentials, context.at("labels"), items, id, health))
                    .configurationItems(items)
                    .url(AlertContext.link(essentials, context))
                    .initiatedBy(CaseBlind.first(context.at("caller")))
                    .tags(tags(event.at("data", "customProperties"), context))
                    .raw(event.node())
                    .build()))
        .finding(
            essentials.at("signalType").is("Log")
                ? new SearchRows(essentials, context, title(essentials, context, id))
                : null);
  }

  /** Cost alerts have no rule (E72): then the budget, or what the alert says. */
  private static String title(CaseBlind essentials, CaseBlind context, String id) {
    String title =
        CaseBlind.first(
            AlertContext.advice(context).at("recommendationName"),
            essentials.at("alertRule"),
            context.at("AlertData", "BudgetName"),
            context.at("properties", "title"),
            essentials.at("description"));
    return title == null ? "Azure Monitor alert " + AzureId.name(id) : title;
  }

  /** What says that another issue tells of this one; else null. */
  private static String elsewhere(CaseBlind context, boolean over) {
    CaseBlind properties = context.at("properties");
    for (CaseBlind word : List.of(properties.at("stage"), context.at("status"))) {
      if (Duplicates.isWord(word.text())) {
        return word.text();
      }
    }
    return over
        ? Duplicates.told(
            context.at("subStatus"), properties.at("communication"), properties.at("comment"))
        : null;
  }

  /** Alerts on the activity log are never resolved: another one is fired that says it (E76). */
  private static String over(CaseBlind essentials, CaseBlind context, AzureHealth health) {
    if (health != null) {
      return health.over();
    }
    if (!essentials.at("signalType").is("Activity Log")) {
      return null;
    }
    CaseBlind status = context.at("status");
    return status.is("Resolved") ? status.text() : null;
  }

  /**
   * A resolution without its date is not as old as the alert: null, then it is dated on arrival.
   */
  private static Instant changed(CaseBlind essentials, CaseBlind context, boolean resolved) {
    return resolved
        ? Moment.first(essentials.at("resolvedDateTime"))
        : Moment.first(essentials.at("firedDateTime"), context.at("eventTimestamp"));
  }

  /** What a log search looked through is not what it found (E31). */
  private static Resource resource(
      CaseBlind essentials,
      CaseBlind labels,
      List<String> items,
      String alertId,
      AzureHealth health) {
    // Spelled in two ways (E72).
    List<String> targets = essentials.at("alertTargetIDs").texts();
    String target = AzureId.mostSpecific(targets);
    String scope = AzureId.scope(target == null && alertId.startsWith("/") ? alertId : target);
    String found = items.isEmpty() ? target : items.get(0);
    if (essentials.at("signalType").is("Log") && found != null) {
      boolean path = found.startsWith("/");
      return new Resource(
          path ? found : null,
          AzureId.name(found),
          AzureId.type(found),
          path ? AzureId.scope(found) : scope);
    }
    if (health != null && health.service() != null) {
      // Each subscription that an issue touches is told of it.
      return new Resource(null, health.service(), null, scope);
    }
    boolean labelled = labels.isPresent() && !items.isEmpty();
    String name = target == null || targets.size() > 1 || labelled ? found : AzureId.name(target);
    return name == null && scope == null
        ? null
        : new Resource(target, name, AzureId.type(target), scope);
  }

  /** What the rule's author wrote on it; the same place holds facts of activity log events. */
  private static Map<String, String> tags(CaseBlind custom, CaseBlind context) {
    Map<String, String> tags = new LinkedHashMap<>(custom.tags());
    if (context.at("conditionType").isPresent()) {
      context.at("properties").tags().forEach(tags::putIfAbsent);
    }
    context.at("labels").tags().forEach(tags::putIfAbsent);
    return tags;
  }
}
