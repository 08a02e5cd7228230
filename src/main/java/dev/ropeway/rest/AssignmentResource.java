package dev.ropeway.rest;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ropeway.api.Bodies;
import dev.ropeway.api.Callers;
import dev.ropeway.api.Contract;
import dev.ropeway.api.Problem;
import dev.ropeway.api.ProblemException;
import dev.ropeway.assignment.Assignment;
import dev.ropeway.assignment.AssignmentSpec;
import dev.ropeway.assignment.Assignments;
import dev.ropeway.assignment.Assignments.Idempotency;
import dev.ropeway.assignment.Assignments.RefusedException;
import dev.ropeway.assignment.Eta;
import dev.ropeway.assignment.HeldAssignments;
import dev.ropeway.assignment.Page;
import dev.ropeway.assignment.Reassignments;
import dev.ropeway.assignment.TicketRequest;
import dev.ropeway.assignment.lists.ReceivedRecommendations;
import dev.ropeway.assignment.lists.ReceivedRecommendations.RecommendationRow;
import dev.ropeway.correlation.Candidate;
import dev.ropeway.intake.RecommendationReader;
import dev.ropeway.integration.Integration;
import dev.ropeway.integration.Integrations;
import dev.ropeway.recommendation.Bounds;
import dev.ropeway.recommendation.Recommendation;
import dev.ropeway.rules.Rules;
import dev.ropeway.store.Json;
import dev.ropeway.store.JsonFlaw;
import dev.ropeway.tickettype.TicketType;
import dev.ropeway.tickettype.TicketTypes;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Named;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import org.apache.camel.Body;
import org.apache.camel.Exchange;
import org.apache.camel.Header;
import org.apache.camel.Headers;

/** The steps of the routes by which people and programs manage assignments. */
@ApplicationScoped
@Named("assignmentResource")
@RegisterForReflection // routes call it by name
public class AssignmentResource {

  private static final int MAX_KEY = 255;

  private final Assignments assignments;
  private final HeldAssignments held;
  private final Reassignments reassignments;
  private final ReceivedRecommendations received;
  private final Integrations integrations;
  private final TicketTypes types;
  private final AssignmentPages pages;
  private final Rules rules;
  private final RecommendationReader reader;
  private final Contract spec = new Contract("Terms");
  private final Contract newOwner = new Contract("NewOwner");
  private final Contract eta = new Contract("Eta");

  AssignmentResource(
      Assignments assignments,
      HeldAssignments held,
      Reassignments reassignments,
      ReceivedRecommendations received,
      Integrations integrations,
      TicketTypes types,
      AssignmentPages pages,
      Rules rules,
      RecommendationReader reader) {
    this.assignments = assignments;
    this.held = held;
    this.reassignments = reassignments;
    this.received = received;
    this.integrations = integrations;
    this.types = types;
    this.pages = pages;
    this.rules = rules;
    this.reader = reader;
  }

  /** A page, or everything in the form that the caller accepts. */
  public void list(
      @Header("Accept") String accept, @Headers Map<String, Object> headers, Exchange exchange) {
    pages.answer(new Query(headers), accept, exchange);
  }

  public Assignment show(@Headers Map<String, Object> headers) {
    Query query = new Query(headers);
    return found(assignments.find(query.assignment(), query.within()));
  }

  public Page<RecommendationRow> recommendations(@Headers Map<String, Object> headers) {
    Query query = new Query(headers);
    Page<RecommendationRow> page =
        received.list(
            query.recommendations(),
            query.id("assignment"),
            query.limit(),
            query.cursor(AssignmentResource::placeOfRecommendation));
    return new Page<>(page.items(), Query.cursorOf(page.next()));
  }

  /** The same text if it can be one of our cursors: a time and a key. */
  private static String placeOfRecommendation(String cursor) {
    if (!cursor.matches("\\d{4}-\\S{1,30}Z ([0-9a-f]{2}){1,64}")) {
      throw new IllegalArgumentException("no cursor of recommendations");
    }
    Instant.parse(cursor.split(" ", 2)[0]);
    return cursor;
  }

