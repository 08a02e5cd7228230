package dev.ropeway.servicenow;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ChoicesTest {

  private static final Choices.Field STATE =
      new Choices.Field("acme", Table.ofTickets("incident"), "state");

  private final Choices choices = new Choices();

  @Test
  void the_tables_own_list_and_the_inherited_one_are_asked_for() {
    assertThat(Choices.question(STATE).query())
        .isEqualTo(
            "name=incident^ORname=task^element=state^inactive=false^language=en^ORDERBYsequence");
  }

  @Test
  void what_is_no_task_inherits_none() {
    assertThat(Choices.question(new Choices.Field("acme", Table.EM_ALERT, "state")).query())
        .isEqualTo("name=em_alert^element=state^inactive=false^language=en^ORDERBYsequence");
  }

  @Test
  void nothing_is_known_before_it_was_read() {
    assertThat(choices.of(STATE)).isNull();
  }

  @Test
  void the_own_list_hides_the_inherited_one_and_keeps_its_order() {
    choices.learn(
        STATE, rows("task:1:Open", "incident:6:Resolved", "incident:1:New", "task:3:Closed"));
    assertThat(choices.of(STATE))
        .containsExactly(Map.entry("6", "Resolved"), Map.entry("1", "New"));
  }

  @Test
  void without_an_own_list_the_inherited_one_counts() {
    choices.learn(STATE, rows("task:1:Open", "task:3:Closed"));
    assertThat(choices.of(STATE)).containsOnlyKeys("1", "3");
  }

  @Test
  void a_list_that_cannot_be_read_is_known_to_be_empty() {
    choices.learn(STATE, rows());
    assertThat(choices.of(STATE)).isEmpty();
  }

  @Test
  void a_choice_of_nothing_is_no_choice() {
    choices.learn(STATE, rows("incident::-- None --", "incident:1:New"));
    assertThat(choices.of(STATE)).containsOnlyKeys("1");
  }

  @Test
  void a_list_without_a_value_of_a_row_is_outdated_once_a_minute() {
    AtomicLong nanos = new AtomicLong();
    Choices timed = new Choices(nanos::get, Clock.systemUTC());
    assertThat(timed.isOutdated(STATE, Set.of("9"))).as("not read yet").isFalse();
    timed.learn(STATE, rows("incident:1:New"));

    assertThat(timed.isOutdated(STATE, Set.of("1"))).isFalse();
    assertThat(timed.isOutdated(STATE, Set.of("1", "9"))).isTrue();
    assertThat(timed.isOutdated(STATE, Set.of("9"))).isFalse();
    nanos.addAndGet(Duration.ofSeconds(61).toNanos());
    assertThat(timed.isOutdated(STATE, Set.of("9"))).isTrue();
  }

  @Test
  void a_list_is_doubted_once_by_each_and_never_when_it_was_just_read() {
    AtomicLong nanos = new AtomicLong();
    AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-03-15T10:00:00Z"));
    Choices timed = new Choices(nanos::get, SetClock.by(now));
    timed.learn(STATE, rows("incident:1:New"));
    assertThat(timed.doubt(STATE, new UUID(0, 1))).as("just read").isFalse();

    now.updateAndGet(at -> at.plusSeconds(20));
    assertThat(timed.isFresh(STATE)).isTrue();
    assertThat(timed.doubt(STATE, new UUID(0, 1))).isTrue();
    assertThat(timed.of(STATE)).as("is read again").isNull();

    timed.learn(STATE, rows("incident:1:New"));
    now.updateAndGet(at -> at.plusSeconds(61));
    assertThat(timed.isFresh(STATE)).isFalse();
    assertThat(timed.doubt(STATE, new UUID(0, 1))).as("doubted before").isFalse();
    assertThat(timed.doubt(STATE, new UUID(0, 2))).isTrue();
  }

  /** A clock that shows what it is told. */
  private static final class SetClock extends Clock {
    private final AtomicReference<Instant> now;

    private SetClock(AtomicReference<Instant> now) {
      this.now = now;
    }

    static Clock by(AtomicReference<Instant> now) {
      return new SetClock(now);
    }

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }

    @Override
    public Instant instant() {
      return now.get();
    }
  }

  @Test
  void a_list_that_cannot_be_read_is_not_outdated() {
    choices.learn(STATE, rows());
    assertThat(choices.isOutdated(STATE, Set.of("9"))).isFalse();
  }

  private static TableAnswer rows(String... rows) {
    List<TableRecord> records =
        Stream.of(rows)
            .map(row -> row.split(":", 3))
            .map(row -> new TableRecord(Map.of("name", row[0], "value", row[1], "label", row[2])))
            .toList();
    return new TableAnswer(records, rows.length, null);
  }
}
