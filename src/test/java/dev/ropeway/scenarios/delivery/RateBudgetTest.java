package dev.ropeway.scenarios.delivery;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;

import dev.ropeway.assignment.InstanceStates;
import dev.ropeway.sandbox.faults.FaultKind;
import dev.ropeway.sandbox.faults.FaultRule;
import dev.ropeway.sandbox.table.Call;
import dev.ropeway.scenarios.RopewayTest;
import dev.ropeway.scenarios.Scenario;
import dev.ropeway.scenarios.SettableClock;
import dev.ropeway.throttling.Budgets;
import dev.ropeway.throttling.CallsInFlight;
import io.restassured.path.json.JsonPath;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Promise 6 where an instance limits calls: by a rule, by a time named, by a full queue. */
@RopewayTest
class RateBudgetTest {

  private static final int LIMIT = 500;
  private static final int OPEN = 200;
  private static final int NEW = 300;
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @Inject Scenario scenario;
  @Inject Budgets budgets;
  @Inject CallsInFlight calls;
  @Inject InstanceStates states;

  @BeforeEach
  void start() {
    scenario.isNew();
  }

  private static String findings(String prefix, int count, String more) {
    return IntStream.range(0, count)
        .mapToObj(i -> Scenario.finding(prefix + i, more))
        .collect(Collectors.joining(","));
  }

  private static void goToTheNextHour() {
    Instant now = new SettableClock().instant();
    Instant next = now.truncatedTo(ChronoUnit.HOURS).plus(1, ChronoUnit.HOURS);
    SettableClock.advance(Duration.between(now, next).plusMillis(100));
  }

