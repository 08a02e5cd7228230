package dev.ropeway.assignment;

import static dev.ropeway.assignment.FindingState.DELETED;
import static dev.ropeway.assignment.FindingState.HEALTHY;
import static dev.ropeway.assignment.FindingState.NOT_APPLICABLE;
import static dev.ropeway.assignment.FindingState.UNHEALTHY;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ropeway.assignment.Outcome.Kind;
import dev.ropeway.assignment.Verdict.Known;
import dev.ropeway.assignment.Verdict.Made;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class VerdictTest {

  private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
  private static final Instant EARLIER = NOON.minusSeconds(60);
  private static final Instant LATER = NOON.plusSeconds(60);
  private static final Order ORDER = Order.single("acme", TicketType.INCIDENT, "all", Terms.NONE);

  private static final byte[] SAME = {1};
  private static final byte[] OTHER = {2};

  private static final Verdict NOTHING = new Verdict(Kind.UNCHANGED, false, false, null);

  // What is known before the event, as a story would tell it.
  private static Known finding(FindingState state, boolean matched, Status... made) {
    List<Made> assignments =
        Stream.of(made).map(status -> new Made(UUID.randomUUID(), status, "acme")).toList();
    return new Known(state, NOON, NOON, SAME, matched, assignments);
  }

  private static Known open() {
    return finding(UNHEALTHY, true, Status.OPEN);
  }

  private static Known unmatched() {
    return finding(UNHEALTHY, false);
  }

  private static Known healed() {
    return finding(HEALTHY, true, Status.CLOSED);
  }

  private static Known closedByAPerson() {
    return finding(UNHEALTHY, true, Status.CLOSED);
  }

  private static Proposal event(FindingState state, Instant at) {
    return Proposal.of(
        Recommendation.of("id", "title")
            .severity(Severity.HIGH)
            .state(state)
            .stateChangedAt(at)
            .occurredAt(at)
            .build());
  }

  private static Proposal matched(FindingState state, Instant at) {
    return event(state, at).ordered(ORDER);
  }

  private static Proposal snapshot(FindingState state, Instant at) {
    return Proposal.snapshot(event(state, at).recommendation()).ordered(ORDER);
  }

  private static Arguments row(
      String story, Known known, Proposal event, byte[] fingerprint, Verdict verdict) {
    return Arguments.of(story, known, event, fingerprint, verdict);
  }

  private static Verdict remember(Kind kind) {
    return new Verdict(kind, true, false, null);
  }

  private static Verdict create() {
    return new Verdict(Kind.CREATED, true, true, null);
  }

  private static Verdict nudge(Goal goal) {
    return new Verdict(Kind.UPDATED, true, false, goal);
  }

  static Stream<Arguments> cases() {
    return Stream.of(
        // never heard of
        row("new and matched", null, matched(UNHEALTHY, NOON), SAME, create()),
        row("new and unmatched", null, event(UNHEALTHY, NOON), SAME, remember(Kind.UNMATCHED)),
        row("new and healthy", null, matched(HEALTHY, NOON), SAME, remember(Kind.UNCHANGED)),
        row("new and deleted", null, event(DELETED, NOON), SAME, remember(Kind.UNCHANGED)),
        row("new, told by a snapshot", null, snapshot(UNHEALTHY, NOON), SAME, create()),
        // older and equal
        row("older, other state", open(), matched(HEALTHY, EARLIER), OTHER, NOTHING),
        row("older, unhealthy after healed", healed(), matched(UNHEALTHY, EARLIER), OTHER, NOTHING),
        row("older, now matched", unmatched(), matched(UNHEALTHY, EARLIER), SAME, NOTHING),
        row(
            "equal times, other state",
            open(),
            matched(HEALTHY, NOON),
            OTHER,
            nudge(Goal.RESOLVED)),
        row("equal times, same", open(), matched(UNHEALTHY, NOON), SAME, NOTHING),
        // repeats
        row("the same again", open(), matched(UNHEALTHY, LATER), SAME, NOTHING),
        row("snapshot of what is open", open(), snapshot(UNHEALTHY, LATER), OTHER, NOTHING),
        row("snapshot of what healed", healed(), snapshot(HEALTHY, LATER), OTHER, NOTHING),
        row("snapshot that is news", open(), snapshot(HEALTHY, LATER), OTHER, nudge(Goal.RESOLVED)),
        row(
            "snapshot after a person's close",
            closedByAPerson(),
            snapshot(UNHEALTHY, LATER),
            OTHER,
            NOTHING),
        row("healthy again", healed(), matched(HEALTHY, LATER), SAME, NOTHING),
        // changes while open
        row("worse", open(), matched(UNHEALTHY, LATER), OTHER, nudge(Goal.OPEN)),
        row("worse, no rule any more", open(), event(UNHEALTHY, LATER), OTHER, nudge(Goal.OPEN)),
        row("healed", open(), matched(HEALTHY, LATER), OTHER, nudge(Goal.RESOLVED)),
        row("healed, no rule any more", open(), event(HEALTHY, LATER), OTHER, nudge(Goal.RESOLVED)),
        row("exempted", open(), matched(NOT_APPLICABLE, LATER), OTHER, nudge(Goal.RESOLVED)),
        row("deleted", open(), matched(DELETED, LATER), OTHER, nudge(Goal.RESOLVED)),
        row(
            "healed while parked",
            finding(UNHEALTHY, true, Status.PARKED),
            event(HEALTHY, LATER),
            OTHER,
            nudge(Goal.RESOLVED)),
        row(
            "healed while pending",
            finding(UNHEALTHY, true, Status.PENDING),
            event(HEALTHY, LATER),
            OTHER,
            nudge(Goal.RESOLVED)),
        row(
            "back before it was resolved",
            finding(HEALTHY, true, Status.OPEN),
            matched(UNHEALTHY, LATER),
            OTHER,
            nudge(Goal.OPEN)),
        // after the end
        row("back after it healed", healed(), matched(UNHEALTHY, LATER), OTHER, create()),
        row(
            "back after it healed, no rule",
            healed(),
            event(UNHEALTHY, LATER),
            OTHER,
            remember(Kind.UNMATCHED)),
        row(
            "back after it was deleted",
            finding(DELETED, true, Status.CLOSED),
            matched(UNHEALTHY, LATER),
            OTHER,
            create()),
        row(
            "first sick after born healthy",
            finding(HEALTHY, true),
            matched(UNHEALTHY, LATER),
            OTHER,
            create()),
        row(
            "the same after a person's close",
            closedByAPerson(),
            matched(UNHEALTHY, LATER),
            SAME,
            NOTHING),
        row(
            "worse after a person's close",
            closedByAPerson(),
            matched(UNHEALTHY, LATER),
            OTHER,
            remember(Kind.UPDATED)),
        row(
            "worse after a withdrawal",
            finding(UNHEALTHY, true, Status.WITHDRAWN),
            matched(UNHEALTHY, LATER),
            OTHER,
            remember(Kind.UPDATED)),
        row(
            "healed after a person's close",
            closedByAPerson(),
            matched(HEALTHY, LATER),
            OTHER,
            remember(Kind.UPDATED)),
        row(
            "deleted after it healed",
            healed(),
            matched(DELETED, LATER),
            OTHER,
            remember(Kind.UPDATED)),
        // rules that come later
        row(
            "unmatched, same again",
            unmatched(),
            event(UNHEALTHY, LATER),
            SAME,
            new Verdict(Kind.UNMATCHED, false, false, null)),
        row(
            "unmatched, worse",
            unmatched(),
            event(UNHEALTHY, LATER),
            OTHER,
            remember(Kind.UNMATCHED)),
        row("unmatched, then a rule", unmatched(), matched(UNHEALTHY, LATER), SAME, create()),
        row(
            "unmatched, then a rule and a snapshot",
            unmatched(),
            snapshot(UNHEALTHY, LATER),
            SAME,
            create()),
        row(
            "unmatched, healed",
            unmatched(),
            matched(HEALTHY, LATER),
            OTHER,
            remember(Kind.UPDATED)),
        row(
            "healthy first, then unmatched, then a rule",
            finding(UNHEALTHY, true),
            matched(UNHEALTHY, LATER),
            SAME,
            create()),
        row(
            "healthy first, then unmatched, same again",
            finding(UNHEALTHY, true),
            event(UNHEALTHY, LATER),
            SAME,
            new Verdict(Kind.UNMATCHED, false, false, null)));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("cases")
  void an_event_changes_what_it_must_and_nothing_else(
      String story, Known known, Proposal event, byte[] fingerprint, Verdict verdict) {
    assertThat(Verdict.of(known, event, fingerprint)).isEqualTo(verdict);
  }

  @Test
  void of_two_events_at_one_time_the_one_seen_earlier_is_older() {
    Known known = new Known(UNHEALTHY, NOON, LATER, SAME, true, open().made());
    assertThat(Verdict.of(known, matched(HEALTHY, NOON), OTHER)).isEqualTo(NOTHING);
  }

  /** Event Hubs may bring an event twice: what was deleted is not opened by its own last state. */
  @ParameterizedTest
  @EnumSource(value = FindingState.class, names = "DELETED", mode = EnumSource.Mode.EXCLUDE)
  void an_event_of_the_moment_that_a_deletion_repeats_does_not_undo_it(FindingState state) {
    Known deleted = finding(DELETED, true, Status.CLOSED);
    Proposal late =
        Proposal.of(event(state, NOON).recommendation().dated(NOON, LATER)).ordered(ORDER);
    assertThat(Verdict.of(deleted, late, OTHER)).isEqualTo(NOTHING);
  }

  @Test
  void undated_events_of_one_array_count_in_their_order() {
    Known deleted = finding(DELETED, true, Status.CLOSED);
    assertThat(Verdict.of(deleted, matched(UNHEALTHY, NOON), OTHER)).isEqualTo(create());
  }

  @Test
  void the_same_event_gives_the_same_verdict_when_it_is_remembered() {
    Proposal event = matched(UNHEALTHY, NOON);
    assertThat(Verdict.of(null, event, SAME).kind()).isEqualTo(Kind.CREATED);
    for (int i = 0; i < 3; i++) {
      assertThat(Verdict.of(open(), event, SAME)).isEqualTo(NOTHING);
    }
  }

  @Test
  void the_latest_assignment_is_the_live_one_or_else_the_newest() {
    Made closed = new Made(UUID.randomUUID(), Status.CLOSED, "acme");
    Made parked = new Made(UUID.randomUUID(), Status.PARKED, "acme");
    Made withdrawn = new Made(UUID.randomUUID(), Status.WITHDRAWN, "acme");
    assertThat(known(closed, parked).latest()).isEqualTo(parked.id());
    assertThat(known(closed, withdrawn).latest()).isEqualTo(closed.id());
    assertThat(known().latest()).isNull();
  }

  @Test
  void a_deletion_dated_like_the_stored_state_survives_the_rounding_of_the_store() {
    // The store keeps microseconds: what it read back equals what came.
    Instant exact = NOON.plus(Duration.ofNanos(337_682_800));
    Proposal deleted = event(DELETED, exact);
    Instant stored = event(UNHEALTHY, exact).recommendation().stateChangedAt();
    Known known = new Known(UNHEALTHY, stored, stored, SAME, true, open().made());
    assertThat(Verdict.of(known, deleted, OTHER)).isEqualTo(nudge(Goal.RESOLVED));
  }

  private static Known known(Made... made) {
    return new Known(UNHEALTHY, NOON, NOON, SAME, true, List.of(made));
  }
}
