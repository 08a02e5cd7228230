package dev.ropeway.correlation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.ropeway.assignment.AssignmentSpec;
import dev.ropeway.assignment.Policy;
import dev.ropeway.assignment.TicketRequest;
import dev.ropeway.assignment.WorkArrived;
import dev.ropeway.correlation.IntakeSettings.Owners;
import dev.ropeway.recommendation.Recommendation;
import dev.ropeway.recommendation.RecommendationState;
import dev.ropeway.recommendation.Severity;
import dev.ropeway.scenarios.RopewayTest;
import dev.ropeway.store.Database;
import dev.ropeway.store.Json;
import dev.ropeway.store.StoreUnavailableException;
import dev.ropeway.tickettype.Shipped;
import dev.ropeway.tickettype.TicketType;
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

  private static final TicketRequest ORDER =
      new TicketRequest(
          "snow", TicketType.INCIDENT, "rule", AssignmentSpec.NONE, Policy.DEFAULT, null, null);
  private static final TicketRequest GROUPED =
      new TicketRequest(
          "snow",
          TicketType.INCIDENT,
          "rule",
          AssignmentSpec.NONE,
          Policy.DEFAULT,
          new TicketRequest.Group("shared", "Shared"),
          null);

  @Inject Database database;
  @Inject Clock clock;
  @Inject Event<WorkArrived> arrivals;

  private Recommendations owned;
  private Recommendations anybodys;
  private String id;
  private int seconds;

  @BeforeEach
  void begin() {
    await("the store")
        .ignoreException(StoreUnavailableException.class)
        .until(() -> database.inTransaction(handle -> true));
    owned = new Recommendations(database, Shipped.types(), clock, arrivals, () -> Owners.CALLER);
    anybodys = new Recommendations(database, Shipped.types(), clock, arrivals, () -> Owners.ANY);
    id = "owned/" + UUID.randomUUID();
  }

  private Recommendation finding(String key, RecommendationState state) {
    Instant at = clock.instant().plusSeconds(seconds++);
    return Recommendation.of(key, "Lock the gondola")
        .severity(Severity.MEDIUM)
        .state(state)
        .stateChangedAt(at)
        .occurredAt(at)
        .build();
  }

  private Candidate candidate(RecommendationState state, TicketRequest order) {
    return Candidate.of(finding(id, state)).ordered(order);
  }

  private Candidate stands() {
    return candidate(RecommendationState.UNHEALTHY, ORDER);
  }

  private Candidate heals() {
    return candidate(RecommendationState.HEALTHY, ORDER);
  }

  private static IntakeOutcome told(Recommendations findings, String sender, Candidate event) {
    return findings.accept(List.of(event), sender).get(0);
  }

  private static void assertAnothers(IntakeOutcome outcome) {
    assertThat(outcome.outcome()).isEqualTo(IntakeOutcome.Kind.REJECTED);
    assertThat(outcome.error().detail())
        .isEqualTo("the recommendation with this id belongs to another caller");
    assertThat(outcome.error().conflict()).isTrue();
    assertThat(outcome.assignment()).isNull();
    assertThat(Json.write(outcome)).doesNotContain("conflict", "azure");
  }

  private static void assertTaken(IntakeOutcome.Kind kind, IntakeOutcome outcome) {
    assertThat(outcome.outcome()).isEqualTo(kind);
  }

  @Test
  void another_callers_word_is_rejected_and_the_makers_is_taken() {
    assertTaken(IntakeOutcome.Kind.CREATED, told(owned, "azure", stands()));

    assertAnothers(told(owned, "stranger", heals()));
    assertAnothers(told(owned, "stranger", stands()));
    assertAnothers(
        told(owned, "stranger", Candidate.snapshot(finding(id, RecommendationState.HEALTHY))));
    assertTaken(IntakeOutcome.Kind.UPDATED, told(owned, "azure", heals()));
    assertAnothers(told(owned, "stranger", stands()));
  }

  @Test
  void in_one_batch_the_first_of_two_callers_makes_the_finding() {
    List<Candidate> both = List.of(stands(), heals());

    assertThat(owned.accept(both, "azure"))
        .extracting(IntakeOutcome::outcome)
        .containsExactly(IntakeOutcome.Kind.CREATED, IntakeOutcome.Kind.UPDATED);
    assertThat(owned.accept(List.of(stands(), heals()), "stranger"))
        .extracting(IntakeOutcome::outcome)
        .containsOnly(IntakeOutcome.Kind.REJECTED);
  }

  @Test
  void of_many_callers_at_once_one_makes_it_and_all_others_are_rejected() {
    List<CompletableFuture<IntakeOutcome>> all = new ArrayList<>();
    for (int i = 0; i < 16; i++) {
      String sender = "caller-" + i;
      Recommendations replica =
          new Recommendations(database, Shipped.types(), clock, arrivals, () -> Owners.CALLER);
      Candidate event = stands();
      all.add(CompletableFuture.supplyAsync(() -> told(replica, sender, event)));
    }

    assertThat(all.stream().map(CompletableFuture::join).map(IntakeOutcome::outcome))
        .containsOnlyOnce(IntakeOutcome.Kind.CREATED)
        .filteredOn(kind -> kind != IntakeOutcome.Kind.CREATED)
        .hasSize(15)
        .containsOnly(IntakeOutcome.Kind.REJECTED);
  }

  @Test
  void members_of_one_group_may_come_from_several_callers_and_stay_theirs() {
    String first = id;
    told(owned, "azure", candidate(RecommendationState.UNHEALTHY, GROUPED));
    id = first + "/2";
    IntakeOutcome second = told(owned, "aws", candidate(RecommendationState.UNHEALTHY, GROUPED));
    id = first;

    assertThat(second.outcome()).isNotEqualTo(IntakeOutcome.Kind.REJECTED);
    assertAnothers(told(owned, "aws", candidate(RecommendationState.HEALTHY, GROUPED)));
    assertTaken(
        IntakeOutcome.Kind.UPDATED,
        told(owned, "azure", candidate(RecommendationState.HEALTHY, GROUPED)));
  }

  @Test
  void a_finding_that_nobody_is_known_to_have_made_belongs_to_the_next_who_has_news() {
    anybodys.reconsider(List.of(stands()), "ada");

    assertTaken(IntakeOutcome.Kind.UPDATED, told(owned, "azure", heals()));
    assertAnothers(told(owned, "stranger", stands()));
  }

  @Test
  void a_person_may_have_rules_applied_to_anybodys_finding_and_it_stays_theirs() {
    told(owned, "azure", candidate(RecommendationState.UNHEALTHY, null));

    assertTaken(IntakeOutcome.Kind.CREATED, owned.reconsider(List.of(stands()), "ada").get(0));
    assertTaken(IntakeOutcome.Kind.UPDATED, told(owned, "azure", heals()));
  }

  @Test
  void where_anybody_may_say_more_it_belongs_to_who_did_last() {
    told(anybodys, "azure", stands());

    assertTaken(IntakeOutcome.Kind.UPDATED, told(anybodys, "successor", heals()));
    assertAnothers(told(owned, "azure", stands()));
    assertTaken(IntakeOutcome.Kind.UPDATED, told(owned, "successor", stands()));
  }

  @Test
  void an_alert_that_is_not_repeated_is_over_whosever_it_is_and_stays_theirs() {
    Candidate repeated = stands().staleAfter(Duration.ofHours(16));
    assertTaken(IntakeOutcome.Kind.CREATED, told(owned, "alertmanager", repeated));

    Candidate conclusion = heals().unlessSeenAfter(clock.instant().plusSeconds(60));
    assertTaken(IntakeOutcome.Kind.UPDATED, told(owned, "ropeway", conclusion));
    assertAnothers(told(owned, "stranger", stands()));
    assertTaken(IntakeOutcome.Kind.UPDATED, told(owned, "alertmanager", stands()));
  }
}
