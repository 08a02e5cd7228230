package dev.ropeway.correlation;

import static dev.ropeway.correlation.IntakeDecision.Move.*;
import static dev.ropeway.correlation.IntakeOutcome.Kind.*;
import static dev.ropeway.recommendation.RecommendationState.DELETED;
import static dev.ropeway.recommendation.RecommendationState.HEALTHY;
import static dev.ropeway.recommendation.RecommendationState.NOT_APPLICABLE;
import static dev.ropeway.recommendation.RecommendationState.UNHEALTHY;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ropeway.assignment.AssignmentSpec;
import dev.ropeway.assignment.DesiredState;
import dev.ropeway.assignment.EndedBy;
import dev.ropeway.assignment.Policy;
import dev.ropeway.assignment.Status;
import dev.ropeway.assignment.TicketRequest;
import dev.ropeway.correlation.IntakeDecision.Move;
import dev.ropeway.correlation.IntakeOutcome.Kind;
import dev.ropeway.correlation.StoredRecommendation.StoredAssignment;
import dev.ropeway.recommendation.Recommendation;
import dev.ropeway.recommendation.RecommendationState;
import dev.ropeway.recommendation.Severity;
import dev.ropeway.tickettype.Shipped;
import dev.ropeway.tickettype.TicketType;
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

class IntakeDecisionTest {

  private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
  private static final Instant EARLIER = NOON.minusSeconds(60);
  private static final Instant LATER = NOON.plusSeconds(60);
  private static final TicketRequest ORDER =
      TicketRequest.single("acme", TicketType.INCIDENT, "all", AssignmentSpec.NONE);

  private static final byte[] SAME = {1};
  private static final byte[] OTHER = {2};

  private static final IntakeDecision NOTHING = IntakeDecision.plain(UNCHANGED, false, NONE);

  // What is known before the event, as a story would tell it.
  private static StoredRecommendation finding(RecommendationState state, Status... made) {
    List<StoredAssignment> assignments =
        Stream.of(made).map(IntakeDecisionTest::withoutTicket).toList();
    return known(state, NOON, assignments);
  }

  private static StoredRecommendation known(
      RecommendationState state, Instant seen, List<StoredAssignment> made) {
    return new StoredRecommendation(
        "id",
        state,
        NOON,
        seen,
        SAME,
        "title",
        null,
        Severity.HIGH,
        null,
        null,
        null,
        FlapCount.NONE,
        null,
        made);
  }

  private static StoredAssignment withoutTicket(Status status) {
    return made(status, null, null, null, Policy.DEFAULT);
  }

  private static StoredAssignment made(
      Status status, String ticket, String stateLabel, EndedBy endedBy, Policy policy) {
    return new StoredAssignment(
        UUID.randomUUID(),
        status,
        "acme",
        Shipped.INCIDENT,
        "all",
        DesiredState.OPEN,
        true,
        endedBy,
        endedBy == null ? null : NOON,
        ticket,
        null,
        stateLabel,
        AssignmentSpec.NONE,
        null,
        policy);
  }

  private static IntakeDecision decide(
      StoredRecommendation known, Candidate event, byte[] fingerprint) {
    return IntakeDecision.of(known, event, fingerprint, false, LATER);
  }

  private static StoredRecommendation open() {
    return finding(UNHEALTHY, Status.OPEN);
  }

  private static StoredRecommendation unmatched() {
    return finding(UNHEALTHY);
  }

  private static StoredRecommendation healed() {
    return finding(HEALTHY, Status.CLOSED);
  }

  private static StoredRecommendation closedByAPerson() {
    return finding(UNHEALTHY, Status.CLOSED);
  }

  private static Candidate event(RecommendationState state, Instant at) {
    return Candidate.of(
        Recommendation.of("id", "title")
            .severity(Severity.HIGH)
            .state(state)
            .stateChangedAt(at)
            .occurredAt(at)
            .build());
  }

  private static Candidate matched(RecommendationState state, Instant at) {
    return event(state, at).ordered(ORDER);
  }

  private static Candidate snapshot(RecommendationState state, Instant at) {
    return Candidate.snapshot(event(state, at).recommendation()).ordered(ORDER);
  }

