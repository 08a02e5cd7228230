package dev.ropeway.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ropeway.servicenow.Table;
import dev.ropeway.servicenow.TableRecord;
import dev.ropeway.tickettype.TicketType;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FindLostTicketTest {

  private static final Map<String, String> WANTED = Map.of("impact", "1");

  private final FindLostTicket find = new FindLostTicket(Claims.reader());

  @Test
  void it_is_looked_for_only_where_a_create_has_no_known_end() {
    assertThat(find.isNeeded(Claims.pending().delivery(WANTED))).isFalse();
    assertThat(find.isNeeded(Claims.pending().unsettledUntil(Claims.NOW).delivery(WANTED)))
        .isTrue();
  }

  @Test
  void finding_nothing_the_delivery_goes_on_as_it_was() {
    Delivery delivery = find.plan(Claims.pending().unsettledUntil(Claims.NOW).delivery(WANTED));

    assertThat(find.call(delivery).table()).isEqualTo(Table.ofTickets("incident"));
    assertThat(find.call(delivery).query()).contains("correlation_id");
    assertThat(find.onAnswer(delivery, Claims.answer())).isEqualTo(delivery);
  }

  @Test
  void after_a_refusal_that_may_hide_it_finding_nothing_proves_nothing() {
    Delivery delivery =
        Claims.pending()
            .unsettledUntil(Claims.NOW)
            .lastFailure(Failure.MAYBE_HIDDEN)
            .delivery(WANTED);

    assertThatThrownBy(() -> find.onAnswer(delivery, Claims.answer()))
        .isInstanceOf(Failure.StillHiddenException.class);
  }

  @Test
  void what_nobody_touched_is_what_the_lost_create_wrote_and_later_wishes_are_written() {
    Delivery delivery = Claims.pending().unsettledUntil(Claims.NOW).delivery(WANTED);

    Delivery untouched =
        find.onAnswer(delivery, Claims.answer(row(Map.of("impact", "3", "sys_mod_count", "0"))));
    assertThat(untouched.ticket().sysId()).isEqualTo(Claims.SYS_ID);
    assertThat(FieldDiff.wanted(WANTED, untouched.ticket().written())).isEqualTo(WANTED);

    Delivery touched =
        find.onAnswer(delivery, Claims.answer(row(Map.of("impact", "3", "sys_mod_count", "2"))));
    assertThat(FieldDiff.wanted(WANTED, touched.ticket().written())).isEmpty();
  }

  @Test
  void of_events_the_one_before_the_lost_one_is_no_find() {
    Delivery delivery =
        Claims.open()
            .type(TicketType.EVENT)
            .revision(2)
            .unsettledUntil(Claims.NOW)
            .delivery(Map.of("severity", "2"));
    TableRecord before = row(Map.of("additional_info", "{\"ropeway_revision\":1}"));

    assertThat(find.onAnswer(delivery, Claims.answer(before))).isEqualTo(delivery);
  }

  private static TableRecord row(Map<String, String> columns) {
    return Claims.row("1", columns);
  }
}
