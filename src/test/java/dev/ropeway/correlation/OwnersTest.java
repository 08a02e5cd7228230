package dev.ropeway.correlation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.ropeway.assignment.Order;
import dev.ropeway.assignment.Policy;
import dev.ropeway.assignment.Terms;
import dev.ropeway.assignment.TicketType;
import dev.ropeway.assignment.WorkArrived;
import dev.ropeway.correlation.IntakeSettings.Owners;
import dev.ropeway.journeys.RopewayTest;
import dev.ropeway.recommendation.FindingState;
import dev.ropeway.recommendation.Recommendation;
import dev.ropeway.recommendation.Severity;
import dev.ropeway.store.Database;
import dev.ropeway.store.Json;
import dev.ropeway.store.StoreUnavailableException;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** With {@code ropeway.intake.owners=caller} a finding belongs to the caller that made it. */
@RopewayTest
class OwnersTest {

  private static final Order ORDER =
      new Order("snow", TicketType.INCIDENT, "rule", Terms.NONE, Policy.DEFAULT, null, null);
  private static final Order GROUPED =
      new Order(
          "snow",
          TicketType.INCIDENT,
          "rule",
          Terms.NONE,
          Policy.DEFAULT,
          new Order.Group("shared", "Shared"),
          null);

  @Inject Database database;
  @Inject Clock clock;
  @Inject Event<WorkArrived> arrivals;

  private Findings owned;
  private Findings anybodys;
  private String id;
  private int seconds;

  @BeforeEach
  void begin() {
    await("the store")
        .ignoreException(StoreUnavailableException.class)
        .until(() -> database.inTransaction(handle -> true));
    owned = new Findings(database, clock, arrivals, () -> Owners.CALLER);
    anybodys = new Findings(database, clock, arrivals, () -> Owners.ANY);
    id = "owned/" + UUID.randomUUID();
  }

  private Recommendation finding(String key, FindingState state) {
    Instant at = clock.instant().plusSeconds(seconds++);
    return Recommendation.of(key, "Lock the gondola")
        .severity(Severity.MEDIUM)
        .state(state)
        .stateChangedAt(at)
        .occurredAt(at)
        .build();
  }

  private Proposal proposal(FindingState state, Order order) {
    return Proposal.of(finding(id, state)).ordered(order);
  }

  private Proposal stands() {
    return proposal(FindingState.UNHEALTHY, ORDER);
  }

  private Proposal heals() {
    return proposal(FindingState.HEALTHY, ORDER);
  }

  private static Outcome told(Findings findings, String sender, Proposal event) {
    return findings.accept(List.of(event), sender).get(0);
  }

  private static void assertAnothers(Outcome outcome) {
    assertThat(outcome.outcome()).isEqualTo(Outcome.Kind.REJECTED);
    assertThat(outcome.error().detail())
        .isEqualTo("a finding of this id belongs to another caller");
    assertThat(outcome.error().conflict()).isTrue();
    assertThat(outcome.assignment()).isNull();
    assertThat(Json.write(outcome)).doesNotContain("conflict", "azure");
  }

  private static void assertTaken(Outcome.Kind kind, Outcome outcome) {
    assertThat(outcome.outcome()).isEqualTo(kind);
  }

  @Test
  void another_callers_word_is_rejected_and_the_makers_is_taken() {
    assertTaken(Outcome.Kind.CREATED, told(owned, "azure", stands()));

    assertAnothers(told(owned, "stranger", heals()));
    assertAnothers(told(owned, "stranger", stands()));
    assertAnothers(told(owned, "stranger", Proposal.snapshot(finding(id, FindingState.HEALTHY))));
    assertTaken(Outcome.Kind.UPDATED, told(owned, "azure", heals()));
    assertAnothers(told(owned, "stranger", stands()));
  }

  @Test
  void in_one_batch_the_first_of_two_callers_makes_the_finding() {
    List<Proposal> both = List.of(stands(), heals());

    assertThat(owned.accept(both, "azure"))
        .extracting(Outcome::outcome)
        .containsExactly(Outcome.Kind.CREATED, Outcome.Kind.UPDATED);
    assertThat(owned.accept(List.of(stands(), heals()), "stranger"))
        .extracting(Outcome::outcome)
        .containsOnly(Outcome.Kind.REJECTED);
  }

  @Test
  void of_many_callers_at_once_one_makes_it_and_all_others_are_rejected() {
    List<CompletableFuture<Outcome>> all = new ArrayList<>();
    for (int i = 0; i < 16; i++) {
      String sender = "caller-" + i;
      Findings replica = new Findings(database, clock, arrivals, () -> Owners.CALLER);
      Proposal event = stands();
      all.add(CompletableFuture.supplyAsync(() -> told(replica, sender, event)));
    }

    assertThat(all.stream().map(CompletableFuture::join).map(Outcome::outcome))
        .containsOnlyOnce(Outcome.Kind.CREATED)
        .filteredOn(kind -> kind != Outcome.Kind.CREATED)
        .hasSize(15)
        .containsOnly(Outcome.Kind.REJECTED);
  }

  @Test
  void members_of_one_group_may_come_from_several_callers_and_stay_theirs() {
    String first = id;
    told(owned, "azure", proposal(FindingState.UNHEALTHY, GROUPED));
    id = first + "/2";
    Outcome second = told(owned, "aws", proposal(FindingState.UNHEALTHY, GROUPED));
    id = first;

    assertThat(second.outcome()).isNotEqualTo(Outcome.Kind.REJECTED);
    assertAnothers(told(owned, "aws", proposal(FindingState.HEALTHY, GROUPED)));
    assertTaken(
        Outcome.Kind.UPDATED, told(owned, "azure", proposal(FindingState.HEALTHY, GROUPED)));
  }

  @Test
  void a_finding_that_nobody_is_known_to_have_made_belongs_to_the_next_who_has_news() {
    anybodys.reconsider(List.of(stands()), "ada");

    assertTaken(Outcome.Kind.UPDATED, told(owned, "azure", heals()));
    assertAnothers(told(owned, "stranger", stands()));
  }

  @Test
  void a_person_may_have_rules_applied_to_anybodys_finding_and_it_stays_theirs() {
    told(owned, "azure", proposal(FindingState.UNHEALTHY, null));

    assertTaken(Outcome.Kind.CREATED, owned.reconsider(List.of(stands()), "ada").get(0));
    assertTaken(Outcome.Kind.UPDATED, told(owned, "azure", heals()));
  }

  @Test
  void where_anybody_may_say_more_it_belongs_to_who_did_last() {
    told(anybodys, "azure", stands());

    assertTaken(Outcome.Kind.UPDATED, told(anybodys, "successor", heals()));
    assertAnothers(told(owned, "azure", stands()));
    assertTaken(Outcome.Kind.UPDATED, told(owned, "successor", stands()));
  }

  @Test
  void an_alert_that_is_not_repeated_is_over_whosever_it_is_and_stays_theirs() {
    Proposal repeated = stands().staleAfter(Duration.ofHours(16));
    assertTaken(Outcome.Kind.CREATED, told(owned, "alertmanager", repeated));

    Proposal conclusion = heals().unlessSeenAfter(clock.instant().plusSeconds(60));
    assertTaken(Outcome.Kind.UPDATED, told(owned, "ropeway", conclusion));
    assertAnothers(told(owned, "stranger", stands()));
    assertTaken(Outcome.Kind.UPDATED, told(owned, "alertmanager", stands()));
  }
}
