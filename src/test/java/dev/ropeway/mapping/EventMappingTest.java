package dev.ropeway.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ropeway.assignment.AssignmentSpec;
import dev.ropeway.assignment.Claim;
import dev.ropeway.assignment.DesiredState;
import dev.ropeway.assignment.Status;
import dev.ropeway.recommendation.Recommendation;
import dev.ropeway.recommendation.RecommendationBuilder;
import dev.ropeway.recommendation.Severity;
import dev.ropeway.servicenow.Table;
import dev.ropeway.store.Json;
import dev.ropeway.tickettype.Shipped;
import dev.ropeway.tickettype.ShippedType;
import dev.ropeway.tickettype.TicketTypeDefinition;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EventMappingTest {

  private static final UUID ID = UUID.fromString("01890000-0000-7000-8000-000000000001");
  private static final Instant NOON = Instant.parse("2026-03-01T12:00:00.9Z");

  private AssignmentSpec spec = AssignmentSpec.NONE;
  private String follows;
  private RecommendationBuilder finding =
      Recommendation.of("finding-1", "Lock the hut")
          .description("The hut is open.")
          .severity(Severity.HIGH)
          .category("Devices")
          .source("scanner")
          .assessmentKey("hut-lock")
          .resource(new Recommendation.Resource("/huts/7", "hut-7", "Alps/huts", "/huts"))
          .url("https://portal.example.org/#hut")
          .stateChangedAt(NOON)
          .occurredAt(NOON.minusSeconds(60));

  @Test
  void an_event_says_what_happened_to_what_and_when() {
    assertThat(draft(Shipped.EVENT).onCreate())
        .containsEntry("source", "scanner")
        .containsEntry("event_class", "Ropeway")
        .containsEntry("node", "hut-7")
        .containsEntry("resource", "Alps/huts")
        .containsEntry("type", "Devices")
        .containsEntry("metric_name", "hut-lock")
        .containsEntry("message_key", "ropeway-event:" + ID)
        .containsEntry("resolution_state", "New")
        .containsEntry("time_of_event", "2026-03-01 12:00:00");
    finding.occurredAt(NOON.plusSeconds(60));
    assertThat(draft(Shipped.EVENT).onCreate())
        .as("never older than the event before it")
        .containsEntry("time_of_event", "2026-03-01 12:01:00");
  }

  @Test
  void an_alert_has_a_key_of_its_own_and_no_columns_of_events() {
    assertThat(draft(Shipped.ALERT).onCreate())
        .containsEntry("message_key", "ropeway-alert:" + ID)
        .containsEntry("node", "hut-7")
        .doesNotContainKeys("time_of_event", "resolution_state", "correlation_id");
  }

  @ParameterizedTest
  @ValueSource(strings = {"event", "alert"})
  void nobody_owns_what_is_no_task(@ShippedType TicketTypeDefinition type) {
    spec = AssignmentSpec.NONE.ownedBy("heidi");
    assertThat(draft(type).references()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"event", "alert"})
  void severity_and_description_follow_the_finding_and_nothing_else_does(
      @ShippedType TicketTypeDefinition type) {
    assertThat(draft(type).managed()).containsOnlyKeys("severity", "description");
  }

  @ParameterizedTest
  @CsvSource({"CRITICAL, 1", "HIGH, 2", "MEDIUM, 3", "LOW, 4", "INFORMATIONAL, 5"})
  void severities_are_those_of_event_management(Severity severity, String number) {
    finding.severity(severity);
    assertThat(draft(Shipped.ALERT).managed()).containsEntry("severity", number);
  }

  @Test
  void a_priority_that_a_person_wants_is_the_severity() {
    spec =
        new AssignmentSpec(
            null, null, null, "Mind the hut", null, 1, null, null, null, null, null, null);
    assertThat(draft(Shipped.ALERT).managed())
        .containsEntry("severity", "1")
        .hasEntrySatisfying(
            "description", text -> assertThat(text).startsWith("Mind the hut\n\nThe hut is open."));
  }

  @Test
  void the_description_begins_with_the_title_and_keeps_its_link_however_long_it_is() {
    finding.description("x".repeat(9000));
    assertThat(draft(Shipped.EVENT).managed().get("description"))
        .startsWith("[High] Lock the hut – hut-7\n\nxxx")
        .endsWith("Portal: https://portal.example.org/#hut")
        .hasSizeLessThanOrEqualTo(4000);
  }

  @Test
  void additional_info_is_what_event_rules_bind_by() {
    follows = "ALERT0010001";
    finding.configurationItems(List.of("hut-7.example.org")).tags(Map.of("owner", "heidi"));
    JsonNode info = Json.tree(draft(Shipped.EVENT).onCreate().get("additional_info"));
    assertThat(info.path("finding").asText()).isEqualTo("finding-1");
    assertThat(info.path("assignment").asText()).isEqualTo(ID.toString());
    assertThat(info.path("follows").asText()).isEqualTo("ALERT0010001");
    assertThat(info.path("resource_id").asText()).isEqualTo("/huts/7");
    assertThat(info.path("configuration_items").path(0).asText()).isEqualTo("hut-7.example.org");
    assertThat(info.path("tags").path("owner").asText()).isEqualTo("heidi");
  }

  @Test
  void what_does_not_fit_into_additional_info_is_left_out_whole() {
    Map<String, String> tags = new TreeMap<>();
    Collections.nCopies(300, "x").forEach(x -> tags.put("tag-" + tags.size(), "x\"y".repeat(10)));
    finding.tags(tags);
    String info = draft(Shipped.EVENT).onCreate().get("additional_info");
    assertThat(info).hasSizeLessThan(3900);
    assertThat(Json.tree(info).has("tags")).isFalse();
    assertThat(Json.tree(info).path("resource_id").asText()).isEqualTo("/huts/7");
  }

  @Test
  void the_barest_finding_has_a_source_a_type_and_a_metric() {
    finding = Recommendation.of("finding-1", "Lock\nthe hut");
    assertThat(draft(Shipped.EVENT).onCreate())
        .containsEntry("source", "Ropeway")
        .containsEntry("type", "recommendation")
        .containsEntry("metric_name", "Lock the hut")
        .doesNotContainKeys("node", "resource");
  }

  @ParameterizedTest
  @CsvSource({
    "incident, correlation_id=%s, correlation_displaySTARTSWITHRopeway, active=true",
    "em_alert, message_key=ropeway-alert:%s, message_keySTARTSWITHropeway-alert:, state!=Closed",
    "em_event, message_key=ropeway-event:%s, message_keySTARTSWITHropeway-event:, state!=Closed"
  })
  void a_record_is_found_again_by_what_its_table_has(
      String name, String one, String ours, String open) {
    Table table = Table.ofTickets(name);
    assertThat(CorrelationKey.of(Shipped.in(table), ID)).hasToString(one.formatted(ID));
    assertThat(CorrelationKey.ours(table)).hasToString(ours);
    assertThat(CorrelationKey.open(table)).hasToString(ours + "^" + open);
  }

  private TicketFields draft(TicketTypeDefinition type) {
    return Mapping.draft(
        new Claim(
            ID,
            1,
            1,
            null,
            "acme",
            type,
            Status.PENDING,
            DesiredState.OPEN,
            finding.build(),
            spec,
            null,
            null,
            0,
            null,
            null,
            null,
            null,
            null,
            null,
            null,
            null,
            null,
            follows,
            null,
            false));
  }
}
