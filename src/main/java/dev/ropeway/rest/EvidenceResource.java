package dev.ropeway.rest;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ropeway.api.Bodies;
import dev.ropeway.api.Callers;
import dev.ropeway.api.Contract;
import dev.ropeway.api.Made;
import dev.ropeway.api.ProblemException;
import dev.ropeway.assignment.Assignment;
import dev.ropeway.assignment.Assignments;
import dev.ropeway.assignment.Assignments.RefusedException;
import dev.ropeway.assignment.attachments.NewEvidence;
import dev.ropeway.assignment.attachments.PostedEvidence;
import dev.ropeway.assignment.attachments.PostedEvidence.Posted;
import dev.ropeway.assignment.notes.PostedNotes.Once;
import dev.ropeway.integration.Integrations;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Named;
import java.util.Base64;
import java.util.Locale;
import java.util.Map;
import org.apache.camel.Body;
import org.apache.camel.Header;
import org.apache.camel.Headers;

/** The step of the route by which callers send files to be attached to tickets. */
@ApplicationScoped
@Named("evidenceResource")
@RegisterForReflection // routes call it by name
public class EvidenceResource {

  private final Assignments assignments;
  private final PostedEvidence posted;
  private final Integrations integrations;
  private final Contract contract = new Contract("NewEvidence");

  EvidenceResource(Assignments assignments, PostedEvidence posted, Integrations integrations) {
    this.assignments = assignments;
    this.posted = posted;
    this.integrations = integrations;
  }

  /**
   * Takes a file for a ticket; the same Idempotency-Key gives the same evidence.
   *
   * @return {@link Made}, or evidence that is known already
   */
  public Object post(
      @Body byte[] body,
      @Header("Idempotency-Key") String key,
      @Headers Map<String, Object> headers) {
    Query query = new Query(headers);
    mustBeTaken(
        assignments
            .find(query.assignment(), query.within())
            .orElseThrow(EvidenceResource::unknown));
    NewEvidence file = file(contract.require(Bodies.document(body)));
    try {
      Posted outcome =
          posted
              .post(
                  query.assignment(), query.within(), file, Callers.name(headers), once(key, file))
              .orElseThrow(EvidenceResource::unknown);
      return outcome.added()
          ? new Made("/api/v1/assignments/" + query.assignment(), outcome.evidence())
          : outcome.evidence();
    } catch (RefusedException e) {
      throw ProblemException.conflict(e.getMessage());
    }
  }

  private static Once once(String key, NewEvidence file) {
    String request = String.join("\n", file.name(), file.contentType(), file.sha256());
    return NoteResource.once(key, request);
  }

  private static NewEvidence file(JsonNode json) {
    byte[] bytes;
    try {
      bytes = Base64.getDecoder().decode(json.path("content").asText());
    } catch (IllegalArgumentException e) {
      throw ProblemException.badField("/content", "must be base64");
    }
    if (bytes.length == 0 || bytes.length > NewEvidence.LARGEST) {
      throw ProblemException.badField(
          "/content", "must be a file of 1 to " + NewEvidence.LARGEST + " bytes");
    }
    return new NewEvidence(
        json.path("name").asText(),
        json.path("contentType").asText("application/octet-stream").toLowerCase(Locale.ROOT),
        bytes);
  }

  private static ProblemException unknown() {
    return ProblemException.notFound("no assignment has that id");
  }

  /** A file reaches everybody who reads the ticket: it goes only where somebody allowed it. */
  private void mustBeTaken(Assignment assignment) {
    boolean taken =
        integrations
            .find(assignment.integration())
            .map(one -> one.attachments().evidence())
            .orElse(false);
    if (!taken) {
      throw ProblemException.conflict(
          "integration "
              + assignment.integration()
              + " sends no evidence: set its attachments.evidence to true");
    }
  }
}
