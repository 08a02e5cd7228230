package dev.ropeway.assignment;

import static dev.ropeway.assignment.DesiredState.CANCELED;
import static dev.ropeway.assignment.DesiredState.REOPENED;
import static dev.ropeway.assignment.DesiredState.RESOLVED;
import static dev.ropeway.assignment.Lifecycle.By.DELIVERY;
import static dev.ropeway.assignment.Lifecycle.By.INTAKE;
import static dev.ropeway.assignment.Lifecycle.By.REST;
import static dev.ropeway.assignment.Lifecycle.By.SYNC;
import static dev.ropeway.assignment.Lifecycle.Event.ASSIGNED;
import static dev.ropeway.assignment.Lifecycle.Event.CHANGED;
import static dev.ropeway.assignment.Lifecycle.Event.DISMISSED;
import static dev.ropeway.assignment.Lifecycle.Event.ENDED;
import static dev.ropeway.assignment.Lifecycle.Event.FINISHED;
import static dev.ropeway.assignment.Lifecycle.Event.FOLLOWED;
import static dev.ropeway.assignment.Lifecycle.Event.GONE;
import static dev.ropeway.assignment.Lifecycle.Event.HEALED;
import static dev.ropeway.assignment.Lifecycle.Event.HEARD;
import static dev.ropeway.assignment.Lifecycle.Event.MADE;
import static dev.ropeway.assignment.Lifecycle.Event.ORDERED;
import static dev.ropeway.assignment.Lifecycle.Event.REFUSED;
import static dev.ropeway.assignment.Lifecycle.Event.REMOVED;
import static dev.ropeway.assignment.Lifecycle.Event.RESUMED;
import static dev.ropeway.assignment.Lifecycle.Event.RETRIED;
import static dev.ropeway.assignment.Lifecycle.Event.RETURNED;
import static dev.ropeway.assignment.Lifecycle.Event.SHOWN;
import static dev.ropeway.assignment.Lifecycle.Event.UNREADABLE;
import static dev.ropeway.assignment.Lifecycle.Guard.ALWAYS;
import static dev.ropeway.assignment.Lifecycle.Guard.BACK_MEANWHILE;
import static dev.ropeway.assignment.Lifecycle.Guard.CANCELING;
import static dev.ropeway.assignment.Lifecycle.Guard.CANCEL_WISHED;
import static dev.ropeway.assignment.Lifecycle.Guard.NOT_REOPENING;
import static dev.ropeway.assignment.Lifecycle.Guard.NO_OTHER_LIVE;
import static dev.ropeway.assignment.Lifecycle.Guard.NO_TICKET;
import static dev.ropeway.assignment.Lifecycle.Guard.REOPENED_NOW;
import static dev.ropeway.assignment.Status.CLOSED;
import static dev.ropeway.assignment.Status.OPEN;
import static dev.ropeway.assignment.Status.PARKED;
import static dev.ropeway.assignment.Status.PENDING;
import static dev.ropeway.assignment.Status.WITHDRAWN;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The life of an assignment, said once: what each event makes of its status and its goal, and who
 * brings it about. Every statement that moves an assignment takes its words from here;
 * ARCHITECTURE.md draws it.
 */
public final class Lifecycle {

  /** What happens to an assignment. */
  public enum Event {
    /** A rule wants a ticket for a recommendation. */
    ASSIGNED,
    /** A person wants one. */
    ORDERED,
    /** The ticket of the assignment before turned out to be ended for good. */
    FOLLOWED,

    /** The recommendation stands; there may be news of it. */
    HEARD,
    /** The recommendation is back, and its ended ticket is to be worked on again. */
    RETURNED,
    /** The recommendation is over: healthy, exempted or deleted. */
    HEALED,

    /** A person changed what we want. */
    CHANGED,
    /** A person wants what is parked to be tried again. */
    RETRIED,
    /** A person wants no more of it. */
    DISMISSED,
    /** Its integration is deleted. */
    REMOVED,

