package dev.ropeway.rules;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ropeway.assignment.Assignment;
import dev.ropeway.assignment.Status;
import dev.ropeway.assignment.Terms;
import dev.ropeway.assignment.Terms.Notify;
import dev.ropeway.assignment.Ticket;
import dev.ropeway.assignment.TicketType;
import dev.ropeway.recommendation.Recommendation;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** B48: what applying a rule does to assignments that are here already. */
class RetrofitTest {

  private static final Instant MADE = Instant.parse("2026-03-01T00:00:00Z");
  private static final Instant BY_HAND = Instant.parse("2026-03-05T00:00:00Z");
  private static final Duration WEEK = Duration.ofDays(7);
  private static final Terms RULE =
      terms("heidi", "Huts", "peter", null, WEEK, true, new Notify(true, null));
  private static final Terms PEOPLES =
      terms("klara", null, "anton", BY_HAND, null, false, new Notify(false, false));

  @Test
  void without_override_only_what_is_missing_is_filled() {
    assertThat(Retrofit.of(pending(Terms.NONE), RULE, false))
        .isEqualTo(terms("heidi", "Huts", null, MADE.plus(WEEK), WEEK, true, null));
    assertThat(Retrofit.of(pending(PEOPLES), RULE, false)).isEqualTo(PEOPLES);
  }

  @Test
  void a_group_alone_is_an_owner_too() {
    Terms grouped = terms(null, "Lifts", null, BY_HAND, null, null, null);
    assertThat(Retrofit.of(pending(grouped), RULE, false)).isEqualTo(grouped);
  }

  @Test
  void with_override_the_rule_wins() {
    assertThat(Retrofit.of(pending(PEOPLES), RULE, true))
        .isEqualTo(
            terms("heidi", "Huts", "peter", MADE.plus(WEEK), WEEK, true, new Notify(true, null)));
  }

  @Test
  void owner_group_and_caller_belong_to_ServiceNow_once_there_is_a_ticket() {
    assertThat(Retrofit.of(open(PEOPLES), RULE, true))
        .isEqualTo(
            terms("klara", null, "anton", MADE.plus(WEEK), WEEK, true, new Notify(true, null)));
    assertThat(Retrofit.of(open(Terms.NONE), RULE, false))
        .isEqualTo(terms(null, null, null, MADE.plus(WEEK), WEEK, true, null));
  }

  @Test
  void what_the_rule_does_not_say_stays() {
    Terms silent = terms(null, null, null, null, null, false, null);
    assertThat(Retrofit.of(pending(PEOPLES), silent, true)).isEqualTo(PEOPLES);
  }

  @Test
  void applied_once_more_it_changes_nothing() {
    Terms once = Retrofit.of(pending(PEOPLES), RULE, true);
    assertThat(Retrofit.of(pending(once), RULE, true)).isEqualTo(once);
  }

  private static Terms terms(
      String assignedTo,
      String group,
      String caller,
      Instant due,
      Duration timeframe,
      Boolean grace,
      Notify notify) {
    return new Terms(
        assignedTo, group, caller, null, null, null, null, null, due, timeframe, grace, notify);
  }

  private static Assignment pending(Terms terms) {
    return assignment(terms, null);
  }

  private static Assignment open(Terms terms) {
    return assignment(terms, new Ticket("incident", "1", "INC1", null, "1", "New", null, MADE, 0));
  }

  private static Assignment assignment(Terms terms, Ticket ticket) {
    return new Assignment(
        new UUID(0, 1),
        ticket == null ? Status.PENDING : Status.OPEN,
        Recommendation.of("id", "title").build(),
        "acme",
        TicketType.INCIDENT,
        "r",
        terms,
        true,
        null,
        ticket,
        null,
        null,
        null,
        MADE,
        MADE,
        null);
  }
}
