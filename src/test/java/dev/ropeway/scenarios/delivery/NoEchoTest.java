package dev.ropeway.scenarios.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;

import dev.ropeway.sandbox.faults.FaultKind;
import dev.ropeway.sandbox.faults.FaultRule;
import dev.ropeway.scenarios.RopewayTest;
import dev.ropeway.scenarios.Scenario;
import io.restassured.path.json.JsonPath;
import io.restassured.specification.RequestSpecification;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** No note goes round in a circle, and as many as were written end on both sides. */
@RopewayTest
class NoEchoTest extends NotesFixture {

  private static RequestSpecification other() {
    return io.restassured.RestAssured.given()
        .header("X-API-Key", "admin-key-for-these-tests")
        .contentType("application/json");
  }

  @Test
  void what_ropeway_writes_of_itself_comes_back_as_nobodys_note() {
    UUID assignment = scenario.hasTicket("r1");
    scenario.hears("r1", "\"severity\":\"critical\"");
    await()
        .until(
            () ->
                scenario.tickets(JOURNAL).stream()
                    .anyMatch(row -> row.get("value").startsWith("Ropeway: ")));
    String ours = scenario.tickets(JOURNAL).get(0).get("value");
    // Another integration copies it, as another user, and loses the line ends.
    writes(assignment, "comments", ours.replace("\n", " "));
    writes(assignment, "work_notes", "Ropeway: is it well?");
    scenario.syncs("snow");

    JsonPath shown = scenario.assignment(assignment);
    assertThat(shown.getList("notes.findAll { it.origin == 'servicenow' }.text"))
        .containsExactly("Ropeway: is it well?");
    assertThat(noteAdded(shown)).isEqualTo(1);
  }

  @Test
  void what_came_in_never_goes_out_again() {
    UUID assignment = scenario.hasTicket("r1");
    scenario
        .servicenow()
        .update(
            "incident",
            scenario.sysId(assignment),
            Map.of("comments", "Is it done?"),
            "ada.fulmer");
    scenario.syncs("snow");

    posts(other(), assignment, "{\"text\":\"Is  it done?\\n\"}")
        .statusCode(200)
        .body("origin", equalTo("servicenow"));
    scenario.waits(Duration.ofMinutes(3));
    scenario.syncs("snow");

    assertThat(journal(assignment)).hasSize(1);
    assertThat(scenario.assignment(assignment).getList("notes")).hasSize(1);
  }

  @Test
  void what_ropeway_wrote_is_known_in_every_copy() {
    UUID assignment = scenario.hasTicket("r1");
    posts(assignment, "We patch on Friday").statusCode(201);
    isWritten(assignment);
    String entry = journal(assignment).get(0);
    Map<String, String> copies =
        Map.of("comments", "Ada (Jira) wrote:\n" + entry, "work_notes", entry.replace("\n", "  "));
    scenario.servicenow().update("incident", scenario.sysId(assignment), copies, "ben.okafor");
    scenario
        .servicenow()
        .update(
            "incident",
            scenario.sysId(assignment),
            Map.of("comments", "I do not agree with this. " + entry),
            "ada.fulmer");
    scenario.syncs("snow");

    JsonPath shown = scenario.assignment(assignment);
    assertThat(shown.getList("notes.findAll { it.origin == 'servicenow' }.text", String.class))
        .singleElement()
        .asString()
        .startsWith("I do not agree");
    assertThat(noteAdded(shown)).isEqualTo(2);
    posts(other(), assignment, "{\"text\":\"We patch on Friday\"}").statusCode(200);
    posts(other(), assignment, "{\"text\":\"" + entry.replace("\n", "\\n") + "\"}").statusCode(200);
    assertThat(journal(assignment)).hasSize(4);
  }

  @Test
  void as_many_notes_each_way_end_equal_on_both_sides_whatever_fails() {
    int notes = Integer.getInteger("notes.each-way", 60);
    int tickets = Math.max(4, notes / 50);
    List<UUID> assignments = new ArrayList<>();
    for (int i = 0; i < tickets; i++) {
      assignments.add(scenario.hasTicket("r" + i));
    }
    List<String> sysIds = assignments.stream().map(scenario::sysId).toList();
    scenario.servicenow().faults().set(FaultKind.DROP, FaultRule.chance(0.02));
    scenario.servicenow().faults().set(FaultKind.COMMIT_THEN_DROP, FaultRule.chance(0.03));
    scenario.servicenow().faults().set(FaultKind.SERVER_ERROR, FaultRule.chance(0.03));
    scenario.servicenow().faults().set(FaultKind.COMMIT_THEN_ERROR, FaultRule.chance(0.02));
    for (int i = 0; i < notes; i++) {
      int which = i % tickets;
      posts(assignments.get(which), "to ServiceNow " + i).statusCode(201);
      scenario
          .servicenow()
          .update(
              "incident",
              sysIds.get(which),
              Map.of("comments", "from ServiceNow " + i),
              "ada.fulmer");
      if (i % 50 == 0) {
        Scenario.caller().post("/api/v1/integrations/snow/sync");
        scenario.waits(Duration.ofSeconds(10));
      }
    }
    await()
        .atMost(Duration.ofMinutes(30))
        .pollInterval(Duration.ofMillis(300))
        .until(
            () -> {
              scenario.waits(Duration.ofSeconds(100));
              Scenario.caller().post("/api/v1/integrations/snow/sync");
              return scenario.count("select count(*) from note_to_send", "") == 0
                  && scenario.count("select count(distinct entry) from note", "") == notes
                  && scenario.count("select count(*) from note where origin = 'servicenow'", "")
                      == notes
                  && scenario.count(
                          "select count(*) from ticket_journal where due_at is not null", "")
                      == 0;
            });

    scenario.servicenow().faults().clear();
    assertThat(scenario.tickets(JOURNAL)).hasSize(2 * notes);
    assertThat(scenario.tickets(JOURNAL).stream().map(row -> row.get("value")))
        .doesNotHaveDuplicates();
    assertThat(scenario.count("select count(*) from note", "")).isEqualTo(2 * notes);
    assertThat(scenario.count("select count(*) from note where state = 'written'", ""))
        .isEqualTo(notes);
    assertThat(scenario.count("select count(*) from timeline where note_id is not null", ""))
        .isEqualTo(2 * notes);
  }
}