    /** The ticket was created, or found again. */
    MADE,
    /** ServiceNow refused for good. */
    REFUSED,
    /** The ticket is over, or need not be made any more. */
    ENDED,
    /** The ticket is as a revision wants it. */
    SHOWN,
    /** What is stored cannot be read. */
    UNREADABLE,

    /** A person resolved, closed or canceled the ticket. */
    FINISHED,
    /** A person works on an ended ticket again. */
    RESUMED,
    /** The ticket was deleted, or is hidden. */
    GONE;

    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** What must hold besides; whoever moves an assignment says how it is known. */
  public enum Guard {
    ALWAYS,
    /** There is no ticket yet. */
    NO_TICKET,
    /** The goal is canceled: it was withdrawn before it was parked. */
    CANCELING,
    /** Who ends the assignment wants its ticket to be canceled. */
    CANCEL_WISHED,
    /** The recommendation has no live assignment on that integration but this one. */
    NO_OTHER_LIVE,
    /** We ended the ticket, and the recommendation came back meanwhile. */
    BACK_MEANWHILE,
    /** The goal is reopened, and nothing newer is wanted. */
    REOPENED_NOW,
    /** The goal is not reopened: nobody is about to work on the ticket again. */
    NOT_REOPENING
  }

  /** Who brings an event about. */
  public enum By {
    INTAKE,
    REST,
    DELIVERY,
    SYNC
  }

  /**
   * One row of the table.
   *
   * @param from where the assignment is; none: it begins
   * @param to null leaves the status
   * @param desiredState null leaves the goal
   */
  record Transition(
      Set<Status> from, Event event, Guard guard, Status to, DesiredState desiredState, By by) {

    Status to(Status now) {
      return to == null ? now : to;
    }

    DesiredState desiredState(DesiredState now) {
      return desiredState == null ? now : desiredState;
    }
  }

  private static final Set<Status> NONE = EnumSet.noneOf(Status.class);
  private static final Set<Status> LIVE = EnumSet.of(PENDING, OPEN, PARKED);
  private static final Set<Status> ANY = EnumSet.allOf(Status.class);
  private static final Status SAME = null;
  private static final DesiredState KEPT = null;

