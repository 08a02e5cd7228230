package dev.ropeway.intake;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.ropeway.api.Bodies;
import dev.ropeway.api.Contract;
import dev.ropeway.assignment.Json;
import dev.ropeway.assignment.Proposal;
import dev.ropeway.assignment.Recommendation;
import dev.ropeway.assignment.Text;
import jakarta.enterprise.context.ApplicationScoped;

/** Reads recommendations that are already in Ropeway's words, as {@code openapi.yaml} has them. */
@ApplicationScoped
public class RecommendationReader implements EventReader {

  private final Contract contract = new Contract("Recommendation");

  @Override
  public String source() {
    return "recommendations";
  }

  @Override
  public Proposal read(JsonNode event) {
    JsonNode clean = Bodies.cleaned(event);
    // The id is checked as it came: a NUL in a key is a mistake, not a text to be mended.
    var breach = contract.check(clean).or(() -> contract.check(event.deepCopy()).filter(b -> b.pointer().equals("/id")));
    if (breach.isPresent()) {
      return Proposal.rejected(idOf(event), breach.get().pointer(), breach.get().detail());
    }
    try {
      return Proposal.of(Json.MAPPER.treeToValue(clean, Recommendation.class));
    } catch (JsonProcessingException e) {
      return Proposal.rejected(idOf(event), "", e.getOriginalMessage());
    }
  }

  private static String idOf(JsonNode event) {
    JsonNode id = event.path("id");
    return id.isTextual() ? Text.cut(Text.clean(id.textValue()), Recommendation.MAX_ID_LENGTH) : null;
  }
}
