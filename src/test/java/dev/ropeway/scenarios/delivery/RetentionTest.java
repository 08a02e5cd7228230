package dev.ropeway.scenarios.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import dev.ropeway.assignment.AssignmentSpec;
import dev.ropeway.assignment.Policy;
import dev.ropeway.assignment.TicketRequest;
import dev.ropeway.correlation.Candidate;
import dev.ropeway.correlation.IntakeOutcome;
import dev.ropeway.correlation.Recommendations;
import dev.ropeway.recommendation.Recommendation;
import dev.ropeway.recommendation.RecommendationState;
import dev.ropeway.retention.Retention;
import dev.ropeway.scenarios.RopewayTest;
import dev.ropeway.scenarios.Scenario;
import dev.ropeway.scenarios.SettableClock;
import dev.ropeway.tickettype.TicketType;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What was kept long enough goes, and nothing that somebody may still need. */
@RopewayTest
class RetentionTest {

  private static final String HEALTHY = "\"state\":\"healthy\"";

  @Inject Scenario scenario;
  @Inject Retention retention;
  @Inject Recommendations findings;

  @BeforeEach
  void start() {
    scenario.isNew();
  }

  /** As if so many days had passed since all that happened so far. */
  private void pass(int days) {
    String ago = " - interval '" + days + " days'";
    scenario.run(
        "update assignment set created_at = created_at%1$s, updated_at = updated_at%1$s, ended_at = ended_at%1$s"
            .formatted(ago));
    scenario.run("update recommendation set updated_at = updated_at" + ago);
    scenario.run("update idempotency set created_at = created_at" + ago);
  }

  private UUID isOver(String id) {
    UUID assignment = scenario.hasTicket(id);
    scenario.hears(id, HEALTHY);
    scenario.becomes(assignment, "closed");
    return assignment;
  }

  private UUID isEndedByAPerson(String id, String more) {
    UUID assignment = scenario.hasTicket(id, more);
    scenario
        .servicenow()
        .update(
            "incident",
            scenario.sysId(assignment),
            Map.of("state", "6", "close_code", "Solution provided", "close_notes", "done"),
            "ada.fulmer");
    scenario.syncs("snow");
    scenario.becomes(assignment, "closed");
    return assignment;
  }

  private static ValidatableResponse shown(UUID assignment) {
    return Scenario.caller().get("/api/v1/assignments/" + assignment).then();
  }

  private int timeline(UUID assignment) {
    return scenario.count(
        "select count(*) from timeline where assignment_id = '%s'", assignment + "");
  }

  private int known(String id) {
    return scenario.count("select count(*) from recommendation where id = '%s'", id);
  }

  @Test
  void an_ended_assignment_goes_with_its_timeline_and_a_return_of_the_finding_begins_anew()
      throws InterruptedException {
    UUID old = isOver("r1");
    UUID young = isOver("r2");
    pass(399);
    UUID newer = isOver("r3");
    pass(2);
    scenario.run("update assignment set updated_at = now() where id = '" + young + "'");

    retention.run();

    shown(old).statusCode(404);
    assertThat(timeline(old)).isZero();
    assertThat(known("r1")).isZero();
    shown(young).statusCode(200);
    shown(newer).statusCode(200);
    UUID back = scenario.hasTicket("r1");
    assertThat(back).isNotEqualTo(old);
    assertThat(scenario.tickets("incident")).hasSize(4);
  }

  @Test
  void what_is_not_over_stays_however_old_it_is() throws InterruptedException {
    UUID open = scenario.hasTicket("r1");
    pass(4000);

    retention.run();

    shown(open).statusCode(200).body("status", equalTo("open"));
    scenario.hears("r1", HEALTHY);
    scenario.becomes(open, "closed");
  }

  @Test
  void an_end_by_a_person_is_remembered_while_the_finding_stands_or_its_repetition_would_undo_it()
      throws InterruptedException {
    UUID ended = isEndedByAPerson("r1", "");
    pass(401);

    retention.run();

    shown(ended).statusCode(200);
    scenario.hears("r1", "\"description\":\"the weekly snapshot words it anew\"");
    assertThat(scenario.tickets("incident")).hasSize(1);
  }

