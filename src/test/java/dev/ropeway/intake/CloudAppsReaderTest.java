package dev.ropeway.intake;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ropeway.recommendation.Recommendation;
import dev.ropeway.recommendation.RecommendationState;
import dev.ropeway.recommendation.Severity;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CloudAppsReaderTest {

  private final CloudAppsReader reader = new CloudAppsReader();

  @Test
  void an_alert_in_numbers_is_read_in_words_C19() {
    Recommendation read = read("alert-open");

    assertThat(read.id()).isEqualTo("603f00000000000000000001");
    assertThat(read.severity()).isEqualTo(Severity.HIGH);
    assertThat(read.state()).isEqualTo(RecommendationState.UNHEALTHY);
    assertThat(read.stateReason()).isNull();
    assertThat(read.stateChangedAt()).isEqualTo(Instant.ofEpochMilli(1773000000475L));
    assertThat(read.assessmentKey()).isEqualTo("Honey on the rope");
    assertThat(read.configurationItems()).containsExactly("DC7");
    assertThat(read.resource().name()).isEqualTo("DC7");
  }

  @Test
  void a_closed_alert_is_dated_when_it_was_closed() {
    Recommendation read = read("alert-was-false");

    assertThat(read.state()).isEqualTo(RecommendationState.NOT_APPLICABLE);
    assertThat(read.stateReason()).isEqualTo("False positive");
    assertThat(read.stateChangedAt()).isEqualTo(Instant.parse("2026-03-09T14:02:34.904Z"));
  }

  @ParameterizedTest
  @CsvSource({"0, LOW", "1, MEDIUM", "2, HIGH", "3, INFORMATIONAL", "9, MEDIUM"})
  void severities_are_numbers(int value, Severity severity) {
    ObjectNode event = (ObjectNode) Payloads.json("cloud-apps", "alert-open");
    event.put("severityValue", value);
    assertThat(Payloads.only(reader.read(event)).severity()).isEqualTo(severity);
  }

  @Test
  void an_unknown_resolution_is_refused() {
    ObjectNode event = (ObjectNode) Payloads.json("cloud-apps", "alert-open");
    event.put("resolutionStatusValue", 9);
    assertThat(Payloads.refusal(reader.read(event)).pointer()).isEqualTo("/resolutionStatusValue");
  }

  private Recommendation read(String sample) {
    return Payloads.only(reader.read(Payloads.json("cloud-apps", sample)));
  }
}
