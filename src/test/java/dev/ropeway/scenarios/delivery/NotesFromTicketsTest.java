package dev.ropeway.scenarios.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.ropeway.sandbox.faults.FaultKind;
import dev.ropeway.sandbox.faults.FaultRule;
import dev.ropeway.scenarios.MadeIntegration;
import dev.ropeway.scenarios.RopewayTest;
import dev.ropeway.scenarios.Scenario;
import dev.ropeway.scenarios.SettableClock;
import io.restassured.path.json.JsonPath;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What people write on tickets comes back: all of it, once, and nothing that Ropeway wrote. */
@RopewayTest
class NotesFromTicketsTest extends AttachmentsFixture {

  @Test
  void comments_and_work_notes_stand_on_the_assignment_with_who_wrote_them() {
    UUID assignment = scenario.hasTicket("r1");
    writes(assignment, "comments", "When will it be done?");
    writes(assignment, "work_notes", "Waiting for the vendor");

    assertThat(scenario.syncs("snow").getInt("notes")).isEqualTo(2);

    JsonPath shown = scenario.assignment(assignment);
    assertThat(shown.getList("notes.text"))
        .containsExactlyInAnyOrder("When will it be done?", "Waiting for the vendor");
    assertThat(shown.getList("notes.kind")).containsExactlyInAnyOrder("comment", "work_note");
    assertThat(shown.getList("notes.origin")).containsOnly("servicenow");
    assertThat(shown.getString("notes[0].by.name")).isEqualTo("Ada Fulmer");
    assertThat(shown.getString("notes[0].by.email")).isEqualTo("ada.fulmer@example.com");
    assertThat(shown.getString("notes[0].at")).isNotNull();
    assertThat(shown.getList("timeline.detail"))
        .contains("comment: When will it be done?", "work note: Waiting for the vendor");
    assertThat(shown.getList("timeline.who")).contains("servicenow:ada.fulmer");
    assertThat(Scenario.caller().get("/assignments/" + assignment).asString())
        .contains("Waiting for the vendor");
  }

  @Test
  void a_note_is_told_once_however_often_its_ticket_moves() {
    UUID assignment = scenario.hasTicket("r1");
    writes(assignment, "comments", "one");
    scenario.syncs("snow");
    writes(assignment, "comments", "two");
    scenario.syncs("snow");
    scenario.waits(Duration.ofMinutes(3));
    scenario.syncs("snow");

    assertThat(texts(assignment)).containsExactlyInAnyOrder("one", "two");
    assertThat(noteAdded(scenario.assignment(assignment))).isEqualTo(2);
  }

  @Test
  void equal_notes_of_one_second_are_as_many_as_were_written() {
    UUID assignment = scenario.hasTicket("r1");
    for (int i = 0; i < 3; i++) {
      writes(assignment, "comments", "same");
    }
    scenario.syncs("snow");

    assertThat(texts(assignment)).containsExactly("same", "same", "same");
  }

  @Test
  void what_is_committed_late_is_read_when_nothing_later_can_come() {
    UUID assignment = scenario.hasTicket("r1");
    writes(assignment, "comments", "first");
    Instant moved = new SettableClock().instant();
    scenario.syncs("snow");
    entry(assignment, "late", moved.minusSeconds(60));

    scenario.syncs("snow");
    assertThat(texts(assignment)).containsExactly("first");
    SettableClock.advance(Duration.ofSeconds(95));
    scenario.syncs("snow");

    assertThat(texts(assignment)).containsExactlyInAnyOrder("late", "first");
    assertThat(scenario.count("select count(*) from ticket_journal where due_at is not null", ""))
        .isZero();
  }

