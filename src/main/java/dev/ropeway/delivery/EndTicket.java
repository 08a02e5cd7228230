package dev.ropeway.delivery;

import dev.ropeway.assignment.Claim;
import dev.ropeway.assignment.DeliveryOutcome.Postponed;
import dev.ropeway.assignment.DeliveryOutcome.Progress;
import dev.ropeway.assignment.DeliveryOutcome.Retry;
import dev.ropeway.assignment.DesiredState;
import dev.ropeway.assignment.EndedBy;
import dev.ropeway.assignment.Policy;
import dev.ropeway.assignment.TimelineEntry.What;
import dev.ropeway.mapping.MappingDocument.Ending;
import dev.ropeway.recommendation.RecommendationState;
import dev.ropeway.servicenow.Choices;
import dev.ropeway.servicenow.TableAnswer;
import dev.ropeway.servicenow.TableCall;
import dev.ropeway.tickettype.TicketTypeDefinition.Turn;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Named;
import java.time.Clock;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.camel.Variable;

/** Brings a ticket to its end as the policy of its assignment wants it (D04). */
@ApplicationScoped
@Named("endTicket")
@RegisterForReflection // routes call it by name
public class EndTicket {

  private static final String LEFT = "the ticket is left to its owner, as the rule says";
  private static final String TO_A_PERSON = "the ticket is left to a person";

  private final UpdateTicket update;
  private final Choices choices;
  private final Clock clock;

  EndTicket(UpdateTicket update, Choices choices, Clock clock) {
    this.update = update;
    this.choices = choices;
    this.clock = clock;
  }

  /** Whether the ticket takes a close code, and the codes that its instance knows were not read. */
  public boolean lacksCloseCodes(@Variable("delivery") Delivery delivery) {
    return !delivery.ticket().isOver()
        && wanted(delivery) == Policy.Ending.RESOLVE
        && turn(delivery).codeField() != null
        && choices.of(codeField(delivery)) == null;
  }

  public TableCall closeCodesCall(@Variable("delivery") Delivery delivery) {
    return delivery.call(Choices.question(codeField(delivery)));
  }

  /** Remembers the close codes for a while. */
  public void onCloseCodes(
      @Variable("delivery") Delivery delivery, @Variable("answer") TableAnswer answer) {
    choices.learn(codeField(delivery), answer);
  }

  private static Choices.Field codeField(Delivery delivery) {
    return new Choices.Field(
        delivery.claim().integration(), delivery.table(), turn(delivery).codeField());
  }

  private static Turn turn(Delivery delivery) {
    return CloseFields.turn(delivery.claim().ticketType(), delivery.claim().desiredState());
  }

  /** The end, or the note that stands for it; nothing where a person was first. */
  public Delivery plan(@Variable("delivery") Delivery delivery) {
    if (delivery.ticket().isOver()) {
      return delivery.done(
          delivery
              .closed(EndedBy.PERSON)
              .noting(
                  What.CLOSED, "the ticket was " + delivery.ticket().shown().label() + " already"));
    }
    boolean notes = delivery.claim().ticketType().journal() != null;
    return switch (wanted(delivery)) {
      case LEAVE ->
          delivery.claim().notes().isEmpty() || !notes
              ? delivery.done(delivery.delivered().noting(What.CHANGED_HERE, LEFT))
              : delivery.writing(Map.of(), null);
      case NOTE ->
          notes
              ? delivery.writing(Map.of(), WorkNotes.end(delivery.claim()))
              : delivery.done(delivery.delivered().noting(What.CHANGED_HERE, TO_A_PERSON));
      case RESOLVE -> delivery.writing(fields(delivery), null);
    };
  }

  /** What the policy wants of this ticket, as far as the instance lets us. */
  static Policy.Ending wanted(Delivery delivery) {
    Claim claim = delivery.claim();
    Policy policy = claim.policy();
    if (Failure.STATE_REFUSED.reason().equals(claim.lastFailure())) {
      return Policy.Ending.NOTE;
    }
    if (claim.desiredState() == DesiredState.CANCELED) {
      return Policy.Ending.RESOLVE;
    }
    Policy.Ending said = policy.of(claim.recommendation().state());
    // A claim may have read the recommendation as it was just before the event that ends its
    // ticket.
    Policy.Ending wanted = said == null ? policy.of(RecommendationState.HEALTHY) : said;
    ShownTicket shown = delivery.ticket().shown();
    boolean waits =
        delivery.table().isTask()
            && wanted == Policy.Ending.RESOLVE
            && shown != null
            && shown.state().isOnHold();
    return waits ? policy.healedOnHold() : wanted;
  }

  private Map<String, String> fields(Delivery delivery) {
    Claim claim = delivery.claim();
    Policy policy = claim.policy();
    boolean heals = claim.desiredState() == DesiredState.RESOLVED;
    String code = heals ? policy.closeCode() : null;
    String note = heals && policy.closeNote() != null ? policy.closeNote() : WorkNotes.end(claim);
    String codeField = turn(delivery).codeField();
    Map<String, String> codes = codeField == null ? Map.of() : choices.of(codeField(delivery));
    Map<String, String> states = choices.of(delivery.states());
    Map<String, String> standard =
        CloseFields.fields(claim.ticketType(), claim.desiredState(), states, code, note, codes);
    Map<String, String> fields =
        new LinkedHashMap<>(
            delivery.fields().at(heals ? Ending.RESOLVED : Ending.CANCELED, standard));
    if (code != null && codeField != null) {
      // A rule knows its recommendations better than a mapping knows its table.
      fields.put(codeField, standard.get(codeField));
    }
    return fields;
  }

  public Delivery onAnswer(
      @Variable("delivery") Delivery delivery, @Variable("answer") TableAnswer answer) {
    return written(update.written(delivery, answer));
  }

  /** What a write to a ticket that is to end has reached. */
  private Delivery written(Delivery delivery) {
    Claim claim = delivery.claim();
    Instant now = clock.instant();
    Instant rests = claim.dampedUntil();
    if (rests != null && !delivery.changesState()) {
      // The end itself is still to come, once the recommendation has come to rest.
      Instant next = rests.isAfter(now) ? rests : now;
      return delivery.done(new Postponed(claim, delivery.noted(), next));
    }
    String label = delivery.ticket().shown().label();
    if (delivery.ticket().isOver()) {
      What what = claim.desiredState() == DesiredState.RESOLVED ? What.CLOSED : What.CHANGED_HERE;
      return delivery.done(delivery.closed(EndedBy.ROPEWAY).noting(what, label));
    }
    if (!delivery.changesState()) {
      return delivery.done(
          delivery
              .delivered()
              .noting(What.CHANGED_HERE, "a work note was written; " + TO_A_PERSON));
    }
    if (ReadStates.mayBeOld(choices, delivery, () -> fields(delivery).get(CloseFields.STATE))) {
      return delivery.done(
          new Postponed(claim, delivery.noted(), now)
              .noting(What.ATTEMPT, "the state stayed " + label + "; the states are read again"));
    }
    // 200, and yet the state is what it was: an ACL or a choice kept it (servicenow-wire § 1.6).
    return delivery.done(
        new Retry(
            claim,
            Progress.NONE,
            Failure.STATE_REFUSED.note("the state stayed " + label, now, claim.attempts(), now),
            null,
            null));
  }
}
