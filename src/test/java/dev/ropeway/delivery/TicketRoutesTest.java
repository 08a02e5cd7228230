package dev.ropeway.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ropeway.assignment.DeliveryOutcome.Closed;
import dev.ropeway.assignment.DeliveryOutcome.Delivered;
import dev.ropeway.assignment.DesiredState;
import dev.ropeway.routes.RoutesUnderTest;
import dev.ropeway.servicenow.Choices;
import dev.ropeway.servicenow.TableAnswer;
import dev.ropeway.servicenow.TableCall;
import dev.ropeway.servicenow.TableCall.Verb;
import dev.ropeway.tickettype.TicketType;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import org.apache.camel.Variable;
import org.apache.camel.component.mock.MockEndpoint;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Each route that writes a ticket, with a mock in the place of the instance. */
class TicketRoutesTest {

  private static final Clock CLOCK = Clock.fixed(Claims.NOW, ZoneOffset.UTC);

  private final RoutesUnderTest routes = new RoutesUnderTest();
  private final Queue<TableAnswer> answers = new ArrayDeque<>();
  private MockEndpoint serviceNow;

  /** Lets every write pass. */
  public static final class Open {
    public Delivery record(@Variable("delivery") Delivery delivery) {
      return delivery;
    }
  }

  /** Says which deliveries go on, without a store behind it. */
  public static final class Steps {
    public boolean isUnfinished(@Variable("delivery") Delivery delivery) {
      return !delivery.isDone();
    }
  }

  @BeforeEach
  void an_instance_answers() throws Exception {
    UpdateTicket update = new UpdateTicket(Claims.reader(), CLOCK);
    CreateTicket create = new CreateTicket(Claims.reader(), new FindChangeTemplate());
    EndTicket end = new EndTicket(update, new Choices(), CLOCK);
    routes
        .with("deliverySteps", new Steps())
        .with("writeGuard", new Open())
        .with("createTicket", create)
        .with("updateTicket", update)
        .with("endTicket", end)
        .with("reopenTicket", new ReopenTicket(update, new Choices(), CLOCK))
        .with("sendEvent", new SendEvent(create, Claims.reader()))
        .with("findLostTicket", new FindLostTicket(Claims.reader()))
        .with("adoptTicket", new AdoptTicket(Claims.reader()))
        .with("findChangeTemplate", new FindChangeTemplate())
        .with("findStagedTicket", new FindStagedTicket(null, CLOCK))
        .with("readStates", new ReadStates(new Choices(), Claims.reader()))
        .with("readTicket", new ReadTicket(Claims.reader()))
        .with("writeWorkNotes", new WriteWorkNotes(update, end, CLOCK))
        .shipped("create-ticket")
        .shipped("update-ticket")
        .shipped("end-ticket")
        .shipped("reopen-ticket")
        .shipped("send-event")
        .shipped("find-lost-ticket")
        .shipped("read-ticket")
        .shipped("write-work-notes");
    serviceNow = routes.mockAt("direct:call-servicenow", "servicenow");
    serviceNow.whenAnyExchangeReceived(call -> call.getMessage().setBody(answers.remove()));
  }

  @AfterEach
  void the_routes_end() {
    routes.close();
  }

  private Delivery send(String route, Delivery delivery) {
    return routes
        .send("direct:" + route, null, Map.of("delivery", delivery))
        .getVariable("delivery", Delivery.class);
  }

  private List<TableCall> calls() {
    return serviceNow.getReceivedExchanges().stream()
        .map(call -> call.getIn().getBody(TableCall.class))
        .toList();
  }

  @Test
  void a_ticket_is_created_by_one_call() {
    answers.add(Claims.answer(Claims.row("1", Map.of("short_description", "Lock"))));

    Delivery made =
        send("create-ticket", Claims.pending().delivery(Map.of("short_description", "Lock")));

    assertThat(calls()).extracting(TableCall::verb).containsExactly(Verb.CREATE);
    assertThat(calls().get(0).body()).isEqualTo(Map.of("short_description", "Lock"));
    assertThat(made.outcome()).isInstanceOf(Delivered.class);
  }

  @Test
  void a_ticket_is_read_before_it_is_updated() {
    Map<String, String> sent = Map.of("short_description", "Lock");
    answers.add(Claims.answer(Claims.row("2", sent)));
    answers.add(Claims.answer(Claims.row("2", Map.of("short_description", "Lock both"))));

    Delivery updated =
        send(
            "update-ticket",
            Claims.open().sent(sent).delivery(Map.of("short_description", "Lock both")));

    assertThat(calls()).extracting(TableCall::verb).containsExactly(Verb.RETRIEVE, Verb.UPDATE);
    assertThat(calls().get(1).body()).isEqualTo(Map.of("short_description", "Lock both"));
    assertThat(updated.outcome()).isInstanceOf(Delivered.class);
  }

  @Test
  void what_a_person_edited_is_not_written() {
    answers.add(Claims.answer(Claims.row("2", Map.of("short_description", "By a person"))));

    send(
        "update-ticket",
        Claims.open()
            .sent(Map.of("short_description", "Lock"))
            .delivery(Map.of("short_description", "Lock both")));

    assertThat(calls()).extracting(TableCall::verb).containsExactly(Verb.RETRIEVE);
  }

  @Test
  void a_ticket_that_a_person_ended_is_not_ended_again() {
    answers.add(Claims.answer(Claims.row("6", Map.of())));

    Delivery ended =
        send(
            "end-ticket",
            Claims.open().desiredState(DesiredState.RESOLVED).delivery(Map.of("impact", "2")));

    assertThat(calls()).extracting(TableCall::verb).containsExactly(Verb.RETRIEVE);
    assertThat(ended.outcome()).isInstanceOf(Closed.class);
  }

  @Test
  void a_ticket_is_set_to_work_again() {
    answers.add(Claims.answer(Claims.row("6", Map.of())));
    answers.add(Claims.answer(Claims.row("2", Map.of())));

    send("reopen-ticket", Claims.open().desiredState(DesiredState.REOPENED).delivery(Map.of()));

    assertThat(calls()).extracting(TableCall::verb).contains(Verb.RETRIEVE);
  }

  @Test
  void an_event_is_sent_by_one_call() {
    answers.add(Claims.answer(Claims.row("1", Map.of())));

    send("send-event", Claims.pending().type(TicketType.EVENT).delivery(Map.of("severity", "3")));

    assertThat(calls()).extracting(TableCall::verb).containsExactly(Verb.CREATE);
  }

  @Test
  void a_lost_ticket_is_looked_for_and_not_made() {
    answers.add(Claims.answer());

    Delivery sought = send("find-lost-ticket", Claims.pending().delivery(Map.of()));

    assertThat(calls()).extracting(TableCall::verb).containsExactly(Verb.RETRIEVE);
    assertThat(sought.isDone()).isFalse();
  }

  @Test
  void a_work_note_is_written_alone() {
    answers.add(Claims.answer(Claims.row("2", Map.of())));

    send("write-work-notes", Claims.open().notes("it is back").delivery(Map.of()));

    assertThat(calls()).extracting(TableCall::verb).containsExactly(Verb.UPDATE);
    assertThat(calls().get(0).body()).containsEntry("work_notes", "Ropeway: it is back");
  }
}
