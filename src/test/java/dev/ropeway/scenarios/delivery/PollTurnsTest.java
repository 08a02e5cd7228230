package dev.ropeway.scenarios.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.ropeway.assignment.InstanceState.Status;
import dev.ropeway.assignment.InstanceStates;
import dev.ropeway.sandbox.faults.FaultKind;
import dev.ropeway.sandbox.faults.FaultRule;
import dev.ropeway.scenarios.RopewayTest;
import dev.ropeway.scenarios.Scenario;
import dev.ropeway.scenarios.SettableClock;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.UUID;
import org.apache.camel.CamelContext;
import org.apache.camel.component.quartz.QuartzComponent;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.quartz.JobKey;
import org.quartz.SchedulerException;

/** A poll asks no more of an instance than a delivery may, and tells what it met. */
@RopewayTest
class PollTurnsTest {

  private static final Duration A_WHILE = Duration.ofMillis(1500);

  @Inject Scenario scenario;
  @Inject InstanceStates states;
  @Inject CamelContext camel;

  @BeforeEach
  void start() {
    scenario.isNew();
  }

  private void timerFires(String timer) {
    try {
      camel
          .getComponent("quartz", QuartzComponent.class)
          .getScheduler()
          .triggerJob(JobKey.jobKey("snow", timer));
    } catch (SchedulerException e) {
      throw new IllegalStateException(e);
    }
  }

  private long calls() {
    return scenario.servicenow().calls().size();
  }

  @ParameterizedTest
  @CsvSource({
    "MAINTENANCE, FAILING",
    "HIBERNATING, FAILING",
    "REDIRECT, FAILING",
    "UNAUTHORIZED, NOT_AUTHORIZED"
  })
  void a_poll_that_finds_the_instance_away_holds_deliveries_up_and_another_ends_it(
      FaultKind fault, Status status) {
    scenario.hasTicket("r1");
    scenario.servicenow().faults().always(fault);
    timerFires("poll-tickets");
    await().until(() -> states.of("snow").status() == status);
    assertThat(states.of("snow").isPausedAt(new SettableClock().instant())).isTrue();
    assertThat(states.of("snow").failures()).isEqualTo(1);

    scenario.servicenow().faults().clear();
    scenario.waits(Duration.ofMinutes(1));
    await()
        .until(
            () -> {
              timerFires("poll-tickets");
              return states.of("snow").status() == Status.CONNECTED;
            });
    assertThat(states.of("snow").failures()).isZero();
    scenario.hasTicket("r2");
  }

  @Test
  void a_429_that_a_poll_meets_pauses_deliveries_until_the_time_named() {
    scenario.hasTicket("r1");
    scenario.servicenow().faults().set(FaultKind.RATE_LIMITED, FaultRule.next(1).retryAfter(600));
    timerFires("poll-tickets");
    await().until(() -> states.of("snow").failures() == 1);
    assertThat(states.of("snow").status()).isEqualTo(Status.CONNECTED);
    long before = calls();

    UUID waiting = scenario.hears("r2");
    scenario.waits(Duration.ofSeconds(590));
    await().during(A_WHILE).until(() -> calls() == before);

    scenario.waits(Duration.ofSeconds(15));
    scenario.becomes(waiting, "open");
  }

  @ParameterizedTest
  @CsvSource({"poll-tickets", "reconcile-tickets"})
  void no_poll_begins_while_the_instance_is_left_alone(String timer) {
    UUID assignment = scenario.hasTicket("r1");
    states.pause(
        "snow", new SettableClock().instant().plusSeconds(600), new SettableClock().instant());
    await().during(A_WHILE).until(() -> true);
    long before = calls();

    timerFires(timer);
    await().during(A_WHILE).until(() -> calls() == before);

    scenario.waits(Duration.ofSeconds(610));
    await()
        .until(
            () -> {
              timerFires(timer);
              return calls() > before;
            });
    assertThat(scenario.assignment(assignment).getString("status")).isEqualTo("open");
  }

  @Test
  void polls_are_spread_over_the_hour_of_a_rule_and_a_person_may_sync_all_the_same() {
    scenario.hasTicket("r1");
    scenario.servicenow().faults().requestsPerHour(20);
    scenario.syncs("snow");
    scenario.syncs("snow");
    scenario.syncs("snow");
    scenario.syncs("snow");
    scenario.syncs("snow");
    scenario.syncs("snow");
    long before = calls();

    timerFires("poll-tickets");
    await().during(A_WHILE).until(() -> calls() == before);

    scenario.syncs("snow");
    assertThat(calls()).isGreaterThan(before);
  }
}
