package dev.ropeway.scenarios.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import dev.ropeway.scenarios.RopewayTest;
import dev.ropeway.scenarios.Scenario;
import dev.ropeway.scenarios.SettableClock;
import io.restassured.path.json.JsonPath;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is counted: the summary for a home page, and the report of owners. */
@RopewayTest
class AssignmentFiguresTest {

  private static final String SUMMARY = "/api/v1/assignments/summary";
  private static final String OWNERS = "/api/v1/owners";

  @Inject Scenario scenario;

  @BeforeEach
  void start() {
    scenario.isNew();
  }

  private void has(String id, String severity, String set) {
    new ListsFixture(scenario)
        .has(id, severity, "{\"resource\":{\"scope\":\"/sub/" + id + "\"}}", set);
  }

  private void seven() {
    String late = "due_at = timestamptz '2026-01-01Z'";
    String early = "due_at = timestamptz '2999-01-01Z'";
    has("a", "critical", "assigned_to = 'Ada', ticket_group = 'Lift', " + late);
    has("b", "high", "assigned_to = 'ada', ticket_group = 'lift', " + early);
    has("c", "high", "assigned_to = 'ada', ticket_group = '', due_at = null, rule = 'other'");
    has("d", "low", "assigned_to = 'ben', ticket_group = 'Hut', " + late);
    has("e", "low", "assigned_to = null, ticket_group = 'Hut', " + early);
    has(
        "f",
        "low",
        "assigned_to = 'ben', status = 'closed', ended_at = timestamptz '2026-03-01Z', due_at = timestamptz '2026-02-01Z'");
    has(
        "g",
        "low",
        "assigned_to = 'ben', status = 'closed', ended_at = timestamptz '2026-01-05Z', due_at = timestamptz '2026-02-01Z'");
  }

  private static JsonPath read(String path) {
    return Scenario.caller().get(path).then().statusCode(200).extract().jsonPath();
  }

  /** Each row as: name open overdue onTime completedOnTime completedLate. */
  private static List<String> owners(String query) {
    return rows(read(OWNERS + query));
  }

  private static List<String> rows(JsonPath page) {
    return page.<Map<String, Object>>getList("items").stream()
        .map(
            row ->
                "%s %s %s %s %s %s"
                    .formatted(
                        row.get("name"),
                        row.get("open"),
                        row.get("overdue"),
                        row.get("onTime"),
                        row.get("completedOnTime"),
                        row.get("completedLate")))
        .toList();
  }

  @Test
  void owners_are_reported_with_what_they_owe_and_what_they_did() {
    seven();
    for (String row :
        List.of(
            "; ada 3 1 2 0 0, ben 1 1 0 1 1, null 1 0 1 0 0",
            "?sort=overdue; null 1 0 1 0 0, ada 3 1 2 0 0, ben 1 1 0 1 1",
            "?sort=-open; ada 3 1 2 0 0, null 1 0 1 0 0, ben 1 1 0 1 1",
            "?rule=other; ada 1 0 1 0 0",
            "?integration=oauth;",
            "?scope=/SUB/d; ben 1 1 0 0 0",
            "?scope=/su;",
            "?from=2026-02-01T00:00:00Z; ada 3 1 2 0 0, ben 1 1 0 0 1, null 1 0 1 0 0",
            "?to=2026-02-01T00:00:00Z; ada 3 1 2 0 0, ben 1 1 0 1 0, null 1 0 1 0 0",
            "?from=2027-02-01T00:00:00Z; ada 3 1 2 0 0, ben 1 1 0 0 0, null 1 0 1 0 0")) {
      String[] parts = row.split("; ?", 2);
      assertThat(String.join(", ", owners(parts[0]))).as(row).isEqualTo(parts[1]);
    }
  }

  @Test
  void groups_are_reported_alike() {
    seven();
    List<String> rows = owners("?by=group&sort=-open&from=2027-01-01T00:00:00Z");
    assertThat(rows).contains("Hut 2 1 1 0 0", "null 1 0 1 0 0");
    assertThat(rows.stream().map(row -> row.toLowerCase(Locale.ROOT))).contains("lift 2 1 1 0 0");
  }

  @Test
  void what_is_open_is_told_by_severity() {
    seven();
    assertThat(read(OWNERS).getList("items[0].severities.count")).isEqualTo(List.of(1, 2, 0, 0, 0));
    assertThat(read(OWNERS).getList("items[0].severities.severity"))
        .isEqualTo(List.of("critical", "high", "medium", "low", "informational"));
  }

  @Test
  void the_report_has_pages() {
    seven();
    List.of("-overdue", "overdue", "-open", "open").forEach(AssignmentFiguresTest::isReadByPages);
  }

  private static void isReadByPages(String sort) {
    List<String> read = new ArrayList<>();
    String cursor = "";
    while (cursor != null) {
      JsonPath page =
          read(OWNERS + "?limit=1&sort=" + sort + (cursor.isEmpty() ? "" : "&cursor=" + cursor));
      read.addAll(rows(page));
      cursor = page.getString("next");
    }
    assertThat(read).isEqualTo(owners("?sort=" + sort)).hasSize(3);
  }

