package dev.ropeway.delivery;

import dev.ropeway.assignment.DeliveryOutcome.Reassigned;
import dev.ropeway.assignment.Reassignment;
import dev.ropeway.assignment.Status;
import dev.ropeway.assignment.Ticket;
import dev.ropeway.assignment.TimelineEntry.What;
import dev.ropeway.delivery.Delivery.Step;
import dev.ropeway.enrichment.Reference;
import dev.ropeway.enrichment.Reference.Kind;
import dev.ropeway.servicenow.TableAnswer;
import dev.ropeway.servicenow.TableRecord;
import dev.ropeway.servicenow.Ticketing;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Named;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.camel.Variable;

/**
 * Hands a ticket to the owner or group that a person asked for, once, and only over those that were
 * known when it was asked for: what somebody else chose meanwhile stands (promise 3). The same
 * comparison tells after a lost answer whether the write was made.
 */
@ApplicationScoped
@Named("reassignTicket")
@RegisterForReflection // routes call it by name
public class ReassignTicket {

  private static final String OWNER = "assigned_to";
  private static final String GROUP = "assignment_group";

  /** What is read of a ticket that is to be handed over, beside what is read of every one. */
  static final List<String> COLUMNS = List.of(OWNER, GROUP);

  private final TicketReader tickets;

  ReassignTicket(TicketReader tickets) {
    this.tickets = tickets;
  }

  /** Whether a person asked for another owner or group, and there is a ticket to hand over. */
  public boolean isNeeded(@Variable("delivery") Delivery delivery) {
    return !delivery.isDone()
        && delivery.claim().reassignment() != null
        && delivery.claim().status() != Status.CLOSED
        && delivery.ticket().sysId() != null
        && delivery.table().isTask();
  }

  static Map<String, Reference> people(Reassignment asked) {
    Map<String, Reference> people = new LinkedHashMap<>();
    if (asked.assignedTo() != null) {
      people.put(OWNER, new Reference(Kind.USER, asked.assignedTo().strip()));
    }
    if (asked.assignmentGroup() != null) {
      people.put(GROUP, new Reference(Kind.GROUP, asked.assignmentGroup().strip()));
    }
    return people;
  }

  /** The fields to write; or that it is done already, or out of date. */
  public Delivery plan(@Variable("delivery") Delivery delivery) {
    Reassignment asked = delivery.claim().reassignment();
    ShownTicket shown = delivery.ticket().shown();
    Map<String, String> write = new LinkedHashMap<>(delivery.doing().references().fields());
    write.entrySet().removeIf(field -> field.getValue().equals(shown.row().get(field.getKey())));
    if (write.isEmpty()) {
      return handedOver(delivery);
    }
    if (delivery.ticket().isOver() && !delivery.reopening()) {
      return dropped(delivery, "not reassigned: the ticket is " + shown.label());
    }
    String other = choice(write, asked, shown.ticket());
    return other == null
        ? delivery.writing(write, null).at(Step.REASSIGN)
        : dropped(delivery, "not reassigned: " + other + " in ServiceNow meanwhile");
  }

  /** What somebody else chose since the reassignment was asked for; null for nothing. */
  private static String choice(Map<String, String> write, Reassignment asked, Ticket now) {
    if (write.containsKey(OWNER) && !Objects.equals(asked.ownerBefore(), now.assignedTo())) {
      return now.assignedTo() == null
          ? "the owner was removed"
          : "it was assigned to " + now.assignedTo();
    }
    String group = now.assignmentGroup();
    boolean moved =
        write.containsKey(GROUP)
            && asked.groupBefore() != null
            && group != null
            && !asked.groupBefore().equals(group);
    if (!moved) {
      return null;
    }
    return group.isEmpty() ? "the group was removed" : "it was assigned to the group " + group;
  }

  /** Whether there is something to write. */
  public boolean isPlanned(@Variable("delivery") Delivery delivery) {
    return !delivery.isDone() && delivery.step() == Step.REASSIGN && !delivery.write().isEmpty();
  }

  public Delivery onAnswer(
      @Variable("delivery") Delivery delivery, @Variable("answer") TableAnswer answer) {
    ShownTicket shown = tickets.read(delivery, answer);
    boolean ignored =
        delivery.write().entrySet().stream()
            .anyMatch(field -> isOther(field.getValue(), shown.row().get(field.getKey())));
    Delivery written =
        delivery.knowing(delivery.ticket().found(shown, delivery.ticket().written()));
    return ignored
        ? dropped(
            written,
            "not reassigned: ServiceNow accepted the change but kept the owner or group; a business"
                + " rule or an access control of the instance may prevent it")
        : handedOver(written);
  }

  private static boolean isOther(String wanted, String shown) {
    return shown != null && !shown.equals(wanted);
  }

  private static Delivery handedOver(Delivery delivery) {
    TableRecord row = delivery.ticket().shown().row();
    Ticket now = delivery.ticket().shown().ticket();
    Reassignment asked = delivery.claim().reassignment();
    String told =
        asked.assignedTo() == null
            ? "assigned to the group " + now.assignmentGroup()
            : "assigned to " + now.assignedTo();
    return delivery.handedOver(
        new Reassigned(asked, true, Ticketing.owner(row)), What.CHANGED_HERE, told);
  }

  private static Delivery dropped(Delivery delivery, String why) {
    return delivery.handedOver(
        new Reassigned(delivery.claim().reassignment(), false, null), What.WARNED, why);
  }
}
