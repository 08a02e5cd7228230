package dev.ropeway.delivery;

import static dev.ropeway.delivery.Failure.CROWDED;
import static dev.ropeway.delivery.Failure.MAYBE_HIDDEN;
import static dev.ropeway.delivery.Failure.Next.CLOSE;
import static dev.ropeway.delivery.Failure.Next.PARK;
import static dev.ropeway.delivery.Failure.Next.RETRY;
import static dev.ropeway.delivery.Failure.Next.SETTLE;
import static dev.ropeway.delivery.Failure.Next.WAIT;
import static dev.ropeway.delivery.Failure.RENDERING_TOO_SLOW;
import static dev.ropeway.delivery.Failure.SERVER_ERROR;
import static dev.ropeway.delivery.Failure.STORE_UNREACHABLE;
import static dev.ropeway.delivery.Failure.UNRESOLVED_REFERENCE;
import static dev.ropeway.servicenow.FailedCallAnswers.broken;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.ropeway.delivery.Failure.Next;
import dev.ropeway.mapping.UnmappableException;
import dev.ropeway.servicenow.References;
import dev.ropeway.servicenow.Table;
import dev.ropeway.store.StoreBusyException;
import dev.ropeway.store.StoreUnavailableException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.apache.camel.RuntimeCamelException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What holds for every failure, and those that no answer tells of. */
class FailureTest {

  @Test
  void a_name_that_cannot_be_resolved_parks_however_deep_it_was_thrown() {
    Throwable unresolved =
        catchThrowable(
            () ->
                new References.Question(
                        new References.Name("acme", Table.SYS_USER, "a^b"),
                        false,
                        Duration.ofMinutes(1),
                        Duration.ofMinutes(1))
                    .call());
    Failure failure = of(new RuntimeCamelException(unresolved));
    assertThat(failure).isEqualTo(UNRESOLVED_REFERENCE);
    assertThat(failure.next(true)).isEqualTo(PARK);
    assertThat(failure.next(false)).isEqualTo(PARK);
  }

  @Test
  void a_hidden_ticket_that_stays_hidden_is_parked() {
    assertThat(of(new RuntimeException(new Failure.StillHiddenException())))
        .isEqualTo(MAYBE_HIDDEN);
  }

  @Test
  void a_record_that_cannot_be_worded_in_time_is_tried_three_times_in_a_row() {
    Failure failure =
        of(new RuntimeCamelException(new UnmappableException.TooSlow("incident.description")));
    assertThat(failure).isEqualTo(RENDERING_TOO_SLOW);
    assertThat(failure.note("", java.time.Instant.EPOCH, 1, null).advice())
        .contains("Shorten the description or remediation");

    assertThat(failure.next(false, 1, 8, null)).isEqualTo(RETRY);
    assertThat(failure.next(false, 2, 8, failure.reason())).isEqualTo(RETRY);
    assertThat(failure.next(false, 3, 8, failure.reason())).isEqualTo(PARK);
    assertThat(failure.next(false, 3, 8, SERVER_ERROR.reason())).isEqualTo(RETRY);
    assertThat(failure.next(false, 8, 8, SERVER_ERROR.reason())).isEqualTo(PARK);
    assertThat(failure.next(false, 2, 2, failure.reason())).isEqualTo(PARK);
  }

  /** Whatever fails again and again, in turns too, comes before a person's eyes. */
  @ParameterizedTest
  @EnumSource(Failure.class)
  void nothing_is_tried_for_ever_but_what_waits_for_the_instance(Failure failure) {
    for (boolean creating : new boolean[] {true, false}) {
      Next next = failure.next(creating, 8, 8, null);
      assertThat(next).isNotIn(RETRY, SETTLE);
      assertThat(next == WAIT).isEqualTo(failure.next(creating) == WAIT);
    }
  }

  @Test
  void a_store_that_went_away_is_no_bug_and_parks_nothing() {
    for (Exception thrown :
        new Exception[] {
          new StoreUnavailableException("gone", null), new StoreBusyException("busy")
        }) {
      Failure failure = of(new RuntimeCamelException(thrown));
      assertThat(failure).isEqualTo(STORE_UNREACHABLE);
      assertThat(failure.next(true)).isEqualTo(SETTLE);
      assertThat(failure.next(false)).isEqualTo(RETRY);
    }
  }

  @ParameterizedTest
  @EnumSource(value = Failure.class, mode = EnumSource.Mode.EXCLUDE, names = "CROWDED")
  void what_waits_for_the_instance_pauses_the_integration_and_only_that(Failure failure) {
    assertThat(failure.pausesIntegration()).isEqualTo(failure.next(false) == WAIT);
  }

  @Test
  void a_full_queue_holds_up_only_the_call_that_it_refused() {
    assertThat(CROWDED.next(true)).isEqualTo(WAIT);
    assertThat(CROWDED.next(false)).isEqualTo(WAIT);
    assertThat(CROWDED.pausesIntegration()).isFalse();
  }

  /** Only what surely was not executed may be sent again without looking. */
  @ParameterizedTest
  @EnumSource(Failure.class)
  void no_create_is_simply_sent_again(Failure failure) {
    assertThat(failure.next(true)).isNotIn(RETRY, CLOSE);
  }

  @ParameterizedTest
  @EnumSource(Failure.class)
  void every_failure_has_a_word_and_a_sentence_of_advice(Failure failure) {
    assertThat(failure.reason()).matches("[a-z]+(-[a-z]+)*");
    assertThat(failure.note("", java.time.Instant.EPOCH, 1, null).advice())
        .endsWith(".")
        .hasSizeGreaterThan(20);
  }

  private static Failure of(Throwable thrown) {
    return Failure.of(thrown, broken(thrown));
  }

  @ParameterizedTest
  @EnumSource(Failure.class)
  void each_reason_is_explained(Failure failure) throws IOException {
    assertThat(Files.readString(Path.of("docs/troubleshooting.md")))
        .contains("`" + failure.reason() + "`");
  }
}
