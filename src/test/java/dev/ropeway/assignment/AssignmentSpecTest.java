package dev.ropeway.assignment;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AssignmentSpecTest {

  private static final Instant MARCH_1 = Instant.parse("2026-03-01T00:00:00Z");
  private static final Instant MARCH_15 = Instant.parse("2026-03-15T00:00:00Z");

  @Test
  void detected_on_1_march_with_14_days_it_is_due_on_15_march() {
    assertThat(within(Duration.ofDays(14)).dueFrom(MARCH_1).dueDate()).isEqualTo(MARCH_15);
  }

  @Test
  void a_due_date_that_is_set_stands() {
    AssignmentSpec spec = spec(MARCH_1, Duration.ofDays(14), null);
    assertThat(spec.dueFrom(MARCH_1)).isSameAs(spec);
  }

  @Test
  void without_a_timeframe_nothing_is_due() {
    assertThat(AssignmentSpec.NONE.dueFrom(MARCH_1).dueDate()).isNull();
  }

  @ParameterizedTest
  @ValueSource(strings = {"P4000000D", "P100000000000000D"})
  void a_timeframe_beyond_all_calendars_ends_with_the_last_year_that_can_be_written(String frame) {
    Instant due = within(Duration.parse(frame)).dueFrom(MARCH_1).dueDate();
    assertThat(due).isEqualTo(Instant.parse("9999-12-31T23:59:59Z"));
  }

  @ParameterizedTest
  @CsvSource({
    "true,  2026-03-10T00:00:00Z, false", // in grace and not overdue
    "true,  2026-03-15T00:00:00Z, false", // on the last moment
    "true,  2026-03-15T00:00:01Z, true", // overdue
    "false, 2026-03-10T00:00:00Z, true", // no grace
    ",      2026-03-10T00:00:00Z, true"
  })
  void only_grace_before_the_due_date_spares_the_score(
      Boolean grace, Instant now, boolean affects) {
    assertThat(spec(MARCH_15, null, grace).affectsScore(now)).isEqualTo(affects);
  }

  @Test
  void grace_without_a_due_date_spares_nothing() {
    assertThat(spec(null, null, true).affectsScore(MARCH_1)).isTrue();
  }

  @Test
  void another_owner_changes_nothing_else() {
    AssignmentSpec spec = spec(MARCH_15, Duration.ofDays(14), true);
    assertThat(spec.ownedBy("heidi").assignedTo()).isEqualTo("heidi");
    assertThat(spec.ownedBy("heidi").ownedBy(null)).isEqualTo(spec);
  }

  private static AssignmentSpec within(Duration timeframe) {
    return spec(null, timeframe, null);
  }

  private static AssignmentSpec spec(Instant due, Duration timeframe, Boolean grace) {
    return new AssignmentSpec(
        null, null, null, null, null, null, null, null, due, timeframe, grace, null);
  }
}
