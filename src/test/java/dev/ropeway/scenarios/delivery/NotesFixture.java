package dev.ropeway.scenarios.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.ropeway.scenarios.MadeIntegration;
import dev.ropeway.scenarios.Scenario;
import io.restassured.path.json.JsonPath;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** What tests of notes have in common: people who write on tickets, and callers who post. */
abstract class NotesFixture {

  static final String JOURNAL = "sys_journal_field";

  private static final DateTimeFormatter STAMP =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss").withZone(ZoneOffset.UTC);

  @Inject Scenario scenario;

  @BeforeEach
  void start() {
    scenario.isNew();
    scenario.run("truncate note");
  }

  @AfterEach
  void end() {
    MadeIntegration.isGone(scenario);
  }

  void writes(UUID assignment, String element, String text) {
    scenario
        .servicenow()
        .update("incident", scenario.sysId(assignment), Map.of(element, text), "ada.fulmer");
  }

  /** An entry of the journal whose ticket did not move with it. */
  void entry(UUID assignment, String text, Instant at) {
    entry(scenario.sysId(assignment), text, at);
  }

  void entry(String ticket, String text, Instant at) {
    Map<String, String> row = new HashMap<>();
    row.put("name", "incident");
    row.put("element", "comments");
    row.put("element_id", ticket);
    row.put("value", text);
    row.put("sys_created_on", STAMP.format(at));
    row.put("sys_created_by", "ada.fulmer");
    scenario.servicenow().insert(JOURNAL, row);
  }

  List<String> texts(UUID assignment) {
    return scenario.assignment(assignment).getList("notes.text");
  }

  static long noteAdded(JsonPath assignment) {
    return assignment.getList("timeline.what").stream().filter("note-added"::equals).count();
  }

  static ValidatableResponse posts(UUID assignment, String text) {
    return posts(Scenario.caller(), assignment, "{\"text\":\"" + text + "\"}");
  }

  static ValidatableResponse posts(RequestSpecification who, UUID assignment, String body) {
    return who.body(body).post("/api/v1/assignments/" + assignment + "/notes").then();
  }

  List<String> journal(UUID assignment) {
    String ticket = scenario.sysId(assignment);
    return scenario.tickets(JOURNAL).stream()
        .filter(row -> row.get("element_id").equals(ticket))
        .map(row -> row.get("value"))
        .toList();
  }

  JsonPath isWritten(UUID assignment) {
    await()
        .untilAsserted(
            () ->
                assertThat(scenario.assignment(assignment).getList("notes.state"))
                    .isNotEmpty()
                    .containsOnly("written"));
    return scenario.assignment(assignment);
  }
}