  @Test
  void a_note_that_a_delivery_saw_before_the_poll_is_read_too() {
    UUID assignment = scenario.hasTicket("r1");
    writes(assignment, "comments", "seen by a delivery");
    scenario.hears("r1", "\"description\":\"News\"");
    await()
        .until(() -> scenario.ticket("incident", assignment).get("description").contains("News"));
    await()
        .until(
            () ->
                scenario.count(
                        "select count(*) from assignment where id = '%s' and ticket_mod_count >= 2",
                        assignment.toString())
                    == 1);

    scenario.syncs("snow");

    assertThat(texts(assignment)).contains("seen by a delivery");
  }

  @Test
  void html_and_code_are_read_as_text() {
    UUID assignment = scenario.hasTicket("r1");
    writes(
        assignment,
        "comments",
        "[code]<p>See <a href='https://x.org/a'>this</a><script>alert(1)</script></p>[/code]");
    writes(assignment, "work_notes", "if a < b && c > d");
    scenario.syncs("snow");

    assertThat(texts(assignment))
        .containsExactlyInAnyOrder("See this (https://x.org/a)", "if a < b && c > d");
  }

  @Test
  void a_note_of_64_kb_comes_whole() {
    UUID assignment = scenario.hasTicket("r1");
    String text = "x".repeat(65_536);
    writes(assignment, "comments", text);
    scenario.syncs("snow");

    assertThat(texts(assignment)).containsExactly(text);
  }

  @Test
  void ten_thousand_notes_of_one_ticket_are_read_page_by_page() {
    UUID assignment = scenario.hasTicket("r1");
    Instant now = new SettableClock().instant();
    String ticket = scenario.sysId(assignment);
    for (int i = 0; i < 10_000; i++) {
      entry(ticket, "note " + i, now);
    }
    writes(assignment, "comments", "last");

    assertThat(scenario.syncs("snow").getInt("notes")).isEqualTo(10_001);

    assertThat(texts(assignment)).hasSize(1000);
    List<String> all = new ArrayList<>();
    String url = "/api/v1/assignments/" + assignment + "/notes?limit=1000";
    for (String next = ""; next != null; ) {
      JsonPath page = Scenario.caller().get(url + next).then().statusCode(200).extract().jsonPath();
      all.addAll(page.getList("items.id"));
      next = page.getString("next") == null ? null : "&cursor=" + page.getString("next");
    }
    assertThat(all).hasSize(10_001).doesNotHaveDuplicates();
  }

  @Test
  void an_author_who_was_deleted_keeps_the_login() {
    UUID assignment = scenario.hasTicket("r1");
    writes(assignment, "comments", "bye");
    scenario
        .servicenow()
        .update(
            JOURNAL,
            scenario.tickets(JOURNAL).get(0).get("sys_id"),
            Map.of("sys_created_by", "was.here"),
            "admin");
    scenario.syncs("snow");

    JsonPath shown = scenario.assignment(assignment);
    assertThat(shown.getString("notes[0].by.name")).isEqualTo("was.here");
    assertThat(shown.getString("notes[0].by.email")).isNull();
  }

  @Test
  void the_journal_of_others_tickets_is_none_of_ours() {
    UUID assignment = scenario.hasTicket("r1");
    String other =
        scenario.servicenow().insert("incident", Map.of("short_description", "somebody else's"));
    scenario.servicenow().update("incident", other, Map.of("comments", "private"), "ada.fulmer");
    writes(assignment, "comments", "ours");
    scenario.syncs("snow");

    assertThat(scenario.count("select count(*) from note", "")).isEqualTo(1);
  }

  @ParameterizedTest
  @CsvSource({
    "PARTIAL_RESULT",
    "BROKEN_JSON",
    "HIBERNATING",
    "RATE_LIMITED",
    "EMPTY_ANSWER",
    "DROP"
  })
  void a_reading_that_was_cut_short_is_made_good_by_the_next(FaultKind fault) {
    UUID assignment = scenario.hasTicket("r1");
    for (int i = 0; i < 120; i++) {
      writes(assignment, "comments", "note " + i);
    }
    scenario.servicenow().faults().set(fault, FaultRule.next(1).on("GET", JOURNAL).retryAfter(1));
    Scenario.caller().post("/api/v1/integrations/snow/sync");
    SettableClock.advance(Duration.ofMinutes(2));
    scenario.run("update integration_state set paused_until = null, failures = 0");

    scenario.syncs("snow");

    assertThat(texts(assignment)).hasSize(120).doesNotHaveDuplicates();
    assertThat(noteAdded(scenario.assignment(assignment))).isEqualTo(120);
  }

