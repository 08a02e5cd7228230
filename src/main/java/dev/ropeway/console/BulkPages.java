package dev.ropeway.console;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ropeway.api.ProblemException;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import io.quarkus.vertx.web.Route;
import io.quarkus.vertx.web.Route.HandlerType;
import io.quarkus.vertx.web.Route.HttpMethod;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The pages by which people do one thing to many assignments, and see how far that has come. */
@ApplicationScoped
class BulkPages {

  private static final String ALL = "/bulk";

  /** What a filter of the list has that is a flag, and no text, over REST. */
  private static final List<String> FLAGS = List.of("overdue", "held");

  private final ApiCalls api;

  BulkPages(ApiCalls api) {
    this.api = api;
  }

  @CheckedTemplate(basePath = "console", requireTypeSafeExpressions = false)
  static class Templates {
    private Templates() {}

    static native TemplateInstance bulk();

    static native TemplateInstance bulkruns();

    static native TemplateInstance bulkrun();
  }

  @Route(
      path = ALL,
      methods = {HttpMethod.GET, HttpMethod.HEAD},
      type = HandlerType.BLOCKING)
  void list(RoutingContext context) {
    PageAnswer.answer(
        context,
        () -> {
          Map<String, String> asked = ApiCalls.query(context);
          return PageAnswer.ok(
              Templates.bulkruns()
                  .data("runs", api.call(context, "list-bulk-runs", asked))
                  .data("asked", asked));
        });
  }

  /** Asks what is to be done, says what that would change, and begins it: a step at a time. */
  @Route(path = ALL, methods = HttpMethod.POST, type = HandlerType.BLOCKING)
  void start(RoutingContext context) {
    PageAnswer.answer(
        context,
        () -> {
          Form form = Form.of(context);
          String step = form.text("step");
          try {
            if (step == null) {
              return PageAnswer.ok(page(form, null, null));
            }
            ObjectNode request = request(form);
            request.put("dryRun", !step.equals("start"));
            JsonNode answer = api.call(context, "start-bulk-run", Map.of(), request);
            return step.equals("start")
                ? PageAnswer.seeOther(ALL + "/" + answer.path("id").asText())
                : PageAnswer.ok(page(form, answer, null));
          } catch (ProblemException e) {
            return PageAnswer.of(
                e.problem().status(), page(form, null, Words.sentence(e.getMessage())));
          }
        });
  }

  private static ObjectNode request(Form form) {
    ObjectNode request =
        form.json("action", "ticket", "assignedTo", "assignmentGroup", "kind", "text");
    String action = form.text("action") == null ? "" : form.text("action");
    List.of("ticket", "assignedTo", "assignmentGroup", "kind", "text").stream()
        .filter(field -> !fields(action).contains(field))
        .forEach(request::remove);
    if (action.equals("due-date") && form.text("due") != null) {
      request.put("dueDate", form.text("due") + AssignmentActions.END_OF_DAY);
    }
    if (form.ticked("all")) {
      ObjectNode filter = request.putObject("filter");
      form.fields()
          .forEach(
              field -> {
                if (field.getKey().startsWith("filter-") && !field.getValue().isBlank()) {
                  put(filter, field.getKey().substring("filter-".length()), field.getValue());
                }
              });
    } else {
      ArrayNode ids = request.putArray("ids");
      form.all("ids").forEach(ids::add);
    }
    return request;
  }

  private static void put(ObjectNode filter, String name, String value) {
    if (FLAGS.contains(name)) {
      filter.put(name, Boolean.parseBoolean(value));
    } else {
      filter.put(name, value);
    }
  }

  private static List<String> fields(String action) {
    return switch (action) {
      case "withdraw" -> List.of("ticket");
      case "assign" -> List.of("assignedTo", "assignmentGroup");
      case "note" -> List.of("kind", "text");
      default -> List.of();
    };
  }

  private static TemplateInstance page(Form form, JsonNode preview, String refused) {
    Map<String, String> filter = new HashMap<>();
    form.fields()
        .forEach(
            field -> {
              if (field.getKey().startsWith("filter-") && !field.getValue().isBlank()) {
                filter.put(field.getKey(), field.getValue());
              }
            });
    return Templates.bulk()
        .data("filled", form.withoutSecrets())
        .data("ids", form.all("ids"))
        .data("filter", filter)
        .data("preview", preview)
        .data("refused", refused);
  }

  @Route(
      path = "/bulk/:id",
      methods = {HttpMethod.GET, HttpMethod.HEAD},
      type = HandlerType.BLOCKING)
  void show(RoutingContext context) {
    PageAnswer.answer(
        context,
        () -> {
          String id = context.pathParam("id");
          Map<String, String> asked = ApiCalls.query(context);
          Map<String, String> items = new HashMap<>(asked);
          items.put("id", id);
          return PageAnswer.ok(
              Templates.bulkrun()
                  .data("run", api.call(context, "show-bulk-run", Map.of("id", id)))
                  .data("items", api.call(context, "list-bulk-items", items))
                  .data("asked", asked));
        });
  }

  @Route(path = "/bulk/:id/stop", methods = HttpMethod.POST, type = HandlerType.BLOCKING)
  void stop(RoutingContext context) {
    String id = context.pathParam("id");
    PageAnswer.act(
        context,
        ALL + "/" + id,
        () -> {
          api.call(context, "stop-bulk-run", Map.of("id", id));
          return "The run is stopped. What it had not reached stays as it is.";
        });
  }
}
