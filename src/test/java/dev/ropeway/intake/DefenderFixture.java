package dev.ropeway.intake;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ropeway.correlation.Candidate;
import dev.ropeway.recommendation.Recommendation;

/** Events of Defender, and what is read from them. */
abstract class DefenderFixture {

  final DefenderReader reader = new DefenderReader();

  Candidate read(JsonNode event) {
    return reader.read(event).get(0);
  }

  Recommendation finding(JsonNode event) {
    Candidate candidate = read(event);
    assertThat(candidate.rejection()).isNull();
    return candidate.recommendation();
  }

  static ObjectNode payload(String name) {
    return (ObjectNode) Payloads.json("defender", name);
  }
}