  /** Nothing more is called, however often deliveries look. */
  private void comesToRest() {
    AtomicLong before = new AtomicLong(-1);
    AtomicLong since = new AtomicLong(System.nanoTime());
    await()
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(50))
        .until(
            () -> {
              scenario.goesOn();
              long now = scenario.servicenow().calls().size();
              if (before.getAndSet(now) != now) {
                since.set(System.nanoTime());
              }
              return System.nanoTime() - since.get() > Duration.ofMillis(700).toNanos();
            });
  }

  private static int count(String status) {
    return Scenario.caller()
        .get("/api/v1/assignments?limit=1000&status=" + status)
        .then()
        .extract()
        .jsonPath()
        .getList("items")
        .size();
  }

  private static Map<Instant, Long> byHour(List<Call> calls) {
    return calls.stream()
        .collect(groupingBy(call -> call.at().truncatedTo(ChronoUnit.HOURS), counting()));
  }

  @Test
  void with_500_requests_an_hour_200_closes_and_300_new_assignments_all_arrive_within_the_rule() {
    scenario.post("[" + findings("old", OPEN, "") + "]").statusCode(202);
    await().atMost(PATIENCE).until(() -> count("open") == OPEN);
    goToTheNextHour();
    scenario.servicenow().faults().requestsPerHour(LIMIT);
    int before = scenario.servicenow().calls().size();

    scenario
        .post(
            "["
                + findings("old", OPEN, "\"state\":\"healthy\"")
                + ","
                + findings("new", NEW, "")
                + "]")
        .statusCode(202);
    comesToRest();
    int createdAtOnce = count("open") + count("closed") - OPEN;
    int closedAtOnce = count("closed");
    // A crowd of creates does not spend the hour, and what it leaves goes to the closes.
    assertThat(createdAtOnce).isBetween(280, NEW);
    assertThat(closedAtOnce).isBetween(40, 100);

    for (int tenMinutes = 1; tenMinutes < 6; tenMinutes++) {
      scenario.waits(Duration.ofMinutes(10));
      comesToRest();
    }
    int closedInFirstHour = count("closed");
    int createdInFirstHour = count("open") + closedInFirstHour - OPEN;
    assertThat(createdInFirstHour).isEqualTo(NEW);
    assertThat(closedInFirstHour).isGreaterThan(80);
    assertThat(budgets.of("snow").used()).isBetween(430, 490);
    var shown = Scenario.caller().get("/api/v1/integrations/snow").then().extract().jsonPath();
    assertThat(shown.getInt("budget.limit")).isEqualTo(LIMIT);
    assertThat(shown.getInt("budget.used")).isEqualTo(budgets.of("snow").used());
    assertThat(shown.getString("budget.resetsAt")).isNotNull();

    for (int tenMinutes = 0; tenMinutes < 6 && count("closed") < OPEN; tenMinutes++) {
      scenario.waits(Duration.ofMinutes(10));
      comesToRest();
    }
    assertThat(count("closed")).isEqualTo(OPEN);
    assertThat(count("open")).isEqualTo(NEW);
    assertThat(scenario.tickets("incident")).hasSize(OPEN + NEW);
    List<Call> all = scenario.servicenow().calls();
    List<Call> limited = all.subList(before, all.size());
    assertThat(limited).allSatisfy(call -> assertThat(call.status()).isLessThan(300));
    assertThat(byHour(limited).values()).allMatch(calls -> calls <= LIMIT);
    assertThat(scenario.servicenow().rateWindows())
        .isNotEmpty()
        .allSatisfy(window -> assertThat(window.refused()).isZero());
  }

  @Test
  void a_crowd_of_new_assignments_that_would_take_the_whole_hour_leaves_closes_their_share() {
    scenario.post("[" + findings("old", 20, "") + "]").statusCode(202);
    await().atMost(PATIENCE).until(() -> count("open") == 20);
    goToTheNextHour();
    scenario.servicenow().faults().requestsPerHour(100);

    scenario
        .post(
            "["
                + findings("new", 150, "")
                + ","
                + findings("old", 20, "\"state\":\"healthy\"")
                + "]")
        .statusCode(202);
    comesToRest();

    assertThat(count("closed")).isGreaterThanOrEqualTo(8);
    assertThat(budgets.of("snow").byPurpose().get("create")).isBetween(50, 60);
  }

  @Test
  void what_a_person_asks_for_is_not_sent_above_the_rule_either() {
    scenario.hasTicket("r1");
    goToTheNextHour();
    scenario.servicenow().faults().requestsPerHour(10);
    for (int i = 0; i < 12; i++) {
      Scenario.caller().post("/api/v1/integrations/snow/sync");
    }

    Scenario.caller()
        .post("/api/v1/integrations/snow/sync")
        .then()
        .statusCode(502)
        .body("detail", containsString("rate rule"));
    assertThat(scenario.servicenow().rateWindows())
        .isNotEmpty()
        .allSatisfy(window -> assertThat(window.refused()).isZero());
  }

  @Test
  void retry_after_is_honoured_to_the_second() {
    scenario.servicenow().faults().set(FaultKind.RATE_LIMITED, FaultRule.next(1).retryAfter(600));
    UUID assignment = scenario.hears("r1");
    JsonPath limited = scenario.fails(assignment, "rate-limited");
    assertThat(limited.getInt("failure.attempts")).isZero();

    scenario.waits(Duration.ofSeconds(590));
    for (int i = 0; i < 40 && !isOpen(assignment); i++) {
      scenario.waits(Duration.ofMillis(500));
      comesToRest();
    }

    List<Call> calls = scenario.servicenow().calls();
    assertThat(calls).hasSize(2);
    assertThat(Duration.between(calls.get(0).at(), calls.get(1).at()))
        .isBetween(Duration.ofSeconds(600), Duration.ofSeconds(604));
  }

  @Test
  void a_call_that_a_pause_overtakes_does_not_end_it_by_going_well() {
    scenario.servicenow().faults().set(FaultKind.SLOW, FaultRule.next(1).delay(700));
    UUID slow = scenario.hears("r1");
    await().until(() -> scenario.servicenow().faults().remaining(FaultKind.SLOW) == 0);
    scenario.servicenow().faults().set(FaultKind.RATE_LIMITED, FaultRule.next(1).retryAfter(600));
    scenario.fails(scenario.hears("r2"), "rate-limited");
    scenario.becomes(slow, "open");
    int before = scenario.servicenow().calls().size();

    scenario.hears("r3");
    comesToRest();

    assertThat(states.of("snow").isPausedAt(new SettableClock().instant())).isTrue();

    assertThat(scenario.servicenow().calls()).hasSize(before);
    scenario.waits(Duration.ofSeconds(601));
    await().atMost(PATIENCE).until(() -> count("open") == 3);
  }

  private boolean isOpen(UUID assignment) {
    return scenario.assignment(assignment).getString("status").equals("open");
  }

  @Test
  void a_full_queue_gets_fewer_calls_for_a_while_and_holds_up_nobody_else() {
    scenario.hasTicket("before");
    assertThat(calls.allowed("snow")).isEqualTo(4);
    scenario.servicenow().faults().next(FaultKind.BUSY, 1);
    UUID refused = scenario.hears("refused");

    JsonPath crowded = scenario.fails(refused, "crowded");

    assertThat(crowded.getInt("failure.attempts")).isZero();
    assertThat(calls.allowed("snow")).isEqualTo(2);
    scenario.hasTicket("another");
    scenario.waits(Duration.ofSeconds(3));
    scenario.becomes(refused, "open");
    scenario.post("[" + findings("more", 40, "") + "]").statusCode(202);
    await().atMost(PATIENCE).until(() -> count("open") == 43);
    assertThat(calls.allowed("snow")).isEqualTo(4);
  }

  @Test
  void a_queue_that_stays_full_leaves_the_instance_alone_between_single_calls() {
    scenario.servicenow().faults().always(FaultKind.BUSY);
    scenario.post("[" + findings("r", 20, "") + "]").statusCode(202);
    await().atMost(PATIENCE).until(() -> calls.allowed("snow") == 1);
    comesToRest();
    assertThat(scenario.servicenow().calls()).hasSizeLessThan(20);

    scenario.servicenow().faults().clear();
    scenario.waits(Duration.ofMinutes(1));
    comesToRest();
    scenario.waits(Duration.ofMinutes(1));
    await().atMost(PATIENCE).until(() -> count("open") == 20);
    assertThat(scenario.tickets("incident")).hasSize(20);
  }
}
