package dev.ropeway.scenarios.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.startsWith;

import dev.ropeway.retention.Retention;
import dev.ropeway.scenarios.RopewayTest;
import dev.ropeway.scenarios.Scenario;
import dev.ropeway.scenarios.SettableClock;
import io.agroal.api.AgroalDataSource;
import io.restassured.RestAssured;
import io.restassured.path.json.JsonPath;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jboss.logging.Logger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** One thing done to many assignments: tried dry, in the background, each exactly once. */
@RopewayTest
class BulkRunsTest {

  private static final Logger LOG = Logger.getLogger(BulkRunsTest.class);
  private static final String ASSIGNMENTS = "/api/v1/assignments";
  private static final String BULK = ASSIGNMENTS + "/bulk";
  private static final Duration PATIENCE = Duration.ofMinutes(3);

  @Inject Scenario scenario;
  @Inject AgroalDataSource dataSource;
  @Inject Retention retention;

  private UUID open;
  private UUID parked;
  private UUID held;
  private UUID closed;
  private UUID withdrawn;
  private UUID alert;

  @BeforeEach
  void start() {
    scenario.isNew();
  }

  private static ValidatableResponse bulk(String body) {
    return Scenario.caller().body(body).post(BULK).then();
  }

  private static String started(String body) {
    String id = bulk(body).statusCode(202).extract().path("id");
    bulkRun(id).body("by", equalTo("test"));
    return id;
  }

  private static ValidatableResponse bulkRun(String id) {
    return Scenario.caller().get(BULK + "/" + id).then().statusCode(200);
  }

