package dev.ropeway.scenarios.activity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ropeway.sandbox.People;
import dev.ropeway.sandbox.faults.FaultKind;
import dev.ropeway.sandbox.faults.FaultRule;
import dev.ropeway.scenarios.RopewayTest;
import dev.ropeway.scenarios.Scenario;
import dev.ropeway.scenarios.SettableClock;
import dev.ropeway.scenarios.TestEnvironment;
import dev.ropeway.servicenow.Fault;
import dev.ropeway.throttling.Pauses;
import io.restassured.path.json.JsonPath;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Activities become tickets where a rule asks for them, and nowhere else. */
@RopewayTest
class ActivityTicketsTest {

  private static final DateTimeFormatter STAMP =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss").withZone(ZoneOffset.UTC);
  private static final String OUTSIDE =
      """
      {"property":"kind","operator":"Equals","value":"activity"},
      {"property":"tag:action","operator":"Equals","value":"role-granted"},
      {"property":"tag:change","operator":"Equals","value":"none"}""";
  private static final String FAILED_LOGINS =
      """
      {"property":"kind","operator":"Equals","value":"activity"},
      {"property":"tag:action","operator":"Equals","value":"failed-logins"}""";

  @Inject Scenario scenario;
  @Inject ActivityFixture activity;
  @Inject Pauses pauses;

  @BeforeEach
  void start() {
    activity.isNew();
  }

  @AfterEach
  void forget() {
    Scenario.caller().delete("/api/v1/rules/watched");
    activity.forget();
    assertThat(TestEnvironment.sandbox().complaints()).isEmpty();
  }

  private static void rule(String conditions) {
    Scenario.caller()
        .body(
            "{\"integration\":\"snow\",\"priority\":3,\"conditionSets\":[{\"conditions\":[%s]}]}"
                .formatted(conditions))
        .put("/api/v1/rules/watched")
        .then()
        .statusCode(201);
  }

  private static JsonPath assignments() {
    return Scenario.caller()
        .get("/api/v1/assignments?rule=watched")
        .then()
        .statusCode(200)
        .extract()
        .jsonPath();
  }

  private static List<String> titles() {
    return assignments().getList("items.recommendation.title", String.class);
  }

  private String change(String assignee, Duration begin, Duration end, String state) {
    return change(assignee, begin, end, state, "not requested");
  }

  private String change(
      String assignee, Duration begin, Duration end, String state, String approval) {
    String id =
        scenario.servicenow().rows("sys_user").stream()
            .filter(row -> row.get("user_name").equals(assignee))
            .findFirst()
            .orElseThrow()
            .get("sys_id");
    Instant now = new SettableClock().instant();
    return scenario
        .servicenow()
        .insert(
            "change_request",
            Map.of(
                "short_description",
                "Give Ada more",
                "assigned_to",
                id,
                "state",
                state,
                "approval",
                approval,
                "start_date",
                STAMP.format(now.plus(begin)),
                "end_date",
                STAMP.format(now.plus(end))));
  }

  @Test
  void a_role_that_was_granted_outside_a_change_opens_a_ticket_and_one_within_does_not() {
    rule(OUTSIDE);
    activity.reads("privileges");
    change("carla.mendes", Duration.ofHours(-1), Duration.ofHours(1), "-1");
    People people = activity.people();
    people.grant("ben.okafor", "ada.fulmer", "admin");
    people.grant("carla.mendes", "emi.tanaka", "security_admin");
    activity.pollsLater();

    assertThat(titles()).containsExactly("ben.okafor granted admin to ada.fulmer outside a change");
    String id = assignments().getString("items[0].id");
    scenario.becomes(java.util.UUID.fromString(id), "open");
    assertThat(scenario.servicenow().rows("incident"))
        .anySatisfy(
            row ->
                assertThat(row.get("short_description"))
                    .contains("ben.okafor granted admin to ada.fulmer outside a change"));
    activity.pollsLater();
    assertThat(titles()).hasSize(1);
  }

