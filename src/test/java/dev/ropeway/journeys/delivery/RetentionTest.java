package dev.ropeway.journeys.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import dev.ropeway.assignment.Order;
import dev.ropeway.assignment.Policy;
import dev.ropeway.assignment.Terms;
import dev.ropeway.assignment.TicketType;
import dev.ropeway.correlation.Findings;
import dev.ropeway.correlation.Outcome;
import dev.ropeway.correlation.Proposal;
import dev.ropeway.journeys.Rope;
import dev.ropeway.journeys.RopewayTest;
import dev.ropeway.journeys.SettableClock;
import dev.ropeway.recommendation.FindingState;
import dev.ropeway.recommendation.Recommendation;
import dev.ropeway.retention.Retention;
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

  @Inject Rope rope;
  @Inject Retention retention;
  @Inject Findings findings;

  @BeforeEach
  void start() {
    rope.isNew();
  }

  /** As if so many days had passed since all that happened so far. */
  private void pass(int days) {
    String ago = " - interval '" + days + " days'";
    rope.run(
        "update assignment set created_at = created_at%1$s, updated_at = updated_at%1$s, ended_at = ended_at%1$s"
            .formatted(ago));
    rope.run("update recommendation set updated_at = updated_at" + ago);
    rope.run("update idempotency set created_at = created_at" + ago);
  }

  private UUID isOver(String id) {
    UUID assignment = rope.hasTicket(id);
    rope.hears(id, HEALTHY);
    rope.becomes(assignment, "closed");
    return assignment;
  }

  private UUID isEndedByAPerson(String id, String more) {
    UUID assignment = rope.hasTicket(id, more);
    rope.servicenow()
        .update(
            "incident",
            rope.sysId(assignment),
            Map.of("state", "6", "close_code", "Solution provided", "close_notes", "done"),
            "ada.fulmer");
    rope.syncs("snow");
    rope.becomes(assignment, "closed");
    return assignment;
  }

  private static ValidatableResponse shown(UUID assignment) {
    return Rope.caller().get("/api/v1/assignments/" + assignment).then();
  }

  private int timeline(UUID assignment) {
    return rope.count("select count(*) from timeline where assignment_id = '%s'", assignment + "");
  }

  private int known(String id) {
    return rope.count("select count(*) from recommendation where id = '%s'", id);
  }

  @Test
  void an_ended_assignment_goes_with_its_timeline_and_a_return_of_the_finding_begins_anew()
      throws InterruptedException {
    UUID old = isOver("r1");
    UUID young = isOver("r2");
    pass(399);
    UUID newer = isOver("r3");
    pass(2);
    rope.run("update assignment set updated_at = now() where id = '" + young + "'");

    retention.run();

    shown(old).statusCode(404);
    assertThat(timeline(old)).isZero();
    assertThat(known("r1")).isZero();
    shown(young).statusCode(200);
    shown(newer).statusCode(200);
    UUID back = rope.hasTicket("r1");
    assertThat(back).isNotEqualTo(old);
    assertThat(rope.tickets("incident")).hasSize(4);
  }

  @Test
  void what_is_not_over_stays_however_old_it_is() throws InterruptedException {
    UUID open = rope.hasTicket("r1");
    pass(4000);

    retention.run();

    shown(open).statusCode(200).body("status", equalTo("open"));
    rope.hears("r1", HEALTHY);
    rope.becomes(open, "closed");
  }

  @Test
  void an_end_by_a_person_is_remembered_while_the_finding_stands_or_its_repetition_would_undo_it()
      throws InterruptedException {
    UUID ended = isEndedByAPerson("r1", "");
    pass(401);

    retention.run();

    shown(ended).statusCode(200);
    rope.hears("r1", "\"description\":\"the weekly snapshot words it anew\"");
    assertThat(rope.tickets("incident")).hasSize(1);
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
    rope.hears("r1", HEALTHY);
    UUID second = rope.hasTicket("r1");
    assertThat(rope.count("select count(*) from assignment where follows = '%s'", first + ""))
        .isOne();
    pass(401);

    retention.run();

    shown(first).statusCode(404);
    rope.hears("r1", "\"severity\":\"critical\"");
    rope.goesOn();
    rope.hears("r1", HEALTHY);
    rope.becomes(second, "closed");
  }

  @Test
  void a_finding_goes_when_it_needs_no_work_and_has_none_and_stays_when_nobody_wanted_it()
      throws InterruptedException {
    rope.post(Rope.finding("healthy", HEALTHY)).statusCode(202);
    rope.post(Rope.finding("unwanted", "\"source\":\"elsewhere\"")).statusCode(202);
    rope.run("update recommendation set matched = false where id = 'unwanted'");
    pass(401);
    rope.post(Rope.finding("recent", HEALTHY)).statusCode(202);

    retention.run();

    assertThat(known("healthy")).isZero();
    assertThat(known("recent")).isOne();
    assertThat(known("unwanted")).isOne();
  }

  @Test
  void who_stands_for_a_group_stays_while_it_has_members() throws InterruptedException {
    UUID assignment = isInGroup("m1", FindingState.UNHEALTHY).assignment().id();
    isInGroup("m2", FindingState.UNHEALTHY);
    rope.becomes(assignment, "open");
    isInGroup("m1", FindingState.HEALTHY);
    pass(401);

    retention.run();

    assertThat(known("m1")).as("a member that needs no work").isZero();
    assertThat(known("m2")).isOne();
    shown(assignment).statusCode(200);
    isInGroup("m2", FindingState.HEALTHY);
    rope.becomes(assignment, "closed");
    pass(401);
    rope.run("update recommendation set updated_at = now() where id = 'm2'");
    retention.run();
    assertThat(known("m2")).isOne();
    assertThat(
            rope.count(
                "select count(*) from recommendation where starts_with(id, '%s')", "ropeway:"))
        .as("who stands for the group of m2")
        .isOne();

    pass(401);
    retention.run();
    retention.run();
    assertThat(rope.count("select count(*) from recommendation", "")).isZero();
  }

  private Outcome isInGroup(String id, FindingState state) {
    var now = new SettableClock().instant();
    Recommendation finding =
        Recommendation.of(id, "Lock the gondola")
            .source("microsoft")
            .state(state)
            .stateChangedAt(now)
            .occurredAt(now)
            .build();
    Order order =
        new Order(
            "snow",
            TicketType.INCIDENT,
            "rule",
            Terms.NONE,
            Policy.DEFAULT,
            new Order.Group("g", "Gondolas"),
            null);
    return findings.accept(List.of(Proposal.of(finding).ordered(order)), "test").get(0);
  }

  @Test
  void the_event_as_it_came_goes_and_what_was_understood_stays() throws InterruptedException {
    String event =
        Rope.finding(
            "r1", "\"raw\":{\"much\":\"text\"},\"stateChangedAt\":\"2026-01-01T00:00:00Z\"");
    rope.post(event).statusCode(202);
    assertThat(rope.count("select count(*) from recommendation where raw is not null", "")).isOne();
    pass(89);
    retention.run();
    assertThat(rope.count("select count(*) from recommendation where raw is not null", "")).isOne();
    pass(2);

    retention.run();

    assertThat(rope.count("select count(*) from recommendation where raw is not null", ""))
        .isZero();
    rope.post(event).statusCode(202).body("results[0].outcome", equalTo("unchanged"));
  }

  @Test
  void an_idempotency_key_is_forgotten_and_one_whose_assignment_is_gone_makes_no_second()
      throws InterruptedException {
    UUID made = byHand("k1").statusCode(201).extract().jsonPath().getUUID("id");
    rope.becomes(made, "open");
    rope.run("delete from assignment where id = '" + made + "'");
    pass(29);
    retention.run();

    byHand("k1").statusCode(409);

    pass(2);
    retention.run();
    byHand("k1").statusCode(201);
  }

  private static ValidatableResponse byHand(String key) {
    return Rope.caller()
        .header("Idempotency-Key", key)
        .body(
            "{\"recommendation\":{\"id\":\"h1\",\"title\":\"Close the port\"},\"integration\":\"snow\"}")
        .post("/api/v1/assignments")
        .then();
  }
}
