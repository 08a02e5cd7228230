package dev.ropeway.correlation;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ropeway.assignment.DesiredState;
import dev.ropeway.assignment.EndedBy;
import dev.ropeway.assignment.Lifecycle.Event;
import dev.ropeway.assignment.NewAssignment;
import dev.ropeway.assignment.Policy;
import dev.ropeway.assignment.Status;
import dev.ropeway.assignment.TicketRequest;
import dev.ropeway.assignment.Timeline;
import dev.ropeway.assignment.TimelineEntry.What;
import dev.ropeway.correlation.IntakeDecision.Move;
import dev.ropeway.correlation.StoredRecommendation.StoredAssignment;
import dev.ropeway.recommendation.Bounds;
import dev.ropeway.recommendation.Recommendation;
import dev.ropeway.recommendation.RecommendationState;
import dev.ropeway.store.Digest;
import dev.ropeway.store.Json;
import dev.ropeway.tickettype.TicketTypes;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Supplier;
import org.jdbi.v3.core.Handle;

/**
 * Events of different recommendations, taken in together: what is known, what they change, one
 * write.
 */
final class EventBatch {

  private static final String UPDATED = "its source sent an update";

  private final Handle handle;
  private final Instant now;
  private final Supplier<UUID> ids;
  private final TicketTypes types;
  private final boolean owned;
  private final PendingWrites written = new PendingWrites();
  private final Map<Digest, Touched> touched = new TreeMap<>();

  /** A group whose members changed. */
  private record Touched(TicketRequest order, boolean joins, String who, List<Member> members) {
    Touched and(Touched later) {
      List<Member> both = new ArrayList<>(members);
      both.addAll(later.members);
      return new Touched(
          later.order == null ? order : later.order, joins || later.joins, later.who, both);
    }
  }

  private record Member(IncomingEvent incoming, IntakeOutcome.Kind kind) {}

  /**
   * @param owned only who made a recommendation may say more of it
   */
  EventBatch(Handle handle, Instant now, Supplier<UUID> ids, TicketTypes types, boolean owned) {
    this.types = types;
    this.handle = handle;
    this.now = now;
    this.ids = ids;
    this.owned = owned;
  }

  /** Takes events in of which no two are of the same recommendation. */
  void take(List<IncomingEvent> incomingEvents) {
    Map<Digest, StoredRecommendation> known =
        StoredRecommendations.lock(
            handle, incomingEvents.stream().map(IncomingEvent::key).toList(), types);
    AlertSightings sightings = AlertSightings.read(handle, incomingEvents, now);
    for (IncomingEvent told : incomingEvents) {
      StoredRecommendation before = known.get(told.key());
      IncomingEvent incoming = told.after(before);
      if (before != null && isForOthers(incoming, before)) {
        incoming.tell().accept(IntakeOutcome.Kind.REJECTED, null);
        continue;
      }
      if (!sightings.take(incoming, before)) {
        incoming
            .tell()
            .accept(IntakeOutcome.Kind.UNCHANGED, before == null ? null : before.latest());
        continue;
      }
      Digest group = Groups.keyOf(incoming, before);
      if (group == null) {
        alone(incoming, before);
      } else {
        member(incoming, before, group);
      }
    }
    written.flush(handle, now);
    sightings.flush(handle);
    groups();
  }

  /** Nobody moves into its own bounds what lies outside of them. */
  private boolean isForOthers(IncomingEvent incoming, StoredRecommendation before) {
    return (owned && before.isOfAnother(incoming.sender())) || !before.liesIn(incoming.within());
  }

  private void member(IncomingEvent incoming, StoredRecommendation before, Digest group) {
    Candidate unordered = incoming.candidate().ordered(null);
    IntakeDecision decision =
        IntakeDecision.of(before, unordered, incoming.fingerprint(), false, now);
    boolean older =
        before != null
            && decision.kind() == IntakeOutcome.Kind.UNCHANGED
            && isOlder(incoming, before);
    boolean wants = incoming.candidate().order() != null;
    boolean joins =
        !older
            && wants
            && incoming.event().needsWork()
            && (before == null
                || before.state() != RecommendationState.UNHEALTHY
                || !group.equals(before.group()));
    if (!joins && !decision.remember()) {
      incoming.tell().accept(IntakeOutcome.Kind.UNCHANGED, groupAssignment(group));
      return;
    }
    written.remember(incoming.in(group), before, FlapCount.NONE, true);
    touched.merge(
        group,
        new Touched(
            incoming.candidate().order(),
            joins,
            incoming.who(),
            List.of(new Member(incoming, decision.kind()))),
        Touched::and);
  }

  private static boolean isOlder(IncomingEvent incoming, StoredRecommendation before) {
    return incoming.event().stateChangedAt().isBefore(before.stateChangedAt());
  }

  private UUID groupAssignment(Digest group) {
    StoredRecommendation known =
        StoredRecommendations.lock(handle, Set.of(group), types).get(group);
    return known == null ? null : known.latest();
  }

