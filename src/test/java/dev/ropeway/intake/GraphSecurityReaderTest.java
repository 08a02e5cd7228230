package dev.ropeway.intake;

import static dev.ropeway.intake.Payloads.GROUP;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ropeway.recommendation.Recommendation;
import dev.ropeway.recommendation.RecommendationState;
import dev.ropeway.recommendation.Severity;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GraphSecurityReaderTest {

  private final GraphSecurityReader reader = new GraphSecurityReader();

  @Test
  void an_alert_names_the_machine_of_its_evidence() {
    Recommendation read = read("alert-raised");

    assertThat(read.id()).isEqualTo("da0000_7");
    assertThat(read.severity()).isEqualTo(Severity.LOW);
    assertThat(read.state()).isEqualTo(RecommendationState.UNHEALTHY);
    assertThat(read.stateReason()).isNull();
    assertThat(read.stateChangedAt()).isEqualTo(Instant.parse("2026-05-02T14:19:01.326666Z"));
    assertThat(read.resource().name()).isEqualTo("gate-3.lifts.example.org");
    assertThat(read.resource().scope()).isEqualTo(GROUP);
    assertThat(read.url()).isEqualTo("https://security.example.org/alerts/da0000_7");
  }

  @Test
  void an_alert_of_the_first_generation_is_read_with_its_hosts_and_feedback() {
    Recommendation read = read("alert-of-first-generation");

    assertThat(read.state()).isEqualTo(RecommendationState.HEALTHY);
    assertThat(read.stateReason()).isEqualTo("truePositive");
    assertThat(read.remediation()).isEqualTo("Sweep\nOil");
    assertThat(read.configurationItems()).containsExactly("gate-4.lifts.example.org");
    assertThat(read.tags()).containsEntry("owner", "guard@example.org");
  }

  @Test
  void an_incident_is_read_like_an_alert() {
    assertThat(read("incident-active").title()).isEqualTo("Many gates were jumped");
    assertThat(read("incident-active").url()).endsWith("/incidents/2972");
  }

  @ParameterizedTest
  @CsvSource({
    "new, UNHEALTHY",
    "inProgress, UNHEALTHY",
    "newAlert, UNHEALTHY",
    "resolved, HEALTHY",
    "dismissed, NOT_APPLICABLE",
    "redirected, NOT_APPLICABLE"
  })
  void the_status_is_the_state(String status, RecommendationState state) {
    ObjectNode event = (ObjectNode) Payloads.json("graph-security", "alert-raised");
    event.put("status", status);
    assertThat(Payloads.only(reader.read(event)).state()).isEqualTo(state);
  }

  @Test
  void an_unknown_status_is_refused() {
    ObjectNode event = (ObjectNode) Payloads.json("graph-security", "alert-raised");
    event.put("status", "melted");
    assertThat(Payloads.refusal(reader.read(event)).pointer()).isEqualTo("/status");
  }

  private Recommendation read(String sample) {
    return Payloads.only(reader.read(Payloads.json("graph-security", sample)));
  }
}