  @Test
  void a_change_that_was_over_is_no_excuse() {
    rule(OUTSIDE);
    activity.reads("privileges");
    change("ben.okafor", Duration.ofHours(-3), Duration.ofHours(-2), "3");
    activity.people().grant("ben.okafor", "ada.fulmer", "admin");
    activity.pollsLater();
    assertThat(titles()).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource({
    "-5,not requested,false",
    "-4,requested,false",
    "-3,approved,false",
    "-2,approved,true",
    "-1,not requested,true",
    "0,approved,true",
    "3,approved,true",
    "4,approved,false",
    "-2,requested,false",
    "-1,rejected,false"
  })
  void only_a_change_that_was_agreed_to_is_an_excuse(
      String state, String approval, boolean excuses) {
    rule(OUTSIDE);
    activity.reads("privileges");
    change("ben.okafor", Duration.ofHours(-1), Duration.ofHours(1), state, approval);
    activity.people().grant("ben.okafor", "ada.fulmer", "admin");
    activity.pollsLater();
    assertThat(titles()).hasSize(excuses ? 0 : 1);
  }

  @Test
  void a_change_that_was_made_up_afterwards_is_no_excuse() {
    rule(OUTSIDE);
    activity.reads("privileges");
    activity.people().grant("ben.okafor", "ada.fulmer", "admin");
    SettableClock.advance(Duration.ofSeconds(30));
    change("ben.okafor", Duration.ofHours(-1), Duration.ofHours(1), "-1");
    activity.pollsLater();
    assertThat(titles()).hasSize(1);
  }

  @Test
  void where_there_are_more_changes_than_are_read_nothing_is_said_to_be_outside_of_one() {
    rule(OUTSIDE);
    activity.reads("privileges");
    for (int i = 0; i < 101; i++) {
      change("ben.okafor", Duration.ofHours(-2), Duration.ofMinutes(-1), "-1");
    }
    activity.people().ago(Duration.ofHours(3)).grant("ben.okafor", "ada.fulmer", "admin");
    activity.people().grant("ben.okafor", "ada.fulmer", "itil");
    activity.pollsLater();
    assertThat(titles()).isEmpty();
  }

  @Test
  void where_changes_cannot_be_read_nothing_is_said_to_be_outside_of_one() {
    rule(OUTSIDE);
    activity.reads("privileges");
    scenario
        .servicenow()
        .faults()
        .set(FaultKind.CROSS_SCOPE, FaultRule.always().on("GET", "change_request"));
    activity.people().grant("ben.okafor", "ada.fulmer", "admin");
    activity.pollsLater();
    assertThat(titles()).isEmpty();
  }

  @Test
  void twenty_failed_logins_make_one_ticket_and_nineteen_make_none() {
    rule(FAILED_LOGINS);
    activity.reads("logins");
    for (int i = 0; i < 19; i++) {
      activity.people().ago(Duration.ofSeconds(i)).failToLogIn("ben.okafor", "203.0.113.8");
    }
    for (int i = 0; i < 30; i++) {
      activity.people().ago(Duration.ofSeconds(i)).failToLogIn("Ada.Fulmer", "203.0.113.7");
    }
    activity.pollsLater();
    assertThat(titles()).hasSize(1);
    assertThat(titles().get(0)).endsWith("failed logins of ada.fulmer");

    // They go on, and it is the same alarm.
    activity.people().failToLogIn("ada.fulmer", "203.0.113.9");
    activity.pollsLater();
    assertThat(titles()).hasSize(1);
  }

  @Test
  void many_failed_logins_within_a_second_are_counted_though_rotation_doubles_some() {
    rule(FAILED_LOGINS);
    activity.reads(500, "", "logins");
    People people = activity.people();
    List<String> few = new ArrayList<>();
    for (int i = 0; i < 15; i++) {
      few.add(people.failToLogIn("ben.okafor", "203.0.113.8"));
    }
    for (int i = 0; i < 100; i++) {
      people.failToLogIn("ada.fulmer", "203.0.113.7");
    }
    SettableClock.advance(Duration.ofSeconds(5));
    few.forEach(people::rotate);
    activity.pollsLater();
    assertThat(titles()).containsExactly("100 failed logins of ada.fulmer");
    assertThat(activity.all())
        .extracting(one -> one.actor() + " " + one.times())
        .containsExactlyInAnyOrder("ada.fulmer 100", "ben.okafor 15");
  }

  @Test
  void failed_logins_that_go_on_for_longer_than_the_time_stay_one_ticket() {
    rule(FAILED_LOGINS);
    activity.reads(7, "", "logins");
    for (int i = 0; i < 90; i++) {
      activity.people().ago(Duration.ofSeconds(20 * i)).failToLogIn("ben.okafor", "203.0.113.8");
    }
    activity.pollsLater();
    activity.people().failToLogIn("ben.okafor", "203.0.113.8");
    activity.pollsLater();
    assertThat(titles()).hasSize(1);
  }

  @Test
  void failed_logins_that_are_far_apart_make_no_ticket() {
    rule(FAILED_LOGINS);
    activity.reads("logins");
    for (int i = 0; i < 40; i++) {
      activity.people().ago(Duration.ofMinutes(i)).failToLogIn("ben.okafor", "203.0.113.8");
    }
    activity.pollsLater();
    assertThat(activity.all()).hasSize(40);
    assertThat(titles()).isEmpty();
  }

  @Test
  void what_our_own_user_does_opens_no_ticket() {
    rule("{\"property\":\"kind\",\"operator\":\"Equals\",\"value\":\"activity\"}");
    activity.reads(
        50, ",\"tables\":[\"incident\"]", "logins", "privileges", "records", "exports", "deletes");
    People people = activity.people();
    people.logIn("ropeway.auditor", "203.0.113.7");
    people.grant("ropeway.auditor", "ada.fulmer", "admin");
    people.change("ropeway.auditor", "incident", "x", "state", "1", "2");
    people.call("ropeway.auditor", "/api/now/table/incident", "203.0.113.7");
    for (int i = 0; i < 30; i++) {
      people.ago(Duration.ofSeconds(i)).failToLogIn("ropeway.auditor", "203.0.113.7");
    }
    activity.pollsLater();
    assertThat(activity.all()).hasSize(33).allMatch(one -> one.own());
    assertThat(titles()).isEmpty();

    people.logIn("ben.okafor", "203.0.113.7");
    activity.pollsLater();
    assertThat(titles()).containsExactly("ben.okafor logged in from 203.0.113.7");
  }

  @Test
  void without_a_rule_that_names_the_kind_nothing_waits_and_nothing_is_remembered() {
    activity.reads("logins");
    activity.people().logIn("ben.okafor", "203.0.113.7");
    activity.pollsLater();
    assertThat(activity.all()).hasSize(1);
    assertThat(
            Scenario.caller()
                .get("/api/v1/recommendations?source=servicenow")
                .then()
                .extract()
                .jsonPath()
                .getList("items"))
        .isEmpty();
  }

  @Test
  void an_activity_that_cannot_be_stored_as_a_recommendation_keeps_no_other_waiting() {
    rule(OUTSIDE);
    activity.reads("privileges");
    refuse("22023");
    try {
      activity.people().grant("ben.okafor", "ada.fulmer", "first");
      activity.people().grant("ben.okafor", "ada.fulmer", "poison");
      activity.people().grant("ben.okafor", "ada.fulmer", "last");
      activity.pollsLater();
      assertThat(titles()).hasSize(2).noneMatch(title -> title.contains("poison"));
      assertThat(scenario.count("select count(*) from activity_pending%s", "")).isZero();
    } finally {
      acceptAll();
    }
  }

  @Test
  void an_activity_that_cannot_be_judged_now_waits_and_keeps_no_other_waiting() {
    rule(OUTSIDE);
    activity.reads("privileges");
    refuse("P0001");
    try {
      activity.people().grant("ben.okafor", "ada.fulmer", "poison");
      activity.people().grant("ben.okafor", "ada.fulmer", "last");
      activity.pollsLater();
      assertThat(titles()).hasSize(1);
    } finally {
      acceptAll();
    }
    activity.pollsLater();
    assertThat(titles()).hasSize(2);
  }

  private void refuse(String state) {
    scenario.run(
        """
        create or replace function refuse_poison() returns trigger language plpgsql as $$
        begin raise exception 'poison' using errcode = '%s'; end $$;
        create trigger refuse_poison before insert on recommendation
          for each row when (new.document::text like '%%poison%%') execute function refuse_poison()"""
            .formatted(state));
  }

  private void acceptAll() {
    scenario.run("drop trigger refuse_poison on recommendation; drop function refuse_poison");
  }

  @Test
  void rules_see_an_activity_though_a_call_between_was_refused_and_none_during_a_pause() {
    rule(OUTSIDE);
    activity.reads("privileges");
    scenario
        .servicenow()
        .faults()
        .set(FaultKind.RATE_LIMITED, FaultRule.always().on("GET", "change_request"));
    activity.people().grant("ben.okafor", "ada.fulmer", "admin");
    try {
      activity.pollsLater();
    } catch (RuntimeException e) {
      // The poll ends there.
    }
    assertThat(activity.all()).hasSize(1);
    assertThat(titles()).isEmpty();
    scenario.servicenow().faults().clear();
    Instant now = new SettableClock().instant();
    Fault busy = new Fault(Fault.Kind.RATE_LIMITED, 429, "busy", "", Duration.ofMinutes(10));
    pauses.begin("made", busy, now);
    activity.polls();
    assertThat(titles()).isEmpty();
    scenario.waits(Duration.ofHours(1));
    activity.polls();
    assertThat(titles()).hasSize(1);
  }
}
