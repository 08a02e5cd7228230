package dev.ropeway.intake;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.ropeway.api.Bodies;
import dev.ropeway.api.Contract;
import dev.ropeway.correlation.Candidate;
import dev.ropeway.recommendation.Recommendation;
import dev.ropeway.store.Json;
import dev.ropeway.store.JsonFlaw;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Reads recommendations that are already in Ropeway's words, as {@code openapi.yaml} has them. */
@ApplicationScoped
public class RecommendationReader implements EventReader {

  private final Contract contract = new Contract("Recommendation");

  @Override
  public String source() {
    return "recommendations";
  }

  @Override
  public Set<String> senders() {
    return Set.of();
  }

  @Override
  public List<Candidate> read(JsonNode event) {
    return List.of(one(event));
  }

  /** Reads one recommendation. */
  public Candidate one(JsonNode event) {
    JsonNode clean = Bodies.cleaned(event);
    // A key is taken as it came or not at all: two that are mended could become one.
    if (!clean.path("id").equals(event.path("id")) && event.path("id").isTextual()) {
      return Candidate.rejected(
          Post.idOf(event),
          "/id",
          "must not contain control characters or incomplete surrogate pairs");
    }
    var breach = contract.check(clean);
    if (breach.isPresent()) {
      return Candidate.rejected(Post.idOf(event), breach.get().pointer(), breach.get().detail());
    }
    try {
      Recommendation read = Json.MAPPER.treeToValue(clean, Recommendation.class);
      return Candidate.of(clean.has("raw") ? read.but().raw(event.get("raw")).build() : read)
          .warning(contract.unread(clean).stream().map(RecommendationReader::unread).toList());
    } catch (JsonProcessingException e) {
      return Candidate.rejected(Post.idOf(event), pointer(e), JsonFlaw.of(e));
    }
  }

  /** The contract lets senders add what is theirs; a name that nobody reads may be a mistake. */
  private static Candidate.Warning unread(String pointer) {
    return new Candidate.Warning(pointer, "is not a known field");
  }

  private static String pointer(JsonProcessingException e) {
    return e instanceof JsonMappingException mapping
        ? mapping.getPath().stream()
            .map(
                place ->
                    "/" + (place.getFieldName() == null ? place.getIndex() : place.getFieldName()))
            .collect(Collectors.joining())
        : "";
  }
}
