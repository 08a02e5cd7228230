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
import java.util.Map;

/** The pages by which owners see and manage who may call Ropeway, and who did what. */
@ApplicationScoped
class AccessPages {

  private static final String CALLERS = "/callers";

  private final ApiCalls api;

  AccessPages(ApiCalls api) {
    this.api = api;
  }

  // What the API answers has no type here.
  @CheckedTemplate(basePath = "console", requireTypeSafeExpressions = false)
  static class Templates {
    private Templates() {}

    static native TemplateInstance callers();

    static native TemplateInstance audit();
  }

  @Route(
      path = CALLERS,
      methods = {HttpMethod.GET, HttpMethod.HEAD},
      type = HandlerType.BLOCKING)
  void callers(RoutingContext context) {
    PageAnswer.answer(context, () -> PageAnswer.ok(callers(context, null, null)));
  }

  private TemplateInstance callers(RoutingContext context, JsonNode issued, String refused) {
    return Templates.callers()
        .data("callers", api.call(context, "list-api-keys", Map.of("limit", "1000")))
        .data("issued", issued)
        .data("refused", refused);
  }

  /** The key is on the page that answers, and nowhere else. */
  @Route(path = CALLERS, methods = HttpMethod.POST, type = HandlerType.BLOCKING)
  void issue(RoutingContext context) {
    Form form = Form.of(context);
    ObjectNode caller = form.json("name");
    ArrayNode roles = caller.putArray("roles");
    form.all("roles").forEach(roles::add);
    if (form.ticked("scopes")) {
      ArrayNode scopes = caller.putArray("scopes");
      form.lines("scopes").forEach(scopes::add);
    }
    issued(context, "issue-api-key", Map.of(), caller);
  }

  @Route(path = "/callers/:name/rotate", methods = HttpMethod.POST, type = HandlerType.BLOCKING)
  void rotate(RoutingContext context) {
    issued(
        context,
        "rotate-api-key",
        Map.of("name", context.pathParam("name")),
        Form.of(context).json("grace"));
  }

  private void issued(
      RoutingContext context, String operation, Map<String, String> parameters, ObjectNode body) {
    PageAnswer.answer(
        context,
        () -> {
          try {
            JsonNode issued = api.call(context, operation, parameters, body);
            return PageAnswer.ok(callers(context, issued, null));
          } catch (ProblemException e) {
            return PageAnswer.of(
                e.problem().status(), callers(context, null, Words.sentence(e.getMessage())));
          }
        });
  }

  @Route(path = "/callers/:name/delete", methods = HttpMethod.POST, type = HandlerType.BLOCKING)
  void delete(RoutingContext context) {
    String name = context.pathParam("name");
    PageAnswer.act(
        context,
        CALLERS,
        () -> {
          api.call(context, "delete-api-key", Map.of("name", name));
          return "The key of " + name + " opens nothing any more.";
        });
  }

  @Route(
      path = "/audit",
      methods = {HttpMethod.GET, HttpMethod.HEAD},
      type = HandlerType.BLOCKING)
  void audit(RoutingContext context) {
    PageAnswer.answer(
        context,
        () -> {
          Map<String, String> asked = ApiCalls.query(context);
          return PageAnswer.ok(
              Templates.audit()
                  .data("entries", api.call(context, "list-audit-entries", asked))
                  .data("asked", asked));
        });
  }
}