  @Test
  void what_cannot_be_meant_is_refused() {
    Map.of(
            "/api/v1/owners?sort=name", "must be one of -overdue, overdue",
            "/api/v1/owners?by=team", "must be one of owner, group",
            "/api/v1/owners?from=now", "must be a date and time",
            "/api/v1/owners?cursor=abc", "must be the value of next",
            "/api/v1/assignments/summary?days=0", "must be a whole number from 1 to 400",
            "/api/v1/assignments/summary?since=monday", "must be a date and time",
            "/api/v1/assignments/summary?day=1", "did you mean days?")
        .forEach(
            (path, complaint) ->
                Scenario.caller()
                    .get(path)
                    .then()
                    .statusCode(400)
                    .body("detail", containsString(complaint)));
  }

  @Test
  void the_summary_counts_what_is_open_and_what_happened() {
    seven();
    scenario.run(
        "update assignment set created_at = "
            + SettableClock.sql()
            + ", ticket_table = 'incident', ticket_state = '1', ticket_state_label = 'New' where status = 'open'");
    scenario.run(
        "update assignment set created_at = "
            + SettableClock.sql()
            + " - interval '40 days' where status <> 'open'");
    scenario.run(
        "update assignment set status = 'parked' where recommendation_key = (select key from recommendation where id = 'e')");
    has(
        "h",
        "medium",
        "status = 'pending', held_since = now(), assigned_to = 'ada', created_at = "
            + SettableClock.sql());

    JsonPath summary = read(SUMMARY + "?days=30");

    assertThat(summary.getList("open"))
        .isEqualTo(
            List.of(
                Map.of("ticketType", "incident", "state", "1", "stateLabel", "New", "count", 5),
                unsent()));
    assertThat(summary.getList("severities.count")).isEqualTo(List.of(1, 2, 1, 2, 0));
    for (String one : List.of("parked", "held", "unassigned")) {
      assertThat(summary.getInt(one + ".count")).as(one).isEqualTo(1);
      assertThat(summary.getBoolean(one + ".more")).as(one).isFalse();
    }
    assertThat(summary.getInt("overdue.count")).isEqualTo(2);
    assertThat(summary.getList("perDay")).hasSize(30);
    assertThat(summary.<Integer>getList("perDay.created").stream().mapToInt(n -> n).sum())
        .isEqualTo(6);
    assertThat(summary.<Integer>getList("perDay.closed").stream().mapToInt(n -> n).sum()).isZero();
  }

  @Test
  void the_summary_tells_what_happened_since_a_time() {
    seven();
    String then = new SettableClock().instant().toString();
    SettableClock.advance(Duration.ofMinutes(1));
    scenario.run(
        "update assignment set created_at = timestamptz '2026-01-01Z', updated_at = timestamptz '2026-01-01Z'");
    ofRecommendation("a", "created_at = " + SettableClock.sql());
    ofRecommendation("g", "ended_at = " + SettableClock.sql());
    ofRecommendation("b", "status = 'parked', next_delivery_at = null");
    ofRecommendation(
        "c", "status = 'parked', next_delivery_at = null, updated_at = " + SettableClock.sql());

    JsonPath since = read(SUMMARY + "?since=" + then);

    assertThat(Instant.parse(since.getString("since.at"))).isEqualTo(then);
    for (String one : List.of("created", "closed", "parked")) {
      assertThat(since.getInt("since." + one + ".count")).as(one).isEqualTo(1);
      assertThat(since.getBoolean("since." + one + ".more")).as(one).isFalse();
    }
    assertThat(read(SUMMARY).getMap("$")).doesNotContainKey("since");
  }

  private void ofRecommendation(String id, String set) {
    scenario.run(
        "update assignment set %s where recommendation_key = (select key from recommendation where id = '%s')"
            .formatted(set, id));
  }

  private static Map<String, Object> unsent() {
    Map<String, Object> row = new HashMap<>();
    row.put("ticketType", "incident");
    row.put("state", null);
    row.put("stateLabel", null);
    row.put("count", 1);
    return row;
  }

  @Test
  void closed_work_is_told_by_the_day_on_which_it_ended() {
    seven();
    scenario.run(
        "update assignment set ended_at = " + SettableClock.sql() + " where status = 'closed'");
    assertThat(
            read(SUMMARY + "?days=2").<Integer>getList("perDay.closed").stream()
                .mapToInt(n -> n)
                .sum())
        .isEqualTo(2);
  }

  @Test
  void counts_end_where_nobody_counts_any_further() {
    scenario.hears("one");
    scenario.run(
        """
        insert into recommendation (key, id, state, state_changed_at, occurred_at, fingerprint, matched, document, created_at, updated_at)
        select sha256(('r' || n)::bytea), 'r' || n, state, state_changed_at, occurred_at, fingerprint, matched,
          document || jsonb_build_object('id', 'r' || n), created_at, updated_at
        from recommendation, generate_series(1, 10002) n""");
    scenario.run(
        """
        insert into assignment (id, recommendation_key, status, integration, ticket_type, rule, severity, terms, created_at, updated_at)
        select gen_random_uuid(), key, 'parked', 'snow', 'incident', 'all', 'high', '{}', created_at, updated_at
        from recommendation where id like 'r%'""");
    Scenario.caller()
        .get(SUMMARY + "?since=2020-01-01T00:00:00Z")
        .then()
        .body("parked.count", equalTo(10000))
        .body("parked.more", equalTo(true))
        .body("since.created.count", equalTo(10000))
        .body("since.parked.count", equalTo(10000))
        .body("since.parked.more", equalTo(true))
        .body("since.closed.more", equalTo(false))
        .body("held.more", equalTo(false));
  }
}
