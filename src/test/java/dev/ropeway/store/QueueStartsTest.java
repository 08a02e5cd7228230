package dev.ropeway.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ropeway.store.QueueStarts.Reading;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Where a queue is read from: past what was taken, and now and then from its beginning. */
class QueueStartsTest {

  private static final Instant NOW = Instant.parse("2026-05-01T10:00:00Z");
  private static final Duration QUICK = Duration.ofMillis(1);

  private final QueueStarts<String> starts = new QueueStarts<>();

  private void reads(Instant now, Duration took, Instant... found) {
    starts.learn(new Reading<>("q", starts.of("q", now), now, List.of(found), took));
  }

  private static Instant later(double seconds) {
    return NOW.plusMillis((long) (seconds * 1000));
  }

  @Test
  void a_queue_that_was_never_read_is_read_from_its_beginning() {
    reads(NOW, QUICK);

    assertThat(starts.of("other", NOW)).isEqualTo(Instant.EPOCH);
  }

  @Test
  void where_nothing_was_due_only_what_may_have_come_late_is_read() {
    reads(NOW, QUICK);

    assertThat(starts.of("q", later(1))).isEqualTo(NOW.minus(QueueStarts.LATE));
  }

  @Test
  void a_backlog_is_read_from_the_earliest_that_was_found_in_it() {
    reads(NOW, QUICK, later(-90), later(-100), later(-80));

    assertThat(starts.of("q", later(1))).isEqualTo(later(-100));
  }

  @Test
  void what_has_just_become_due_moves_the_start_no_nearer_to_the_present() {
    reads(NOW, QUICK, later(-0.1));

    assertThat(starts.of("q", later(1))).isEqualTo(NOW.minus(QueueStarts.LATE));
  }

  @Test
  void the_whole_is_read_again_after_five_seconds() {
    reads(NOW, QUICK);
    reads(later(4.9), QUICK);

    assertThat(starts.of("q", later(4.99))).isEqualTo(later(-0.1));
    assertThat(starts.of("q", later(5))).isEqualTo(Instant.EPOCH);
  }

  @Test
  void a_whole_that_takes_long_is_read_in_a_fiftieth_of_the_time() {
    reads(NOW, Duration.ofMillis(400));

    assertThat(starts.of("q", later(19.9))).isNotEqualTo(Instant.EPOCH);
    assertThat(starts.of("q", later(20))).isEqualTo(Instant.EPOCH);
  }

  @Test
  void a_whole_that_takes_very_long_is_read_once_a_minute() {
    reads(NOW, Duration.ofSeconds(30));

    assertThat(starts.of("q", later(59))).isNotEqualTo(Instant.EPOCH);
    assertThat(starts.of("q", later(60))).isEqualTo(Instant.EPOCH);
  }

  @Test
  void a_short_reading_that_takes_long_puts_the_whole_off_no_further() {
    reads(NOW, QUICK);
    reads(later(1), Duration.ofSeconds(1));

    assertThat(starts.of("q", later(5))).isEqualTo(Instant.EPOCH);
  }

  @Test
  void the_whole_is_read_when_the_clock_was_set_back() {
    reads(NOW, QUICK);

    assertThat(starts.of("q", later(-1))).isEqualTo(Instant.EPOCH);
  }
}
