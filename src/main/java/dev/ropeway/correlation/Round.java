package dev.ropeway.correlation;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ropeway.assignment.Goal;
import dev.ropeway.assignment.Lifecycle.Event;
import dev.ropeway.assignment.NewAssignment;
import dev.ropeway.assignment.Order;
import dev.ropeway.assignment.Policy;
import dev.ropeway.assignment.Timeline;
import dev.ropeway.assignment.TimelineEntry.What;
import dev.ropeway.correlation.Known.Made;
import dev.ropeway.correlation.Verdict.Move;
import dev.ropeway.recommendation.FindingState;
import dev.ropeway.recommendation.Recommendation;
import dev.ropeway.store.Digest;
import dev.ropeway.store.Json;
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

/** Events of different findings, taken in together: what is known, what they change, one write. */
final class Round {

  private final Handle handle;
  private final Instant now;
  private final Supplier<UUID> ids;
  private final boolean owned;
  private final Written written = new Written();
  private final Map<Digest, Touched> touched = new TreeMap<>();

  /** A group whose members changed. */
  private record Touched(Order order, boolean joins, String who, List<Member> members) {
    Touched and(Touched later) {
      List<Member> both = new ArrayList<>(members);
      both.addAll(later.members);
      return new Touched(
          later.order == null ? order : later.order, joins || later.joins, later.who, both);
    }
  }

  private record Member(Arrival arrival, Outcome.Kind kind) {}

  /**
   * @param owned only who made a finding may say more of it
   */
  Round(Handle handle, Instant now, Supplier<UUID> ids, boolean owned) {
    this.handle = handle;
    this.now = now;
    this.ids = ids;
    this.owned = owned;
  }

  /** Takes events in of which no two are of the same finding. */
  void take(List<Arrival> arrivals) {
    Map<Digest, Known> known =
        KnownFindings.lock(handle, arrivals.stream().map(Arrival::key).toList());
    Sightings sightings = Sightings.read(handle, arrivals, now);
    for (Arrival told : arrivals) {
      Known before = known.get(told.key());
      Arrival arrival = told.after(before);
      if (owned && before != null && before.isOfAnother(arrival.sender())) {
        arrival.tell().accept(Outcome.Kind.REJECTED, null);
        continue;
      }
      if (!sightings.take(arrival, before)) {
        arrival.tell().accept(Outcome.Kind.UNCHANGED, before == null ? null : before.latest());
        continue;
      }
      Digest group = groupOf(arrival, before);
      if (group == null) {
        alone(arrival, before);
      } else {
        member(arrival, before, group);
      }
    }
    written.flush(handle, now);
    sightings.flush(handle);
    groups();
  }

  /** A finding that has its own work keeps it; one that still needs work stays where it is. */
  private static Digest groupOf(Arrival arrival, Known before) {
    Order order = arrival.proposal().order();
    if (before != null && before.hasLive()) {
      return null;
    }
    boolean stays =
        before != null
            && before.group() != null
            && (before.state() == FindingState.UNHEALTHY || order == null);
    if (stays) {
      return before.group();
    }
    return order == null || order.group() == null ? null : Groups.key(order.group());
  }

  private void member(Arrival arrival, Known before, Digest group) {
    Proposal unordered = arrival.proposal().ordered(null);
    Verdict verdict = Verdict.of(before, unordered, arrival.fingerprint(), false, now);
    boolean older =
        before != null && verdict.kind() == Outcome.Kind.UNCHANGED && isOlder(arrival, before);
    boolean wants = arrival.proposal().order() != null;
    boolean joins =
        !older
            && wants
            && arrival.event().needsWork()
            && (before == null
                || before.state() != FindingState.UNHEALTHY
                || !group.equals(before.group()));
    if (!joins && !verdict.remember()) {
      arrival.tell().accept(Outcome.Kind.UNCHANGED, groupAssignment(group));
      return;
    }
    written.remember(arrival.in(group), before, Turns.NONE, true);
    touched.merge(
        group,
        new Touched(
            arrival.proposal().order(),
            joins,
            arrival.who(),
            List.of(new Member(arrival, verdict.kind()))),
        Touched::and);
  }

  private static boolean isOlder(Arrival arrival, Known before) {
    return arrival.event().stateChangedAt().isBefore(before.stateChangedAt());
  }

  private UUID groupAssignment(Digest group) {
    Known known = KnownFindings.lock(handle, Set.of(group)).get(group);
    return known == null ? null : known.latest();
  }

  /** Always after all members, and in one order, or two transactions could block each other. */
  private void groups() {
    Map<Digest, Known> known = KnownFindings.lock(handle, touched.keySet());
    touched.forEach(
        (key, group) -> {
          Known before = known.get(key);
          Order order = group.order();
          if (before == null && order == null) {
            return;
          }
          Recommendation standIn =
              Groups.standIn(handle, key, order == null ? null : order.group(), before, now);
          Arrival arrival =
              Arrival.of(
                  Proposal.of(standIn).ordered(order),
                  group.who(),
                  null,
                  now,
                  (kind, id) -> group.members().forEach(member -> tell(member, kind, id)));
          alone(group.joins() ? arrival.joining() : arrival, before);
        });
    written.flush(handle, now);
  }

  private static void tell(Member member, Outcome.Kind ofGroup, UUID assignment) {
    boolean made = ofGroup == Outcome.Kind.CREATED && member.arrival().event().needsWork();
    member
        .arrival()
        .tell()
        .accept(
            made ? ofGroup : assignment == null ? member.kind() : Outcome.Kind.UPDATED, assignment);
  }

