package dev.ropeway.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ropeway.assignment.DeliveryOutcome.Delivered;
import dev.ropeway.assignment.DeliveryOutcome.FollowedUp;
import dev.ropeway.assignment.DesiredState;
import dev.ropeway.assignment.Lifecycle.Event;
import dev.ropeway.servicenow.Choices;
import dev.ropeway.tickettype.TicketType;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReopenTicketTest {

  private static final Clock CLOCK = Clock.fixed(Claims.NOW, ZoneOffset.UTC);

  private final ReadTicket read = new ReadTicket(Claims.reader());
  private final ReopenTicket reopen =
      new ReopenTicket(new UpdateTicket(Claims.reader(), CLOCK), new Choices(), CLOCK);

  private Delivery shown(TicketType type, String state) {
    Claims claims =
        Claims.open().desiredState(DesiredState.REOPENED).type(type).sent(Map.of("impact", "3"));
    return read.onAnswer(
        read.plan(claims.delivery(Map.of("impact", "1"))),
        Claims.answer(Claims.row(state, Map.of("impact", "3"))));
  }

  @Test
  void a_resolved_ticket_is_set_to_work_again_with_a_note_and_what_changed() {
    Delivery planned = reopen.plan(shown(TicketType.INCIDENT, "6"));

    assertThat(planned.write()).isEqualTo(Map.of("state", "2", "impact", "1"));
    assertThat(planned.doing().note()).contains("is back");
  }

  @Test
  void one_that_a_person_reopened_is_updated() {
    assertThat(reopen.plan(shown(TicketType.INCIDENT, "2")).write())
        .isEqualTo(Map.of("impact", "1"));
  }

  @ParameterizedTest
  @CsvSource({"incident, 7", "incident, 8", "problem, 106", "change_request, 3"})
  void what_cannot_be_reopened_is_continued_by_another(TicketType type, String state) {
    Delivery planned = reopen.plan(shown(type, state));

    assertThat(planned.outcome()).isInstanceOf(FollowedUp.class);
    assertThat(planned.outcome().event()).isEqualTo(Event.ENDED);
  }

  @Test
  void one_that_stays_ended_is_continued_by_another() {
    Delivery planned = reopen.plan(shown(TicketType.INCIDENT, "6"));

    assertThat(reopen.onAnswer(planned, Claims.answer(Claims.row("2", Map.of()))).outcome())
        .isInstanceOf(Delivered.class);
    assertThat(reopen.onAnswer(planned, Claims.answer(Claims.row("7", Map.of()))).outcome())
        .isInstanceOf(FollowedUp.class);
  }
}
