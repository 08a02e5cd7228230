package dev.ropeway.scenarios.rest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ropeway.metrics.StoreGauges;
import dev.ropeway.sandbox.faults.FaultKind;
import dev.ropeway.sandbox.faults.FaultRule;
import dev.ropeway.scenarios.RopewayTest;
import dev.ropeway.scenarios.Scenario;
import dev.ropeway.scenarios.Scrape;
import dev.ropeway.scenarios.SettableClock;
import io.agroal.api.AgroalDataSource;
import io.quarkus.test.common.http.TestHTTPResource;
import jakarta.inject.Inject;
import java.net.URI;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What operators see, and are woken by. */
@RopewayTest
class MetricsTest {

  private static final double TWENTY_MINUTES = 1200;

  @Inject Scenario scenario;
  @Inject StoreGauges gauges;
  @Inject AgroalDataSource dataSource;

  @TestHTTPResource(management = true)
  URI management;

  @BeforeEach
  void begin() {
    scenario.isNew();
  }

  private Scrape scrape() {
    return Scrape.after(gauges, management);
  }

  @Test
  void what_waits_is_counted_and_the_oldest_of_it_grows_older() {
    double before = scrape().value("ropeway_assignments_undelivered", "integration", "snow");
    scenario.servicenow().faults().set(FaultKind.RATE_LIMITED, FaultRule.next(1).retryAfter(3600));
    scenario.fails(scenario.hears("a"), "rate-limited");
    SettableClock.advance(Duration.ofSeconds((long) TWENTY_MINUTES));

    Scrape scrape = scrape();

    assertThat(before).isZero();
    assertThat(scrape.value("ropeway_assignments_undelivered", "integration", "snow")).isEqualTo(1);
    assertThat(scrape.value("ropeway_assignments_oldest_seconds", "integration", "snow"))
        .isBetween(TWENTY_MINUTES, TWENTY_MINUTES + 60);
    assertThat(scrape.value("ropeway_assignments_undelivered", "integration", "oauth")).isZero();
    assertThat(scrape.value("ropeway_assignments_oldest_seconds", "integration", "oauth")).isZero();
  }

  @Test
  void an_update_that_waits_counts_from_when_it_was_due() {
    scenario.hasTicket("a");
    SettableClock.advance(Duration.ofDays(3));
    scenario.servicenow().faults().set(FaultKind.RATE_LIMITED, FaultRule.next(1).retryAfter(3600));
    scenario.fails(scenario.hears("a", "\"description\":\"more\""), "rate-limited");
    scenario.run("update integration_state set paused_until = now() + interval '9 days'");
    SettableClock.advance(Duration.ofHours(2));

    assertThat(scrape().value("ropeway_assignments_oldest_seconds", "integration", "snow"))
        .isBetween(3500.0, 3700.0);
  }

  @Test
  void what_is_parked_is_counted() {
    scenario.servicenow().faults().next(FaultKind.DATA_POLICY, 1);
    scenario.becomes(scenario.hears("a"), "parked");

    Scrape scrape = scrape();

    assertThat(scrape.value("ropeway_assignments_parked", "integration", "snow")).isEqualTo(1);
    assertThat(scrape.value("ropeway_assignments_undelivered", "integration", "snow")).isZero();
  }

  @Test
  void a_poll_that_does_not_come_is_seen_where_there_are_tickets() {
    scenario.hasTicket("a");
    scenario.syncs("snow");
    assertThat(scrape().value("ropeway_poll_lag_seconds", "integration", "snow")).isLessThan(60);

    SettableClock.advance(Duration.ofSeconds((long) TWENTY_MINUTES));

    Scrape scrape = scrape();
    assertThat(scrape.value("ropeway_poll_lag_seconds", "integration", "snow"))
        .isBetween(TWENTY_MINUTES, TWENTY_MINUTES + 60);
    assertThat(scrape.samples())
        .noneMatch(
            one ->
                one.name().equals("ropeway_poll_lag_seconds")
                    && "inside".equals(one.labels().get("integration")));
  }

  @Test
  void a_login_that_is_refused_is_seen_as_the_status_of_its_integration() {
    scenario.hasTicket("a");
    assertThat(status("connected")).isEqualTo(1);

    scenario.servicenow().faults().always(FaultKind.UNAUTHORIZED);
    scenario.fails(scenario.hears("b"), "not-authorized");

    assertThat(status("not-authorized")).isEqualTo(1);
    assertThat(status("connected")).isZero();
  }

  private double status(String word) {
    return scrape().value("ropeway_integration_status", "integration", "snow", "status", word);
  }

  @Test
  void a_transaction_that_is_held_open_is_seen() throws SQLException {
    scrape();
    try (Connection other = dataSource.getConnection()) {
      other.setAutoCommit(false);
      other.createStatement().execute("set transaction isolation level repeatable read");
      other.createStatement().executeQuery("select count(*) from assignment").close();
      scenario.hasTicket("a");
      SettableClock.advance(Duration.ofSeconds((long) TWENTY_MINUTES));

      Scrape scrape = scrape();

      assertThat(scrape.value("ropeway_store_held_seconds", "holder", "session"))
          .isGreaterThanOrEqualTo(TWENTY_MINUTES);
      assertThat(scrape.value("ropeway_store_held_transactions", "holder", "session")).isPositive();
      assertThat(scrape.value("ropeway_store_held_seconds", "holder", "slot")).isZero();
      assertThat(scrape.value("ropeway_store_dead_rows", "table", "assignment"))
          .isGreaterThanOrEqualTo(0);
      other.rollback();
    }
  }

  @Test
  void calls_are_counted_by_what_the_instance_answered() {
    double before = limited();
    scenario.servicenow().faults().set(FaultKind.RATE_LIMITED, FaultRule.next(1).retryAfter(3600));
    scenario.fails(scenario.hears("a"), "rate-limited");

    assertThat(limited()).isEqualTo(before + 1);
  }

  private double limited() {
    return scrape().samples().stream()
        .filter(one -> one.name().equals("ropeway_calls_seconds_count"))
        .filter(one -> "429".equals(one.labels().get("status")))
        .mapToDouble(Scrape.Sample::value)
        .sum();
  }
}
