package dev.ropeway.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ropeway.assignment.DeliveryOutcome.Delivered;
import dev.ropeway.assignment.DeliveryOutcome.Line;
import dev.ropeway.assignment.DeliveryOutcome.Postponed;
import dev.ropeway.assignment.TimelineEntry.What;
import dev.ropeway.servicenow.TableCall;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.Map;
import org.junit.jupiter.api.Test;

class UpdateTicketTest {

  private static final Clock CLOCK = Clock.fixed(Claims.NOW, ZoneOffset.UTC);

  private final ReadTicket read = new ReadTicket(Claims.reader());
  private final UpdateTicket update = new UpdateTicket(Claims.reader(), CLOCK);

  private Delivery shown(Delivery delivery, Map<String, String> columns) {
    return read.onAnswer(read.plan(delivery), Claims.answer(Claims.row("2", columns)));
  }

  @Test
  void a_wish_that_changed_is_written_and_a_persons_edit_is_not() {
    Delivery delivery =
        shown(
            Claims.open()
                .sent(Map.of("impact", "3", "description", "old"))
                .delivery(Map.of("impact", "1", "description", "new")),
            Map.of("impact", "3", "description", "a person wrote this"));

    Delivery planned = update.plan(delivery);

    assertThat(planned.isDone()).isFalse();
    assertThat(planned.write()).isEqualTo(Map.of("impact", "1"));
    TableCall call = update.call(planned);
    assertThat(call.verb()).isEqualTo(TableCall.Verb.UPDATE);
    assertThat(call.sysId()).isEqualTo(Claims.SYS_ID);
    assertThat(call.body()).isEqualTo(Map.of("impact", "1"));
  }

  @Test
  void where_only_a_persons_edits_differ_nothing_is_written_and_the_timeline_says_why() {
    Delivery delivery =
        shown(
            Claims.open().sent(Map.of("impact", "3")).delivery(Map.of("impact", "1")),
            Map.of("impact", "2"));

    Delivery planned = update.plan(delivery);

    assertThat(planned.outcome()).isInstanceOf(Delivered.class);
    assertThat(planned.outcome().progress().sent()).isEqualTo(Map.of("impact", "3"));
    assertThat(planned.outcome().progress().lines())
        .containsExactly(new Line(What.CHANGED_HERE, "left as a person edited it: impact"));
  }

  @Test
  void what_a_person_made_as_we_want_it_is_ours_from_then_on() {
    Delivery delivery =
        shown(
            Claims.open().sent(Map.of("impact", "3")).delivery(Map.of("impact", "1")),
            Map.of("impact", "1"));

    Delivery planned = update.plan(delivery);

    assertThat(planned.outcome().progress().sent()).isEqualTo(Map.of("impact", "1"));
    assertThat(planned.outcome().progress().lines()).isEmpty();
  }

  @Test
  void notes_that_wait_are_a_reason_to_write() {
    Delivery delivery =
        shown(
            Claims.open().notes("n").sent(Map.of("impact", "3")).delivery(Map.of("impact", "1")),
            Map.of("impact", "1"));

    assertThat(update.plan(delivery).isDone()).isFalse();
  }

  @Test
  void what_was_written_is_remembered() {
    Delivery planned =
        update.plan(
            shown(
                Claims.open().sent(Map.of("impact", "3")).delivery(Map.of("impact", "1")),
                Map.of("impact", "3")));

    Delivery done = update.onAnswer(planned, Claims.answer(Claims.row("2", Map.of("impact", "1"))));

    assertThat(done.outcome()).isInstanceOf(Delivered.class);
    assertThat(done.outcome().progress().sent()).isEqualTo(Map.of("impact", "1"));
    assertThat(done.outcome().progress().lines())
        .containsExactly(new Line(What.CHANGED_HERE, "impact"));
  }

  @Test
  void a_recommendation_that_flaps_is_looked_at_again_when_it_has_come_to_rest() {
    Delivery resting =
        shown(Claims.open().dampedUntil(Claims.NOW.plusSeconds(60)).delivery(Map.of()), Map.of());

    Delivery done = UpdateTicket.complete(resting, Claims.NOW);

    assertThat(done.outcome()).isInstanceOf(Postponed.class);
    assertThat(done.outcome().next()).isEqualTo(Claims.NOW.plusSeconds(60));
    assertThat(done.outcome().isDelivered()).isFalse();
  }
}