  /** Always after all members, and in one order, or two transactions could block each other. */
  private void groups() {
    if (touched.isEmpty()) {
      return;
    }
    Map<Digest, StoredRecommendation> known =
        StoredRecommendations.lock(handle, touched.keySet(), types);
    touched.forEach(
        (key, group) -> {
          StoredRecommendation before = known.get(key);
          TicketRequest order = group.order();
          // A member that stays while its rule names another group says nothing of this one.
          TicketRequest.Group named = order == null ? null : order.group();
          TicketRequest.Group wanted =
              named == null || !key.equals(Groups.key(named)) ? null : named;
          if (before == null && wanted == null) {
            group.members().forEach(member -> tell(member, member.kind(), null));
            return;
          }
          Recommendation standIn = Groups.standIn(handle, key, wanted, before, now);
          IncomingEvent incoming =
              IncomingEvent.of(
                  Candidate.of(standIn).ordered(order),
                  group.who(),
                  null,
                  Bounds.EVERYTHING,
                  now,
                  (kind, id) -> group.members().forEach(member -> tell(member, kind, id)));
          alone(group.joins() ? incoming.joining() : incoming, before);
        });
    written.flush(handle, now);
  }

  private static void tell(Member member, IntakeOutcome.Kind ofGroup, UUID assignment) {
    boolean made = ofGroup == IntakeOutcome.Kind.CREATED && member.incoming().event().needsWork();
    member
        .incoming()
        .tell()
        .accept(
            made ? ofGroup : assignment == null ? member.kind() : IntakeOutcome.Kind.UPDATED,
            assignment);
  }

  private void alone(IncomingEvent incoming, StoredRecommendation before) {
    Recommendation event = incoming.event();
    IntakeDecision decision =
        IntakeDecision.of(
            before, incoming.candidate(), incoming.fingerprint(), incoming.joins(), now);
    UUID assignment = before == null ? null : before.latest();
    FlapCount turns = turns(before, event, decision);
    Instant damped = turns.restsUntil(policy(incoming, before).turnsPerDay(), now);
    if (decision.remember()) {
      written.remember(incoming, before, turns, incoming.candidate().order() != null);
    }
    if (damped != null && !turns.equals(before.turns()) && isOneTooMany(incoming, before, turns)) {
      warn(before, turns, damped);
    }
    switch (decision.move()) {
      case NONE -> afterTheEnd(incoming, decision, before);
      case ASSIGN, FOLLOW -> {
        assignment = ids.get();
        assign(assignment, incoming, decision, damped);
      }
      case REOPEN ->
          written.change(
              Change.of(decision.of().id())
                  .by(Event.RETURNED)
                  .dampedUntil(damped)
                  .noting(damped == null ? update(event, before) : null),
              line(
                  decision.of().id(), incoming.who(), What.REOPENED, "the recommendation is back"));
      case NOTE ->
          written.change(
              Change.of(decision.of().id()).noting(damped == null ? back(event) : null),
              line(
                  decision.of().id(),
                  incoming.who(),
                  What.CHANGED_HERE,
                  decision.of().hasJournal()
                      ? "the recommendation is back: noted"
                      : "the recommendation is back; nothing is said in ServiceNow"));
      case UPDATE, END ->
          before.made().stream()
              .filter(StoredAssignment::live)
              .forEach(made -> change(made, incoming, before, decision.move(), damped));
    }
    incoming.tell().accept(decision.kind(), assignment);
  }

  /** What a source says of work that is over: the ticket gets it, and stays as it is. */
  private void afterTheEnd(
      IncomingEvent incoming, IntakeDecision decision, StoredRecommendation before) {
    StoredAssignment last = before == null ? null : before.last();
    boolean told =
        decision.remember()
            && last != null
            && last.status() == Status.CLOSED
            && last.endedBy() != EndedBy.GONE
            && last.hasTicket()
            // A ticket that was ended before its source gave any update is left alone.
            && before.latestUpdate() != null;
    String update = told ? update(incoming.event(), before) : null;
    if (update != null) {
      written.change(
          Change.of(last.id()).noting(update),
          line(last.id(), incoming.who(), What.CHANGED_HERE, UPDATED));
    }
  }

  /** What the source says that it did not say before; null for nothing. */
  private static String update(Recommendation event, StoredRecommendation before) {
    String latest = event.latestUpdate();
    return latest == null || latest.isBlank() || latest.equals(before.latestUpdate())
        ? null
        : latest;
  }

  private static Policy policy(IncomingEvent incoming, StoredRecommendation before) {
    if (before != null && before.last() != null) {
      return before.last().policy();
    }
    TicketRequest order = incoming.candidate().order();
    return order == null ? Policy.DEFAULT : order.policy();
  }

  /** A turn is news that ends work or asks for it anew. */
  private FlapCount turns(
      StoredRecommendation before, Recommendation event, IntakeDecision decision) {
    if (before == null) {
      return FlapCount.NONE;
    }
    boolean turned =
        decision.remember()
            && !before.made().isEmpty()
            && (before.state() == RecommendationState.UNHEALTHY) != event.needsWork();
    return turned ? before.turns().turned(now) : before.turns();
  }