  @Test
  void an_alert_that_nobody_took_back_goes_too() throws InterruptedException {
    UUID ended = isEndedByAPerson("a1", "\"kind\":\"alert\"");
    pass(401);

    retention.run();

    shown(ended).statusCode(404);
    assertThat(known("a1")).isZero();
  }

  @Test
  void a_ticket_that_follows_one_that_is_gone_lives_on() throws InterruptedException {
    UUID first = isEndedByAPerson("r1", "");
    scenario.hears("r1", HEALTHY);
    UUID second = scenario.hasTicket("r1");
    assertThat(scenario.count("select count(*) from assignment where follows = '%s'", first + ""))
        .isOne();
    pass(401);

    retention.run();

    shown(first).statusCode(404);
    scenario.hears("r1", "\"severity\":\"critical\"");
    scenario.goesOn();
    scenario.hears("r1", HEALTHY);
    scenario.becomes(second, "closed");
  }

  @Test
  void a_finding_goes_when_it_needs_no_work_and_has_none_and_stays_when_nobody_wanted_it()
      throws InterruptedException {
    scenario.post(Scenario.finding("healthy", HEALTHY)).statusCode(202);
    scenario.post(Scenario.finding("unwanted", "\"source\":\"elsewhere\"")).statusCode(202);
    scenario.run("update recommendation set matched = false where id = 'unwanted'");
    pass(401);
    scenario.post(Scenario.finding("recent", HEALTHY)).statusCode(202);

    retention.run();

    assertThat(known("healthy")).isZero();
    assertThat(known("recent")).isOne();
    assertThat(known("unwanted")).isOne();
  }

  @Test
  void who_stands_for_a_group_stays_while_it_has_members() throws InterruptedException {
    UUID assignment = isInGroup("m1", RecommendationState.UNHEALTHY).assignment().id();
    isInGroup("m2", RecommendationState.UNHEALTHY);
    scenario.becomes(assignment, "open");
    isInGroup("m1", RecommendationState.HEALTHY);
    pass(401);

    retention.run();

    assertThat(known("m1")).as("a member that needs no work").isZero();
    assertThat(known("m2")).isOne();
    shown(assignment).statusCode(200);
    isInGroup("m2", RecommendationState.HEALTHY);
    scenario.becomes(assignment, "closed");
    pass(401);
    scenario.run("update recommendation set updated_at = now() where id = 'm2'");
    retention.run();
    assertThat(known("m2")).isOne();
    assertThat(
            scenario.count(
                "select count(*) from recommendation where starts_with(id, '%s')", "ropeway:"))
        .as("who stands for the group of m2")
        .isOne();

    pass(401);
    retention.run();
    retention.run();
    assertThat(scenario.count("select count(*) from recommendation", "")).isZero();
  }

  private IntakeOutcome isInGroup(String id, RecommendationState state) {
    var now = new SettableClock().instant();
    Recommendation finding =
        Recommendation.of(id, "Lock the gondola")
            .source("microsoft")
            .state(state)
            .stateChangedAt(now)
            .occurredAt(now)
            .build();
    TicketRequest order =
        new TicketRequest(
            "snow",
            TicketType.INCIDENT,
            "rule",
            AssignmentSpec.NONE,
            Policy.DEFAULT,
            new TicketRequest.Group("g", "Gondolas"),
            null);
    return findings.accept(List.of(Candidate.of(finding).ordered(order)), "test").get(0);
  }

  @Test
  void the_event_as_it_came_goes_and_what_was_understood_stays() throws InterruptedException {
    String event =
        Scenario.finding(
            "r1", "\"raw\":{\"much\":\"text\"},\"stateChangedAt\":\"2026-01-01T00:00:00Z\"");
    scenario.post(event).statusCode(202);
    assertThat(scenario.count("select count(*) from recommendation where raw is not null", ""))
        .isOne();
    pass(89);
    retention.run();
    assertThat(scenario.count("select count(*) from recommendation where raw is not null", ""))
        .isOne();
    pass(2);

    retention.run();

    assertThat(scenario.count("select count(*) from recommendation where raw is not null", ""))
        .isZero();
    scenario.post(event).statusCode(202).body("results[0].outcome", equalTo("unchanged"));
  }