  /** An assignment that no rule made; the same Idempotency-Key gives the same assignment. */
  public Assignment assign(
      @Body byte[] body,
      @Header("Idempotency-Key") String key,
      @Headers Map<String, Object> headers) {
    ObjectNode json = object(Bodies.document(body));
    Candidate candidate = reader.one(json.path("recommendation"));
    if (candidate.isRejected()) {
      throw ProblemException.badField(
          "/recommendation" + candidate.rejection().pointer(), candidate.rejection().detail());
    }
    // There are no results to warn in, and the other fields of this body are held to their names.
    candidate.warnings().stream()
        .findFirst()
        .ifPresent(
            warning -> {
              throw ProblemException.badField(
                  "/recommendation" + warning.pointer(), warning.detail());
            });
    if (candidate.recommendation().length() > Recommendation.MAX_LENGTH) {
      throw ProblemException.badField(
          "/recommendation",
          "the texts have more than " + Recommendation.MAX_LENGTH + " characters in total");
    }
    Integration integration = integration(json.path("integration").asText(""));
    TicketType type = ticketType(json.path("ticketType"), integration);
    json.remove(List.of("recommendation", "integration", "ticketType"));
    String who = Callers.name(headers);
    Maker maker = new Maker(who);
    AssignmentSpec wanted = spec(json, "");
    if (json.hasNonNull("caller")) {
      refuseCaller(type);
    }
    TicketRequest order =
        TicketRequest.single(integration.name(), type, null, maker.called(wanted, type))
            .held(integration.holdsNew());
    if (key != null && (key.isBlank() || key.length() > MAX_KEY)) {
      throw ProblemException.badField("Idempotency-Key", "must have 1 to 255 characters");
    }
    Bounds within = Callers.bounds(headers);
    Idempotency once = key == null ? null : new Idempotency(who, key, body, within);
    Recommendation recommendation = maker.initiated(candidate.recommendation());
    return allowed(
        () ->
            assignments.assign(
                recommendation,
                order,
                known -> {
                  mustLieWithin(within, known);
                  mustCover(integration, known);
                },
                who,
                once));
  }

  /** Whether it is the one that was sent or one that is known, the caller learns the same. */
  private static void mustLieWithin(Bounds within, Recommendation recommendation) {
    if (!within.contain(recommendation)) {
      String complaint = "must lie under one of the paths that the caller is limited to";
      throw new ProblemException(
          Problem.of(
              422,
              "/recommendation/resource: " + complaint,
              List.of(new Problem.FieldError("/recommendation/resource", complaint))));
    }
  }

  /** A rule would not send it there either. */
  private void mustCover(Integration integration, Recommendation recommendation) {
    if (!rules.admit(integration, recommendation)) {
      throw ProblemException.badField(
          "/integration",
          "integration "
              + integration.name()
              + " does not cover this recommendation: its resource must be under one of the paths in"
              + " the integration's scope");
    }
  }

  private static void refuseCaller(TicketType type) {
    if (!type.isTask()) {
      throw ProblemException.badField(
          "/caller", "must be left out: an " + type.word() + " has no caller in ServiceNow");
    }
  }

  private Integration integration(String name) {
    return integrations
        .find(name)
        .orElseThrow(
            () ->
                ProblemException.badField(
                    "/integration", "no integration is called \"" + name + "\""));
  }

  private TicketType ticketType(JsonNode type, Integration integration) {
    try {
      return type.isMissingNode() || type.isNull()
          ? integration.ticketType()
          : types.usable(TicketType.of(type.asText())).name();
    } catch (IllegalArgumentException e) {
      throw ProblemException.badField("/ticketType", e.getMessage());
    }
  }

  /** JSON merge patch (RFC 7396) of what is wanted. */
  public Assignment change(@Body byte[] body, @Headers Map<String, Object> headers) {
    ObjectNode patch = object(Bodies.document(body));
    Eta.Change expected = eta(patch);
    patch.remove("eta");
    spec(patch, "");
    Query query = new Query(headers);
    UUID id = query.assignment();
    return found(
        allowed(
            () ->
                assignments.change(
                    id,
                    query.within(),
                    assignment -> patched(assignment, patch),
                    expected,
                    Callers.name(headers))));
  }

  /** What a patch says of the ETA; null where it says nothing. */
  private Eta.Change eta(ObjectNode patch) {
    if (!patch.has("eta")) {
      return null;
    }
    JsonNode json = Bodies.cleaned(patch.get("eta"));
    if (json.isNull()) {
      return new Eta.Change(null);
    }
    try {
      return new Eta.Change(Json.MAPPER.treeToValue(eta.require(json, "/eta"), Eta.class));
    } catch (JsonProcessingException e) {
      throw ProblemException.badField("/eta", JsonFlaw.of(e));
    }
  }