  @Test
  void a_reading_goes_on_behind_the_last_page_that_was_stored() {
    UUID assignment = scenario.hasTicket("r1");
    // Whom another test had would still be remembered, and not be looked up.
    scenario
        .servicenow()
        .insert("sys_user", Map.of("user_name", "kim.new", "name", "Kim New", "active", "true"));
    for (int i = 0; i < 120; i++) {
      scenario
          .servicenow()
          .update(
              "incident", scenario.sysId(assignment), Map.of("comments", "note " + i), "kim.new");
    }
    scenario
        .servicenow()
        .faults()
        .set(FaultKind.SERVER_ERROR, FaultRule.always().on("GET", "sys_user"));
    Scenario.caller().post("/api/v1/integrations/snow/sync").then().statusCode(502);
    scenario.servicenow().faults().clear();
    assertThat(texts(assignment)).isEmpty();
    scenario.run(
        "create or replace function broken() returns trigger as $$ begin raise exception 'away'; end $$ language plpgsql;"
            + "create trigger broken before update on ticket_journal for each row when (old.place is not null)"
            + " execute function broken()");
    try {
      Scenario.caller().post("/api/v1/integrations/snow/sync").then().statusCode(500);
    } finally {
      scenario.run("drop trigger broken on ticket_journal");
    }
    assertThat(texts(assignment)).hasSize(50);
    long before = journalCalls();

    scenario.syncs("snow");

    assertThat(texts(assignment)).hasSize(120).doesNotHaveDuplicates();
    assertThat(journalCalls() - before).isEqualTo(2);
  }

  private long journalCalls() {
    return scenario.servicenow().callCount("GET", JOURNAL);
  }

  @Test
  void a_journal_that_may_not_be_read_is_told_once_and_holds_nothing_up() {
    MadeIntegration.put(
            "{\"type\":\"basic\",\"username\":\"ropeway.nojournal\",\"password\":\"ropeway.nojournal\"}",
            "")
        .statusCode(201);
    MadeIntegration.becomes("connected");
    List<UUID> assignments = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      assignments.add(scenario.hasTicket("r" + i, "\"category\":\"Made\""));
    }
    assignments.forEach(assignment -> writes(assignment, "comments", "hello"));
    scenario
        .servicenow()
        .update("incident", scenario.sysId(assignments.get(0)), Map.of("state", "2"), "ada.fulmer");

    JsonPath report = scenario.syncs("made");

