package dev.ropeway.scenarios.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.ropeway.sandbox.faults.FaultKind;
import dev.ropeway.sandbox.faults.FaultRule;
import dev.ropeway.scenarios.RopewayTest;
import dev.ropeway.scenarios.Scenario;
import dev.ropeway.scenarios.SettableClock;
import io.agroal.api.AgroalDataSource;
import io.restassured.path.json.JsonPath;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Promise 4: what people do to tickets comes back, all of it, once. */
@RopewayTest
class NoChangeIsMissedTest {

  private static final Map<String, String> RESOLVED =
      Map.of("state", "6", "close_code", "Solution provided", "close_notes", "Done");

  @Inject Scenario scenario;
  @Inject AgroalDataSource dataSource;

  @BeforeEach
  void start() {
    scenario.isNew();
  }

  private void personDoes(UUID assignment, Map<String, String> fields) {
    scenario.servicenow().update("incident", scenario.sysId(assignment), fields, "ada.fulmer");
  }

  private String ben() {
    return scenario.tickets("sys_user").stream()
        .filter(user -> user.get("user_name").equals("ben.okafor"))
        .findFirst()
        .orElseThrow()
        .get("sys_id");
  }

  @ParameterizedTest
  @CsvSource({"6, Resolved", "7, Closed", "8, Canceled"})
  void a_ticket_that_is_over_closes_its_assignment(String state, String label) {
    UUID assignment = scenario.hasTicket("r1");
    personDoes(assignment, Map.of("state", state));

    JsonPath report = scenario.syncs("snow");

    assertThat(report.getInt("closed")).isEqualTo(1);
    JsonPath closed = scenario.assignment(assignment);
    assertThat(closed.getString("status")).isEqualTo("closed");
    assertThat(closed.getString("closeReason")).isEqualTo("the ticket is " + label);
    assertThat(closed.getList("timeline.who")).contains("servicenow:ada.fulmer");
  }

  @Test
  void an_end_that_a_poll_sees_before_our_own_call_is_answered_is_one_end() {
    UUID assignment = scenario.hasTicket("r1");
    ourEndIsUnderWay("r1");
    personDoes(assignment, RESOLVED);

    scenario.syncs("snow");

    await()
        .atMost(Duration.ofMinutes(1))
        .untilAsserted(
            () ->
                assertThat(scenario.assignment(assignment).getString("closeReason"))
                    .isEqualTo("the recommendation is healthy"));
    assertThat(scenario.assignment(assignment).getList("timeline.what"))
        .filteredOn("closed"::equals)
        .hasSize(1);
  }

  @Test
  void an_end_that_a_poll_is_about_to_commit_is_one_end_too() throws SQLException {
    UUID assignment = scenario.hasTicket("r1");
    ourEndIsUnderWay("r1");

    try (Connection poll = dataSource.getConnection();
        Statement statement = poll.createStatement()) {
      poll.setAutoCommit(false);
      statement.execute(
          "update assignment set status = 'closed', ended_by = 'person' where id = '%s'"
              .formatted(assignment));
      statement.execute(
          "insert into timeline (assignment_id, at, who, what) values ('%s', now(), 'servicenow:ropeway', 'closed')"
              .formatted(assignment));
      await().pollInterval(Duration.ofMillis(10)).until(this::somebodyWaitsForARow);
      poll.commit();
    }

    await()
        .untilAsserted(
            () ->
                assertThat(scenario.assignment(assignment).getString("closeReason"))
                    .isEqualTo("the recommendation is healthy"));
    assertThat(scenario.assignment(assignment).getList("timeline.what"))
        .filteredOn("closed"::equals)
        .hasSize(1);
  }

  /** The call that ends the ticket was sent and is not answered. */
  private void ourEndIsUnderWay(String finding) {
    scenario
        .servicenow()
        .faults()
        .set(FaultKind.SLOW, FaultRule.next(1).on("PATCH", "incident").delay(700));
    scenario.hears(finding, "\"state\":\"healthy\"");
    await()
        .pollInterval(Duration.ofMillis(10))
        .until(() -> scenario.servicenow().faults().remaining(FaultKind.SLOW) == 0);
  }

  private boolean somebodyWaitsForARow() throws SQLException {
    try (Connection connection = dataSource.getConnection();
        Statement statement = connection.createStatement();
        ResultSet waiting =
            statement.executeQuery(
                "select 1 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'")) {
      return waiting.next();
    }
  }

  @Test
  void work_in_progress_and_a_new_owner_are_shown() {
    UUID assignment = scenario.hasTicket("r1");
    personDoes(assignment, Map.of("state", "2", "assigned_to", ben()));

    scenario.syncs("snow");

    JsonPath open = scenario.assignment(assignment);
    assertThat(open.getString("status")).isEqualTo("open");
    assertThat(open.getString("ticket.stateLabel")).isEqualTo("In Progress");
    assertThat(open.getString("ticket.assignedTo")).isEqualTo("Ben Okafor");
    assertThat(open.getString("assignedTo")).isEqualTo("ben.okafor@example.com");
  }