  /** Of the rows of an event the first counts whose guard holds; without a row nothing moves. */
  static final List<Transition> TABLE =
      List.of(
          // from, event, if, to, what becomes of the goal, by
          row(NONE, ASSIGNED, ALWAYS, PENDING, DesiredState.OPEN, INTAKE),
          row(NONE, ORDERED, ALWAYS, PENDING, DesiredState.OPEN, REST),
          row(NONE, FOLLOWED, NO_OTHER_LIVE, PENDING, DesiredState.OPEN, DELIVERY),
          // Intake, of a recommendation that has assignments.
          row(ANY, HEARD, ALWAYS, SAME, DesiredState.OPEN, INTAKE),
          row(ANY, RETURNED, ALWAYS, OPEN, REOPENED, INTAKE),
          row(ANY, HEALED, ALWAYS, SAME, RESOLVED, INTAKE),
          // People.
          row(in(PENDING, OPEN), CHANGED, ALWAYS, SAME, KEPT, REST),
          row(in(PARKED), CHANGED, NO_TICKET, PENDING, KEPT, REST),
          row(in(PARKED), CHANGED, ALWAYS, OPEN, KEPT, REST),
          row(in(PARKED), RETRIED, CANCELING, WITHDRAWN, KEPT, REST),
          row(in(PARKED), RETRIED, NO_TICKET, PENDING, KEPT, REST),
          row(in(PARKED), RETRIED, ALWAYS, OPEN, KEPT, REST),
          row(LIVE, DISMISSED, CANCEL_WISHED, WITHDRAWN, CANCELED, REST),
          row(LIVE, DISMISSED, ALWAYS, WITHDRAWN, DesiredState.OPEN, REST),
          row(in(CLOSED), DISMISSED, ALWAYS, WITHDRAWN, DesiredState.OPEN, REST),
          row(LIVE, REMOVED, CANCEL_WISHED, WITHDRAWN, CANCELED, REST),
          row(LIVE, REMOVED, ALWAYS, WITHDRAWN, DesiredState.OPEN, REST),
          // Delivery.
          row(LIVE, MADE, ALWAYS, OPEN, KEPT, DELIVERY),
          row(LIVE, REFUSED, ALWAYS, PARKED, KEPT, DELIVERY),
          row(in(WITHDRAWN), REFUSED, NO_OTHER_LIVE, PARKED, KEPT, DELIVERY),
          row(in(WITHDRAWN), ENDED, BACK_MEANWHILE, SAME, REOPENED, DELIVERY),
          row(in(PENDING, OPEN, PARKED, CLOSED), ENDED, BACK_MEANWHILE, OPEN, REOPENED, DELIVERY),
          row(LIVE, ENDED, ALWAYS, CLOSED, KEPT, DELIVERY),
          row(ANY, SHOWN, REOPENED_NOW, SAME, DesiredState.OPEN, DELIVERY),
          row(ANY, UNREADABLE, ALWAYS, PARKED, KEPT, DELIVERY),
          // Sync.
          row(in(OPEN, PARKED), FINISHED, NOT_REOPENING, CLOSED, KEPT, SYNC),
          row(in(CLOSED), RESUMED, NO_OTHER_LIVE, OPEN, DesiredState.OPEN, SYNC),
          row(in(OPEN), GONE, ALWAYS, CLOSED, KEPT, SYNC));

  private Lifecycle() {}

  private static Transition row(
      Set<Status> from, Event event, Guard guard, Status to, DesiredState desiredState, By by) {
    return new Transition(from, event, guard, to, desiredState, by);
  }

  private static Set<Status> in(Status first, Status... others) {
    return EnumSet.of(first, others);
  }

  static Stream<Transition> rows(Event event) {
    return TABLE.stream().filter(row -> row.event() == event);
  }

  /** Whether the event means anything to an assignment that is there. */
  public static boolean takes(Status now, Event event) {
    return rows(event).anyMatch(row -> row.from().contains(now));
  }

  /** The row that counts; empty when nothing moves. */
  static Optional<Transition> next(Status now, Event event, Predicate<Guard> holds) {
    return rows(event)
        .filter(row -> row.from().contains(now))
        .filter(row -> row.guard() == ALWAYS || holds.test(row.guard()))
        .findFirst();
  }

  /** The status that an assignment begins with, as SQL. */
  static String first(Event event) {
    return rows(event).map(row -> quoted(row.to().word())).findFirst().orElseThrow();
  }

  /**
   * What events make of an assignment, as SQL.
   *
   * @param row the prefix of its columns, with the dot; empty for none
   */
  public static LifecycleSql sql(String row, Event... events) {
    return LifecycleSql.of(row, List.of(events));
  }

  /** Whether an event means anything to an assignment, as SQL. */
  static String from(String row, Event... events) {
    return in(
        row,
        Arrays.stream(events)
            .flatMap(Lifecycle::rows)
            .flatMap(transition -> transition.from().stream())
            .collect(Collectors.toCollection(() -> EnumSet.noneOf(Status.class))));
  }

  /** Whether an assignment is live, as SQL. */
  static String live(String row) {
    return in(row, LIVE);
  }

  /** In the words of the partial indexes, or these would not be used. */
  static String in(String row, Set<Status> statuses) {
    List<String> words = statuses.stream().map(status -> quoted(status.word())).toList();
    return words.size() == 1
        ? row + "status = " + words.get(0)
        : row + "status in (" + String.join(", ", words) + ")";
  }

  static String quoted(String word) {
    return "'" + word + "'";
  }
}
