package dev.ropeway.scenarios.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import dev.ropeway.sandbox.faults.FaultKind;
import dev.ropeway.sandbox.faults.FaultRule;
import dev.ropeway.scenarios.MadeIntegration;
import dev.ropeway.scenarios.RopewayTest;
import dev.ropeway.scenarios.Scenario;
import dev.ropeway.scenarios.SettableClock;
import io.restassured.path.json.JsonPath;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What callers post stands on the ticket exactly once, and comes back as nobody's note. */
@RopewayTest
class NotesToTicketsTest extends NotesFixture {

  @Test
  void a_posted_note_stands_on_the_ticket_and_comes_back_as_nobodys() {
    UUID assignment = scenario.hasTicket("r1");

    posts(assignment, "We patch on [code]Friday[/code]")
        .statusCode(201)
        .header("Location", containsString(assignment.toString()))
        .body("kind", equalTo("work_note"))
        .body("origin", equalTo("ropeway"))
        .body("by.name", equalTo("test"))
        .body("state", equalTo("waiting"));
    isWritten(assignment);
    scenario.syncs("snow");
    SettableClock.advance(Duration.ofMinutes(3));
    scenario.syncs("snow");

    assertThat(journal(assignment)).hasSize(1);
    assertThat(journal(assignment).get(0))
        .startsWith("We patch on (code)Friday(/code)\n— test via Ropeway #");
    assertThat(scenario.tickets(JOURNAL).get(0)).containsEntry("element", "work_notes");
    JsonPath shown = scenario.assignment(assignment);
    assertThat(shown.getList("notes.text")).containsExactly("We patch on [code]Friday[/code]");
    assertThat(shown.getList("notes.origin")).containsExactly("ropeway");
    assertThat(noteAdded(shown)).isEqualTo(1);
    assertThat(scenario.count("select count(*) from note where entry is not null", ""))
        .isEqualTo(1);
  }

  @ParameterizedTest
  @EnumSource(
      value = FaultKind.class,
      names = {
        "COMMIT_THEN_DROP",
        "COMMIT_THEN_ERROR",
        "COMMIT_THEN_BROKEN_JSON",
        "COMMIT_LATE",
        "EMPTY_ANSWER",
        "DROP",
        "SERVER_ERROR",
        "RATE_LIMITED",
        "HIBERNATING",
        "ACCEPTED_NOT_EXECUTED"
      })
  void a_lost_answer_is_looked_for_before_the_note_is_written_again(FaultKind fault) {
    UUID assignment = scenario.hasTicket("r1");
    scenario
        .servicenow()
        .faults()
        .set(fault, FaultRule.next(1).on("PATCH", null).delay(30_000).retryAfter(1));
    posts(assignment, "Once").statusCode(201);
    await().until(() -> scenario.assignment(assignment).get("failure.reason") != null);
    assertThat(scenario.assignment(assignment).getString("status")).isEqualTo("open");

    await()
        .pollInterval(Duration.ofMillis(200))
        .until(
            () -> {
              scenario.waits(Duration.ofSeconds(100));
              return scenario.assignment(assignment).getString("notes[0].state").equals("written");
            });

    assertThat(journal(assignment)).hasSize(1);
    assertThat(scenario.assignment(assignment).getString("failure")).isNull();
  }

  @Test
  void a_note_that_was_tried_waits_until_it_can_no_longer_be_committed() {
    UUID assignment = scenario.hasTicket("r1");
    scenario
        .servicenow()
        .faults()
        .set(FaultKind.COMMIT_THEN_DROP, FaultRule.next(1).on("PATCH", null));
    posts(assignment, "Once").statusCode(201);
    await().until(() -> scenario.assignment(assignment).get("failure.reason") != null);
    long calls = scenario.servicenow().callCount("GET", JOURNAL);

    scenario.waits(Duration.ofSeconds(30));
    await()
        .until(
            () ->
                scenario.count(
                        "select count(*) from assignment where id = '%s' and failure_reason is null",
                        assignment.toString())
                    == 1);

    assertThat(scenario.servicenow().callCount("GET", JOURNAL)).isEqualTo(calls);
    assertThat(scenario.servicenow().callCount("PATCH", "incident")).isEqualTo(1);
    scenario.waits(Duration.ofSeconds(70));
    isWritten(assignment);
    assertThat(scenario.servicenow().callCount("PATCH", "incident")).isEqualTo(1);
  }

  @Test
  void equal_notes_of_one_caller_are_as_many_as_were_posted() {
    UUID assignment = scenario.hasTicket("r1");
    for (int i = 0; i < 12; i++) {
      posts(assignment, "ping").statusCode(201);
    }
    isWritten(assignment);

    assertThat(journal(assignment)).hasSize(12).doesNotHaveDuplicates();
  }