  private static boolean isOneTooMany(
      IncomingEvent incoming, StoredRecommendation before, FlapCount turns) {
    return turns.isTheOneTooMany(policy(incoming, before).turnsPerDay());
  }

  private void warn(StoredRecommendation before, FlapCount turns, Instant damped) {
    StoredAssignment last = before.last();
    String text =
        "The recommendation healed or came back "
            + turns.count()
            + " times since "
            + seconds(turns.since())
            + ". Ropeway leaves this ticket as it is until "
            + seconds(damped)
            + " and then makes it right once.";
    written.change(
        Change.of(last.id()).noting(last.hasTicket() ? text : null),
        line(last.id(), Timeline.ROPEWAY, What.WARNED, text));
  }

  private void assign(UUID id, IncomingEvent incoming, IntakeDecision decision, Instant damped) {
    StoredAssignment follows = decision.of();
    Recommendation event = incoming.event();
    written.assign(
        new NewAssignment(
            id,
            incoming.key().bytes(),
            event,
            incoming.candidate().order(),
            follows == null ? null : follows.id(),
            damped,
            false));
    String headline = event.severity().label() + " · " + event.title();
    written.tell(
        line(
            id,
            incoming.who(),
            What.ACCEPTED,
            follows == null ? headline : headline + " · follows " + follows.ticket()));
    if (follows != null) {
      written.change(
          Change.of(follows.id())
              .noting(damped == null ? back(event) + " Another ticket follows." : null),
          null);
    }
  }

  private static String back(Recommendation event) {
    return "The recommendation is back since " + seconds(event.stateChangedAt()) + ".";
  }

  private static String seconds(Instant instant) {
    return instant.truncatedTo(ChronoUnit.SECONDS).toString();
  }

  /** A live assignment follows its recommendation. */
  private void change(
      StoredAssignment made,
      IncomingEvent incoming,
      StoredRecommendation before,
      Move move,
      Instant damped) {
    Recommendation event = incoming.event();
    List<String> news = new ArrayList<>();
    String update = update(event, before);
    Change change = Change.of(made.id()).dampedUntil(damped).noting(damped == null ? update : null);
    if (move == Move.END) {
      String reason = event.stateReason() == null ? "" : " · " + event.stateReason();
      written.change(
          change.by(Event.HEALED),
          line(made.id(), incoming.who(), What.CHANGED_HERE, event.state().word() + reason));
      return;
    }
    if (update != null) {
      news.add(UPDATED);
    }
    // Who is still to reopen the ticket shall do so.
    change = change.by(made.desiredState() == DesiredState.REOPENED ? Event.RETURNED : Event.HEARD);
    if (before.state() != RecommendationState.UNHEALTHY) {
      news.add("the recommendation is back");
      boolean told =
          made.desiredState() == DesiredState.RESOLVED && made.delivered() && made.hasTicket();
      change = change.noting(told && damped == null ? back(event) : null);
    }
    if (before.severity() != event.severity()) {
      String turn = before.severity().label() + " → " + event.severity().label();
      news.add("severity: " + turn);
      boolean worse = event.severity().compareTo(before.severity()) < 0;
      change = change.noting(worse && made.hasTicket() ? "The severity rose: " + turn + "." : null);
    }
    if (!event.title().equals(before.title())) {
      // A source may rename what rules name (B88).
      news.add("renamed: " + before.title() + " → " + event.title());
    }
    String owner = otherOwner(made, incoming, before);
    if (owner != null) {
      news.add("owner by rule: " + made.orderedOwner() + " → " + owner);
      change =
          made.hasTicket()
              ? change.owned(null, owner).noting("The recommendation belongs to " + owner + " now.")
              : change.owned(made.spec().ownedBy(owner), owner);
    }
    written.change(
        change,
        line(
            made.id(),
            incoming.who(),
            What.CHANGED_HERE,
            news.isEmpty() ? event.state().word() : String.join(", ", news)));
  }

  /**
   * Whom the same rule names now that the tags say otherwise; null if nobody else, or if a person
   * decided since.
   */
  private static String otherOwner(
      StoredAssignment made, IncomingEvent incoming, StoredRecommendation before) {
    TicketRequest order = incoming.candidate().order();
    if (order == null || made.rule() == null || !made.rule().equals(order.rule())) {
      return null;
    }
    String owner = order.spec().assignedTo();
    boolean moved = owner != null && !owner.equals(made.orderedOwner());
    boolean ours =
        made.hasTicket() || Objects.equals(made.spec().assignedTo(), made.orderedOwner());
    return moved && ours && !tags(incoming.event()).equals(before.tags()) ? owner : null;
  }

  private static JsonNode tags(Recommendation event) {
    JsonNode document = Json.MAPPER.valueToTree(event);
    return Json.MAPPER
        .createArrayNode()
        .add(document.get("tags"))
        .add(document.get("inheritedTags"));
  }

  private Timeline.Line line(UUID id, String who, What what, String detail) {
    return new Timeline.Line(id, now, who, what, detail);
  }
}
