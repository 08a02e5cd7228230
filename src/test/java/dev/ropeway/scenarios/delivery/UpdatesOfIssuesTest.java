package dev.ropeway.scenarios.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ropeway.scenarios.RopewayTest;
import dev.ropeway.scenarios.Scenario;
import dev.ropeway.scenarios.SettableClock;
import dev.ropeway.store.Json;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What Azure says of an issue while it goes on, and after it, is told on one ticket (D02, E76). */
@RopewayTest
class UpdatesOfIssuesTest {

  private static final Path SAMPLES = Path.of("src/test/resources/payloads/azure-monitor");

  @Inject Scenario scenario;
  private int alerts;

  @BeforeEach
  void start() {
    scenario.isNew();
  }

  @Test
  void an_update_is_one_work_note_however_often_and_by_whichever_rule_it_is_delivered()
      throws IOException {
    UUID assignment = azureSays("Active", "<p>Storage is <b>slow</b>.</p>", 0);
    scenario.becomes(assignment, "open");

    assertThat(azureSays("Active", "<p>We know &amp; mend it.</p>", 10)).isEqualTo(assignment);
    azureSays("Active", "<p>We know &amp; mend it.</p>", 10);
    azureSays("Active", "<p>We know &amp; mend it.</p>", 11);
    azureSays("Active", "<p>Storage is <b>slow</b>.</p>", 0);

    notesAre("Ropeway: Azure says Active:\nWe know & mend it.");
    assertThat(scenario.tickets("incident")).hasSize(1);
    assertThat(scenario.ticket("incident", assignment).get("description"))
        .contains("We know & mend it.");
    assertThat(scenario.assignment(assignment).getList("timeline.detail", String.class))
        .contains("its source sent an update");
  }

  @Test
  void a_resolved_issue_resolves_its_ticket_and_its_review_is_noted_without_reopening_it()
      throws IOException {
    UUID assignment = azureSays("Active", "<p>Storage is slow.</p>", 0);
    scenario.becomes(assignment, "open");

    azureSays("Resolved", "<p>It is fast again.</p>", 10);
    scenario.becomes(assignment, "closed");
    assertThat(scenario.ticket("incident", assignment))
        .containsEntry("state", "6")
        .containsEntry("close_code", "Solution provided")
        .hasEntrySatisfying(
            "close_notes",
            notes -> assertThat(notes).contains("healthy (Azure says Resolved about SNOW-1)"));
    notesAre("Ropeway: Azure says Resolved:\nIt is fast again.");

    azureSays("RCA", "<p>A cable was cut.</p>", 20);
    azureSays("RCA", "<p>A cable was cut.</p>", 20);

    notesAre(
        "Ropeway: Azure says Resolved:\nIt is fast again.",
        "Ropeway: Azure says RCA:\nA cable was cut.");
    assertThat(scenario.ticket("incident", assignment)).containsEntry("state", "6");
    assertThat(scenario.assignment(assignment).getString("status")).isEqualTo("closed");
    assertThat(scenario.tickets("incident")).hasSize(1);
  }

  @Test
  void an_issue_that_a_person_resolved_first_goes_on_being_noted() throws IOException {
    UUID assignment = azureSays("Active", "<p>Storage is slow.</p>", 0);
    scenario.becomes(assignment, "open");
    scenario
        .servicenow()
        .update("incident", scenario.sysId(assignment), LoopFixture.resolved(), "ada.fulmer");
    scenario.syncs("snow");
    scenario.becomes(assignment, "closed");

    azureSays("Active", "<p>Still slow.</p>", 10);

    notesAre("Ropeway: Azure says Active:\nStill slow.");
    assertThat(scenario.tickets("incident")).hasSize(1);
    assertThat(scenario.ticket("incident", assignment)).containsEntry("state", "6");
  }

  @Test
  void a_maintenance_that_begins_raises_its_ticket() throws IOException {
    UUID assignment = azureSays("Maintenance", "Planned", "Tomorrow.", 0);
    scenario.becomes(assignment, "open");
    assertThat(scenario.ticket("incident", assignment))
        .containsEntry("impact", "2")
        .containsEntry("urgency", "3");

    azureSays("Maintenance", "InProgress", "Now.", 10);

    await()
        .untilAsserted(
            () ->
                assertThat(scenario.ticket("incident", assignment))
                    .containsEntry("impact", "2")
                    .containsEntry("urgency", "2"));
  }

  private void notesAre(String... texts) {
    await()
        .untilAsserted(
            () ->
                assertThat(
                        scenario.tickets("sys_journal_field").stream()
                            .filter(entry -> entry.get("element").equals("work_notes"))
                            .map(entry -> entry.get("value")))
                    .containsExactlyInAnyOrder(texts));
  }

  private UUID azureSays(String stage, String text, int minute) throws IOException {
    return azureSays("Incident", stage, text, minute);
  }

  /** Another alert each time, as Azure fires them; which rule it was changes nothing. */
  private UUID azureSays(String kind, String stage, String text, int minute) throws IOException {
    ObjectNode event =
        (ObjectNode)
            Json.MAPPER.readTree(
                Files.readAllBytes(SAMPLES.resolve("service-health-fired-as-resolved.json")));
    Instant at = new SettableClock().instant().minusSeconds(3600 - minute * 60L);
    String alert = "/subscriptions/a/providers/Microsoft.AlertsManagement/alerts/" + alerts++;
    at(event, "/data/essentials").put("alertId", alert).put("alertRule", "rule " + alerts);
    at(event, "/data/alertContext").put("eventTimestamp", at.toString()).put("status", stage);
    at(event, "/data/alertContext/properties")
        .put("incidentType", kind)
        .put("stage", stage)
        .put("communication", text);
    Map<String, List<Map<String, Map<String, String>>>> answer =
        Scenario.caller()
            .body(event.toString())
            .post("/api/v1/events/azure-monitor")
            .then()
            .statusCode(202)
            .extract()
            .jsonPath()
            .get();
    return UUID.fromString(answer.get("results").get(0).get("assignment").get("id"));
  }

  private static ObjectNode at(ObjectNode event, String pointer) {
    return (ObjectNode) event.at(pointer);
  }
}
