package dev.ropeway.intake;

import static dev.ropeway.intake.Payloads.GROUP;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ropeway.correlation.Candidate;
import dev.ropeway.recommendation.Recommendation;
import dev.ropeway.recommendation.RecommendationState;
import dev.ropeway.store.Json;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EventGridReaderTest {

  private final EventGridReader reader = new EventGridReader(List.of(new DefenderReader()));

  @Test
  void a_handshake_is_answered_with_its_code_E82() {
    Reading reading = post(Payloads.json("event-grid", "subscription-to-validate"));

    assertThat(reading.isHandshake()).isTrue();
    assertThat(reading.reply().status()).as("202 is not accepted").isEqualTo(200);
    assertThat(Json.write(reading.reply().body()))
        .isEqualTo("{\"validationResponse\":\"51205120-0000-4000-8000-000000000051\"}");
  }

  @Test
  void a_handshake_among_others_hides_none_of_them() {
    ArrayNode events = (ArrayNode) Payloads.json("event-grid", "subscription-to-validate");
    events.addAll((ArrayNode) Payloads.json("event-grid", "policy-state-changed"));
    Reading reading = post(events);

    assertThat(reading.isHandshake()).isFalse();
    assertThat(reading.candidates()).extracting(Candidate::isRejected).containsExactly(true, false);
  }

  @Test
  void a_policy_state_is_a_recommendation_for_its_resource_E84() {
    Recommendation read = read("policy-state-changed");

    assertThat(read.id())
        .isEqualTo(
            (GROUP
                        + "/providers/Microsoft.Compute/virtualMachines/motor-6|"
                        + Payloads.SUBSCRIPTION)
                    .toLowerCase(Locale.ROOT)
                + "/providers/microsoft.authorization/policyassignments/snow-rules"
                + "|/providers/microsoft.authorization/policydefinitions/"
                + "0e0e0e0e-0000-4000-8000-00000000000e");
    assertThat(read.title())
        .isEqualTo("Comply with policy 0e0e0e0e-0000-4000-8000-00000000000e of snow-rules");
    assertThat(read.state()).isEqualTo(RecommendationState.UNHEALTHY);
    assertThat(read.stateChangedAt())
        .as("data.timestamp, not eventTime")
        .isEqualTo(Instant.parse("2026-03-27T18:37:42.449695Z"));
    assertThat(read.resource().name()).isEqualTo("motor-6");
    assertThat(read.resource().type()).isEqualTo("Microsoft.Compute/virtualMachines");
    assertThat(read.resource().scope()).isEqualTo(GROUP);
  }

  @Test
  void the_same_state_as_a_cloud_event_in_another_case_has_the_same_key() {
    Recommendation read = read("policy-state-as-cloudevent");

    assertThat(read.id()).isEqualTo(read("policy-state-changed").id());
    assertThat(read.state()).isEqualTo(RecommendationState.HEALTHY);
    assertThat(read.stateChangedAt()).isEqualTo(Instant.parse("2026-03-27T19:00:00Z"));
  }

  @Test
  void a_policy_state_may_come_with_all_other_cloud_events() {
    JsonNode event = Payloads.json("event-grid", "policy-state-as-cloudevent");
    assertThat(Payloads.only(new CloudEventsReader(List.of(reader)).read(event)))
        .isEqualTo(Payloads.only(reader.read(event)));
  }

  @Test
  void a_deleted_state_is_gone_whatever_it_was() {
    Recommendation read = read("policy-state-deleted");

    assertThat(read.state()).isEqualTo(RecommendationState.DELETED);
    assertThat(read.title()).isEqualTo("Comply with policy diskEncryption of snow-rules");
    assertThat(read.id()).endsWith("|diskencryption");
  }

  @ParameterizedTest
  @CsvSource({
    "NonCompliant, UNHEALTHY,",
    "Compliant, HEALTHY,",
    "Exempt, NOT_APPLICABLE, Exempt",
    "Conflict, UNHEALTHY,"
  })
  void compliance_is_the_state(String word, RecommendationState state, String reason) {
    ObjectNode event = (ObjectNode) Payloads.json("event-grid", "policy-state-changed").get(0);
    Payloads.in(event, "data").put("complianceState", word);
    assertThat(Payloads.only(reader.read(event)).state()).isEqualTo(state);
    assertThat(Payloads.only(reader.read(event)).stateReason()).isEqualTo(reason);
  }

  @Test
  void a_state_that_nobody_knows_changes_nothing() {
    ObjectNode event = (ObjectNode) Payloads.json("event-grid", "policy-state-changed").get(0);
    Payloads.in(event, "data").put("complianceState", "Unknown");
    assertThat(Payloads.refusal(reader.read(event)).pointer()).isEqualTo("/data/complianceState");
  }

  @Test
  void what_a_defender_event_carries_is_unwrapped() {
    Recommendation read = read("assessment-inside");
    assertThat(read.id()).endsWith("/assessments/0f0f0f0f-0000-4000-8000-00000000000f");
    assertThat(read.title()).isEqualTo("Doors should be shut");
  }

  @Test
  void what_is_carried_and_refused_is_pointed_at_inside_the_event() {
    ObjectNode event = (ObjectNode) Payloads.json("event-grid", "assessment-inside").get(0);
    Payloads.in(event, "data", "properties", "status").put("code", "Melted");
    assertThat(Payloads.refusal(reader.read(event)).pointer())
        .isEqualTo("/data/properties/status/code");
  }

  @Test
  void other_events_are_refused_by_type() {
    var refusal = Payloads.refusal(reader.read(Payloads.json("event-grid", "blob-created").get(0)));
    assertThat(refusal.pointer()).isEqualTo("/eventType");
    assertThat(refusal.detail()).contains("Microsoft.Storage.BlobCreated");
  }

  private Recommendation read(String sample) {
    JsonNode json = Payloads.json("event-grid", sample);
    return Payloads.only(reader.read(json.isArray() ? json.get(0) : json));
  }

  private Reading post(JsonNode json) {
    return reader.read(new Post(Json.write(json).getBytes(StandardCharsets.UTF_8), Map.of()));
  }
}