  @Test
  void records_of_mails_are_kept_for_400_days() throws InterruptedException {
    for (int days : List.of(399, 401)) {
      scenario.run(
          """
          insert into digest (id, recipient, kind, period, status, send_at, give_up_at, planned_at)
          values (gen_random_uuid(), 'ada@example.com', 'owner', '%1$s', 'sent', %2$s, %2$s, %2$s - interval '%1$s days')
          """
              .formatted(days, SettableClock.sql()));
    }

    retention.run();

    assertThat(scenario.count("select count(*) from digest", "")).isEqualTo(1);
    assertThat(scenario.count("select count(*) from digest where period = '399'", "")).isEqualTo(1);
  }

  @Test
  void an_idempotency_key_is_forgotten_and_one_whose_assignment_is_gone_makes_no_second()
      throws InterruptedException {
    UUID made = byHand("k1").statusCode(201).extract().jsonPath().getUUID("id");
    scenario.becomes(made, "open");
    scenario.run("delete from assignment where id = '" + made + "'");
    pass(29);
    retention.run();

    byHand("k1").statusCode(409);

    pass(2);
    retention.run();
    byHand("k1").statusCode(201);
  }

  private static ValidatableResponse byHand(String key) {
    return Scenario.caller()
        .header("Idempotency-Key", key)
        .body(
            "{\"recommendation\":{\"id\":\"h1\",\"title\":\"Close the port\"},\"integration\":\"snow\"}")
        .post("/api/v1/assignments")
        .then();
  }

  @Test
  void notes_go_by_the_month_and_those_of_other_times_one_by_one() throws InterruptedException {
    scenario.run("truncate note");
    retention.run();
    String insert =
        "insert into note (assignment_id, id, at, kind, origin, author, text, digest)"
            + " values (gen_random_uuid(), gen_random_uuid(), %s, 'comment', 'servicenow', 'ada', 'x', '')";
    String now = "timestamptz '" + new SettableClock().instant() + "'";
    scenario.run(insert.formatted(now));
    scenario.run(insert.formatted(now + " - interval '399 days'"));
    scenario.run(insert.formatted(now + " - interval '401 days'"));
    assertThat(scenario.count("select count(*) from note_other", "")).isEqualTo(2);
    int months = months();
    assertThat(months).isGreaterThanOrEqualTo(3);

    retention.run();

    assertThat(scenario.count("select count(*) from note", "")).isEqualTo(2);
    // A month whose notes are over goes as a whole.
    scenario.run("create table note_2001_01 (like note including all)");
    scenario.run(
        "alter table note attach partition note_2001_01 for values from ('2001-01-01') to ('2001-02-01')");
    scenario.run(insert.formatted("timestamptz '2001-01-02T00:00:00Z'"));

    retention.run();

    assertThat(scenario.count("select count(*) from note", "")).isEqualTo(2);
    assertThat(months()).isEqualTo(months);
  }

  @Test
  void notes_from_before_a_month_had_its_table_move_into_it() throws InterruptedException {
    scenario.run("truncate note");
    retention.run();
    String month = month();
    scenario.run("drop table " + month);
    scenario.run(
        "insert into note (assignment_id, id, at, kind, origin, author, text, digest) values"
            + " (gen_random_uuid(), gen_random_uuid(), timestamptz '"
            + new SettableClock().instant()
            + "', 'comment', 'servicenow', 'ada', 'x', '')");
    assertThat(scenario.count("select count(*) from note_other", "")).isEqualTo(1);

    retention.run();

    assertThat(scenario.count("select count(*) from note_other", "")).isZero();
    assertThat(scenario.count("select count(*) from %s", month)).isEqualTo(1);
  }

  private static String month() {
    return java.time.format.DateTimeFormatter.ofPattern("'note_'yyyy_MM")
        .withZone(java.time.ZoneOffset.UTC)
        .format(new SettableClock().instant());
  }

  private int months() {
    return scenario.count(
        "select count(*) from pg_inherits where inhparent = cast('%s' as regclass)", "note");
  }
}