  private static Arguments row(
      String story,
      StoredRecommendation known,
      Candidate event,
      byte[] fingerprint,
      IntakeDecision decision) {
    return Arguments.of(story, known, event, fingerprint, decision);
  }

  private static IntakeDecision remember(Kind kind) {
    return IntakeDecision.plain(kind, true, NONE);
  }

  private static IntakeDecision create() {
    return IntakeDecision.plain(CREATED, true, ASSIGN);
  }

  private static IntakeDecision nudge(DesiredState desiredState) {
    return IntakeDecision.plain(UPDATED, true, desiredState == DesiredState.OPEN ? UPDATE : END);
  }

  static Stream<Arguments> cases() {
    return Stream.of(
        // never heard of
        row("new and matched", null, matched(UNHEALTHY, NOON), SAME, create()),
        row("new and unmatched", null, event(UNHEALTHY, NOON), SAME, remember(UNMATCHED)),
        row("new and healthy", null, matched(HEALTHY, NOON), SAME, remember(UNCHANGED)),
        row("new and deleted", null, event(DELETED, NOON), SAME, remember(UNCHANGED)),
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
            nudge(DesiredState.RESOLVED)),
        row("equal times, same", open(), matched(UNHEALTHY, NOON), SAME, NOTHING),
        // repeats
        row("the same again", open(), matched(UNHEALTHY, LATER), SAME, NOTHING),
        row("snapshot of what is open", open(), snapshot(UNHEALTHY, LATER), OTHER, NOTHING),
        row("snapshot of what healed", healed(), snapshot(HEALTHY, LATER), OTHER, NOTHING),
        row(
            "snapshot that is news",
            open(),
            snapshot(HEALTHY, LATER),
            OTHER,
            nudge(DesiredState.RESOLVED)),
        row(
            "snapshot after a person's close",
            closedByAPerson(),
            snapshot(UNHEALTHY, LATER),
            OTHER,
            NOTHING),
        row("healthy again", healed(), matched(HEALTHY, LATER), SAME, NOTHING),
        // changes while open
        row("worse", open(), matched(UNHEALTHY, LATER), OTHER, nudge(DesiredState.OPEN)),
        row(
            "worse, no rule any more",
            open(),
            event(UNHEALTHY, LATER),
            OTHER,
            nudge(DesiredState.OPEN)),
        row("healed", open(), matched(HEALTHY, LATER), OTHER, nudge(DesiredState.RESOLVED)),
        row(
            "healed, no rule any more",
            open(),
            event(HEALTHY, LATER),
            OTHER,
            nudge(DesiredState.RESOLVED)),
        row(
            "exempted",
            open(),
            matched(NOT_APPLICABLE, LATER),
            OTHER,
            nudge(DesiredState.RESOLVED)),
        row("deleted", open(), matched(DELETED, LATER), OTHER, nudge(DesiredState.RESOLVED)),
        row(
            "healed while parked",
            finding(UNHEALTHY, Status.PARKED),
            event(HEALTHY, LATER),
            OTHER,
            nudge(DesiredState.RESOLVED)),
        row(
            "healed while pending",
            finding(UNHEALTHY, Status.PENDING),
            event(HEALTHY, LATER),
            OTHER,
            nudge(DesiredState.RESOLVED)),
        row(
            "back before it was resolved",
            finding(HEALTHY, Status.OPEN),
            matched(UNHEALTHY, LATER),
            OTHER,
            nudge(DesiredState.OPEN)),
        // after the end
        row("back after it healed", healed(), matched(UNHEALTHY, LATER), OTHER, create()),
        row(
            "back after it healed, no rule",
            healed(),
            event(UNHEALTHY, LATER),
            OTHER,
            remember(UNMATCHED)),
        row(
            "back after it was deleted",
            finding(DELETED, Status.CLOSED),
            matched(UNHEALTHY, LATER),
            OTHER,
            create()),
        row(
            "first sick after born healthy",
            finding(HEALTHY),
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
            remember(UPDATED)),
        row(
            "worse after a withdrawal",
            finding(UNHEALTHY, Status.WITHDRAWN),
            matched(UNHEALTHY, LATER),
            OTHER,
            remember(UPDATED)),
        row(
            "healed after a person's close",
            closedByAPerson(),
            matched(HEALTHY, LATER),
            OTHER,
            remember(UPDATED)),
        row("deleted after it healed", healed(), matched(DELETED, LATER), OTHER, remember(UPDATED)),
        // rules that come later
        row(
            "unmatched, same again",
            unmatched(),
            event(UNHEALTHY, LATER),
            SAME,
            IntakeDecision.plain(UNMATCHED, false, NONE)),
        row("unmatched, worse", unmatched(), event(UNHEALTHY, LATER), OTHER, remember(UNMATCHED)),
        row("unmatched, then a rule", unmatched(), matched(UNHEALTHY, LATER), SAME, create()),
        row(
            "unmatched, then a rule and a snapshot",
            unmatched(),
            snapshot(UNHEALTHY, LATER),
            SAME,
            create()),
        row("unmatched, healed", unmatched(), matched(HEALTHY, LATER), OTHER, remember(UPDATED)),
        row(
            "healthy first, then unmatched, then a rule",
            finding(UNHEALTHY),
            matched(UNHEALTHY, LATER),
            SAME,
            create()),
        row(
            "healthy first, then unmatched, same again",
            finding(UNHEALTHY),
            event(UNHEALTHY, LATER),
            SAME,
            IntakeDecision.plain(UNMATCHED, false, NONE)));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("cases")
  void an_event_changes_what_it_must_and_nothing_else(
      String story,
      StoredRecommendation known,
      Candidate event,
      byte[] fingerprint,
      IntakeDecision decision) {
    assertThat(decide(known, event, fingerprint)).isEqualTo(decision);
  }