  private static JsonPath over(String id, String status) {
    await()
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(100))
        .untilAsserted(() -> bulkRun(id).body("status", equalTo(status)));
    return bulkRun(id).extract().jsonPath();
  }

  private static JsonPath items(String id, String query) {
    return Scenario.caller()
        .get(BULK + "/" + id + "/items" + query)
        .then()
        .statusCode(200)
        .extract()
        .jsonPath();
  }

  private List<UUID> many(int count) {
    String body =
        IntStream.range(0, count).mapToObj(i -> Scenario.finding("m" + i, "")).toList().toString();
    List<String> ids = scenario.post(body).statusCode(202).extract().path("results.assignment.id");
    await()
        .atMost(PATIENCE)
        .until(
            () -> {
              scenario.goesOn();
              return scenario.count(
                      "select count(*) from assignment where status = 'open' and next_delivery_at is null",
                      "")
                  == count;
            });
    return ids.stream().map(UUID::fromString).toList();
  }

  /** One of each standing. */
  private void everyStanding() {
    open = scenario.hasTicket("open");
    parked = scenario.hasTicket("parked");
    held = scenario.hasTicket("held");
    closed = scenario.hasTicket("closed");
    withdrawn = scenario.hasTicket("withdrawn");
    alert = scenario.hasTicket("alert");
    set(parked, "status = 'parked', next_delivery_at = null");
    set(
        held,
        "status = 'pending', held_since = "
            + SettableClock.sql()
            + ", held_limit = 1, next_delivery_at = null,"
            + " ticket_sys_id = null");
    set(closed, "status = 'closed', next_delivery_at = null");
    set(withdrawn, "status = 'withdrawn', next_delivery_at = null");
    set(alert, "ticket_type = 'alert', next_delivery_at = null");
  }

  private void set(UUID assignment, String what) {
    scenario.run("update assignment set " + what + " where id = '" + assignment + "'");
  }

  static Stream<Arguments> actions() {
    return Stream.of(
        Arguments.of("\"action\":\"retry\"", 1, "retried"),
        Arguments.of("\"action\":\"release\"", 1, "released"),
        Arguments.of("\"action\":\"withdraw\",\"ticket\":\"keep\"", 5, "withdrawn"),
        Arguments.of("\"action\":\"assign\",\"assignedTo\":\"beth.anglin\"", 3, "changed-here"),
        Arguments.of(
            "\"action\":\"due-date\",\"dueDate\":\"2031-01-02T03:04:05Z\"", 4, "changed-here"),
        Arguments.of("\"action\":\"note\",\"text\":\"please look\"", 4, "note-added"));
  }

  @ParameterizedTest
  @MethodSource("actions")
  void a_dry_run_tells_what_the_run_does_afterwards(String action, int will, String what) {
    everyStanding();
    UUID nobody = UUID.randomUUID();
    String ids =
        ",\"ids\":"
            + Stream.of(open, parked, held, closed, withdrawn, alert, nobody)
                .map(id -> "\"" + id + "\"")
                .toList();
    JsonPath dry =
        bulk("{" + action + ids + ",\"dryRun\":true}").statusCode(200).extract().jsonPath();
    assertThat(dry.getInt("will")).isEqualTo(will);
    assertThat(scenario.count("select count(*) from bulk_run", "")).isZero();
    String id = started("{" + action + ids + "}");
    JsonPath run = over(id, "ended");
    assertThat(run.getInt("total")).isEqualTo(7);
    assertThat(run.getInt("done")).isEqualTo(will);
    assertThat(run.getInt("failed")).isZero();
    JsonPath skipped = items(id, "?outcome=skipped");
    List<Map<String, Object>> willNot = dry.getList("willNot");
    assertThat(skipped.getList("items")).hasSize(7 - will).hasSize(run.getInt("skipped"));
    assertThat(willNot)
        .anySatisfy(one -> assertThat(strings(one.get("examples"))).contains(nobody.toString()))
        .allSatisfy(
            one ->
                assertThat(
                        skipped.getList(
                            "items.findAll { it.reason == '%s' }.assignment"
                                .formatted(one.get("reason")),
                            String.class))
                    .hasSize((int) one.get("count"))
                    .containsExactlyInAnyOrderElementsOf(strings(one.get("examples"))));
    assertThat(items(id, "?outcome=done").getList("items.assignment", String.class))
        .hasSize(will)
        .allSatisfy(
            done ->
                assertThat(scenario.assignment(UUID.fromString(done)).getList("timeline"))
                    .anySatisfy(entry -> assertThat(entry.toString()).contains(what, "who=test")));
  }

  @SuppressWarnings("unchecked")
  private static List<String> strings(Object list) {
    return (List<String>) list;
  }

  @Test
  void a_run_is_over_what_matched_when_it_was_started() throws SQLException {
    List<UUID> before = many(3);
    UUID later;
    String id;
    try (Connection other = dataSource.getConnection()) {
      other.setAutoCommit(false);
      try (var lock = other.createStatement()) {
        lock.execute("select 1 from assignment where id = '" + before.get(1) + "' for update");
      }
      id =
          started(
              "{\"action\":\"withdraw\",\"ticket\":\"cancel\",\"filter\":{\"status\":\"open\"}}");
      later = scenario.hears("later");
      other.rollback();
    }
    scenario.becomes(later, "open");
    JsonPath run = over(id, "ended");
    assertThat(run.getInt("total")).isEqualTo(3);
    assertThat(run.getInt("done")).isEqualTo(3);
    assertThat(run.getMap("filter")).isEqualTo(Map.of("status", "open"));
    assertThat(items(id, "").getList("items.assignment"))
        .isEqualTo(before.stream().sorted().map(UUID::toString).toList());
    assertThat(scenario.assignment(later).getString("status")).isEqualTo("open");
  }

  @Test
  void five_hundred_withdrawals_cancel_five_hundred_tickets_once() {
    List<UUID> all = many(500);
    long begin = System.nanoTime();
    String id =
        started("{\"action\":\"withdraw\",\"ticket\":\"cancel\",\"filter\":{\"status\":\"open\"}}");
    JsonPath run = over(id, "ended");
    LOG.infof("500 withdrawals took %d ms", (System.nanoTime() - begin) / 1_000_000);
    assertThat(run.getInt("done")).isEqualTo(500);
    assertThat(
            scenario.count(
                "select count(*) from (select 1 from timeline where what = 'withdrawn' and who = 'test'"
                    + " group by assignment_id having count(*) = 1) as once",
                ""))
        .isEqualTo(500);
    await()
        .atMost(PATIENCE)
        .until(
            () -> {
              scenario.goesOn();
              return scenario.tickets("incident").stream()
                      .filter(ticket -> ticket.get("state").equals("8"))
                      .count()
                  == all.size();
            });
    LOG.infof("500 tickets were canceled after %d ms", (System.nanoTime() - begin) / 1_000_000);
  }

  @Test
  void a_stopped_run_leaves_the_rest_as_it_was() {
    many(300);
    String id =
        started("{\"action\":\"withdraw\",\"ticket\":\"keep\",\"filter\":{\"status\":\"open\"}}");
    Scenario.caller()
        .post(BULK + "/" + id + "/stop")
        .then()
        .statusCode(200)
        .body("status", equalTo("stopped"))
        .body("stoppedBy", equalTo("test"));
    int withdrawn =
        scenario.count("select count(*) from assignment where status = 'withdrawn'", "");
    JsonPath run = bulkRun(id).extract().jsonPath();
    assertThat(run.getInt("done")).isEqualTo(withdrawn).isLessThan(300);
    assertThat(items(id, "?outcome=waiting&limit=1000").getList("items")).hasSize(300 - withdrawn);
    Scenario.caller().post(BULK + "/" + id + "/stop").then().statusCode(409);
  }

  @Test
  void a_run_whose_replica_died_goes_on_where_it_was_with_what_its_caller_may() {
    List<UUID> all = many(4).stream().sorted().toList();
    String id = UUID.randomUUID().toString();
    scenario.run(
        "insert into bulk_run (id, action, asked_by, status, total, done, started_at, leased_until, fence) values ('"
            + id
            + "', '{\"action\":\"note\",\"kind\":\"work_note\",\"text\":\"hello\"}', 'heidi', 'running', 4, 2, "
            + SettableClock.sql()
            + ","
            + " "
            + SettableClock.sql()
            + " + interval '1 day', 3)");
    for (int place = 0; place < 4; place++) {
      scenario.run(
          "insert into bulk_item (run, place, assignment_id, outcome) values ('%s', %d, '%s', %s)"
              .formatted(id, place, all.get(place), place < 2 ? "'done'" : "null"));
    }
    bulkRun(id).body("status", equalTo("running"));
    scenario.waits(Duration.ofDays(2));
    assertThat(over(id, "ended").getInt("done")).isEqualTo(4);
    List<Long> notes = new ArrayList<>();
    all.forEach(
        one ->
            notes.add(
                scenario
                    .assignment(one)
                    .getList("timeline.findAll { it.what == 'note-added' }.who")
                    .stream()
                    .filter("heidi"::equals)
                    .count()));
    assertThat(notes).containsExactly(0L, 0L, 1L, 1L);
  }

  @Test
  void an_assignment_that_fails_unexpectedly_stops_no_other() {
    List<UUID> all = many(3).stream().sorted().toList();
    set(all.get(1), "terms = '{\"dueDate\":\"never\"}'");
    String id =
        started(
            "{\"action\":\"due-date\",\"dueDate\":\"2031-01-02T03:04:05+01:00\",\"filter\":{\"status\":\"open\"}}");
    JsonPath run = over(id, "ended");
    assertThat(run.getInt("done")).isEqualTo(2);
    assertThat(run.getInt("failed")).isEqualTo(1);
    assertThat(items(id, "?outcome=failed").getString("items[0].assignment"))
        .isEqualTo(all.get(1).toString());
    assertThat(items(id, "?outcome=failed").getString("items[0].reason")).contains("the log");
    assertThat(scenario.assignment(all.get(2)).getString("dueDate"))
        .isEqualTo("2031-01-02T02:04:05Z");
    set(all.get(1), "terms = '{}'");
  }

  @Test
  void runs_and_their_assignments_are_listed_page_by_page() {
    many(3);
    String first = started("{\"action\":\"note\",\"text\":\"one\",\"filter\":{}}");
    over(first, "ended");
    String second = started("{\"action\":\"retry\",\"filter\":{\"severity\":\"low\"}}");
    assertThat(over(second, "ended").getInt("total")).isZero();

    JsonPath page = Scenario.caller().get(BULK + "?limit=1").jsonPath();
    assertThat(page.getList("items.id")).containsExactly(second);
    JsonPath next =
        Scenario.caller().get(BULK + "?limit=1&cursor=" + page.getString("next")).jsonPath();
    assertThat(next.getList("items.id")).containsExactly(first);
    assertThat(next.getString("next")).isNull();
    assertThat(next.getString("items[0].text")).isNull();
    bulkRun(first).body("text", equalTo("one")).body("kind", equalTo("work_note"));

    JsonPath two = items(first, "?limit=2");
    JsonPath last = items(first, "?limit=2&cursor=" + two.getString("next"));
    assertThat(two.getList("items")).hasSize(2);
    assertThat(last.getList("items")).hasSize(1).doesNotContainAnyElementsOf(two.getList("items"));
    Scenario.caller().get(BULK + "/" + first + "/items?outcome=lost").then().statusCode(400);
    Scenario.caller().get(BULK + "/" + UUID.randomUUID() + "/items").then().statusCode(404);
    Scenario.caller().get(BULK + "/none").then().statusCode(404);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{'filter':{}} | action",
        "{'action':'retry'} | either ids or a filter",
        "{'action':'retry','filter':{},'ids':['01a1fcb3-4c7e-7d21-9a0e-2f6b8c1d5e93']} | either ids or a filter",
        "{'action':'retry','ids':[]} | /ids",
        "{'action':'retry','ids':['x']} | /ids/0",
        "{'action':'retry','filter':{'state':'open'}} | /filter",
        "{'action':'retry','filter':{'status':null}} | /filter/status",
        "{'action':'retry','filter':{'rule':' '}} | /filter/rule",
        "{'action':'retry','filter':{'ticketType':'nothing'}} | /filter/ticketType",
        "{'action':'retry','filter':{},'ticket':'keep'} | /ticket: does not belong to the action retry",
        "{'action':'withdraw','filter':{}} | /ticket: is required",
        "{'action':'assign','filter':{}} | /assignedTo: is required",
        "{'action':'due-date','filter':{}} | /dueDate: is required",
        "{'action':'due-date','filter':{},'dueDate':'soon'} | /dueDate",
        "{'action':'note','filter':{}} | /text: is required",
        "{'action':'destroy','filter':{}} | /action"
      })
  void what_makes_no_sense_is_refused_and_nothing_begins(String body, String detail) {
    bulk(body.replace('\'', '"')).statusCode(400).body("detail", containsString(detail));
    assertThat(scenario.count("select count(*) from bulk_run", "")).isZero();
  }

  @Test
  void a_filter_takes_what_the_list_of_assignments_takes() {
    JsonPath contract = Scenario.caller().get("/openapi?format=json").jsonPath();
    List<String> taken =
        contract.<String>getList("paths.'/assignments'.get.parameters.'$ref'").stream()
            // How the list is sorted is written out there.
            .filter(Objects::nonNull)
            .map(reference -> reference.substring(reference.lastIndexOf('/') + 1))
            .map(name -> contract.getString("components.parameters." + name + ".name"))
            .filter(name -> !List.of("limit", "cursor").contains(name))
            .toList();

    assertThat(contract.getMap("components.schemas.AssignmentFilter.properties").keySet())
        .hasSizeGreaterThan(9)
        .map(Object::toString)
        .containsExactlyInAnyOrderElementsOf(taken);
  }

  @Test
  void there_are_only_so_many_runs_at_once() {
    for (int i = 0; i < 20; i++) {
      scenario.run(
          "insert into bulk_run (id, action, asked_by, status, total, started_at, leased_until) values ('"
              + UUID.randomUUID()
              + "', '{\"action\":\"retry\"}', 'heidi', 'running', 1, "
              + SettableClock.sql()
              + ", "
              + SettableClock.sql()
              + " + interval '9 days')");
    }
    bulk("{\"action\":\"retry\",\"filter\":{}}")
        .statusCode(409)
        .body("detail", startsWith("20 bulk runs are under way"));
  }

  @Test
  void who_asked_is_in_the_audit_log_and_readers_only_look() {
    String id = started("{\"action\":\"retry\",\"filter\":{}}");
    Scenario.caller()
        .get("/api/v1/audit?limit=10")
        .then()
        .body("items.operation", hasItem("start-bulk-run"));

    var reader =
        RestAssured.given()
            .header("X-API-Key", "reader-key-for-these-tests")
            .contentType("application/json");
    reader.get(BULK).then().statusCode(200).body("items", hasSize(1));
    reader.get(BULK + "/" + id + "/items").then().statusCode(200);
    reader.post(BULK + "/" + id + "/stop").then().statusCode(403);
    reader
        .body("{\"action\":\"retry\",\"filter\":{},\"dryRun\":true}")
        .post(BULK)
        .then()
        .statusCode(403);
  }

  @Test
  void old_runs_are_deleted_with_what_they_were_over() throws InterruptedException {
    many(3);
    String old = started("{\"action\":\"note\",\"text\":\"one\",\"filter\":{}}");
    over(old, "ended");
    String young = started("{\"action\":\"note\",\"text\":\"two\",\"filter\":{}}");
    over(young, "ended");
    scenario.run(
        "update bulk_run set ended_at = "
            + SettableClock.sql()
            + " - interval '91 days' where id = '"
            + old
            + "'");

    retention.run();

    Scenario.caller().get(BULK + "/" + old).then().statusCode(404);
    assertThat(items(young, "").getList("items")).hasSize(3);
    assertThat(scenario.count("select count(*) from bulk_item", "")).isEqualTo(3);
  }
}
