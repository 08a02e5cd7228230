package dev.ropeway.scenarios.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.ropeway.scenarios.RopewayTest;
import dev.ropeway.scenarios.Scenario;
import dev.ropeway.scenarios.SettableClock;
import io.restassured.path.json.JsonPath;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Tickets that Ropeway made a moment ago are passed over by versions; no change among them is. */
@RopewayTest
class PollAfterCreatesTest {

  private static final Map<String, String> RESOLVED =
      Map.of("state", "6", "close_code", "Solution provided", "close_notes", "Done");

  private static final DateTimeFormatter STAMP =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss").withZone(ZoneOffset.UTC);

  /** Seven pages of 50. */
  private static final int CREATES = 350;

  @Inject Scenario scenario;

  @BeforeEach
  void start() {
    scenario.isNew();
  }

  private List<UUID> creates() {
    String body =
        IntStream.range(0, CREATES)
            .mapToObj(i -> Scenario.finding("burst" + i, ""))
            .collect(Collectors.joining(",", "[", "]"));
    List<String> made = scenario.post(body).statusCode(202).extract().path("results.assignment.id");
    await().until(() -> open() == CREATES);
    return made.stream().map(UUID::fromString).toList();
  }

  /** Only the database counts them at once. */
  private int open() {
    return scenario.count("select count(*) from assignment where status = '%s'", "open");
  }

  private void isResolved(UUID assignment) {
    scenario.servicenow().update("incident", scenario.sysId(assignment), RESOLVED, "ada.fulmer");
  }

  @Test
  void fresh_tickets_cost_few_calls_however_often_they_are_polled() {
    creates();
    scenario.syncs("snow");

    assertThat(scenario.syncs("snow").getInt("calls")).isEqualTo(3);
    assertThat(scenario.syncs("snow").getInt("calls")).isEqualTo(3);
  }

  @Test
  void a_change_among_them_is_read() {
    List<UUID> made = creates();
    isResolved(made.get(200));

    assertThat(scenario.syncs("snow").getInt("closed")).isEqualTo(1);
    assertThat(scenario.assignment(made.get(200)).getString("status")).isEqualTo("closed");
  }

  @Test
  void a_change_that_is_committed_late_among_them_is_read_by_the_next_poll() {
    List<UUID> made = creates();
    scenario.syncs("snow");
    String stamp =
        scenario.tickets("incident").stream()
            .filter(ticket -> ticket.get("sys_id").equals(scenario.sysId(made.get(200))))
            .findFirst()
            .orElseThrow()
            .get("sys_updated_on");
    SettableClock.advance(Duration.ofSeconds(20));
    scenario.syncs("snow");
    isResolved(made.get(200));
    // Its transaction began while the tickets were made.
    scenario
        .servicenow()
        .update(
            "incident",
            scenario.sysId(made.get(200)),
            Map.of("sys_updated_on", stamp),
            "ada.fulmer");

    JsonPath report = scenario.syncs("snow");

    assertThat(report.getInt("closed")).isEqualTo(1);
    assertThat(scenario.assignment(made.get(200)).getString("status")).isEqualTo("closed");
  }

  @Test
  void a_state_that_had_no_label_yet_is_named() {
    List<UUID> made = creates();
    scenario.run(
        "update assignment set ticket_state_label = ticket_state where id = '"
            + made.get(340)
            + "'");

    scenario.syncs("snow");

    assertThat(
            scenario.count(
                "select count(*) from assignment where ticket_state_label = '%s'", "New"))
        .isEqualTo(CREATES);
  }
}