  @Test
  void a_reopened_ticket_opens_its_assignment_again() {
    UUID assignment = scenario.hasTicket("r1");
    personDoes(assignment, RESOLVED);
    scenario.syncs("snow");
    personDoes(assignment, Map.of("state", "2"));

    assertThat(scenario.syncs("snow").getInt("reopened")).isEqualTo(1);

    assertThat(scenario.assignment(assignment).getString("status")).isEqualTo("open");
  }

  @Test
  void hundreds_of_changes_in_one_second_are_all_read_over_small_pages() {
    List<UUID> assignments = tickets(180);
    assignments.forEach(assignment -> personDoes(assignment, RESOLVED));

    assertThat(scenario.syncs("snow").getInt("closed")).isEqualTo(180);

    assertThat(open()).isZero();
  }

  private static int open() {
    return Scenario.caller()
        .get("/api/v1/assignments?status=open&limit=1000")
        .then()
        .extract()
        .jsonPath()
        .getList("items")
        .size();
  }

  private List<UUID> tickets(int count) {
    StringBuilder findings = new StringBuilder("[");
    for (int i = 0; i < count; i++) {
      findings.append(i == 0 ? "" : ",").append(Scenario.finding("r" + i, ""));
    }
    List<String> ids =
        scenario
            .post(findings.append("]").toString())
            .statusCode(202)
            .extract()
            .path("results.assignment.id");
    List<UUID> assignments = new ArrayList<>();
    ids.forEach(id -> assignments.add(UUID.fromString(id)));
    await().atMost(Duration.ofSeconds(30)).until(() -> open() == count);
    return assignments;
  }

  @ParameterizedTest
  @CsvSource({"EMPTY_ROWS", "PARTIAL_RESULT", "BROKEN_JSON", "HIBERNATING"})
  void a_poll_that_was_cut_short_is_made_good_by_the_next(FaultKind fault) {
    List<UUID> assignments = tickets(60);
    assignments.forEach(assignment -> personDoes(assignment, RESOLVED));
    scenario.servicenow().faults().next(fault, 1);

    Scenario.caller().post("/api/v1/integrations/snow/sync");
    scenario.syncs("snow");

    assertThat(open()).isZero();
  }

  @Test
  void a_row_that_was_committed_late_with_an_older_stamp_is_still_read() {
    UUID early = scenario.hasTicket("r1");
    UUID late = scenario.hasTicket("r2");
    personDoes(early, RESOLVED);
    scenario.syncs("snow");
    Instant stamp = new SettableClock().instant().minus(Duration.ofSeconds(50));
    personDoes(late, RESOLVED);
    personDoes(
        late,
        Map.of(
            "sys_updated_on",
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss")
                .format(stamp.atOffset(ZoneOffset.UTC))));
    scenario.run(
        "update assignment set ticket_updated_at = ticket_updated_at - interval '5 minutes'");

    scenario.syncs("snow");

    assertThat(scenario.assignment(late).getString("status")).isEqualTo("closed");
  }

  @Test
  void a_row_from_the_future_hides_nothing_and_is_told() {
    UUID odd = scenario.hasTicket("r1");
    UUID other = scenario.hasTicket("r2");
    personDoes(odd, Map.of("state", "2"));
    personDoes(odd, Map.of("sys_updated_on", "2099-01-01 00:00:00"));

    JsonPath report = scenario.syncs("snow");

    assertThat(report.getInt("changed")).isEqualTo(1);
    assertThat(report.getString("warnings[0]"))
        .contains(scenario.assignment(odd).getString("ticket.number"))
        .contains("2099-01-01");
    SettableClock.advance(Duration.ofMinutes(10));
    personDoes(other, RESOLVED);
    assertThat(scenario.syncs("snow").getInt("closed")).isEqualTo(1);
    assertThat(scenario.assignment(other).getString("status")).isEqualTo("closed");
  }

  @Test
  void a_clock_from_the_future_hides_nothing_and_is_told() {
    UUID assignment = scenario.hasTicket("r1");
    scenario.servicenow().faults().clockShift(Duration.ofDays(3));
    assertThat(scenario.syncs("snow").getString("warnings[0]"))
        .contains("minutes ahead of Ropeway");
    scenario.servicenow().faults().clockShift(Duration.ZERO);
    SettableClock.advance(Duration.ofMinutes(10));
    personDoes(assignment, RESOLVED);

    JsonPath report = scenario.syncs("snow");

    assertThat(report.getInt("closed")).isEqualTo(1);
    assertThat(report.getList("warnings")).isEmpty();
  }

  private static List<String> toldOfSnow() {
    List<String> warnings =
        Scenario.caller()
            .get("/api/v1/integrations/snow")
            .then()
            .statusCode(200)
            .extract()
            .path("status.warnings");
    return warnings == null ? List.of() : warnings;
  }

