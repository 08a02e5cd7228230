package dev.ropeway.throttling;

import static dev.ropeway.servicenow.Purpose.CLOSE;
import static dev.ropeway.servicenow.Purpose.CREATE;
import static dev.ropeway.servicenow.Purpose.IMPORT;
import static dev.ropeway.servicenow.Purpose.NOTE;
import static dev.ropeway.servicenow.Purpose.POLL;
import static dev.ropeway.servicenow.Purpose.UPDATE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ropeway.servicenow.Purpose;
import dev.ropeway.servicenow.RateLimit;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BudgetTest {

  private static final Instant BEGIN = Instant.parse("2026-11-21T08:00:00Z");
  private static final Instant END = BEGIN.plus(Duration.ofHours(1));

  private static Budget budget(int limit, Map<Purpose, Integer> used) {
    return new Budget(limit, "rule", END, END, true, used, 0);
  }

  private static Instant minute(long minute) {
    return BEGIN.plus(Duration.ofMinutes(minute));
  }

  private static RateLimit seen(int limit, Instant reset, Instant now) {
    return new RateLimit(limit, reset, Duration.between(now, reset), "rule");
  }

  @ParameterizedTest(name = "minute {0}, used {1} {2} {3} {4} {5} {6}: room {7} {8} {9} {10} {11}")
  @CsvSource({
    // minute, used: create close update note poll import, room: create close update poll import
    // Nothing spent: 490 of 500, of which each leaves the others their floors.
    "0,   0,   0,   0,  0,  0,  0,   294, 245, 196,   2,  2",
    // Creates took all they may at once; closes still have what is left to them, and the free part
    // is gone.
    "0,   294, 0,   0,  0,  0,  0,   0,   98,  49,    2,  2",
    // Halfway half of what nobody wanted has melted.
    "30,  294, 0,   0,  0,  0,  0,   98,  147, 122,  51, 26",
    // Closes alone in the next hour: nearly half at once, more as the creates' floor melts.
    "0,   0,   245, 0,  0,  0,  0,   147, 0,   49,    2,  2",
    "30,  0,   245, 0,  0,  0,  0,   196, 122, 147,  51, 26",
    // Polls are spread evenly, whatever is free.
    "15,  0,   0,   0,  0,  20, 0,   336, 300, 263,   6, 14",
    "45,  0,   0,   0,  0,  98, 0,   349, 336, 324,   0, 38",
    // At the end nothing is left over.
    "60,  300, 100, 0,  0,  10, 0,   80,  80,  80,   80, 51",
    "60,  300, 190, 0,  0,  0,  0,   0,   0,   0,     0,  0"
  })
  void each_purpose_leaves_the_others_what_they_may_still_need(
      int minute,
      int create,
      int close,
      int update,
      int note,
      int poll,
      int imported,
      int creates,
      int closes,
      int updates,
      int polls,
      int imports) {
    Budget budget =
        budget(
            500,
            Map.of(
                CREATE, create, CLOSE, close, UPDATE, update, NOTE, note, POLL, poll, IMPORT,
                imported));

    assertThat(
            List.of(CREATE, CLOSE, UPDATE, POLL, IMPORT).stream()
                .map(purpose -> budget.room(purpose, minute(minute))))
        .containsExactly(creates, closes, updates, polls, imports);
  }

  @ParameterizedTest
  @CsvSource({"1, 1", "2, 1", "10, 9", "100, 98", "500, 490", "10000, 9800"})
  void a_little_is_left_to_other_clients_but_never_everything(int limit, int ceiling) {
    assertThat(budget(limit, Map.of()).ceiling()).isEqualTo(ceiling);
    assertThat(budget(limit, Map.of()).room(CREATE, END)).isEqualTo(ceiling);
  }

  @Test
  void a_purpose_that_takes_all_it_may_all_the_time_spends_the_hour_and_no_more() {
    for (Purpose purpose : List.of(CREATE, CLOSE, UPDATE)) {
      Budget budget = budget(500, Map.of());
      for (int minute = 0; minute <= 60; minute++) {
        budget = budget.spending(purpose, budget.room(purpose, minute(minute)));
        assertThat(budget.total()).isLessThanOrEqualTo(490);
      }
      assertThat(budget.used(purpose)).isEqualTo(490);
    }
  }

  @Test
  void the_next_hour_begins_by_itself_and_is_only_a_guess() {
    Budget later = budget(500, Map.of(CREATE, 400)).at(END.plus(Duration.ofMinutes(150)));

    assertThat(later.total()).isZero();
    assertThat(later.endsAt()).isEqualTo(END.plus(Duration.ofHours(3)));
    assertThat(later.confirmed()).isFalse();
    assertThat(later.at(minute(0))).isSameAs(later);
  }

  @Test
  void a_refusal_means_that_others_spent_the_rest() {
    Budget refused = budget(500, Map.of(CREATE, 40)).exhausted();

    assertThat(refused.elsewhere()).isEqualTo(460);
    assertThat(refused.used(CREATE)).isEqualTo(40);
    for (Purpose purpose : Purpose.values()) {
      assertThat(refused.room(purpose, END)).isZero();
    }
    assertThat(refused.exhausted()).isEqualTo(refused);
  }

  @Test
  void an_answer_of_the_next_hour_starts_it_even_a_little_before_our_clock_does() {
    Instant early = END.minusSeconds(3);
    Instant reset = END.plus(Duration.ofHours(1));

    Budget next = budget(500, Map.of(CREATE, 400)).hearing(seen(500, reset, END), early);

    assertThat(next.total()).isZero();
    assertThat(next.reset()).isEqualTo(reset);
    // The instance's clock is three seconds ahead: its hour ends earlier by ours.
    assertThat(next.endsAt()).isEqualTo(reset.minusSeconds(3));
  }

  @Test
  void an_end_that_moves_in_the_middle_of_an_hour_gives_nothing_back() {
    Budget moved =
        budget(500, Map.of(CREATE, 400))
            .hearing(seen(500, END.plusSeconds(600), minute(10)), minute(10));

    assertThat(moved.used(CREATE)).isEqualTo(400);
    assertThat(moved.endsAt()).isEqualTo(END.plusSeconds(600));
  }

  @Test
  void a_late_answer_of_the_hour_before_changes_nothing() {
    Budget budget = budget(500, Map.of(CREATE, 1));
    RateLimit late = new RateLimit(500, BEGIN, Duration.ZERO, "rule");

    assertThat(budget.agrees(late)).isTrue();
    assertThat(budget.hearing(late, minute(1))).isSameAs(budget);
  }

  @Test
  void a_rule_that_was_changed_holds_at_once() {
    Budget budget = budget(500, Map.of(CREATE, 90));
    RateLimit stricter = seen(100, END, minute(5));

    assertThat(budget.agrees(stricter)).isFalse();
    assertThat(budget.hearing(stricter, minute(5)).ceiling()).isEqualTo(98);
    assertThat(budget.hearing(stricter, minute(5)).used(CREATE)).isEqualTo(90);
  }
}