  @Test
  void an_idempotency_key_gives_the_same_note() {
    UUID assignment = scenario.hasTicket("r1");
    UUID second = scenario.hasTicket("r2");
    String body = "{\"text\":\"Once\"}";
    String id =
        posts(Scenario.caller().header("Idempotency-Key", "k"), assignment, body)
            .statusCode(201)
            .extract()
            .path("id");

    posts(Scenario.caller().header("Idempotency-Key", "k"), assignment, body)
        .statusCode(200)
        .body("id", equalTo(id));
    posts(Scenario.caller().header("Idempotency-Key", "k"), second, body).statusCode(409);
    posts(Scenario.caller().header("Idempotency-Key", "k"), assignment, "{\"text\":\"Another\"}")
        .statusCode(409);
    isWritten(assignment);
    assertThat(journal(assignment)).hasSize(1);
  }

  @Test
  void a_note_is_written_beside_what_a_person_edited() {
    UUID assignment = scenario.hasTicket("r1", "\"description\":\"Old\"");
    scenario
        .servicenow()
        .update(
            "incident",
            scenario.sysId(assignment),
            Map.of("description", "Edited by a person"),
            "ada.fulmer");
    scenario.hears("r1", "\"description\":\"New\"");
    await()
        .until(
            () ->
                scenario.assignment(assignment).getList("timeline.detail", String.class).stream()
                    .anyMatch(line -> line != null && line.contains("as a person edited it")));

    posts(assignment, "Please leave it").statusCode(201);
    isWritten(assignment);

    assertThat(scenario.ticket("incident", assignment))
        .containsEntry("description", "Edited by a person");
  }

  @Test
  void a_note_waits_for_its_ticket() {
    scenario
        .servicenow()
        .faults()
        .set(FaultKind.SERVER_ERROR, FaultRule.always().on("POST", "incident"));
    UUID assignment = scenario.hears("r1");
    posts(assignment, "Already said").statusCode(201);
    scenario.servicenow().faults().clear();
    await()
        .until(
            () -> {
              scenario.waits(Duration.ofMinutes(2));
              return scenario.assignment(assignment).getString("status").equals("open");
            });

    isWritten(assignment);
    assertThat(journal(assignment)).hasSize(1);
  }

  @Test
  void a_ticket_that_is_over_takes_notes_too() {
    UUID assignment = scenario.hasTicket("r1");
    scenario
        .servicenow()
        .update("incident", scenario.sysId(assignment), Map.of("state", "6"), "ada.fulmer");
    scenario.syncs("snow");

    posts(assignment, "Thanks").statusCode(201);

    assertThat(isWritten(assignment).getString("status")).isEqualTo("closed");
    assertThat(journal(assignment)).hasSize(1);
  }

  @Test
  void a_note_that_the_ticket_refuses_is_refused_and_holds_nothing_up() {
    UUID assignment = scenario.hasTicket("r1");
    scenario
        .servicenow()
        .faults()
        .set(FaultKind.BUSINESS_RULE, FaultRule.next(1).on("PATCH", "incident"));
    posts(assignment, "Not this").statusCode(201);
    await()
        .untilAsserted(
            () ->
                assertThat(scenario.assignment(assignment).getString("notes[0].state"))
                    .isEqualTo("refused"));
    posts(assignment, "But that").statusCode(201);
    await().until(() -> journal(assignment).size() == 1);

    JsonPath shown = scenario.assignment(assignment);
    assertThat(shown.getString("status")).isEqualTo("open");
    assertThat(shown.getString("notes[0].detail")).contains("Business Rule");
    assertThat(shown.getList("timeline.what")).contains("warned");
  }

  @Test
  void a_note_of_a_deleted_ticket_is_refused() {
    UUID assignment = scenario.hasTicket("r1");
    scenario.servicenow().delete("incident", scenario.sysId(assignment));
    posts(assignment, "Anybody?").statusCode(201);

    await()
        .untilAsserted(
            () ->
                assertThat(scenario.assignment(assignment).getString("notes[0].state"))
                    .isEqualTo("refused"));
  }

