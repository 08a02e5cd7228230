package dev.ropeway.sync.activity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ropeway.activity.ActivityCursor.Position;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** How a window gets narrower that an instance cannot answer. */
class ActivityReadingTest {

  private static final Instant BEGIN = Instant.parse("2026-05-01T00:00:00Z");
  private static final Duration DAY = Duration.ofDays(1);

  private static ActivityReading at(Position position) {
    return ActivityReading.at(new Deletions(), position, false, 400);
  }

  @Test
  void half_of_the_open_window_is_asked_for_and_not_half_of_the_next_one() {
    Instant limit = BEGIN.plus(Duration.ofMinutes(10));
    ActivityReading open = at(Position.beginning(BEGIN, DAY)).opened(limit);
    ActivityReading narrow = open.narrower().opened(limit);
    assertThat(narrow.position().windowTo()).isEqualTo(BEGIN.plus(Duration.ofMinutes(5)));
    assertThat(narrow.position().width()).isEqualTo(Duration.ofMinutes(5));
    assertThat(narrow.stored()).isEqualTo(open.stored());
  }

  @Test
  void a_window_that_is_half_read_ends_earlier_behind_what_was_read() {
    Position half =
        Position.beginning(BEGIN, DAY)
            .open(BEGIN.plus(DAY))
            .after(BEGIN.plus(Duration.ofHours(4)), "a".repeat(32));
    ActivityReading narrow = at(half).narrower();
    assertThat(narrow.position().windowTo()).isEqualTo(BEGIN.plus(Duration.ofHours(14)));
    assertThat(narrow.position().lastOn()).isEqualTo(half.lastOn());
    assertThat(narrow.position().completeTo()).isEqualTo(BEGIN);
  }

  @Test
  void a_window_of_a_minute_is_narrow_enough() {
    Instant limit = BEGIN.plus(Duration.ofSeconds(119));
    assertThat(at(Position.beginning(BEGIN, DAY)).opened(limit).narrower()).isNull();
  }

  @Test
  void pages_get_shorter_down_to_fifty_rows() {
    ActivityReading reading = at(Position.beginning(BEGIN, DAY));
    for (int size : new int[] {200, 100, 50}) {
      assertThat(reading.mayAskForLess()).isTrue();
      reading = reading.askingForLess();
      assertThat(reading.pageSize()).isEqualTo(size);
    }
    assertThat(reading.mayAskForLess()).isFalse();
  }
}