  @Test
  void of_two_events_at_one_time_the_one_seen_earlier_is_older() {
    StoredRecommendation known = known(UNHEALTHY, LATER, open().made());
    assertThat(decide(known, matched(HEALTHY, NOON), OTHER)).isEqualTo(NOTHING);
  }

  /** Event Hubs may bring an event twice: what was deleted is not opened by its own last state. */
  @ParameterizedTest
  @EnumSource(value = RecommendationState.class, names = "DELETED", mode = EnumSource.Mode.EXCLUDE)
  void an_event_of_the_moment_that_a_deletion_repeats_does_not_undo_it(RecommendationState state) {
    StoredRecommendation deleted = finding(DELETED, Status.CLOSED);
    Candidate late =
        Candidate.of(event(state, NOON).recommendation().dated(NOON, LATER)).ordered(ORDER);
    assertThat(decide(deleted, late, OTHER)).isEqualTo(NOTHING);
  }

  @Test
  void undated_events_of_one_array_count_in_their_order() {
    StoredRecommendation deleted = finding(DELETED, Status.CLOSED);
    assertThat(decide(deleted, matched(UNHEALTHY, NOON), OTHER)).isEqualTo(create());
  }

  @Test
  void the_same_event_gives_the_same_verdict_when_it_is_remembered() {
    Candidate event = matched(UNHEALTHY, NOON);
    assertThat(decide(null, event, SAME).kind()).isEqualTo(CREATED);
    for (int i = 0; i < 3; i++) {
      assertThat(decide(open(), event, SAME)).isEqualTo(NOTHING);
    }
  }

  @Test
  void the_latest_assignment_is_the_live_one_or_else_the_newest() {
    StoredAssignment closed = withoutTicket(Status.CLOSED);
    StoredAssignment parked = withoutTicket(Status.PARKED);
    StoredAssignment withdrawn = withoutTicket(Status.WITHDRAWN);
    assertThat(known(closed, parked).latest()).isEqualTo(parked.id());
    assertThat(known(closed, withdrawn).latest()).isEqualTo(closed.id());
    assertThat(known().latest()).isNull();
  }

