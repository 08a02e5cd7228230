package dev.ropeway.console;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ropeway.api.ProblemException;
import dev.ropeway.store.Json;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import io.quarkus.runtime.annotations.RegisterForReflection;
import io.quarkus.vertx.web.Route;
import io.quarkus.vertx.web.Route.HandlerType;
import io.quarkus.vertx.web.Route.HttpMethod;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The page on which an integration engineer edits how a ticket is filled in. */
@ApplicationScoped
class MappingPages {

  private final ApiCalls api;

  MappingPages(ApiCalls api) {
    this.api = api;
  }

  // What the API answers has no type here.
  @CheckedTemplate(basePath = "console", requireTypeSafeExpressions = false)
  static class Templates {
    private Templates() {}

    static native TemplateInstance mapping();

    static native TemplateInstance record();
  }

  /**
   * A mapping as its page shows it.
   *
   * @param text the document as it is edited
   * @param preview what it makes of stored assignments; null unless that was asked for
   * @param faults why it cannot be saved or previewed; empty if nothing is wrong
   */
  @RegisterForReflection // its page asks it by name
  record Shown(
      String integration,
      String ticketType,
      JsonNode version,
      JsonNode versions,
      String text,
      JsonNode preview,
      List<Problems> faults) {

    /** A fault and where it is. */
    @RegisterForReflection // its page asks it by name
    record Problems(String pointer, String detail) {}
  }

  @Route(
      path = "/connections/:name/mappings/:ticketType",
      methods = {HttpMethod.GET, HttpMethod.HEAD},
      type = HandlerType.BLOCKING)
  void show(RoutingContext context) {
    PageAnswer.answer(
        context,
        () ->
            PageAnswer.ok(
                Templates.mapping().data("shown", shown(context, null, null, List.of()))));
  }

  @Route(
      path = "/connections/:name/mappings/:ticketType",
      methods = HttpMethod.POST,
      type = HandlerType.BLOCKING)
  void edit(RoutingContext context) {
    PageAnswer.answer(
        context,
        () -> {
          Form form = Form.of(context);
          String text = form.text("document");
          Map<String, String> place = place(context);
          try {
            JsonNode mapping = Form.document(text);
            if (form.ticked("save")) {
              JsonNode saved = api.call(context, "put-mapping", place, mapping);
              return PageAnswer.done(
                  context,
                  "Version %d is in use.".formatted(saved.path("version").asLong()),
                  context.normalizedPath());
            }
            ObjectNode request = Json.MAPPER.createObjectNode();
            request.set("mapping", mapping);
            addSample(context, place, request);
            JsonNode preview = api.call(context, "preview-mapping", place, request);
            return PageAnswer.ok(
                Templates.mapping().data("shown", shown(context, text, preview, List.of())));
          } catch (ProblemException e) {
            return PageAnswer.of(
                e.problem().status(),
                Templates.mapping().data("shown", shown(context, text, null, faults(e))));
          }
        });
  }

  /** The newest assignment that the mapping is for, or a made-up recommendation. */
  private void addSample(RoutingContext context, Map<String, String> place, ObjectNode request) {
    JsonNode newest =
        api.call(
                context,
                "list-assignments",
                Map.of(
                    "integration", place.get("name"),
                    "ticketType", place.get("ticketType"),
                    "limit", "1"))
            .path("items")
            .path(0);
    if (newest.isObject()) {
      request.put("assignment", newest.path("id").asText());
    } else {
      request
          .putObject("recommendation")
          .put("id", "sample")
          .put("title", "A sample recommendation")
          .put("severity", "high");
    }
  }

  /** The exact record of one assignment, beside what its ticket shows. */
  @Route(
      path = "/assignments/:id/record",
      methods = {HttpMethod.GET, HttpMethod.HEAD},
      type = HandlerType.BLOCKING)
  void record(RoutingContext context) {
    PageAnswer.answer(
        context,
        () -> {
          String id = context.pathParam("id");
          JsonNode assignment = api.call(context, "show-assignment", Map.of("id", id));
          ObjectNode request = Json.MAPPER.createObjectNode();
          request.put("assignment", id);
          JsonNode preview =
              api.call(
                  context,
                  "preview-mapping",
                  Map.of(
                      "name", assignment.path("integration").asText(),
                      "ticketType", assignment.path("ticketType").asText()),
                  request);
          return PageAnswer.ok(
              Templates.record().data("assignment", assignment).data("preview", preview));
        });
  }

  private static List<Shown.Problems> faults(ProblemException e) {
    return e.problem().errors() == null || e.problem().errors().isEmpty()
        ? List.of(new Shown.Problems("", Words.sentence(e.getMessage())))
        : e.problem().errors().stream()
            .map(error -> new Shown.Problems(error.pointer(), Words.sentence(error.detail())))
            .toList();
  }

  private Shown shown(
      RoutingContext context, String text, JsonNode preview, List<Shown.Problems> faults) {
    Map<String, String> place = place(context);
    Map<String, String> asked = new HashMap<>(place);
    asked.putAll(ApiCalls.query(context));
    JsonNode version = api.call(context, "show-mapping", asked);
    return new Shown(
        place.get("name"),
        place.get("ticketType"),
        version,
        api.call(context, "list-mapping-versions", place),
        text == null ? version.path("mapping").toPrettyString() : text,
        preview,
        faults);
  }

  private static Map<String, String> place(RoutingContext context) {
    return Map.of("name", context.pathParam("name"), "ticketType", context.pathParam("ticketType"));
  }
}
