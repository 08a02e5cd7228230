package dev.ropeway.delivery;

import dev.ropeway.delivery.Delivery.Step;
import dev.ropeway.mapping.CorrelationKey;
import dev.ropeway.servicenow.TableAnswer;
import dev.ropeway.servicenow.TableCall;
import dev.ropeway.servicenow.TableRecord;
import dev.ropeway.tickettype.TicketTypeDefinition.Way;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Named;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.camel.Variable;

/**
 * Takes over a ticket that a transform or a template made of what was posted: reads it, and writes
 * the mark of ours if it did not come through, without which no poll would see the ticket.
 */
@ApplicationScoped
@Named("adoptTicket")
@RegisterForReflection // routes call it by name
public class AdoptTicket {

  private static final Set<String> MADE = Set.of("inserted", "updated");

  private final TicketReader tickets;

  AdoptTicket(TicketReader tickets) {
    this.tickets = tickets;
  }

  /** A transform made no record of a row. */
  static final class TransformFailedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    TransformFailedException(String message) {
      super(message);
    }
  }

  /** Whether what answered a create is something else than the ticket. */
  public boolean isNeeded(@Variable("delivery") Delivery delivery) {
    return delivery.claim().ticketType().creation().way() != Way.TABLE;
  }

  /**
   * The delivery with the ticket that was made.
   *
   * @throws TransformFailedException when none was
   */
  public Delivery onMade(
      @Variable("delivery") Delivery delivery, @Variable("answer") TableAnswer answer) {
    TableRecord made =
        delivery.claim().ticketType().creation().way() == Way.IMPORT_SET
            ? transformed(delivery, answer)
            : answer.row();
    if (made == null || made.sysId().isEmpty()) {
      throw TableAnswer.unusable("the answer names no record");
    }
    return adopting(delivery, made.sysId());
  }

  static Delivery adopting(Delivery delivery, String sysId) {
    return delivery.at(Step.ADOPT).knowing(delivery.ticket().made(sysId));
  }

  /** A row may be transformed by several maps; ours is the one into the table of the type. */
  private static TableRecord transformed(Delivery delivery, TableAnswer answer) {
    String table = delivery.table().wireName();
    return answer.rows().stream()
        .filter(row -> MADE.contains(row.text("status")) && row.text("table").equals(table))
        .findFirst()
        .orElseThrow(() -> new TransformFailedException(why(table, answer.rows())));
  }

  private static String why(String table, List<TableRecord> rows) {
    if (rows.isEmpty()) {
      throw TableAnswer.unusable("the answer names no row");
    }
    TableRecord row = rows.get(0);
    String said =
        row.text("error_message").isEmpty()
            ? row.text("status_message")
            : row.text("error_message");
    return MADE.contains(row.text("status"))
        ? "the transform made a record of %s and none of %s".formatted(row.text("table"), table)
        : "the transform ended with %s%s"
            .formatted(row.text("status"), said.isEmpty() ? "" : ": " + said);
  }

  public TableCall call(@Variable("delivery") Delivery delivery) {
    List<String> columns = new ArrayList<>(delivery.columns());
    columns.addAll(mark(delivery).keySet());
    return delivery.call(
        TableCall.one(
            delivery.claim().integration(),
            delivery.table(),
            delivery.ticket().sysId(),
            columns.stream().distinct().toList()));
  }

  public Delivery onAnswer(
      @Variable("delivery") Delivery delivery, @Variable("answer") TableAnswer answer) {
    return delivery.knowing(delivery.ticket().reading(tickets.read(delivery, answer)));
  }

  /** Whether the key of its assignment, or that it is ours, did not come through. */
  public boolean lacksMark(@Variable("delivery") Delivery delivery) {
    TableRecord row = delivery.ticket().shown().row();
    return mark(delivery).entrySet().stream()
        .anyMatch(field -> !field.getValue().equals(row.text(field.getKey())));
  }

  private static Map<String, String> mark(Delivery delivery) {
    Map<String, String> mark = new HashMap<>(delivery.fields().draft().onCreate());
    mark.keySet().retainAll(CorrelationKey.fields(delivery.claim().ticketType()));
    return mark;
  }

  public TableCall markCall(@Variable("delivery") Delivery delivery) {
    return delivery.call(
        TableCall.update(
            delivery.claim().integration(),
            delivery.table(),
            delivery.ticket().sysId(),
            new HashMap<>(mark(delivery)),
            delivery.columns()));
  }
}