  private AssignmentSpec patched(Assignment assignment, ObjectNode patch) {
    if (patch.hasNonNull("caller")) {
      refuseCaller(assignment.ticketType());
    }
    ObjectNode wanted = Json.MAPPER.valueToTree(assignment.spec());
    merge(wanted, patch);
    if (patch.hasNonNull("remediationTimeframe") && !patch.has("dueDate")) {
      wanted.remove("dueDate");
    }
    // What is stored was held to the contract of its day: only the patch is held to today's.
    return read(Bodies.cleaned(wanted), "").dueFrom(assignment.createdAt());
  }

  private static void merge(ObjectNode target, ObjectNode patch) {
    patch
        .properties()
        .forEach(
            entry -> {
              JsonNode value = entry.getValue();
              if (value.isNull()) {
                target.remove(entry.getKey());
              } else if (value.isObject() && target.path(entry.getKey()).isObject()) {
                merge((ObjectNode) target.get(entry.getKey()), (ObjectNode) value);
              } else {
                target.set(entry.getKey(), value);
              }
            });
  }

  private AssignmentSpec spec(ObjectNode json, String at) {
    JsonNode clean = Bodies.cleaned(json);
    Maker.NAMES.forEach(field -> Bodies.refuseControls(json, field));
    return read(spec.require(clean, at), at);
  }

  private static AssignmentSpec read(JsonNode clean, String at) {
    try {
      return Json.MAPPER.treeToValue(clean, AssignmentSpec.class);
    } catch (JsonProcessingException e) {
      throw ProblemException.badField(at, JsonFlaw.of(e));
    }
  }

  /** Another owner or group for a ticket, as a person's act. */
  public Assignment reassign(@Body byte[] body, @Headers Map<String, Object> headers) {
    JsonNode json = Bodies.document(body);
    Maker.NAMES.forEach(field -> Bodies.refuseControls(json, field));
    JsonNode wanted = newOwner.require(json);
    Query query = new Query(headers);
    UUID id = query.assignment();
    return found(
        allowed(
            () ->
                reassignments.reassign(
                    id,
                    query.within(),
                    wanted.path("assignedTo").asText(null),
                    wanted.path("assignmentGroup").asText(null),
                    Callers.name(headers))));
  }

  public Assignment withdraw(
      @Header("ticket") String ticket, @Headers Map<String, Object> headers) {
    if (!"cancel".equals(ticket) && !"keep".equals(ticket)) {
      throw ProblemException.badField(
          "ticket", "must be cancel or keep: it says what happens to the ticket");
    }
    Query query = new Query(headers);
    return found(
        assignments.withdraw(
            query.assignment(), query.within(), ticket.equals("cancel"), Callers.name(headers)));
  }

  public Assignment retry(@Headers Map<String, Object> headers) {
    Query query = new Query(headers);
    UUID id = query.assignment();
    return found(allowed(() -> assignments.retry(id, query.within(), Callers.name(headers))));
  }

  /** How many parked assignments are tried again. */
  public record Retried(int retried) {}

  public Retried retryAll(@Headers Map<String, Object> headers) {
    return new Retried(assignments.retryAll(new Query(headers).filter(), Callers.name(headers)));
  }

  /** How many held assignments were let go. */
  public record Released(int released) {}

  /** Lets one go, whatever its rule's limit says. */
  public Released release(@Headers Map<String, Object> headers) {
    Query query = new Query(headers);
    UUID id = query.assignment();
    found(allowed(() -> held.release(id, query.within(), Callers.name(headers))));
    return new Released(1);
  }

  public Released releaseAll(@Headers Map<String, Object> headers) {
    return new Released(held.release(new Query(headers).filter(), Callers.name(headers)));
  }

  /** The integration that the path names, if there is one that may be called. */
  public String integrationName(@Header("name") String name) {
    Integration integration =
        integrations
            .find(name)
            .orElseThrow(
                () -> ProblemException.notFound("no integration is called \"" + name + "\""));
    if (!integration.enabled()) {
      throw ProblemException.conflict("integration " + name + " is disabled");
    }
    return integration.name();
  }

  private static ObjectNode object(JsonNode json) {
    if (json instanceof ObjectNode object) {
      return object;
    }
    throw ProblemException.badRequest("the body must be a JSON object");
  }

  private static Assignment found(Optional<Assignment> assignment) {
    return assignment.orElseThrow(() -> ProblemException.notFound("no assignment has that id"));
  }

  private static <T> T allowed(Supplier<T> command) {
    try {
      return command.get();
    } catch (RefusedException e) {
      throw ProblemException.conflict(e.getMessage());
    }
  }
}