    assertThat(report.getList("warnings")).hasSize(1);
    assertThat(report.getString("warnings[0]")).contains("sys_journal_field");
    assertThat(scenario.assignment(assignments.get(0)).getString("ticket.stateLabel"))
        .isEqualTo("In Progress");
    assertThat(MadeIntegration.shown().getString("status.warnings[0]"))
        .contains("sys_journal_field");
    scenario.syncs("made");
    long calls = journalCalls();
    assertThat(scenario.syncs("made").getList("warnings")).hasSize(1);
    assertThat(journalCalls()).isEqualTo(calls);
  }

  @ParameterizedTest
  @CsvSource({"comments, comment", "work-notes, work_note", "none, ''"})
  void an_integration_says_which_kinds_come_in(String in, String kind) {
    // Polled by the test only: a poll of its timer would take the call that is counted.
    MadeIntegration.basic(
            "\"notes\":{\"in\":[\"" + in + "\"]},\"sync\":{\"cron\":\"0 0 0 1 1 ? 2099\"}")
        .statusCode(201);
    MadeIntegration.becomes("connected");
    UUID assignment = scenario.hasTicket("r1", "\"category\":\"Made\"");
    writes(assignment, "comments", "a comment");
    writes(assignment, "work_notes", "a work note");
    long before = journalCalls();

    scenario.syncs("made");

    assertThat(scenario.assignment(assignment).getList("notes.kind", String.class))
        .isEqualTo(kind.isEmpty() ? List.of() : List.of(kind));
    assertThat(journalCalls() - before).isEqualTo(kind.isEmpty() ? 0 : 1);
  }

  @ParameterizedTest
  @ValueSource(longs = {-10, 10})
  void clocks_that_differ_by_ten_minutes_lose_nothing(long minutes) {
    scenario.servicenow().faults().clockShift(Duration.ofMinutes(minutes));
    UUID assignment = scenario.hasTicket("r1");
    try {
      scenario.syncs("snow");
      writes(assignment, "comments", "first");
      scenario.syncs("snow");
      writes(assignment, "comments", "second");
      scenario.syncs("snow");
      SettableClock.advance(Duration.ofMinutes(2));
      writes(assignment, "comments", "third");
      scenario.syncs("snow");
    } finally {
      scenario.servicenow().faults().clockShift(Duration.ZERO);
    }

    assertThat(texts(assignment)).containsExactlyInAnyOrder("first", "second", "third");
    assertThat(noteAdded(scenario.assignment(assignment))).isEqualTo(3);
  }

  @Test
  void an_instance_that_takes_only_short_addresses_is_asked_for_fewer_tickets() {
    List<UUID> assignments = new ArrayList<>();
    for (int i = 0; i < 60; i++) {
      assignments.add(scenario.hasTicket("r" + i));
    }
    assignments.forEach(assignment -> writes(assignment, "comments", "hello"));
    scenario.servicenow().faults().maxUrlLength(2048);
    try {
      assertThat(scenario.syncs("snow").getInt("notes")).isEqualTo(60);
    } finally {
      scenario.servicenow().faults().maxUrlLength(0);
    }
  }

  @Test
  void feeds_tell_of_a_note() {
    scenario.run(
        "insert into feed_target (name, types, held_until) values ('of-notes',"
            + " '{dev.ropeway.assignment.note.added}', timestamptz '2099-01-01Z')");
    try {
      UUID assignment = scenario.hasTicket("r1");
      writes(assignment, "work_notes", "Waiting for the vendor");
      scenario.syncs("snow");

      assertThat(
              scenario.count(
                  "select count(*) from feed_event where target = 'of-notes'"
                      + " and body ->> 'type' = 'dev.ropeway.assignment.note.added'"
                      + " and body -> 'data' -> 'change' ->> 'what' = 'note-added'"
                      + " and body -> 'data' -> 'note' ->> 'text' = 'Waiting for the vendor'"
                      + " and body -> 'data' -> 'note' -> 'by' ->> 'name' = 'Ada Fulmer'"
                      + " and assignment_id = '%s'",
                  assignment.toString()))
          .isEqualTo(1);
      assertThat(scenario.count("select count(*) from feed_event where target = 'of-notes'", ""))
          .isEqualTo(1);
    } finally {
      scenario.run("delete from feed_target where name = 'of-notes'");
    }
  }

  @Test
  void a_second_reading_at_the_same_time_takes_nothing_for_settled() throws Exception {
    UUID assignment = scenario.hasTicket("r1");
    writes(assignment, "comments", "one");
    scenario
        .servicenow()
        .faults()
        .set(FaultKind.SLOW, FaultRule.next(2).on("GET", JOURNAL).delay(500));
    Thread other = new Thread(() -> scenario.syncs("snow"));
    other.start();
    scenario.syncs("snow");
    other.join();

    assertThat(texts(assignment)).containsExactly("one");
    assertThat(noteAdded(scenario.assignment(assignment))).isEqualTo(1);
    assertThat(scenario.count("select count(*) from ticket_journal where due_at is not null", ""))
        .isEqualTo(1);
  }
}
