package dev.ropeway.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ropeway.correlation.Candidate;
import dev.ropeway.recommendation.Recommendation;
import dev.ropeway.recommendation.Recommendation.Kind;
import dev.ropeway.recommendation.RecommendationState;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SecureScoreReaderTest {

  private static final String TENANT = "/tenants/10000000-0000-4000-8000-000000000001";

  private final SecureScoreReader reader = new SecureScoreReader();

  @Test
  void an_improvement_action_is_a_recommendation_A44() {
    Recommendation read = read("action-to-address");

    assertThat(read.kind()).isEqualTo(Kind.RECOMMENDATION);
    assertThat(read.id()).as("names repeat").isEqualTo(TENANT + "/improvementActions/SkiPass");
    assertThat(read.assessmentKey()).isEqualTo("SkiPass");
    assertThat(read.title()).isEqualTo("Check every ski pass");
    assertThat(read.remediation()).isEqualTo("Open <b>Gates</b> and check.");
    assertThat(read.description())
        .contains("Threats: Fare Dodging, Forgery", "Points: 9.0", "Ropes:2026: 4.2, 4.3");
    assertThat(read.url()).isEqualTo("https://example.org/#/passes");
    assertThat(read.state()).isEqualTo(RecommendationState.UNHEALTHY);
    assertThat(read.stateReason()).isNull();
    assertThat(read.stateChangedAt()).isEqualTo(Instant.parse("2026-01-19T22:37:14.628799Z"));
    assertThat(read.resource().name()).isEqualTo("AAD");
    assertThat(read.resource().scope()).isEqualTo(TENANT);
  }

  @ParameterizedTest
  @CsvSource({
    "Device, Devices",
    "device, Devices",
    "Apps, Apps",
    "Identity, Identity",
    "Data, Data",
    "Infrastructure, Infrastructure",
    "Snow, Snow"
  })
  void categories_are_spelled_as_in_the_security_center_A22(String graph, String ours) {
    ObjectNode event = (ObjectNode) Payloads.json("secure-score", "action-to-address");
    event.put("controlCategory", graph);
    assertThat(Payloads.only(reader.read(event)).category()).isEqualTo(ours);
  }

  @ParameterizedTest
  @CsvSource({
    "Default, UNHEALTHY",
    "To address, UNHEALTHY",
    "Planned, UNHEALTHY",
    "Ignored, NOT_APPLICABLE",
    "Risk accepted, NOT_APPLICABLE",
    "thirdParty, HEALTHY",
    "Resolved through third party, HEALTHY",
    "Reviewed, HEALTHY",
    "Resolved through alternate mitigation, HEALTHY",
    "Completed, HEALTHY"
  })
  void the_words_of_graph_and_of_the_portal_are_states_A40_A41_A45(
      String word, RecommendationState state) {
    ObjectNode event = (ObjectNode) Payloads.json("secure-score", "action-to-address");
    ((ObjectNode) event.at("/controlStateUpdates/0")).put("state", word);
    assertThat(Payloads.only(reader.read(event)).state()).isEqualTo(state);
  }

  @Test
  void an_unknown_state_is_refused() {
    JsonNode event = Payloads.json("secure-score", "action-to-address");
    ((ObjectNode) event.at("/controlStateUpdates/0")).put("state", "Frozen");
    assertThat(Payloads.refusal(reader.read(event)).pointer()).isEqualTo("/controlStateUpdates");
  }

  @Test
  void the_newest_update_counts_wherever_it_stands() {
    Recommendation read = read("action-with-accepted-risk");

    assertThat(read.state()).isEqualTo(RecommendationState.NOT_APPLICABLE);
    assertThat(read.stateReason()).isEqualTo("Ignored: Nobody wears them");
    assertThat(read.stateChangedAt()).isEqualTo(Instant.parse("2026-02-02T00:00:00Z"));
    assertThat(read.tags()).containsEntry("owner", "guide@example.org");
  }

  @Test
  void a_deprecated_action_is_gone_B88() {
    Recommendation read = read("action-deprecated");

    assertThat(read.state()).isEqualTo(RecommendationState.DELETED);
    assertThat(read.stateReason()).isEqualTo("Deprecated");
    assertThat(read.stateChangedAt()).isEqualTo(Instant.parse("2026-02-20T00:00:00Z"));
  }

  @Test
  void a_score_is_one_for_the_tenant_and_one_for_each_control_and_the_same_every_day() {
    List<Candidate> read = reader.read(Payloads.json("secure-score", "scores-of-tenant"));

    Payloads.holdContract("", read);
    assertThat(read)
        .extracting(Candidate::recommendation)
        .allSatisfy(score -> assertThat(score.kind()).isEqualTo(Kind.SCORE))
        .extracting(Recommendation::id, Recommendation::state, Recommendation::category)
        .containsExactly(
            tuple(TENANT + "/secureScores", RecommendationState.UNHEALTHY, "Secure score"),
            tuple(TENANT + "/secureScores/SkiPass", RecommendationState.HEALTHY, "Apps"),
            tuple(TENANT + "/secureScores/Goggles", RecommendationState.UNHEALTHY, "Devices"));
  }

  private Recommendation read(String sample) {
    return Payloads.only(reader.read(Payloads.json("secure-score", sample)));
  }
}
