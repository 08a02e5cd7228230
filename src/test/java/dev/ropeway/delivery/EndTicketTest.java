package dev.ropeway.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ropeway.assignment.DeliveryOutcome.Closed;
import dev.ropeway.assignment.DeliveryOutcome.Delivered;
import dev.ropeway.assignment.DeliveryOutcome.Postponed;
import dev.ropeway.assignment.DeliveryOutcome.Retry;
import dev.ropeway.assignment.DesiredState;
import dev.ropeway.assignment.EndedBy;
import dev.ropeway.assignment.Policy;
import dev.ropeway.recommendation.RecommendationState;
import dev.ropeway.servicenow.Choices;
import dev.ropeway.tickettype.TicketType;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EndTicketTest {

  private static final Clock CLOCK = Clock.fixed(Claims.NOW, ZoneOffset.UTC);
  private static final String NEW = "1";
  private static final String ON_HOLD = "3";
  private static final String RESOLVED = "6";

  private final Choices choices = new Choices();
  private final ReadTicket read = new ReadTicket(Claims.reader());
  private final EndTicket end =
      new EndTicket(new UpdateTicket(Claims.reader(), CLOCK), choices, CLOCK);

  private Delivery shown(Claims claims, String state) {
    return read.onAnswer(
        read.plan(claims.delivery(Map.of())), Claims.answer(Claims.row(state, Map.of())));
  }

  private static Policy policy(String healed, String onHold) {
    return new Policy(
        Policy.Ending.of(healed),
        Policy.Ending.of(onHold),
        null,
        null,
        null,
        null,
        null,
        null,
        null);
  }

  @Test
  void a_claim_that_read_the_recommendation_before_its_end_ends_the_ticket_as_a_healed_one() {
    Delivery planned =
        end.plan(
            shown(
                Claims.open()
                    .desiredState(DesiredState.RESOLVED)
                    .state(RecommendationState.UNHEALTHY)
                    .policy(policy("resolve", "note")),
                "1"));

    assertThat(planned.write()).containsEntry("state", RESOLVED);
  }

  @ParameterizedTest(name = "healed: {0}, on hold: {1}, state {2}: {3}")
  @CsvSource({
    "resolve, note,    1, end",
    "resolve, note,    3, note",
    "resolve, resolve, 3, end",
    "resolve, leave,   3, left",
    "note,    resolve, 1, note",
    "leave,   resolve, 1, left",
    "resolve, note,    6, over",
  })
  void the_policy_says_how_it_ends_unless_a_person_was_first(
      String healed, String onHold, String state, String then) {
    Delivery planned =
        end.plan(
            shown(
                Claims.open().desiredState(DesiredState.RESOLVED).policy(policy(healed, onHold)),
                state));

    switch (then) {
      case "end" -> {
        assertThat(planned.isDone()).isFalse();
        assertThat(planned.write()).containsEntry("state", RESOLVED).containsKey("close_notes");
      }
      case "note" -> {
        assertThat(planned.isDone()).isFalse();
        assertThat(planned.write()).isEmpty();
        assertThat(planned.doing().note()).contains("the recommendation is healthy");
      }
      case "left" -> assertThat(planned.outcome()).isInstanceOf(Delivered.class);
      default -> {
        assertThat(planned.outcome()).isInstanceOf(Closed.class);
        assertThat(planned.outcome().endedBy()).isEqualTo(EndedBy.PERSON);
      }
    }
  }

  @Test
  void a_withdrawn_assignment_cancels_whatever_the_policy_is() {
    Delivery planned =
        end.plan(
            shown(
                Claims.open().desiredState(DesiredState.CANCELED).policy(policy("leave", "leave")),
                ON_HOLD));

    assertThat(planned.write()).containsEntry("state", "8");
  }

  @Test
  void where_the_instance_refused_the_end_a_note_stands_for_it() {
    Delivery planned =
        end.plan(
            shown(
                Claims.open()
                    .desiredState(DesiredState.RESOLVED)
                    .lastFailure(Failure.STATE_REFUSED),
                NEW));

    assertThat(planned.write()).isEmpty();
    assertThat(planned.doing().note()).isNotNull();
  }

  @Test
  void close_codes_are_asked_for_once_and_only_where_the_ticket_is_ended_with_one() {
    Delivery resolves = shown(Claims.open().desiredState(DesiredState.RESOLVED), NEW);
    assertThat(end.lacksCloseCodes(resolves)).isTrue();
    assertThat(
            end.lacksCloseCodes(shown(Claims.open().desiredState(DesiredState.RESOLVED), RESOLVED)))
        .isFalse();
    assertThat(
            end.lacksCloseCodes(
                shown(
                    Claims.open()
                        .desiredState(DesiredState.RESOLVED)
                        .policy(policy("note", "note")),
                    NEW)))
        .isFalse();
    assertThat(
            end.lacksCloseCodes(
                shown(
                    Claims.open().desiredState(DesiredState.RESOLVED).type(TicketType.ALERT),
                    "Open")))
        .isFalse();

    assertThat(end.closeCodesCall(resolves).query()).contains("close_code");
    end.onCloseCodes(resolves, Claims.answer());

    assertThat(end.lacksCloseCodes(resolves)).isFalse();
  }

  @Test
  void the_end_that_the_ticket_shows_is_ours() {
    Delivery planned = end.plan(shown(Claims.open().desiredState(DesiredState.RESOLVED), NEW));

    Delivery done = end.onAnswer(planned, Claims.answer(Claims.row(RESOLVED, Map.of())));

    assertThat(done.outcome()).isInstanceOf(Closed.class);
    assertThat(done.outcome().endedBy()).isEqualTo(EndedBy.ROPEWAY);
    assertThat(done.outcome().closeReason()).isEqualTo("the recommendation is healthy");
  }

  @Test
  void a_state_that_stayed_is_a_refusal_and_tried_again_at_once_with_a_note() {
    Delivery planned =
        end.plan(shown(Claims.open().desiredState(DesiredState.RESOLVED).attempts(2), NEW));

    Delivery done = end.onAnswer(planned, Claims.answer(Claims.row(NEW, Map.of())));

    assertThat(done.outcome()).isInstanceOf(Retry.class);
    assertThat(done.outcome().failure().reason()).isEqualTo(Failure.STATE_REFUSED.reason());
    assertThat(done.outcome().next()).isEqualTo(Claims.NOW);
    assertThat(done.outcome().attempts()).isEqualTo(2);
  }

  @Test
  void the_note_of_one_that_flaps_is_not_its_end() {
    Claims claims =
        Claims.open().desiredState(DesiredState.RESOLVED).dampedUntil(Claims.NOW.plusSeconds(9));
    Delivery noted = shown(claims, NEW).writing(Map.of("work_notes", "n"), null);

    Delivery done = end.onAnswer(noted, Claims.answer(Claims.row(NEW, Map.of())));

    assertThat(done.outcome()).isInstanceOf(Postponed.class);
    assertThat(done.outcome().next()).isEqualTo(Claims.NOW.plusSeconds(9));
  }
}
