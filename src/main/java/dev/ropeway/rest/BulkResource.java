package dev.ropeway.rest;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.ropeway.api.Answers;
import dev.ropeway.api.Bodies;
import dev.ropeway.api.Callers;
import dev.ropeway.api.Contract;
import dev.ropeway.api.ProblemException;
import dev.ropeway.assignment.Page;
import dev.ropeway.assignment.bulk.Asked;
import dev.ropeway.assignment.bulk.BulkAction;
import dev.ropeway.assignment.bulk.BulkItem;
import dev.ropeway.assignment.bulk.BulkRun;
import dev.ropeway.assignment.bulk.BulkRuns;
import dev.ropeway.assignment.bulk.BulkRuns.TooBroadException;
import dev.ropeway.assignment.bulk.Selection;
import dev.ropeway.assignment.lists.AssignmentFilter;
import dev.ropeway.assignment.notes.NoteKind;
import dev.ropeway.assignment.notes.NoteText;
import dev.ropeway.recommendation.Bounds;
import dev.ropeway.store.ChangeRefusedException;
import dev.ropeway.store.Json;
import dev.ropeway.store.JsonFlaw;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Named;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.apache.camel.Body;
import org.apache.camel.Exchange;
import org.apache.camel.Headers;

/** The steps of the routes by which people do one thing to many assignments. */
@ApplicationScoped
@Named("bulkResource")
@RegisterForReflection // routes call it by name
public class BulkResource {

  private static final String PATH = "/api/v1/assignments/bulk/";

  /** What each action takes; all else that a request has is not about actions. */
  private static final Map<Asked, Set<String>> PARAMETERS =
      Map.of(
          Asked.WITHDRAW, Set.of("ticket"),
          Asked.ASSIGN, Set.of("assignedTo", "assignmentGroup"),
          Asked.CHANGE, Set.of("dueDate"),
          Asked.NOTE, Set.of("kind", "text"));

  private final BulkRuns runs;
  private final AssignmentPages pages;
  private final Answers answers;
  private final Contract request = new Contract("BulkRequest");

  BulkResource(BulkRuns runs, AssignmentPages pages, Answers answers) {
    this.runs = runs;
    this.pages = pages;
    this.answers = answers;
  }

  /**
   * Starts a run, or tries it dry.
   *
   * @return {@link BulkRun}, or {@link dev.ropeway.assignment.bulk.BulkPreview}
   */
  public Object start(@Body byte[] body, @Headers Map<String, Object> headers) {
    JsonNode document = Bodies.document(body);
    Maker.NAMES.forEach(field -> Bodies.refuseControls(document, field));
    refuseNulls(document.path("filter"));
    JsonNode json = request.require(document);
    BulkAction action = action(json);
    Selection selection = selection(json, Callers.bounds(headers));
    try {
      return json.path("dryRun").asBoolean()
          ? runs.preview(action, selection)
          : runs.start(action, selection, json.get("filter"), Callers.name(headers));
    } catch (TooBroadException e) {
      throw ProblemException.badField("/filter", e.getMessage());
    } catch (ChangeRefusedException e) {
      throw ProblemException.conflict(e.getMessage());
    }
  }

  /** Elsewhere a null is as good as nothing; here nothing means every assignment. */
  private static void refuseNulls(JsonNode filter) {
    filter.properties().stream()
        .filter(one -> one.getValue().isNull())
        .findFirst()
        .ifPresent(
            one -> {
              throw ProblemException.badField(
                  "/filter/" + one.getKey(), "is null; give it a value, or leave it out");
            });
  }

