package dev.ropeway.correlation;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ropeway.intake.AlertmanagerReader;
import dev.ropeway.recommendation.Bounds;
import dev.ropeway.recommendation.RecommendationState;
import dev.ropeway.recommendation.Severity;
import dev.ropeway.store.Json;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Since when something is so is not when it was told: which of two words is the later. */
class SinceWhenTest {

  private static final Instant BEGAN = Instant.parse("2026-02-03T06:12:44Z");
  private static final Instant ENDED = BEGAN.plusSeconds(7200);
  private static final Instant NOW = ENDED.plusSeconds(86_400);

  private StoredRecommendation known;

  @Test
  void an_alert_that_fires_again_since_it_began_before_is_ill_again() {
    assertThat(hears(firing(BEGAN), NOW)).isEqualTo(RecommendationState.UNHEALTHY);
    assertThat(hears(resolved(ENDED), NOW.plusSeconds(1))).isEqualTo(RecommendationState.HEALTHY);
    assertThat(hears(firing(BEGAN), NOW.plusSeconds(2))).isEqualTo(RecommendationState.UNHEALTHY);
    assertThat(hears(firing(BEGAN), NOW.plusSeconds(3))).isEqualTo(RecommendationState.UNHEALTHY);
  }

  @Test
  void the_resolution_brought_once_more_does_not_end_what_fires_since() {
    an_alert_that_fires_again_since_it_began_before_is_ill_again();
    assertThat(hears(resolved(ENDED), NOW.plusSeconds(4))).isEqualTo(RecommendationState.UNHEALTHY);
    assertThat(hears(resolved(ENDED.plusSeconds(9)), NOW.plusSeconds(5)))
        .isEqualTo(RecommendationState.HEALTHY);
  }

  @Test
  void a_resolution_that_was_told_late_ends_what_began_before_it() {
    hears(firing(BEGAN), NOW);
    assertThat(hears(resolved(BEGAN.plusSeconds(1)), NOW.plusSeconds(9)))
        .isEqualTo(RecommendationState.HEALTHY);
  }

  @Test
  void a_resolution_of_what_fired_before_does_not_end_what_began_after_it() {
    hears(firing(ENDED.plusSeconds(60)), NOW);
    assertThat(hears(resolved(ENDED), NOW.plusSeconds(1))).isEqualTo(RecommendationState.UNHEALTHY);
  }

  @Test
  void what_was_told_before_the_resolution_and_comes_after_it_opens_nothing() {
    hears(firing(BEGAN), NOW);
    hears(told(resolved(ENDED), NOW.plusSeconds(20)), NOW.plusSeconds(21));
    assertThat(hears(told(firing(BEGAN), NOW.plusSeconds(10)), NOW.plusSeconds(30)))
        .isEqualTo(RecommendationState.HEALTHY);
    assertThat(hears(told(firing(BEGAN), NOW.plusSeconds(25)), NOW.plusSeconds(40)))
        .isEqualTo(RecommendationState.UNHEALTHY);
  }

  @Test
  void a_date_of_the_state_itself_is_older_however_late_it_comes() {
    hears(resolved(ENDED), NOW);
    assertThat(hears(firing(BEGAN).since(false), NOW.plusSeconds(1)))
        .isEqualTo(RecommendationState.HEALTHY);
  }

  @Test
  void what_a_deletion_has_the_date_of_does_not_undo_it() {
    Candidate firing = firing(BEGAN);
    hears(
        firing.telling(firing.recommendation().but().state(RecommendationState.DELETED).build()),
        NOW);
    assertThat(hears(firing, NOW.plusSeconds(1))).isEqualTo(RecommendationState.DELETED);
  }

  private RecommendationState hears(Candidate candidate, Instant now) {
    IncomingEvent incoming =
        IncomingEvent.of(candidate, "us", "us", Bounds.EVERYTHING, now, (kind, id) -> {})
            .after(known);
    IntakeDecision decision =
        IntakeDecision.of(known, incoming.candidate(), incoming.fingerprint(), false, now);
    if (decision.remember()) {
      known =
          new StoredRecommendation(
              incoming.event().id(),
              incoming.event().state(),
              incoming.event().stateChangedAt(),
              incoming.event().occurredAt(),
              incoming.fingerprint(),
              "title",
              null,
              Severity.HIGH,
              null,
              null,
              null,
              FlapCount.NONE,
              null,
              List.of());
    }
    return known.state();
  }

  private static Candidate told(Candidate candidate, Instant at) {
    return candidate.telling(
        candidate.recommendation().dated(candidate.recommendation().stateChangedAt(), at));
  }

  private static Candidate firing(Instant since) {
    return alert("firing", since, Instant.parse("0001-01-01T00:00:00Z"));
  }

  private static Candidate resolved(Instant end) {
    return alert("resolved", BEGAN, end);
  }

  private static Candidate alert(String status, Instant begin, Instant end) {
    ObjectNode alert = Json.MAPPER.createObjectNode();
    alert
        .put("status", status)
        .put("startsAt", begin.toString())
        .put("endsAt", end.toString())
        .put("fingerprint", "flap")
        .putObject("labels")
        .put("alertname", "LinkDown")
        .put("instance", "switch-1:9100");
    return new AlertmanagerReader().read(alert).get(0);
  }
}
