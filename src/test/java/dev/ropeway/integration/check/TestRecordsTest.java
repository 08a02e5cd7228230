package dev.ropeway.integration.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ropeway.assignment.InstanceStates;
import dev.ropeway.scenarios.RopewayTest;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What replicas share about tests. */
@RopewayTest
class TestRecordsTest {

  private static final Instant NOW = Instant.parse("2026-11-21T08:00:00Z");
  private static final Instant UNTIL = NOW.plusSeconds(12);
  private static final ConnectionReport REPORT =
      new ConnectionReport(
          "elsewhere", 3, ConnectionStatus.READY, "Nothing to do.", NOW, 42, List.of());

  @Inject TestRecords records;
  @Inject InstanceStates states;

  @BeforeEach
  void nothingIsKnown() {
    states.forget("elsewhere");
  }

  @Test
  void one_replica_tests_at_a_time() {
    assertThat(records.begin("elsewhere", NOW, UNTIL)).isTrue();
    assertThat(records.begin("elsewhere", NOW.plusSeconds(1), UNTIL.plusSeconds(1))).isFalse();
    assertThat(records.isTesting("elsewhere", NOW)).isTrue();

    assertThat(records.end("elsewhere", UNTIL, REPORT)).isTrue();

    assertThat(records.isTesting("elsewhere", NOW)).isFalse();
    assertThat(records.last("elsewhere")).contains(REPORT);
  }

  @Test
  void a_replica_that_died_in_a_test_holds_up_nobody_for_long() {
    records.begin("elsewhere", NOW, UNTIL);

    assertThat(records.begin("elsewhere", UNTIL, UNTIL.plusSeconds(12))).isTrue();
    assertThat(records.end("elsewhere", UNTIL, REPORT)).isFalse();
  }

  @Test
  void a_test_that_a_change_overtook_is_not_taken_for_one_of_the_new_settings() {
    records.begin("elsewhere", NOW, UNTIL);
    states.forget("elsewhere");

    assertThat(records.end("elsewhere", UNTIL, REPORT)).isFalse();
    assertThat(records.last("elsewhere")).isEmpty();
  }
}