  private static BulkAction action(JsonNode json) {
    Asked asked = Asked.of(json.path("action").asText());
    Set<String> taken = PARAMETERS.getOrDefault(asked, Set.of());
    PARAMETERS.values().stream()
        .flatMap(Set::stream)
        .sorted()
        .filter(name -> json.has(name) && !taken.contains(name))
        .findFirst()
        .ifPresent(
            name -> {
              throw ProblemException.badField(
                  "/" + name, "does not belong to the action " + asked.word());
            });
    switch (asked) {
      case WITHDRAW -> require(json, "ticket", asked);
      case CHANGE -> require(json, "dueDate", asked);
      case NOTE -> require(json, "text", asked);
      case ASSIGN -> {
        if (!json.has("assignmentGroup")) {
          require(json, "assignedTo", asked);
        }
      }
      case RETRY, RELEASE -> {}
    }
    boolean note = asked == Asked.NOTE;
    return new BulkAction(
        asked,
        text(json, "ticket"),
        text(json, "assignedTo"),
        text(json, "assignmentGroup"),
        json.has("dueDate") ? moment(json.get("dueDate")) : null,
        note ? NoteKind.of(json.path("kind").asText(NoteKind.WORK_NOTE.word())) : null,
        note ? NoteText.plain(json.path("text").asText()) : null);
  }

  private static void require(JsonNode json, String name, Asked asked) {
    if (!json.has(name)) {
      throw ProblemException.badField("/" + name, "is required for the action " + asked.word());
    }
  }

  private static String text(JsonNode json, String name) {
    return json.path(name).asText(null);
  }

  private static Instant moment(JsonNode date) {
    try {
      return Json.MAPPER.treeToValue(date, Instant.class);
    } catch (JsonProcessingException e) {
      throw ProblemException.badField("/dueDate", JsonFlaw.of(e));
    }
  }

  private Selection selection(JsonNode json, Bounds within) {
    if (json.has("ids") == json.has("filter")) {
      throw ProblemException.badRequest("the body must have either ids or a filter");
    }
    if (json.has("filter")) {
      Map<String, Object> parameters = new HashMap<>();
      json.path("filter")
          .properties()
          .forEach(one -> parameters.put(one.getKey(), one.getValue().asText()));
      AssignmentFilter filter = new Query(parameters).filter(within);
      pages.requireKnown(filter.ticketType(), "/filter/ticketType");
      return new Selection(filter, null);
    }
    List<UUID> ids =
        json.path("ids").valueStream().map(id -> UUID.fromString(id.asText())).toList();
    return new Selection(AssignmentFilter.found(null, null, within), ids);
  }

  /** Answers that a run was started, and where it is. */
  public void started(@Body BulkRun run, Exchange exchange) {
    answers.written(exchange, 202, run);
    exchange.getMessage().setHeader("Location", PATH + run.id());
  }

  public Page<BulkRun> list(@Headers Map<String, Object> headers) {
    Query query = new Query(headers);
    Page<BulkRun> page =
        runs.list(
            Callers.name(headers), query.within(), query.cursor(UUID::fromString), query.limit());
    return new Page<>(page.items(), Query.cursorOf(page.next()));
  }

  public BulkRun show(@Headers Map<String, Object> headers) {
    Query query = new Query(headers);
    return found(runs.find(id(query), Callers.name(headers), query.within()));
  }

  public Page<BulkItem> items(@Headers Map<String, Object> headers) {
    Query query = new Query(headers);
    String outcome = query.word("outcome");
    Page<BulkItem> page =
        runs.items(
            show(headers).id(),
            outcome == null ? null : BulkItem.Outcome.of(outcome),
            query.cursor(Integer::valueOf),
            query.limit());
    return new Page<>(page.items(), Query.cursorOf(page.next()));
  }

  public BulkRun stop(@Headers Map<String, Object> headers) {
    Query query = new Query(headers);
    try {
      return found(runs.stop(id(query), Callers.name(headers), query.within()));
    } catch (ChangeRefusedException e) {
      throw ProblemException.conflict(e.getMessage());
    }
  }

  private static UUID id(Query query) {
    try {
      return UUID.fromString(query.text("id"));
    } catch (IllegalArgumentException e) {
      throw unknown();
    }
  }

  private static BulkRun found(Optional<BulkRun> run) {
    return run.orElseThrow(BulkResource::unknown);
  }

  private static ProblemException unknown() {
    return ProblemException.notFound("no bulk run has that id");
  }
}
