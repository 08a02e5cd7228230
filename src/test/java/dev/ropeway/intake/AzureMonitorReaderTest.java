package dev.ropeway.intake;

import static dev.ropeway.intake.Payloads.SUBSCRIPTION;
import static dev.ropeway.intake.Payloads.in;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ropeway.recommendation.Recommendation;
import dev.ropeway.recommendation.Recommendation.Kind;
import dev.ropeway.recommendation.RecommendationState;
import dev.ropeway.recommendation.Severity;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class AzureMonitorReaderTest {

  private final AzureMonitorReader reader = new AzureMonitorReader();

  @Test
  void a_fired_alert_is_an_open_alert_E71() {
    Recommendation read = read("metric-fired");

    assertThat(read.kind()).isEqualTo(Kind.ALERT);
    assertThat(read.id()).endsWith("/alerts/c0c0c0c0-0000-4000-8000-000000000001");
    assertThat(read.title()).isEqualTo("motor too hot");
    assertThat(read.assessmentKey()).isEqualTo("motor too hot");
    assertThat(read.severity()).isEqualTo(Severity.HIGH);
    assertThat(read.category()).isEqualTo("Platform");
    assertThat(read.state()).isEqualTo(RecommendationState.UNHEALTHY);
    assertThat(read.stateChangedAt()).isEqualTo(Instant.parse("2026-03-10T07:58:24.371321Z"));
    assertThat(read.description())
        .startsWith("The motor of the first lift\nPercentage CPU GreaterThan 80: 93.5");
    assertThat(read.resource().name()).isEqualTo("motor-1");
    assertThat(read.resource().type()).isEqualTo("microsoft.compute/virtualmachines");
    assertThat(read.resource().scope()).isEqualTo(SUBSCRIPTION + "/resourcegroups/ski-lifts");
    assertThat(read.configurationItems()).containsExactly("motor-1");
    assertThat(read.url()).isEqualTo("https://portal.azure.com/#view/alert/c0c0c0c0");
    assertThat(read.tags()).isEqualTo(Map.of("owner", "valley-station", "tier", "gold"));
  }

  @Test
  void a_resolved_alert_is_the_same_alert_over_E29_E77() {
    Recommendation fired = read("metric-fired");
    Recommendation resolved = read("metric-resolved");

    assertThat(resolved.id()).isEqualTo(fired.id());
    assertThat(resolved.state()).isEqualTo(RecommendationState.HEALTHY);
    assertThat(resolved.stateChangedAt()).isEqualTo(Instant.parse("2026-03-10T08:03:16.224631Z"));
  }

  @Test
  void a_resolution_without_its_date_is_not_dated_as_the_alert() {
    JsonNode event = Payloads.json("azure-monitor", "metric-resolved");
    in(event, "data", "essentials").remove("resolvedDateTime");
    assertThat(read(event).stateChangedAt()).isNull();
  }

  @ParameterizedTest
  @CsvSource({
    "Sev0, CRITICAL",
    "Sev1, HIGH",
    "Sev2, MEDIUM",
    "Sev3, LOW",
    "Sev4, INFORMATIONAL",
    "Sev9, MEDIUM"
  })
  void severities_are_read(String word, Severity severity) {
    JsonNode event = Payloads.json("azure-monitor", "metric-fired");
    in(event, "data", "essentials").put("severity", word);
    assertThat(read(event).severity()).isEqualTo(severity);
  }

  @Test
  void targets_are_spelled_in_two_ways_E72() {
    JsonNode event = Payloads.json("azure-monitor", "metric-fired");
    ObjectNode essentials = in(event, "data", "essentials");
    essentials.set("alertTargetIds", essentials.remove("alertTargetIDs"));
    assertThat(read(event).resource().id()).endsWith("/virtualmachines/motor-1");
  }

  @Test
  void what_a_log_search_found_is_the_resource_not_where_it_searched_E31() {
    Recommendation read = read("log-v1-fired");

    assertThat(read.configurationItems())
        .as("Computer before _ResourceId, each once")
        .containsExactly("winch-1", "winch-2");
    assertThat(read.resource().name()).isEqualTo("winch-1");
    assertThat(read.resource().id()).isNull();
    assertThat(read.resource().scope()).isEqualTo(SUBSCRIPTION + "/resourcegroups/logs");
  }

  @Test
  void an_alert_of_a_log_search_tells_its_query_E30_and_american_dates_are_read_E75() {
    Recommendation read = read("log-v1-fired");

    assertThat(read.description())
        .contains("Search query: Heartbeat | where Load < 5")
        .contains("Search end (UTC): 3/10/2026 1:36:31 PM");
    assertThat(read.stateChangedAt()).isEqualTo(Instant.parse("2026-03-10T13:36:31Z"));
    assertThat(read.url()).endsWith("/LogsBlade/filtered");
  }

  @Test
  void the_second_version_of_log_alerts_has_dimensions_instead_of_rows_E75() {
    Recommendation read = read("log-v2-fired");

    assertThat(read.configurationItems()).containsExactly("winch-3");
    assertThat(read.url()).endsWith("/LogsBlade/v2-filtered");
    assertThat(read.description()).contains("Search query: Errors", "Result GreaterThan 0: 3.0");
    assertThat(read.tags()).containsEntry("team", "rope");
  }

  @Test
  void service_health_that_is_fired_as_resolved_is_over_E76() {
    Recommendation read = read("service-health-fired-as-resolved");

    assertThat(read.state()).isEqualTo(RecommendationState.HEALTHY);
    assertThat(read.stateReason()).isEqualTo("Azure says Resolved about SNOW-1");
    assertThat(read.description()).contains("it was slow", "Tracking id: SNOW-1");
    assertThat(read.latestUpdate())
        .isEqualTo("Azure says Resolved:\n<p><strong>Summary</strong>: it was slow.</p>");
    assertThat(read.resource().scope()).isEqualTo(SUBSCRIPTION);
  }

  @ParameterizedTest
  @CsvSource({
    "Active, UNHEALTHY",
    "InProgress, UNHEALTHY",
    "Resolved, HEALTHY",
    "Complete, HEALTHY",
    "Canceled, HEALTHY",
    "RCA, HEALTHY"
  })
  void the_stage_of_an_issue_or_a_maintenance_says_whether_it_is_over_E76(
      String stage, RecommendationState state) {
    JsonNode event = Payloads.json("azure-monitor", "service-health-fired-as-resolved");
    in(event, "data", "alertContext").put("status", "Active");
    in(event, "data", "alertContext", "properties").put("stage", stage);
    assertThat(read(event).state()).isEqualTo(state);
  }

  @Test
  void resource_health_is_over_when_the_resource_is_available() {
    JsonNode event = Payloads.json("azure-monitor", "resource-health-degraded");
    assertThat(read(event).state()).isEqualTo(RecommendationState.UNHEALTHY);

    in(event, "data", "alertContext", "properties").put("currentHealthStatus", "Available");
    assertThat(read(event).state()).isEqualTo(RecommendationState.HEALTHY);
    assertThat(read(event).stateReason()).isEqualTo("Available");
  }

  @Test
  void each_alert_about_an_issue_is_news_of_the_same_whichever_rule_and_subscription() {
    JsonNode event = Payloads.json("azure-monitor", "service-health-fired-as-resolved");
    Recommendation first = read(event);
    in(event, "data", "essentials")
        .put("alertId", "/subscriptions/b/providers/Microsoft.AlertsManagement/alerts/2")
        .put("alertRule", "another rule")
        .put("firedDateTime", "2026-03-10T09:00:00Z")
        .putArray("alertTargetIDs")
        .add("/subscriptions/b");
    Recommendation second = read(event);

    assertThat(second.id()).isEqualTo(first.id()).isEqualTo("azure-service-health/SNOW-1");
    assertThat(second.title()).isEqualTo(first.title()).isEqualTo("Storage is slow");
    assertThat(second.resource().name()).isEqualTo("Storage");
    assertThat(second.stateChangedAt())
        .as("when Azure said it, not when the rule fired")
        .isEqualTo(first.stateChangedAt())
        .isEqualTo(Instant.parse("2026-03-10T05:34:44.577822Z"));
  }

  @ParameterizedTest
  @CsvSource({
    "Incident, Error, Active, CRITICAL",
    "Incident, 2, Active, HIGH",
    "incident, 3, Active, MEDIUM",
    "Incident, , Active, MEDIUM",
    "Security, Critical, Active, CRITICAL",
    "Security, Informational, Active, HIGH",
    "AssistedRecovery, Informational, Active, HIGH",
    "ActionRequired, Warning, Active, HIGH",
    "ActionRequired, Informational, Active, MEDIUM",
    "Maintenance, Warning, Planned, MEDIUM",
    "Maintenance, Informational, Planned, LOW",
    "Maintenance, Informational, Rescheduled, LOW",
    "Maintenance, Informational, InProgress, MEDIUM",
    "Maintenance, Warning, InProgress, HIGH",
    "Informational, Informational, Active, INFORMATIONAL",
    "Informational, Warning, Active, LOW",
    "Weather, Error, Active, INFORMATIONAL"
  })
  void kind_level_and_stage_of_an_issue_say_how_bad_it_is(
      String kind, String level, String stage, Severity severity) {
    JsonNode event = Payloads.json("azure-monitor", "service-health-fired-as-resolved");
    in(event, "data", "alertContext").put("level", level);
    in(event, "data", "alertContext", "properties").put("incidentType", kind).put("stage", stage);
    assertThat(read(event).severity()).isEqualTo(severity);
  }

  @ParameterizedTest
  @CsvSource({
    "Unavailable, PlatformInitiated, HIGH",
    "Unavailable, UserInitiated, LOW",
    "Degraded, PlatformInitiated, MEDIUM",
    "Unknown, PlatformInitiated, LOW"
  })
  void the_health_of_a_resource_says_how_bad_it_is(String health, String cause, Severity severity) {
    JsonNode event = Payloads.json("azure-monitor", "resource-health-degraded");
    in(event, "data", "alertContext", "properties")
        .put("currentHealthStatus", health)
        .put("cause", cause);
    assertThat(read(event).severity()).isEqualTo(severity);
  }

  @Test
  void alerts_about_the_health_of_a_resource_have_its_key() {
    JsonNode event = Payloads.json("azure-monitor", "resource-health-degraded");
    in(event, "data", "essentials").put("alertId", "/subscriptions/a/other");

    assertThat(read(event).id())
        .isEqualTo(
            "azure-resource-health/"
                + SUBSCRIPTION
                + "/resourcegroups/ski-lifts/providers/microsoft.compute/virtualmachines/motor-1");
    assertThat(read(event).latestUpdate())
        .isEqualTo("Azure says Unavailable:\nThe host was restarted");
    in(event, "data", "essentials").putArray("alertTargetIDs");
    assertThat(read(event).id()).isEqualTo("/subscriptions/a/other");
  }

  @Test
  void an_administrative_event_names_who_did_it() {
    Recommendation read = read("activity-log-administrative-fired");

    assertThat(read.initiatedBy()).isEqualTo("liftman@example.org");
    assertThat(read.state()).as("Succeeded ends nothing").isEqualTo(RecommendationState.UNHEALTHY);
  }

  @Test
  void a_cost_alert_has_hardly_any_essentials_E72() {
    Recommendation read = read("cost-alert-without-essentials");

    assertThat(read.id()).endsWith("/Microsoft.CostManagement/alerts/Snow");
    assertThat(read.title()).isEqualTo("snow");
    assertThat(read.severity()).isEqualTo(Severity.MEDIUM);
    assertThat(read.state()).isEqualTo(RecommendationState.UNHEALTHY);
    assertThat(read.description()).contains("SpentAmount: $11,111.00");
    assertThat(read.resource().scope()).isEqualTo(SUBSCRIPTION);
  }

  @ParameterizedTest
  @CsvSource({
    "smart-detection-fired, Detected: Many requests fail",
    "prometheus-fired, booking-1 restarted 7 times",
    "activity-log-security-fired, 'To do: Nothing to do, Sleep well'"
  })
  void each_service_says_what_happened_in_its_own_fields_E73(String sample, String said) {
    assertThat(read(sample).description()).contains(said);
  }

  @Test
  void an_alert_of_prometheus_is_about_what_its_labels_name() {
    JsonNode event = Payloads.json("azure-monitor", "prometheus-fired");
    in(event, "data", "alertContext", "labels").put("pod", "booking-1").put("instance", "x:80");
    assertThat(read(event).resource().name()).isEqualTo("booking-1");
    assertThat(read(event).resource().id()).endsWith("/managedClusters/summit");
    assertThat(read(event).configurationItems()).startsWith("booking-1");
  }

  @Test
  void advisor_says_what_it_recommends() {
    Recommendation read = read("advisor-recommends");

    assertThat(read.title()).isEqualTo("Scale the database server up");
    assertThat(read.remediation()).isEqualTo("Scale the database server up");
    assertThat(read.description())
        .startsWith("Something is recommended.")
        .contains("Category: Performance", "Impact: High", "Type: type-a");
    assertThat(read.severity()).isEqualTo(Severity.HIGH);
    assertThat(read.category()).isEqualTo("Performance");
    assertThat(read.assessmentKey()).isEqualTo("type-a");
    assertThat(read.url()).isEqualTo("https://portal.example.org/rec/type-a");
  }

  @Test
  void the_first_version_of_log_alerts_has_its_dimensions_in_the_context() {
    JsonNode event = Payloads.json("azure-monitor", "log-v1-with-dimensions");
    assertThat(read(event).description())
        .contains("Result Less Than 10000", "ClientIP: 198.51.100.7");

    Payloads.at(event, "/data/alertContext/Dimensions/0")
        .put("name", "Computer")
        .put("value", "winch-4");
    assertThat(read(event).configurationItems()).containsExactly("winch-4");
  }

  @Test
  void without_the_alerts_id_the_origin_is_the_key_E77() {
    JsonNode event = Payloads.json("azure-monitor", "metric-fired");
    in(event, "data", "essentials").putNull("alertId");
    assertThat(read(event).id()).startsWith("dddddddd-").endsWith("_motor");

    in(event, "data", "essentials").putNull("originAlertId");
    assertThat(Payloads.refusal(reader.read(event)).pointer())
        .isEqualTo("/data/essentials/alertId");
  }

  @Test
  void a_budget_says_what_was_spent_of_it_E70() {
    Recommendation budget = read(Payloads.json("azure-monitor", "budget-notification"));

    assertThat(budget.title()).isEqualTo("Budget snow: 81 of 100 EUR spent");
    assertThat(budget.kind()).isEqualTo(Kind.ALERT);
    assertThat(budget.severity()).isEqualTo(Severity.MEDIUM);
    assertThat(budget.state()).isEqualTo(RecommendationState.UNHEALTHY);
    assertThat(budget.category()).isEqualTo("Cost");
    assertThat(budget.source()).isEqualTo("azure-monitor");
    assertThat(budget.resource().scope())
        .isEqualTo("/subscriptions/aaaaaaaa-0000-4000-8000-000000000001");
    assertThat(budget.assessmentKey())
        .isEqualTo(budget.resource().scope() + "/providers/Microsoft.Consumption/budgets/snow");
    assertThat(budget.description())
        .contains("Budget: snow", "Amount: 100", "Spent: 81", "Threshold: 80.0", "Unit: EUR");
  }

  @Test
  void a_budget_that_is_spent_is_worse_and_each_notice_is_another_alert() {
    ObjectNode event = (ObjectNode) Payloads.json("azure-monitor", "budget-notification");
    String first = read(event).id();
    assertThat(read(event).id()).isEqualTo(first);

    in(event, "data").put("SpendingAmount", "101.5").put("ResourceGroup", "lifts-rg");
    Recommendation spent = read(event);

    assertThat(spent.severity()).isEqualTo(Severity.HIGH);
    assertThat(spent.id()).isNotEqualTo(first);
    assertThat(spent.resource().scope()).endsWith("/resourceGroups/lifts-rg");
  }

  @Test
  void a_budget_of_no_subscription_is_of_its_account_and_one_without_name_is_refused() {
    ObjectNode event = (ObjectNode) Payloads.json("azure-monitor", "budget-notification");
    in(event, "data").put("SubscriptionId", "").put("BillingAccountId", "42");
    assertThat(read(event).resource().scope())
        .isEqualTo("/providers/Microsoft.Billing/billingAccounts/42");

    in(event, "data").put("BudgetName", " ");
    assertThat(Payloads.refusal(reader.read(event)).pointer()).isEqualTo("/data/BudgetName");
  }

  @ParameterizedTest
  @NullSource
  @ValueSource(strings = {"AzureMonitorMetricAlert", "Microsoft.Insights/activityLogs"})
  void every_other_schema_is_refused(String schema) {
    ObjectNode event = (ObjectNode) Payloads.json("azure-monitor", "budget-notification");
    event.put("schemaId", schema);
    assertThat(Payloads.refusal(reader.read(event)).pointer()).isEqualTo("/schemaId");
  }

  @Test
  void a_condition_that_nobody_knows_is_refused() {
    JsonNode event = Payloads.json("azure-monitor", "metric-fired");
    in(event, "data", "essentials").put("monitorCondition", "Melted");
    assertThat(Payloads.refusal(reader.read(event)).pointer())
        .isEqualTo("/data/essentials/monitorCondition");
  }

  private Recommendation read(String sample) {
    return read(Payloads.json("azure-monitor", sample));
  }

  private Recommendation read(JsonNode event) {
    return Payloads.only(reader.read(event));
  }
}
