package dev.ropeway.intake;

import dev.ropeway.intake.words.CaseBlind;
import dev.ropeway.intake.words.Facts;
import dev.ropeway.intake.words.PrometheusLabels;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/** What the context of an Azure Monitor alert says; its fields differ with the service (E73). */
final class AlertContext {

  /** Columns and dimensions that name a configuration item, in the order of Azure's own (E31). */
  static final List<String> COLUMNS = List.of("Computer", "_ResourceId", "ResourceId", "Resource");

  private AlertContext() {}

  /** One name for each configuration item; none if only the alert's target is known. */
  static List<String> configurationItems(CaseBlind essentials, CaseBlind context) {
    return Stream.of(
            new PrometheusLabels(context.at("labels")).configurationItems(),
            essentials.at("configurationItems").texts(),
            context.at("AffectedConfigurationItems").texts(),
            columns(context.at("SearchResults", "tables")),
            dimensions(context),
            essentials.at("alertTargetIDs").texts())
        .filter(names -> !names.isEmpty())
        .findFirst()
        .orElse(List.of());
  }

  private static List<String> columns(CaseBlind tables) {
    return tables.items().stream().flatMap(table -> column(table).stream()).distinct().toList();
  }

  private static List<String> column(CaseBlind table) {
    List<String> names =
        table.at("columns").items().stream()
            .map(column -> Objects.requireNonNullElse(column.at("name").text(), ""))
            .toList();
    for (String wanted : COLUMNS) {
      int at = names.indexOf(wanted);
      List<String> found =
          at < 0
              ? List.of()
              : table.at("rows").items().stream()
                  .map(row -> new CaseBlind(row.node().path(at)).text())
                  .filter(Objects::nonNull)
                  .toList();
      if (!found.isEmpty()) {
        return found;
      }
    }
    return List.of();
  }

  private static List<String> dimensions(CaseBlind context) {
    List<CaseBlind> dimensions =
        Stream.concat(conditions(context), Stream.of(context))
            .flatMap(AlertContext::dimensionsOf)
            .toList();
    return COLUMNS.stream()
        .map(
            wanted ->
                dimensions.stream()
                    .filter(dimension -> dimension.at("name").is(wanted))
                    .map(dimension -> dimension.at("value").text())
                    .filter(Objects::nonNull)
                    .distinct()
                    .toList())
        .filter(values -> !values.isEmpty())
        .findFirst()
        .orElse(List.of());
  }

  /** The dimensions of each condition that has some, or else of the context itself. */
  static Stream<List<CaseBlind>> dimensioned(CaseBlind context) {
    return Stream.concat(conditions(context), Stream.of(context))
        .map(one -> dimensionsOf(one).toList())
        .filter(dimensions -> !dimensions.isEmpty());
  }

  private static Stream<CaseBlind> conditions(CaseBlind context) {
    return context.at("condition", "allOf").items().stream();
  }

  private static Stream<CaseBlind> dimensionsOf(CaseBlind condition) {
    return condition.at("dimensions").items().stream();
  }

  /** The investigation, or else the results of the search. */
  static String link(CaseBlind essentials, CaseBlind context) {
    return Limits.link(
        Stream.concat(
                Stream.of(
                    context.at("properties", "recommendationResourceLink"),
                    essentials.at("investigationLink"),
                    context.at("LinkToFilteredSearchResultsUI"),
                    context.at("LinkToSearchResultsUI"),
                    context.at("LinkToSearchResults")),
                conditions(context)
                    .flatMap(
                        one ->
                            Stream.of(
                                one.at("linkToFilteredSearchResultsUI"),
                                one.at("linkToSearchResultsUI"))))
            .toArray(CaseBlind[]::new));
  }

  /** All that people need of the alert in one text (E30). */
  static String describe(CaseBlind essentials, CaseBlind context) {
    Facts facts = new Facts().add(CaseBlind.first(essentials.at("description")));
    conditions(context).forEach(one -> condition(facts, one));
    // Log alerts of the first version have theirs in the context itself.
    condition(facts, context);
    conditions(context).forEach(one -> facts.add("Search query", one.at("searchQuery")));
    facts
        .add("Search query", context.at("SearchQuery"))
        .add("Search start (UTC)", context.at("SearchIntervalStartTimeUtc"))
        .add("Search end (UTC)", context.at("SearchIntervalEndTimeUtc"))
        .add("Results", context.at("ResultCount"))
        .add("Affected configuration items", context.at("AffectedConfigurationItems"));
    // Activity log, service health, resource health.
    CaseBlind properties = context.at("properties");
    if (!context.at("conditionType").isPresent()) {
      facts
          .add(CaseBlind.first(properties.at("title")))
          .add(CaseBlind.first(properties.at("communication"), properties.at("details")))
          .add("Tracking id", properties.at("trackingId"))
          .add("Kind", properties.at("incidentType"))
          .add("Stage", properties.at("stage"))
          .add("Impact since", properties.at("impactStartTime"))
          .add("Mitigated", properties.at("impactMitigationTime"))
          .add("Service", properties.at("service"))
          .add("Region", properties.at("region"))
          .add("Health", properties.at("currentHealthStatus"))
          .add("Cause", properties.at("cause"))
          .add("Compromised entity", properties.at("compromisedEntity"))
          .add("To do", properties.at("remediationSteps"))
          .add("Recommendation", properties.at("recommendationName"))
          .add("Category", properties.at("recommendationCategory"))
          .add("Impact", properties.at("recommendationImpact"))
          .add("Risk", properties.at("recommendationRisk"))
          .add("Type", properties.at("recommendationType"));
    }
    facts
        .add("Operation", context.at("operationName"))
        .add("Status", context.at("status"))
        .add("Sub-status", context.at("subStatus"));
    // Smart detection, Prometheus, cost alerts.
    facts
        .add("Detected", context.at("DetectionSummary"))
        .add("Expression", context.at("expression"))
        .add("Value", context.at("expressionValue"))
        .add(CaseBlind.first(context.at("annotations", "summary")))
        .add(CaseBlind.first(context.at("annotations", "description")));
    context.at("AlertData").tags().forEach((name, value) -> facts.add(name + ": " + value));
    return facts.text();
  }

  /** What Azure Advisor recommends; nothing of it is there in other alerts. */
  static CaseBlind advice(CaseBlind context) {
    CaseBlind properties = context.at("properties");
    boolean advice =
        context.at("eventSource").is("Recommendation")
            || properties.at("recommendationType").isPresent();
    return advice ? properties : properties.at("recommendationType");
  }

  private static void condition(Facts facts, CaseBlind one) {
    String metric =
        CaseBlind.first(one.at("metricName"), one.at("metricMeasureColumn"), one.at("webTestName"));
    String threshold = CaseBlind.first(one.at("threshold"), one.at("alertSensitivity"));
    String operator = CaseBlind.first(one.at("operator"));
    if (operator != null && threshold != null) {
      String value = CaseBlind.first(one.at("metricValue"));
      facts.add(
          (metric == null ? "Result" : metric)
              + " "
              + operator
              + " "
              + threshold
              + (value == null ? "" : ": " + value));
    }
    dimensionsOf(one)
        .forEach(
            dimension -> {
              String name = dimension.at("name").text();
              if (name != null) {
                facts.add(name, dimension.at("value"));
              }
            });
  }
}
