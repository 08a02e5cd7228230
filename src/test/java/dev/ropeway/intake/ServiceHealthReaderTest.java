package dev.ropeway.intake;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ropeway.recommendation.Recommendation;
import dev.ropeway.recommendation.Recommendation.Kind;
import dev.ropeway.recommendation.RecommendationState;
import dev.ropeway.recommendation.Severity;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ServiceHealthReaderTest {

  private final ServiceHealthReader reader = new ServiceHealthReader();

  @Test
  void a_published_issue_is_an_open_alert_D02_D03() {
    Recommendation read = read(issue("issue-degraded"));

    assertThat(read.kind()).isEqualTo(Kind.ALERT);
    assertThat(read.id()).isEqualTo("MO100007");
    assertThat(read.title()).isEqualTo("Lift tickets cannot be booked by mail");
    assertThat(read.severity()).isEqualTo(Severity.HIGH);
    assertThat(read.state()).isEqualTo(RecommendationState.UNHEALTHY);
    assertThat(read.stateChangedAt()).isEqualTo(Instant.parse("2026-02-14T09:06:53.353Z"));
    assertThat(read.category()).isEqualTo("Incident");
    assertThat(read.resource().name()).isEqualTo("Exchange Online");
    assertThat(read.tags())
        .containsEntry("service", "Exchange Online")
        .containsEntry("classification", "Incident");
  }

  @Test
  void all_other_fields_and_the_posts_newest_first_are_its_description_D03() {
    assertThat(read(issue("issue-degraded")).description())
        .startsWith("Guests may wait.")
        .contains("Status: serviceDegradation", "Feature: Delivery", "NotifyInApp: True")
        .containsSubsequence("We know why.", "We look into it.");
  }

  @Test
  void the_newest_post_and_its_status_are_the_latest_update_D02() {
    assertThat(read(issue("issue-degraded")).latestUpdate())
        .startsWith("Microsoft says serviceDegradation:\n")
        .contains("We know why.")
        .doesNotContain("We look into it.");
  }

  @Test
  void a_restored_service_closes_with_the_note_D04() {
    Recommendation read = read(issue("issue-restored"));

    assertThat(read.state()).isEqualTo(RecommendationState.HEALTHY);
    assertThat(read.stateReason())
        .isEqualTo("The Microsoft service health incident was resolved on 2026-02-14T11:45:00Z.");
  }

  @ParameterizedTest
  @CsvSource({
    "Incident, serviceInterruption, CRITICAL",
    "incident, investigating, HIGH",
    "Advisory, serviceInterruption, LOW",
    "advisory, serviceDegradation, LOW",
    "Planned, serviceDegradation, MEDIUM"
  })
  void issue_type_and_status_say_how_bad_it_is_D03(
      String classification, String status, Severity severity) {
    ObjectNode event = issue("issue-degraded");
    event.put("classification", classification).put("status", status);
    assertThat(read(event).severity()).isEqualTo(severity);
  }

  @ParameterizedTest
  @CsvSource({
    "serviceRestored, HEALTHY",
    "PostIncidentReviewPublished, HEALTHY",
    "resolvedExternal, HEALTHY",
    "falsePositive, NOT_APPLICABLE",
    "verifyingService, UNHEALTHY",
    "extendedRecovery, UNHEALTHY"
  })
  void where_nothing_says_whether_it_is_resolved_the_status_does(
      String status, RecommendationState state) {
    ObjectNode event = issue("issue-degraded");
    event.put("status", status).putNull("isResolved");
    assertThat(read(event).state()).isEqualTo(state);
  }

  @ParameterizedTest
  @CsvSource({"id, /id", "title, /title", "service, /service"})
  void what_is_no_issue_is_refused(String field, String pointer) {
    ObjectNode event = issue("issue-degraded");
    event.remove(field);
    assertThat(Payloads.refusal(reader.read(event)).pointer()).isEqualTo(pointer);
  }

  private Recommendation read(ObjectNode event) {
    return Payloads.only(reader.read(event));
  }

  private static ObjectNode issue(String sample) {
    return (ObjectNode) Payloads.json("service-health", sample);
  }
}
