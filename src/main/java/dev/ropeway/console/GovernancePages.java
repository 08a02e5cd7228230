package dev.ropeway.console;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ropeway.api.ProblemException;
import dev.ropeway.store.Json;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import io.quarkus.vertx.web.Route;
import io.quarkus.vertx.web.Route.HandlerType;
import io.quarkus.vertx.web.Route.HttpMethod;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;

/** The pages that show recommendations, and how the work of each owner stands. */
@ApplicationScoped
class GovernancePages {

  /** Fewer letters begin too many names. */
  private static final int LEAST = 3;

  private final ApiCalls api;

  GovernancePages(ApiCalls api) {
    this.api = api;
  }

  @CheckedTemplate(basePath = "console", requireTypeSafeExpressions = false)
  static class Templates {
    private Templates() {}

    static native TemplateInstance recommendations();

    static native TemplateInstance owners();

    static native TemplateInstance assign();

    static native TemplateInstance people();
  }

  @Route(
      path = "/owners",
      methods = {HttpMethod.GET, HttpMethod.HEAD},
      type = HandlerType.BLOCKING)
  void owners(RoutingContext context) {
    PageAnswer.answer(
        context,
        () -> {
          Map<String, String> asked = ApiCalls.query(context);
          return PageAnswer.ok(
              Templates.owners()
                  .data("owners", api.call(context, "list-owners", asked))
                  .data("asked", asked)
                  .data(
                      "field", "group".equals(asked.get("by")) ? "assignmentGroup" : "assignedTo"));
        });
  }

  /** Suggestions for the field that somebody fills in; an instance that is away has none. */
  @Route(path = "/people", methods = HttpMethod.GET, type = HandlerType.BLOCKING)
  void people(RoutingContext context) {
    PageAnswer.answer(
        context,
        () -> {
          Map<String, String> asked = ApiCalls.query(context);
          String owner = asked.getOrDefault("assignedTo", "");
          String text = owner.isBlank() ? asked.getOrDefault("assignmentGroup", "") : owner;
          return PageAnswer.ok(
              Templates.people()
                  .data(
                      "found",
                      suggested(
                          context,
                          asked.getOrDefault("integration", ""),
                          text,
                          owner.isBlank() ? "group" : "user")));
        });
  }

  private JsonNode suggested(RoutingContext context, String integration, String text, String kind) {
    if (text.strip().length() < LEAST || integration.isBlank()) {
      return Json.MAPPER.missingNode();
    }
    try {
      return api.call(
          context,
          "suggest-people",
          Map.of("name", integration, "startsWith", text.strip(), "kind", kind));
    } catch (ProblemException e) {
      return Json.MAPPER.missingNode();
    }
  }

  @Route(
      path = "/recommendations",
      methods = {HttpMethod.GET, HttpMethod.HEAD},
      type = HandlerType.BLOCKING)
  void recommendations(RoutingContext context) {
    PageAnswer.answer(
        context,
        () -> {
          Map<String, String> asked = ApiCalls.query(context);
          return PageAnswer.ok(
              Templates.recommendations()
                  .data("found", api.call(context, "list-recommendations", asked))
                  .data("asked", asked));
        });
  }

  /** Asks how what was selected is assigned; what was selected comes as JSON of the list. */
  @Route(path = "/recommendations/assign", methods = HttpMethod.POST, type = HandlerType.BLOCKING)
  void assign(RoutingContext context) {
    PageAnswer.answer(
        context,
        () -> {
          Form form = Form.of(context);
          if (!form.ticked("integration")) {
            return PageAnswer.ok(asked(context, form, null));
          }
          try {
            return assigned(context, form);
          } catch (ProblemException e) {
            return PageAnswer.of(
                e.problem().status(), asked(context, form, Words.sentence(e.getMessage())));
          }
        });
  }

  private PageAnswer assigned(RoutingContext context, Form form) {
    String last = null;
    int made = 0;
    for (String text : form.all("recommendation")) {
      ObjectNode body = Json.MAPPER.createObjectNode();
      body.set("recommendation", Form.document(text));
      body.setAll(form.json("integration", "ticketType"));
      ObjectNode terms =
          form.json("assignedTo", "assignmentGroup", "remediationTimeframe", "description");
      terms.put("gracePeriod", form.ticked("gracePeriod"));
      body.set("terms", terms);
      String once = form.text("once");
      JsonNode assignment =
          api.call(
              context,
              "assign-by-hand",
              Map.of(
                  "Idempotency-Key",
                  (once == null ? UUID.randomUUID().toString() : once) + "-" + made),
              body);
      last = assignment.path("id").asText();
      made++;
    }
    if (made == 0) {
      throw ProblemException.badRequest("select at least one recommendation");
    }
    return PageAnswer.done(
        context,
        made == 1 ? "The recommendation is assigned." : made + " recommendations are assigned.",
        made == 1 ? "/assignments/" + last : "/assignments");
  }

  private TemplateInstance asked(RoutingContext context, Form form, String refused) {
    Map<String, String> filled = new HashMap<>(form.withoutSecrets());
    filled.putIfAbsent("once", UUID.randomUUID().toString());
    return Templates.assign()
        .data("selected", form.all("recommendation").stream().map(Form::document).toList())
        .data("filled", filled)
        .data("refused", refused)
        .data("connections", api.call(context, "list-integrations", Map.of("limit", "200")))
        .data("types", api.call(context, "list-ticket-types", Map.of("limit", "100")));
  }
}