  @Test
  void what_a_sync_found_odd_is_shown_once_until_a_sync_finds_nothing_odd() {
    UUID odd = scenario.hasTicket("r1");
    scenario.syncs("snow");
    assertThat(toldOfSnow()).isEmpty();
    personDoes(odd, Map.of("sys_updated_on", "2099-01-01 00:00:00"));
    scenario.servicenow().faults().clockShift(Duration.ofDays(3));

    scenario.syncs("snow");
    SettableClock.advance(Duration.ofMinutes(5));
    scenario.syncs("snow");

    assertThat(toldOfSnow()).hasSize(2).first().asString().contains("minutes ahead of Ropeway");
    assertThat(toldOfSnow().get(1)).contains("2099-01-01");
    scenario.servicenow().faults().clockShift(Duration.ZERO);
    scenario.servicenow().faults().next(FaultKind.BROKEN_JSON, 1);
    Scenario.caller().post("/api/v1/integrations/snow/sync");
    assertThat(toldOfSnow()).as("a sync that broke off found nothing out").hasSize(2);
    scenario.syncs("snow");
    assertThat(toldOfSnow()).hasSize(1).first().asString().contains("2099-01-01");
    personDoes(odd, Map.of("state", "2"));
    scenario.syncs("snow");
    assertThat(toldOfSnow()).isEmpty();
  }

  @Test
  void a_cursor_that_stands_in_the_future_already_is_taken_back_and_hides_nothing() {
    UUID assignment = scenario.hasTicket("r1");
    scenario.syncs("snow");
    scenario.run("update sync_cursor set updated_on = updated_on + interval '10 years'");
    personDoes(assignment, RESOLVED);
    SettableClock.advance(Duration.ofHours(5));

    assertThat(scenario.syncs("snow").getInt("closed")).isEqualTo(1);

    assertThat(
            scenario.count(
                "select count(*) from sync_cursor where updated_on > '%s'",
                new SettableClock().instant().toString()))
        .isZero();
  }

  @Test
  void when_nothing_changed_a_poll_is_one_call() {
    scenario.hasTicket("r1");
    scenario.syncs("snow");
    SettableClock.advance(Duration.ofMinutes(5));
    scenario.syncs("snow");
    SettableClock.advance(Duration.ofMinutes(5));

    JsonPath report = scenario.syncs("snow");

    assertThat(report.getInt("calls")).isEqualTo(1);
    assertThat(report.getInt("changed")).isZero();
  }

  @Test
  void a_row_is_applied_once() {
    UUID assignment = scenario.hasTicket("r1");
    personDoes(assignment, Map.of("state", "2"));
    scenario.syncs("snow");

    assertThat(scenario.syncs("snow").getInt("changed")).isZero();

    assertThat(scenario.assignment(assignment).getList("timeline.what"))
        .containsOnlyOnce("changed-there");
  }

  @Test
  void an_instance_that_ignores_the_range_is_noticed_and_not_read_for_ever() {
    tickets(60).forEach(assignment -> personDoes(assignment, Map.of("state", "2")));
    scenario.servicenow().faults().stripRangeClauses(true);

    Scenario.caller()
        .post("/api/v1/integrations/snow/sync")
        .then()
        .statusCode(502)
        .body("detail", org.hamcrest.Matchers.containsString("query_range"));
  }

  @Test
  void our_own_writes_are_no_news() {
    UUID assignment = scenario.hasTicket("r1");

    assertThat(scenario.syncs("snow").getInt("changed")).isZero();

    assertThat(scenario.assignment(assignment).getList("timeline.what"))
        .containsExactly("accepted", "created");
  }

  @Test
  void what_a_delivery_reads_before_a_poll_does_is_told_all_the_same() {
    UUID assignment = scenario.hasTicket("r1");
    personDoes(assignment, Map.of("state", "2", "assigned_to", ben()));

    scenario.hears("r1", "\"description\":\"News\"");
    await()
        .until(() -> scenario.ticket("incident", assignment).get("description").contains("News"));
    scenario.syncs("snow");

    JsonPath shown = scenario.assignment(assignment);
    assertThat(shown.getString("assignedTo")).isEqualTo("ben.okafor@example.com");
    assertThat(shown.getList("timeline.detail"))
        .contains("state: In Progress", "assigned to Ben Okafor");
  }

  @Test
  void an_end_that_a_delivery_reads_before_a_poll_does_closes_the_assignment() {
    UUID assignment = scenario.hasTicket("r1");
    personDoes(assignment, Map.of("state", "7", "close_code", "User error", "close_notes", "x"));

    scenario.hears("r1", "\"description\":\"News\"");
    await()
        .until(() -> scenario.ticket("incident", assignment).get("description").contains("News"));
    scenario.syncs("snow");

    assertThat(scenario.becomes(assignment, "closed").getString("closeReason")).contains("Closed");
  }
}
