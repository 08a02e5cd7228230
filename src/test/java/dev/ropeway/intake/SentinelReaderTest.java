package dev.ropeway.intake;

import static dev.ropeway.intake.Payloads.GROUP;
import static dev.ropeway.intake.Payloads.SUBSCRIPTION;
import static dev.ropeway.intake.Payloads.in;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ropeway.recommendation.Recommendation;
import dev.ropeway.recommendation.Recommendation.Kind;
import dev.ropeway.recommendation.RecommendationState;
import dev.ropeway.recommendation.Severity;
import dev.ropeway.store.Json;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class SentinelReaderTest {

  private static final String MOTOR =
      GROUP + "/providers/Microsoft.Compute/virtualMachines/motor-1";

  private final SentinelReader reader = new SentinelReader();

  @Test
  void an_incident_of_a_playbook_is_an_open_alert_with_its_entities() {
    Recommendation read = read(json("incident-sent-by-playbook"));

    assertThat(read.kind()).isEqualTo(Kind.ALERT);
    assertThat(read.id()).endsWith("/Incidents/73730000-0000-4000-8000-000000000073");
    assertThat(read.title()).isEqualTo("Fare dodger on lift 1");
    assertThat(read.severity()).isEqualTo(Severity.HIGH);
    assertThat(read.category()).isEqualTo("Persistence, LateralMovement");
    assertThat(read.assessmentKey()).endsWith("/alertRules/fab00000-0000-4000-8000-000000000fab");
    assertThat(read.state()).isEqualTo(RecommendationState.UNHEALTHY);
    assertThat(read.stateReason()).isNull();
    assertThat(read.stateChangedAt()).isEqualTo(Instant.parse("2026-03-05T13:15:30Z"));
    assertThat(read.description()).contains("without a pass", "Alert: Gate jumped", "T1078");
    assertThat(read.url()).startsWith("https://portal.azure.com/");
    assertThat(read.tags())
        .containsEntry("owner", "guard@example.org")
        .containsEntry("winter", "User");
    assertThat(read.resource().id()).isEqualTo(MOTOR);
    assertThat(read.resource().scope()).isEqualTo(GROUP);
    assertThat(read.configurationItems())
        .as("no address while machines are known: it may be the attacker's")
        .containsExactly(MOTOR, "gate-1.lifts.example.org");
  }

  @Test
  void the_trigger_of_a_playbook_may_be_wrapped_once_more() {
    ObjectNode wrapped = Json.MAPPER.createObjectNode();
    wrapped.set("body", json("incident-sent-by-playbook"));
    assertThat(read(wrapped).title()).isEqualTo("Fare dodger on lift 1");

    in(wrapped, "body", "object", "properties").put("status", "Melted");
    assertThat(Payloads.refusal(reader.read(wrapped)).pointer())
        .isEqualTo("/body/object/properties/status");
  }

  @Test
  void a_closed_incident_is_over_and_says_why() {
    Recommendation read = read(json("incident-closed"));

    assertThat(read.state()).isEqualTo(RecommendationState.HEALTHY);
    assertThat(read.stateReason())
        .isEqualTo("FalsePositive (IncorrectAlertLogic): It was the inspector");
    assertThat(read.resource().scope()).isEqualTo(SUBSCRIPTION + "/resourceGroups/soc");
    assertThat(read.configurationItems()).isEmpty();
  }

  @Test
  void an_incident_with_nothing_but_addresses_has_them_for_configuration_items() {
    JsonNode event = json("incident-sent-by-playbook");
    var entities = (ArrayNode) event.at("/object/properties/relatedEntities");
    entities.remove(2);
    entities.remove(1);
    assertThat(read(event).configurationItems()).containsExactly("192.0.2.9");
  }

  @Test
  void an_alert_of_an_incident_is_read_too() {
    Recommendation read = read(json("alert-of-incident"));

    assertThat(read.id()).endsWith("/Entities/ba000000-0000-4000-8000-0000000000ba");
    assertThat(read.title()).isEqualTo("Gate jumped");
    assertThat(read.severity()).isEqualTo(Severity.LOW);
    assertThat(read.category()).isEqualTo("Collection");
    assertThat(read.stateChangedAt()).isEqualTo(Instant.parse("2026-03-05T18:21:53.615836Z"));
  }

  @Test
  void an_alert_of_a_playbook_has_its_entities_in_a_string_B90() {
    Recommendation read = read(json("alert-sent-by-playbook"));

    assertThat(read.id()).isEqualTo("bb000000-0000-4000-8000-0000000000bb");
    assertThat(read.title()).isEqualTo("Gate jumped twice");
    assertThat(read.configurationItems()).containsExactly("gate-2.lifts.example.org");
  }

  @Test
  void other_items_are_refused() {
    ObjectNode event = (ObjectNode) json("incident-closed");
    event.put("type", "Microsoft.SecurityInsights/bookmarks");
    in(event, "properties").remove("incidentNumber");
    assertThat(Payloads.refusal(reader.read(event)).pointer()).isEqualTo("/type");
  }

  private Recommendation read(JsonNode event) {
    return Payloads.only(reader.read(event));
  }

  private static JsonNode json(String sample) {
    return Payloads.json("sentinel", sample);
  }
}
