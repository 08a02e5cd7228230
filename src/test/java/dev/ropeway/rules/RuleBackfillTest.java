package dev.ropeway.rules;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ropeway.assignment.Assignment;
import dev.ropeway.assignment.AssignmentSpec;
import dev.ropeway.assignment.AssignmentSpec.Notify;
import dev.ropeway.assignment.Status;
import dev.ropeway.assignment.Ticket;
import dev.ropeway.recommendation.Recommendation;
import dev.ropeway.tickettype.TicketType;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** B48: what applying a rule does to assignments that are here already. */
class RuleBackfillTest {

  private static final Instant MADE = Instant.parse("2026-03-01T00:00:00Z");
  private static final Instant BY_HAND = Instant.parse("2026-03-05T00:00:00Z");
  private static final Duration WEEK = Duration.ofDays(7);
  private static final AssignmentSpec RULE =
      spec("heidi", "Huts", "peter", null, WEEK, true, new Notify(true, null));
  private static final AssignmentSpec PEOPLES =
      spec("klara", null, "anton", BY_HAND, null, false, new Notify(false, false));

  @Test
  void without_override_only_what_is_missing_is_filled() {
    assertThat(RuleBackfill.of(pending(AssignmentSpec.NONE), RULE, false))
        .isEqualTo(spec("heidi", "Huts", null, MADE.plus(WEEK), WEEK, true, null));
    assertThat(RuleBackfill.of(pending(PEOPLES), RULE, false)).isEqualTo(PEOPLES);
  }

  @Test
  void a_group_alone_is_an_owner_too() {
    AssignmentSpec grouped = spec(null, "Lifts", null, BY_HAND, null, null, null);
    assertThat(RuleBackfill.of(pending(grouped), RULE, false)).isEqualTo(grouped);
  }

  @Test
  void with_override_the_rule_wins() {
    assertThat(RuleBackfill.of(pending(PEOPLES), RULE, true))
        .isEqualTo(
            spec("heidi", "Huts", "peter", MADE.plus(WEEK), WEEK, true, new Notify(true, null)));
  }

  @Test
  void owner_group_and_caller_belong_to_ServiceNow_once_there_is_a_ticket() {
    assertThat(RuleBackfill.of(open(PEOPLES), RULE, true))
        .isEqualTo(
            spec("klara", null, "anton", MADE.plus(WEEK), WEEK, true, new Notify(true, null)));
    assertThat(RuleBackfill.of(open(AssignmentSpec.NONE), RULE, false))
        .isEqualTo(spec(null, null, null, MADE.plus(WEEK), WEEK, true, null));
  }

  @Test
  void what_the_rule_does_not_say_stays() {
    AssignmentSpec silent = spec(null, null, null, null, null, false, null);
    assertThat(RuleBackfill.of(pending(PEOPLES), silent, true)).isEqualTo(PEOPLES);
  }

  @Test
  void applied_once_more_it_changes_nothing() {
    AssignmentSpec once = RuleBackfill.of(pending(PEOPLES), RULE, true);
    assertThat(RuleBackfill.of(pending(once), RULE, true)).isEqualTo(once);
  }

  private static AssignmentSpec spec(
      String assignedTo,
      String group,
      String caller,
      Instant due,
      Duration timeframe,
      Boolean grace,
      Notify notify) {
    return new AssignmentSpec(
        assignedTo, group, caller, null, null, null, null, null, due, timeframe, grace, notify);
  }

  private static Assignment pending(AssignmentSpec spec) {
    return assignment(spec, null);
  }

  private static Assignment open(AssignmentSpec spec) {
    return assignment(
        spec, new Ticket("incident", "1", "INC1", null, "1", "New", null, null, MADE, 0));
  }

  private static Assignment assignment(AssignmentSpec spec, Ticket ticket) {
    return new Assignment(
        new UUID(0, 1),
        ticket == null ? Status.PENDING : Status.OPEN,
        Recommendation.of("id", "title").build(),
        "acme",
        "production",
        TicketType.INCIDENT,
        "r",
        spec,
        null,
        true,
        null,
        ticket,
        null,
        null,
        null,
        null,
        MADE,
        MADE,
        null,
        null,
        null,
        null);
  }
}
