package dev.ropeway.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ropeway.assignment.DeliveryOutcome.Closed;
import dev.ropeway.assignment.DeliveryOutcome.Delivered;
import dev.ropeway.assignment.DeliveryOutcome.Line;
import dev.ropeway.assignment.DesiredState;
import dev.ropeway.assignment.EndedBy;
import dev.ropeway.assignment.Policy;
import dev.ropeway.assignment.TimelineEntry.What;
import dev.ropeway.tickettype.TicketType;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SendEventTest {

  private static final Map<String, String> HIGH = Map.of("severity", "2");

  private final SendEvent send =
      new SendEvent(new CreateTicket(Claims.reader(), new FindChangeTemplate()), Claims.reader());

  private static Claims event(Claims claims) {
    return claims.type(TicketType.EVENT);
  }

  @Test
  void a_first_event_and_a_change_are_sent_and_what_was_told_is_not() {
    assertThat(send.plan(event(Claims.pending()).delivery(HIGH)).creating()).isTrue();
    assertThat(
            send.plan(event(Claims.open()).sent(Map.of("severity", "4")).delivery(HIGH)).creating())
        .isTrue();
    assertThat(send.plan(event(Claims.open()).sent(HIGH).delivery(HIGH)).outcome())
        .isInstanceOf(Delivered.class);
  }

  @Test
  void an_end_is_an_event_that_clears_and_nothing_where_none_was_sent() {
    Claims over = event(Claims.open()).desiredState(DesiredState.RESOLVED).sent(HIGH);
    Delivery planned = send.plan(over.delivery(Map.of("severity", "0")));
    assertThat(planned.creating()).isTrue();

    Delivery sent = send.onAnswer(planned, Claims.answer(Claims.row("", Map.of("severity", "0"))));
    assertThat(sent.outcome()).isInstanceOf(Closed.class);
    assertThat(sent.outcome().endedBy()).isEqualTo(EndedBy.ROPEWAY);
    assertThat(sent.outcome().progress().lines())
        .containsExactly(new Line(What.CLOSED, "event of severity 0"));

    assertThat(
            send.plan(event(Claims.pending()).desiredState(DesiredState.RESOLVED).delivery(HIGH))
                .outcome())
        .isInstanceOf(Closed.class);
  }

  @Test
  void where_the_rule_wants_no_end_the_work_is_over_without_an_event() {
    Policy leave = new Policy(Policy.Ending.LEAVE, null, null, null, null, null, null, null, null);

    Delivery planned =
        send.plan(
            event(Claims.open())
                .desiredState(DesiredState.RESOLVED)
                .policy(leave)
                .sent(HIGH)
                .delivery(HIGH));

    assertThat(planned.outcome()).isInstanceOf(Closed.class);
    assertThat(planned.outcome().progress().lines())
        .containsExactly(new Line(What.CLOSED, "no event clears it, as the rule says"));
  }
}
