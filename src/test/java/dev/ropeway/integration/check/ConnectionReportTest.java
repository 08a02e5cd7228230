package dev.ropeway.integration.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ropeway.integration.check.Finding.Cause;
import dev.ropeway.store.Json;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConnectionReportTest {

  private static final Instant NOW = Instant.parse("2026-11-21T08:00:00Z");
  private static final Instant BEFORE = Instant.parse("2026-11-20T17:00:00Z");

  private static ConnectionReport report(Instant workedAt, Finding... findings) {
    Map<ConnectionCheck, Finding> all = new EnumMap<>(ConnectionCheck.class);
    for (int i = 0; i < findings.length; i++) {
      all.put(ConnectionCheck.values()[i], findings[i]);
    }
    return ConnectionReport.of("acme", 7, all, NOW, 42, workedAt);
  }

  private static Finding failed(Cause cause) {
    return Finding.fail(cause, "this was seen", "Do that.");
  }

  @ParameterizedTest
  @CsvSource({
    "REFUSED, false, NEVER_SET_UP",
    "REFUSED, true, STOPPED_WORKING",
    "STEP_MISSING, false, LAST_STEP_MISSING",
    "STEP_MISSING, true, STOPPED_WORKING",
    "ASLEEP, false, ASLEEP",
    "ASLEEP, true, ASLEEP",
    "UNREACHABLE, false, UNREACHABLE",
    "LIMITED, true, LIMITED"
  })
  void the_verdict_tells_never_set_up_from_last_step_missing_and_stopped_working(
      Cause cause, boolean before, ConnectionStatus verdict) {
    ConnectionReport report =
        report(before ? BEFORE : null, Finding.pass("fine"), failed(cause), Finding.skipped("x"));

    assertThat(report.verdict()).isEqualTo(verdict);
    assertThat(report.advice()).startsWith("Do that.");
  }

  @Test
  void what_worked_before_says_until_when() {
    assertThat(report(BEFORE, failed(Cause.REFUSED)).advice()).contains("until " + BEFORE);
  }

  @Test
  void the_first_failure_decides() {
    ConnectionReport report = report(null, failed(Cause.ASLEEP), failed(Cause.REFUSED));

    assertThat(report.verdict()).isEqualTo(ConnectionStatus.ASLEEP);
  }

  @Test
  void warnings_and_skipped_checks_do_not_stop_deliveries() {
    assertThat(report(null, Finding.pass("a"), Finding.pass("b")).verdict())
        .isEqualTo(ConnectionStatus.READY);
    assertThat(report(null, Finding.pass("a"), Finding.warn("b", "c.")).verdict())
        .isEqualTo(ConnectionStatus.READY_WITH_WARNINGS);
    ConnectionReport hurried = report(null, Finding.pass("a"), Finding.skipped("no time left"));
    assertThat(hurried.verdict()).isEqualTo(ConnectionStatus.READY_WITH_WARNINGS);
    assertThat(hurried.advice()).contains("Test again");
    assertThat(hurried.firstFailure()).isNull();
  }

  @Test
  void a_report_is_read_back_as_it_was_written() {
    ConnectionReport report =
        report(null, failed(Cause.REFUSED), Finding.skipped("needs: address"));

    String json = Json.write(report);

    assertThat(json).contains("\"verdict\":\"never-set-up\"", "\"id\":\"address\"", "\"skipped\"");
    assertThat(Json.read(json, ConnectionReport.class)).isEqualTo(report);
  }
}
