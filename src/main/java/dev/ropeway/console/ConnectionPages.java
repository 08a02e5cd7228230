package dev.ropeway.console;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
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

/** The pages by which people connect an instance, test it and look after it. */
@ApplicationScoped
class ConnectionPages {

  private static final String ALL = "/connections";

  private final ApiCalls api;

  ConnectionPages(ApiCalls api) {
    this.api = api;
  }

  // What the API answers has no type here.
  @CheckedTemplate(basePath = "console", requireTypeSafeExpressions = false)
  static class Templates {
    private Templates() {}

    static native TemplateInstance connections();

    static native TemplateInstance connection();

    static native TemplateInstance newconnection();
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
              Templates.connections()
                  .data("connections", api.call(context, "list-integrations", asked))
                  .data("asked", asked));
        });
  }

  @Route(
      path = "/connections/new",
      order = 1,
      methods = {HttpMethod.GET, HttpMethod.HEAD},
      type = HandlerType.BLOCKING)
  void blank(RoutingContext context) {
    PageAnswer.answer(context, () -> PageAnswer.ok(form(context, Map.of(), null)));
  }

  private TemplateInstance form(
      RoutingContext context, Map<String, String> filled, String refused) {
    return Templates.newconnection()
        .data("filled", filled)
        .data("types", api.call(context, "list-ticket-types", Map.of("limit", "100")))
        .data("refused", refused);
  }

  @Route(
      path = "/connections/new",
      order = 1,
      methods = HttpMethod.POST,
      type = HandlerType.BLOCKING)
  void create(RoutingContext context) {
    PageAnswer.answer(
        context,
        () -> {
          Form form = Form.of(context);
          String name = form.text("name");
          try {
            if (name == null) {
              throw ProblemException.badField("name", "must be filled in");
            }
            api.call(context, "put-integration", Map.of("name", name), integration(form));
            return PageAnswer.done(context, name + " is saved. Test it now.", ALL + "/" + name);
          } catch (ProblemException e) {
            return PageAnswer.of(
                e.problem().status(),
                form(context, form.withoutSecrets(), Words.sentence(e.getMessage())));
          }
        });
  }

  private static ObjectNode integration(Form form) {
    ObjectNode integration = form.json("instanceUrl", "ticketType", "environment");
    ObjectNode auth =
        form.json("type", "username", "password", "apiKey", "clientId", "clientSecret", "tls");
    ObjectNode jwt = Json.MAPPER.createObjectNode();
    if (form.text("jwtKey") != null) {
      jwt.put("key", form.text("jwtKey"));
      jwt.setAll(form.json("keyId", "audience"));
      auth.set("jwt", jwt);
    }
    integration.set("auth", auth);
    if (form.text("scope") != null) {
      ArrayNode scope = integration.putArray("scope");
      form.lines("scope").forEach(scope::add);
    }
    return integration;
  }

  @Route(
      path = "/connections/:name",
      order = 2,
      methods = {HttpMethod.GET, HttpMethod.HEAD},
      type = HandlerType.BLOCKING)
  void show(RoutingContext context) {
    PageAnswer.answer(
        context,
        () -> {
          JsonNode shown =
              api.call(context, "show-integration", Map.of("name", context.pathParam("name")));
          JsonNode test = shown.path("lastTest");
          return PageAnswer.ok(page(shown, test.isMissingNode() ? null : test));
        });
  }

  private TemplateInstance page(JsonNode connection, JsonNode test) {
    return Templates.connection()
        .data("connection", connection)
        .data("labels", StateLabelPages.of(connection, api.may("put-state-labels")))
        .data("test", test);
  }

  /** The report is shown at once: a test takes seconds, and its result is what was asked for. */
  @Route(path = "/connections/:name/test", methods = HttpMethod.POST, type = HandlerType.BLOCKING)
  void test(RoutingContext context) {
    PageAnswer.answer(
        context,
        () -> {
          Map<String, String> name = Map.of("name", context.pathParam("name"));
          JsonNode test = api.call(context, "test-integration", name);
          return PageAnswer.ok(page(api.call(context, "show-integration", name), test));
        });
  }

  @Route(path = "/connections/:name/sync", methods = HttpMethod.POST, type = HandlerType.BLOCKING)
  void sync(RoutingContext context) {
    act(context, "sync-integration", null, ConnectionPages::synced);
  }

  /** What a sync found, as a page says it. */
  static String synced(JsonNode report) {
    return "%d tickets changed, with %d calls."
        .formatted(report.path("changed").asLong(), report.path("calls").asLong());
  }

  @Route(path = "/connections/:name/enable", methods = HttpMethod.POST, type = HandlerType.BLOCKING)
  void enable(RoutingContext context) {
    act(context, "enable-integration", null, answer -> "The connection is enabled.");
  }

  @Route(
      path = "/connections/:name/disable",
      methods = HttpMethod.POST,
      type = HandlerType.BLOCKING)
  void disable(RoutingContext context) {
    act(context, "disable-integration", null, answer -> "The connection is disabled.");
  }

  @Route(
      path = "/connections/:name/secrets",
      methods = HttpMethod.POST,
      type = HandlerType.BLOCKING)
  void rotate(RoutingContext context) {
    ObjectNode body = Json.MAPPER.createObjectNode();
    body.set("auth", Form.of(context).json("username", "password", "apiKey", "clientSecret"));
    act(context, "rotate-secrets", body, answer -> "The new secret is saved. Test the connection.");
  }

  @Route(path = "/connections/:name/delete", methods = HttpMethod.POST, type = HandlerType.BLOCKING)
  void delete(RoutingContext context) {
    Form form = Form.of(context);
    Map<String, String> parameters = new HashMap<>();
    for (String name : new String[] {"assignments", "tickets", "rules"}) {
      parameters.put(name, form.text(name));
    }
    parameters.put("name", context.pathParam("name"));
    PageAnswer.act(
        context,
        ALL,
        () -> {
          api.call(context, "delete-integration", parameters);
          return "Ropeway removes the connection.";
        });
  }

  private void act(
      RoutingContext context,
      String operation,
      JsonNode body,
      java.util.function.Function<JsonNode, String> notice) {
    String name = context.pathParam("name");
    PageAnswer.act(
        context,
        ALL + "/" + name,
        () -> notice.apply(api.call(context, operation, Map.of("name", name), body)));
  }
}