  @Test
  void a_deletion_dated_like_the_stored_state_survives_the_rounding_of_the_store() {
    // The store keeps microseconds: what it read back equals what came.
    Instant exact = NOON.plus(Duration.ofNanos(337_682_800));
    Candidate deleted = event(DELETED, exact);
    Instant stored = event(UNHEALTHY, exact).recommendation().stateChangedAt();
    StoredRecommendation known =
        new StoredRecommendation(
            "id",
            UNHEALTHY,
            stored,
            stored,
            SAME,
            "title",
            null,
            Severity.HIGH,
            null,
            null,
            null,
            FlapCount.NONE,
            null,
            open().made());
    assertThat(decide(known, deleted, OTHER)).isEqualTo(nudge(DesiredState.RESOLVED));
  }

  private static final Policy REOPEN = returning(Policy.Return.REOPEN);

  private static Policy returning(Policy.Return returned) {
    return new Policy(null, null, null, null, null, returned, null, null, null);
  }

  static Stream<Arguments> returns() {
    Policy soon =
        new Policy(null, null, null, null, Duration.ofSeconds(30), null, null, null, null);
    return Stream.of(
        Arguments.of("we resolved it", "Resolved", EndedBy.ROPEWAY, Policy.DEFAULT, Move.REOPEN),
        Arguments.of("we resolved it long ago", "Resolved", EndedBy.ROPEWAY, soon, FOLLOW),
        Arguments.of("closed since", "Closed", EndedBy.ROPEWAY, Policy.DEFAULT, FOLLOW),
        Arguments.of("a person did", "Resolved", EndedBy.PERSON, Policy.DEFAULT, FOLLOW),
        Arguments.of("a person did: reopen", "Resolved", EndedBy.PERSON, REOPEN, Move.REOPEN),
        Arguments.of(
            "a person did: note", "Resolved", EndedBy.PERSON, returning(Policy.Return.NOTE), NOTE),
        Arguments.of("a person closed it", "Closed", EndedBy.PERSON, REOPEN, FOLLOW),
        Arguments.of("canceled", "Canceled", EndedBy.PERSON, REOPEN, FOLLOW),
        Arguments.of("deleted there", "Resolved", EndedBy.GONE, REOPEN, FOLLOW));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("returns")
  void a_finding_that_is_back_finds_its_ticket(
      String story, String label, EndedBy who, Policy policy, Move move) {
    StoredAssignment ended = made(Status.CLOSED, "INC1", label, who, policy);
    IntakeDecision decision =
        decide(known(HEALTHY, NOON, List.of(ended)), matched(UNHEALTHY, LATER), OTHER);
    assertThat(decision.move()).isEqualTo(move);
    assertThat(decision.of()).isEqualTo(ended);
  }

  @Test
  void without_a_rule_what_is_ended_stays_so() {
    StoredAssignment ended = made(Status.CLOSED, "INC1", "Resolved", EndedBy.ROPEWAY, REOPEN);
    assertThat(decide(known(HEALTHY, NOON, List.of(ended)), event(UNHEALTHY, LATER), OTHER))
        .isEqualTo(remember(UNMATCHED));
  }

  @Test
  void scores_that_no_rule_wants_are_not_even_remembered() {
    Candidate score =
        Candidate.of(
            event(UNHEALTHY, NOON).recommendation().but().kind(Recommendation.Kind.SCORE).build());
    assertThat(decide(null, score, SAME)).isEqualTo(IntakeDecision.plain(UNMATCHED, false, NONE));
    assertThat(decide(null, score.ordered(ORDER), SAME)).isEqualTo(create());
  }

  @Test
  void a_finding_that_joins_a_group_whose_ticket_a_person_ended_opens_another() {
    StoredAssignment ended =
        made(Status.CLOSED, "INC1", "Resolved", EndedBy.PERSON, Policy.DEFAULT);
    StoredRecommendation group = known(UNHEALTHY, NOON, List.of(ended));
    Candidate more = matched(UNHEALTHY, LATER);
    assertThat(IntakeDecision.of(group, more, OTHER, true, LATER).move()).isEqualTo(FOLLOW);
    assertThat(IntakeDecision.of(group, more, OTHER, false, LATER).move()).isEqualTo(NONE);
  }

  private static StoredRecommendation known(StoredAssignment... made) {
    return known(UNHEALTHY, NOON, List.of(made));
  }
}
