package dev.ropeway.intake;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ropeway.api.Contract;
import dev.ropeway.assignment.Json;
import dev.ropeway.assignment.Proposal;
import dev.ropeway.assignment.Recommendation;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Events as open sources send them, and what must hold for what is read from them. */
final class Sent {

  private static final Contract CONTRACT = new Contract("Recommendation");

  private Sent() {}

  static byte[] bytes(String source, String name) {
    try {
      return Files.readAllBytes(
          Path.of("src/test/resources/payloads").resolve(source).resolve(name + ".json"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static JsonNode json(String source, String name) {
    try {
      return Json.MAPPER.readTree(bytes(source, name));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static ObjectNode object(JsonNode event, String pointer) {
    return (ObjectNode) event.at(pointer);
  }

  /** The one finding of an event, within the contract. */
  static Recommendation only(List<Proposal> proposals) {
    assertThat(proposals).hasSize(1);
    return finding(proposals.get(0));
  }

  static Recommendation finding(Proposal proposal) {
    assertThat(proposal.rejection()).isNull();
    String json = Json.write(proposal.recommendation().withoutRaw());
    assertThat(CONTRACT.check(Json.tree(json))).isEmpty();
    assertThat(proposal.recommendation().raw()).isNotNull();
    return proposal.recommendation();
  }

  static Proposal.Rejection refusal(List<Proposal> proposals) {
    assertThat(proposals).hasSize(1);
    assertThat(proposals.get(0).rejection()).isNotNull();
    return proposals.get(0).rejection();
  }
}
