package dev.ropeway.rest;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.ropeway.api.Bodies;
import dev.ropeway.api.Contract;
import dev.ropeway.api.ProblemException;
import dev.ropeway.assignment.Assignment;
import dev.ropeway.assignment.AssignmentSpec;
import dev.ropeway.assignment.Assignments;
import dev.ropeway.correlation.Candidate;
import dev.ropeway.intake.EventReader;
import dev.ropeway.intake.Post;
import dev.ropeway.intake.RecommendationReader;
import dev.ropeway.mapping.Preview;
import dev.ropeway.mapping.Previews;
import dev.ropeway.mapping.StoredMapping;
import dev.ropeway.store.Json;
import dev.ropeway.store.JsonFlaw;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Instance;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * What a mapping is to be previewed on: a recommendation, an event of any source, or an assignment.
 */
@ApplicationScoped
class PreviewRequests {

  /** Each is rendered, and may be compared with its ticket on the instance. */
  private static final int MAX_RECORDS = 20;

  private final Previews previews;
  private final Assignments assignments;
  private final Instance<EventReader> readers;
  private final RecommendationReader recommendations;
  private final Contract contract = new Contract("PreviewRequest");

  PreviewRequests(
      Previews previews,
      Assignments assignments,
      Instance<EventReader> readers,
      RecommendationReader recommendations) {
    this.previews = previews;
    this.assignments = assignments;
    this.readers = readers;
    this.recommendations = recommendations;
  }

  JsonNode checked(byte[] body) {
    JsonNode request = Bodies.cleaned(Bodies.document(body));
    return contract.require(request, "");
  }

  /** A preview of each record that the request means. */
  List<Preview> of(JsonNode request, StoredMapping mapping) {
    if (request.has("assignment")) {
      return List.of(previews.of(mapping, assignment(request, mapping)));
    }
    AssignmentSpec spec = spec(request);
    List<Preview> records = new ArrayList<>();
    List<Candidate> candidates = candidates(request);
    if (candidates.size() > MAX_RECORDS) {
      throw ProblemException.badField(
          "/event", "has more than " + MAX_RECORDS + " recommendations; send fewer");
    }
    for (Candidate candidate : candidates) {
      if (candidate.isRejected()) {
        String at = request.has("event") ? "/event" : "/recommendation";
        throw ProblemException.badField(
            at + candidate.rejection().pointer(), candidate.rejection().detail());
      }
      records.add(previews.of(mapping, candidate.recommendation(), spec));
    }
    return records;
  }

  private Assignment assignment(JsonNode request, StoredMapping mapping) {
    Assignment found =
        assignments
            .find(UUID.fromString(request.get("assignment").asText()))
            .orElseThrow(
                () -> ProblemException.badField("/assignment", "no assignment has that id"));
    if (!found.integration().equals(mapping.integration())
        || !found.ticketType().equals(mapping.ticketType())) {
      throw ProblemException.badField(
          "/assignment",
          "belongs to another mapping: ticket type %s of integration %s"
              .formatted(found.ticketType(), found.integration()));
    }
    return found;
  }

  private List<Candidate> candidates(JsonNode request) {
    if (request.has("recommendation")) {
      return List.of(recommendations.one(request.get("recommendation")));
    }
    String source = request.path("source").asText();
    return readers.stream()
        .filter(reader -> reader.source().equals(source))
        .findFirst()
        .orElseThrow(
            () -> ProblemException.badField("/source", "no source is called \"" + source + "\""))
        .read(new Post(Json.write(request.get("event")).getBytes(StandardCharsets.UTF_8), Map.of()))
        .candidates();
  }

  private static AssignmentSpec spec(JsonNode request) {
    try {
      return request.has("terms")
          ? Json.MAPPER.treeToValue(request.get("terms"), AssignmentSpec.class)
          : AssignmentSpec.NONE;
    } catch (JsonProcessingException e) {
      throw ProblemException.badField("/terms", JsonFlaw.of(e));
    }
  }
}