  @Test
  void a_comment_goes_only_where_comments_are_allowed() {
    UUID assignment = scenario.hasTicket("r1");
    String comment = "{\"kind\":\"comment\",\"text\":\"Dear customer\"}";
    posts(Scenario.caller(), assignment, comment)
        .statusCode(409)
        .body("detail", containsString("notes.out"));
    MadeIntegration.basic("\"notes\":{\"out\":[\"comments\",\"work-notes\"]}").statusCode(201);
    MadeIntegration.becomes("connected");
    UUID open = scenario.hasTicket("r2", "\"category\":\"Made\"");
    posts(Scenario.caller(), open, comment).statusCode(201);
    isWritten(open);

    assertThat(scenario.tickets(JOURNAL)).hasSize(1);
    assertThat(scenario.tickets(JOURNAL).get(0)).containsEntry("element", "comments");
    MadeIntegration.basic("\"notes\":{\"out\":[\"none\"]}").statusCode(200);
    posts(open, "Colleagues").statusCode(409);
    MadeIntegration.basic("\"notes\":{\"out\":[\"none\",\"comments\"]}").statusCode(400);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{\"text\":\"\"}",
        "{\"text\":\" \"}",
        "{\"text\":1}",
        "{\"kind\":\"mail\",\"text\":\"x\"}",
        "{\"text\":\"x\",\"more\":1}",
        "[]"
      })
  void what_is_no_note_is_refused(String body) {
    UUID assignment = scenario.hasTicket("r1");
    posts(Scenario.caller(), assignment, body).statusCode(400);
    posts(Scenario.caller(), assignment, "{\"text\":\"" + "x".repeat(65_001) + "\"}")
        .statusCode(400);
  }

  /** With ten failures in a row a note is refused; those of others do not count. */
  @Test
  void failures_of_notes_before_it_are_not_counted_against_a_note() {
    MadeIntegration.basic("\"delivery\":{\"maxAttempts\":10}").statusCode(201);
    MadeIntegration.becomes("connected");
    UUID assignment = scenario.hasTicket("r1", "\"category\":\"Made\"");
    scenario
        .servicenow()
        .faults()
        .set(FaultKind.SERVER_ERROR, FaultRule.chance(0.3).on("PATCH", "incident"));
    for (int i = 0; i < 50; i++) {
      posts(assignment, "note " + i).statusCode(201);
    }
    await()
        .atMost(Duration.ofMinutes(2))
        .pollInterval(Duration.ofMillis(100))
        .until(
            () -> {
              scenario.waits(Duration.ofSeconds(100));
              return scenario.count("select count(*) from note_to_send", "") == 0;
            });

    assertThat(scenario.assignment(assignment).getList("notes.state")).containsOnly("written");
    assertThat(journal(assignment)).hasSize(50).doesNotHaveDuplicates();
    assertThat(
            scenario.count(
                "select count(*) from timeline where assignment_id = '%s' and what = 'attempt'",
                assignment.toString()))
        .isGreaterThan(10);
  }

  @Test
  void a_note_that_waits_is_given_up_with_its_assignment() {
    scenario
        .servicenow()
        .faults()
        .set(FaultKind.RATE_LIMITED, FaultRule.always().on("PATCH", "incident").retryAfter(60));
    UUID assignment = scenario.hasTicket("r1");
    posts(assignment, "Too late").statusCode(201);
    scenario.fails(assignment, "rate-limited");
    Scenario.caller()
        .delete("/api/v1/assignments/" + assignment + "?ticket=keep")
        .then()
        .statusCode(200);

    // The calls of this hour are spent, as the refusal said.
    SettableClock.advance(Duration.ofMinutes(61));
    scenario.syncsUntil(
        "snow",
        "select count(*) from note where state = 'refused' and assignment_id = '"
            + assignment
            + "'");

    assertThat(scenario.assignment(assignment).getString("notes[0].state")).isEqualTo("refused");
    assertThat(scenario.count("select count(*) from note_to_send", "")).isZero();
  }

  @Test
  void alerts_and_withdrawn_assignments_take_no_notes() {
    UUID assignment = scenario.hasTicket("r1");
    Scenario.caller().delete("/api/v1/assignments/" + assignment + "?ticket=keep");
    posts(assignment, "Hello").statusCode(409);
    posts(UUID.randomUUID(), "Hello").statusCode(404);
  }

  @Test
  void a_note_that_a_former_version_passed_over_is_sent_after_all() {
    UUID assignment = scenario.hasTicket("r1");
    scenario
        .servicenow()
        .faults()
        .set(FaultKind.RATE_LIMITED, FaultRule.next(1).on("PATCH", "incident").retryAfter(5));
    posts(assignment, "Still there").statusCode(201);
    await().until(() -> scenario.assignment(assignment).get("failure.reason") != null);
    scenario.run(
        "update assignment set next_delivery_at = null, failure_reason = null where id = '"
            + assignment
            + "'");
    SettableClock.advance(Duration.ofMinutes(1));

    scenario.syncs("snow");
    scenario.goesOn();

    isWritten(assignment);
  }
}
