package dev.ropeway.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ropeway.assignment.DeliveryOutcome.Delivered;
import dev.ropeway.assignment.DeliveryOutcome.Line;
import dev.ropeway.assignment.Lifecycle.Event;
import dev.ropeway.assignment.TimelineEntry.What;
import dev.ropeway.enrichment.FoundReferences;
import dev.ropeway.mapping.TicketFields;
import dev.ropeway.servicenow.Purpose;
import dev.ropeway.servicenow.Table;
import dev.ropeway.servicenow.TableCall;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CreateTicketTest {

  private final CreateTicket create = new CreateTicket(Claims.reader(), new FindChangeTemplate());

  @Test
  void the_record_has_every_field_that_is_not_empty_and_whom_was_found() {
    TicketFields draft =
        new TicketFields(
            Map.of("short_description", "Lock the hut", "description", ""),
            Map.of("correlation_id", "c"),
            Map.of());
    Delivery delivery =
        Delivery.of(Claims.pending().claim())
            .mapped(new MappedFields(draft, Map.of()))
            .naming(new FoundReferences(Map.of("assigned_to", "u1"), List.of()));

    TableCall call = create.call(create.plan(delivery));

    assertThat(call.verb()).isEqualTo(TableCall.Verb.CREATE);
    assertThat(call.table()).isEqualTo(Table.ofTickets("incident"));
    assertThat(call.purpose()).isEqualTo(Purpose.CREATE);
    assertThat(call.body())
        .isEqualTo(
            Map.of(
                "short_description", "Lock the hut", "correlation_id", "c", "assigned_to", "u1"));
    assertThat(call.fields()).contains("sys_id", "short_description", "description");
  }

  @Test
  void a_ticket_that_continues_another_says_so() {
    Delivery delivery = Claims.pending().follows("INC0").delivery(Map.of());

    assertThat(create.call(delivery).body().get("work_notes").toString()).contains("INC0");
  }

  @Test
  void what_was_made_is_open_and_what_was_written_is_remembered_as_the_instance_made_it() {
    Delivery delivery =
        create
            .plan(
                Claims.pending().notes("a note").delivery(Map.of("short_description", "Lock  it")))
            .naming(new FoundReferences(Map.of(), List.of("no configuration item")));

    Delivery made =
        create.onAnswer(
            delivery, Claims.answer(Claims.row("1", Map.of("short_description", "Lock it"))));

    assertThat(made.outcome()).isInstanceOf(Delivered.class);
    assertThat(made.outcome().event()).isEqualTo(Event.MADE);
    assertThat(made.outcome().progress().sent()).containsEntry("short_description", "Lock  it");
    assertThat(made.outcome().progress().echoed()).containsEntry("short_description", "Lock it");
    // What notes would say, the new ticket says of itself.
    assertThat(made.outcome().progress().notesWritten()).isEqualTo(1);
    assertThat(made.outcome().progress().lines())
        .containsExactly(
            new Line(What.WARNED, "no configuration item"), new Line(What.CREATED, "INC1"));
  }

  @Test
  void an_empty_success_counts_as_no_answer() {
    Delivery delivery = create.plan(Claims.pending().delivery(Map.of()));

    assertThatThrownBy(() -> create.onAnswer(delivery, Claims.answer()))
        .hasMessageContaining("empty");
  }
}
