package dev.ropeway.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ropeway.assignment.DeliveryOutcome.Closed;
import dev.ropeway.assignment.DeliveryOutcome.Delivered;
import dev.ropeway.assignment.DeliveryOutcome.Postponed;
import dev.ropeway.assignment.DesiredState;
import dev.ropeway.assignment.Lifecycle.Event;
import dev.ropeway.assignment.Status;
import dev.ropeway.tickettype.TicketType;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DeliveryStepsTest {

  private static final Map<String, String> WANTED = Map.of("impact", "1");

  private final DeliverySteps steps =
      new DeliverySteps(null, null, Clock.fixed(Claims.NOW, ZoneOffset.UTC));

  private String todo(Claims claims) {
    return steps.todo(claims.delivery(WANTED));
  }

  @Test
  void each_kind_of_write_has_a_route() {
    assertThat(todo(Claims.pending())).isEqualTo("create-ticket");
    assertThat(todo(Claims.open())).isEqualTo("update-ticket");
    assertThat(todo(Claims.open().desiredState(DesiredState.RESOLVED))).isEqualTo("end-ticket");
    assertThat(todo(Claims.open().desiredState(DesiredState.CANCELED).status(Status.WITHDRAWN)))
        .isEqualTo("end-ticket");
    assertThat(todo(Claims.open().desiredState(DesiredState.REOPENED))).isEqualTo("reopen-ticket");
    assertThat(todo(Claims.pending().type(TicketType.EVENT))).isEqualTo("send-event");
    assertThat(todo(Claims.open().type(TicketType.EVENT).desiredState(DesiredState.RESOLVED)))
        .isEqualTo("send-event");
  }

  @Test
  void what_is_as_it_should_be_needs_none() {
    assertThat(todo(Claims.open().sent(WANTED))).isEqualTo("nothing");
    assertThat(todo(Claims.pending().desiredState(DesiredState.RESOLVED))).isEqualTo("nothing");
    assertThat(todo(Claims.open().status(Status.CLOSED).notes("n"))).isEqualTo("nothing");
    assertThat(todo(Claims.open().dampedUntil(Claims.NOW.plusSeconds(1)))).isEqualTo("nothing");
    assertThat(todo(Claims.open().dampedUntil(Claims.NOW))).isEqualTo("update-ticket");
  }

  @Test
  void a_delivery_without_a_write_ends_as_what_it_found() {
    assertThat(outcome(Claims.open().sent(WANTED))).isInstanceOf(Delivered.class);
    assertThat(outcome(Claims.pending().desiredState(DesiredState.RESOLVED)))
        .isInstanceOf(Closed.class);
    assertThat(outcome(Claims.open().dampedUntil(Claims.NOW.plusSeconds(1))))
        .isInstanceOf(Postponed.class);
  }

  private Object outcome(Claims claims) {
    return steps.sumUp(claims.delivery(WANTED)).outcome();
  }

  @Test
  void a_ticket_that_was_found_while_its_recommendation_flaps_is_kept() {
    Claims claims =
        Claims.pending().unsettledUntil(Claims.NOW).dampedUntil(Claims.NOW.plusSeconds(1));
    Delivery found =
        new FindLostTicket(Claims.reader())
            .onAnswer(claims.delivery(WANTED), Claims.answer(Claims.row("1", Map.of())));

    Delivery done = steps.sumUp(found);

    assertThat(done.outcome()).isInstanceOf(Postponed.class);
    assertThat(done.outcome().progress().ticket().sysId()).isEqualTo(Claims.SYS_ID);
    assertThat(done.outcome().event()).isEqualTo(Event.MADE);
  }
}
