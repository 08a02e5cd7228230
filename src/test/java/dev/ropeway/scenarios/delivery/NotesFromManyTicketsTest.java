package dev.ropeway.scenarios.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.ropeway.sandbox.faults.FaultKind;
import dev.ropeway.sandbox.faults.FaultRule;
import dev.ropeway.scenarios.MadeIntegration;
import dev.ropeway.scenarios.RopewayTest;
import dev.ropeway.scenarios.Scenario;
import dev.ropeway.scenarios.SettableClock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What people write on many tickets at once costs few calls, and nothing is lost for that. */
@RopewayTest
class NotesFromManyTicketsTest extends NotesFixture {

  /** Polled by the test only: a poll of its timer would take a part of the calls and notes. */
  private static final String SETTINGS =
      "\"delivery\":{\"concurrency\":8},\"attachments\":{\"in\":false},\"notes\":{\"in\":[\"%s\"]},"
          + "\"sync\":{\"cron\":\"0 0 0 1 1 ? 2099\"}";

  private void areOpen(int tickets, String notes) {
    MadeIntegration.basic(SETTINGS.formatted(notes)).statusCode(201);
    MadeIntegration.becomes("connected");
    StringBuilder findings = new StringBuilder("[");
    for (int i = 0; i < tickets; i++) {
      findings.append(i == 0 ? "" : ",").append(Scenario.finding("r" + i, "\"category\":\"Made\""));
    }
    scenario.post(findings.append("]").toString()).statusCode(202);
    await()
        .atMost(Duration.ofMinutes(2))
        .until(
            () ->
                scenario.count("select count(*) from assignment where status = 'open'", "")
                    == tickets);
    scenario.syncs("made");
    SettableClock.advance(Duration.ofMinutes(5));
    scenario.syncs("made");
  }

  @Test
  void what_a_thousand_tickets_say_costs_twelve_calls_at_most() {
    int tickets = Integer.getInteger("notes.tickets", 1000);
    areOpen(tickets, "none");
    List<Map<String, String>> rows = scenario.tickets("incident");
    rows.forEach(row -> move(row, Map.of("urgency", "3")));
    int without = callsOfTwoPolls();
    SettableClock.advance(Duration.ofMinutes(5));
    scenario.syncs("made");
    MadeIntegration.basic(SETTINGS.formatted("comments")).statusCode(200);
    rows.forEach(row -> move(row, Map.of("comments", "Please look at " + row.get("number"))));

    assertThat(callsOfTwoPolls() - without).isBetween(tickets / 100, 12);
    assertThat(scenario.count("select count(*) from note", "")).isEqualTo(tickets);
    SettableClock.advance(Duration.ofMinutes(2));
    assertThat(scenario.syncs("made").getInt("calls")).as("an idle poll").isEqualTo(1);
  }

  /** One at once, and one when nothing can be committed late any more. */
  private int callsOfTwoPolls() {
    int first = scenario.syncs("made").getInt("calls");
    SettableClock.advance(Duration.ofMinutes(2));
    return first + scenario.syncs("made").getInt("calls");
  }

  @Test
  void many_that_moved_are_read_once_for_sure_and_wait_once_however_often_they_move() {
    int tickets = 110;
    areOpen(tickets, "comments");
    List<Map<String, String>> rows = scenario.tickets("incident");
    rows.forEach(row -> move(row, Map.of("comments", "all of you")));
    Instant moved = new SettableClock().instant();
    assertThat(scenario.syncs("made").getInt("notes")).isZero();
    entry(rows.get(1).get("sys_id"), "late", moved.minusSeconds(60));
    SettableClock.advance(Duration.ofSeconds(60));
    rows.forEach(row -> move(row, Map.of("comments", "again")));
    assertThat(scenario.syncs("made").getInt("notes")).isZero();

    SettableClock.advance(Duration.ofSeconds(35));
    rows.forEach(row -> move(row, Map.of("comments", "and again")));
    // It has waited long enough.
    assertThat(scenario.syncs("made").getInt("notes")).isEqualTo(3 * tickets + 1);
    SettableClock.advance(Duration.ofMinutes(5));
    scenario.syncs("made");
    assertThat(scenario.count("select count(*) from ticket_journal where due_at is not null", ""))
        .isZero();

    // An answer without a body says nothing of what is there.
    rows.forEach(row -> move(row, Map.of("comments", "at last")));
    scenario.syncs("made");
    SettableClock.advance(Duration.ofSeconds(95));
    scenario
        .servicenow()
        .faults()
        .set(FaultKind.EMPTY_ANSWER, FaultRule.next(1).on("GET", JOURNAL));
    Scenario.caller().post(MadeIntegration.URL + "/sync");
    SettableClock.advance(Duration.ofMinutes(2));
    scenario.syncs("made");
    assertThat(scenario.count("select count(*) from note", "")).isEqualTo(4 * tickets + 1);
  }

  private void move(Map<String, String> row, Map<String, String> fields) {
    scenario.servicenow().update("incident", row.get("sys_id"), fields, "ada.fulmer");
  }
}