  private void alone(Arrival arrival, Known before) {
    Recommendation event = arrival.event();
    Verdict verdict =
        Verdict.of(before, arrival.proposal(), arrival.fingerprint(), arrival.joins(), now);
    UUID assignment = before == null ? null : before.latest();
    Turns turns = turns(before, event, verdict);
    Instant damped = turns.restsUntil(policy(arrival, before).turnsPerDay(), now);
    if (verdict.remember()) {
      written.remember(arrival, before, turns, arrival.proposal().order() != null);
    }
    if (damped != null && !turns.equals(before.turns()) && isOneTooMany(arrival, before, turns)) {
      warn(before, turns, damped);
    }
    switch (verdict.move()) {
      case NONE -> {}
      case ASSIGN, FOLLOW -> {
        assignment = ids.get();
        assign(assignment, arrival, verdict, damped);
      }
      case REOPEN ->
          written.change(
              Change.of(verdict.of().id()).by(Event.RETURNED).dampedUntil(damped),
              line(verdict.of().id(), arrival.who(), What.REOPENED, "the finding is back"));
      case NOTE ->
          written.change(
              Change.of(verdict.of().id()).noting(damped == null ? back(event) : null),
              line(
                  verdict.of().id(),
                  arrival.who(),
                  What.CHANGED_HERE,
                  verdict.of().ticketType().isTask()
                      ? "the finding is back: noted"
                      : "the finding is back; nothing is said in ServiceNow"));
      case UPDATE, END ->
          before.made().stream()
              .filter(Made::live)
              .forEach(made -> change(made, arrival, before, verdict.move(), damped));
    }
    arrival.tell().accept(verdict.kind(), assignment);
  }

  private static Policy policy(Arrival arrival, Known before) {
    if (before != null && before.last() != null) {
      return before.last().policy();
    }
    Order order = arrival.proposal().order();
    return order == null ? Policy.DEFAULT : order.policy();
  }

  /** A turn is news that ends work or asks for it anew. */
  private Turns turns(Known before, Recommendation event, Verdict verdict) {
    if (before == null) {
      return Turns.NONE;
    }
    boolean turned =
        verdict.remember()
            && !before.made().isEmpty()
            && (before.state() == FindingState.UNHEALTHY) != event.needsWork();
    return turned ? before.turns().turned(now) : before.turns();
  }

  private static boolean isOneTooMany(Arrival arrival, Known before, Turns turns) {
    return turns.isTheOneTooMany(policy(arrival, before).turnsPerDay());
  }

  private void warn(Known before, Turns turns, Instant damped) {
    Made last = before.last();
    String text =
        "The finding healed or came back "
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

  private void assign(UUID id, Arrival arrival, Verdict verdict, Instant damped) {
    Made follows = verdict.of();
    Recommendation event = arrival.event();
    written.assign(
        new NewAssignment(
            id,
            arrival.key().bytes(),
            event,
            arrival.proposal().order(),
            follows == null ? null : follows.id(),
            damped,
            false));
    String headline = event.severity().label() + " · " + event.title();
    written.tell(
        line(
            id,
            arrival.who(),
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
    return "The finding is back since " + seconds(event.stateChangedAt()) + ".";
  }

  private static String seconds(Instant instant) {
    return instant.truncatedTo(ChronoUnit.SECONDS).toString();
  }

  /** A live assignment follows its finding. */
  private void change(Made made, Arrival arrival, Known before, Move move, Instant damped) {
    Recommendation event = arrival.event();
    List<String> news = new ArrayList<>();
    Change change = Change.of(made.id()).dampedUntil(damped);
    if (move == Move.END) {
      String reason = event.stateReason() == null ? "" : " · " + event.stateReason();
      written.change(
          change.by(Event.HEALED),
          line(made.id(), arrival.who(), What.CHANGED_HERE, event.state().word() + reason));
      return;
    }
    // Who is still to reopen the ticket shall do so.
    change = change.by(made.goal() == Goal.REOPENED ? Event.RETURNED : Event.HEARD);
    if (before.state() != FindingState.UNHEALTHY) {
      news.add("the finding is back");
      boolean told = made.goal() == Goal.RESOLVED && made.delivered() && made.hasTicket();
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
    String owner = otherOwner(made, arrival, before);
    if (owner != null) {
      news.add("owner by rule: " + made.orderedOwner() + " → " + owner);
      change =
          made.hasTicket()
              ? change.owned(null, owner).noting("The finding belongs to " + owner + " now.")
              : change.owned(made.terms().ownedBy(owner), owner);
    }
    written.change(
        change,
        line(
            made.id(),
            arrival.who(),
            What.CHANGED_HERE,
            news.isEmpty() ? event.state().word() : String.join(", ", news)));
  }

  /**
   * Whom the same rule names now that the tags say otherwise; null if nobody else, or if a person
   * decided since.
   */
  private static String otherOwner(Made made, Arrival arrival, Known before) {
    Order order = arrival.proposal().order();
    if (order == null || made.rule() == null || !made.rule().equals(order.rule())) {
      return null;
    }
    String owner = order.terms().assignedTo();
    boolean moved = owner != null && !owner.equals(made.orderedOwner());
    boolean ours =
        made.hasTicket() || Objects.equals(made.terms().assignedTo(), made.orderedOwner());
    return moved && ours && !tags(arrival.event()).equals(before.tags()) ? owner : null;
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
