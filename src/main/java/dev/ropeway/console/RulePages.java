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

/** The pages by which people say which recommendations become which tickets. */
@ApplicationScoped
class RulePages {

  private static final String ALL = "/rules";

  private final ApiCalls api;

  RulePages(ApiCalls api) {
    this.api = api;
  }

  // What the API answers has no type here.
  @CheckedTemplate(basePath = "console", requireTypeSafeExpressions = false)
  static class Templates {
    private Templates() {}

    static native TemplateInstance rules();

    static native TemplateInstance rule();

    static native TemplateInstance evaluate();
  }

  /**
   * A rule on its page.
   *
   * @param run its last run over what is stored; null if there was none
   * @param dryRun what it would do as it stands in the form; null unless that was asked for
   * @param refused why it cannot be saved or tried; null if nothing is wrong
   */
  @RegisterForReflection // its page asks it by name
  record Edited(
      RuleForm form,
      boolean known,
      JsonNode connections,
      JsonNode types,
      JsonNode run,
      JsonNode dryRun,
      String refused) {}

  @Route(
      path = ALL,
      methods = {HttpMethod.GET, HttpMethod.HEAD},
      type = HandlerType.BLOCKING)
  void list(RoutingContext context) {
    PageAnswer.answer(
        context,
        () -> {
          Map<String, String> asked = ApiCalls.query(context);
          Map<String, String> limited = new HashMap<>(asked);
          limited.putIfAbsent("limit", "200");
          JsonNode figures = api.ifAllowed(context, "summarize-rules", Map.of());
          return PageAnswer.ok(
              Templates.rules()
                  .data("rules", api.call(context, "list-rules", limited))
                  .data("figures", figures)
                  .data("hits", hits(figures))
                  .data("asked", asked));
        });
  }

  private static Map<String, JsonNode> hits(JsonNode figures) {
    Map<String, JsonNode> hits = new HashMap<>();
    figures.path("rules").forEach(one -> hits.put(one.path("rule").asText(), one));
    return hits;
  }

  @Route(
      path = "/rules/new",
      order = 1,
      methods = {HttpMethod.GET, HttpMethod.HEAD},
      type = HandlerType.BLOCKING)
  void blank(RoutingContext context) {
    PageAnswer.answer(
        context,
        () -> {
          ObjectNode start = Json.MAPPER.createObjectNode().put("enabled", true);
          for (String field : List.of("severity", "source")) {
            String wanted = context.request().getParam(field);
            if (wanted != null && !wanted.isBlank()) {
              start.withObjectProperty("match").putArray(field).add(wanted);
            }
          }
          return PageAnswer.ok(page(context, RuleForm.of(null, start), false, null, null));
        });
  }

  @Route(
      path = "/rules/evaluate",
      order = 1,
      methods = {HttpMethod.GET, HttpMethod.HEAD},
      type = HandlerType.BLOCKING)
  void ask(RoutingContext context) {
    PageAnswer.answer(
        context,
        () ->
            PageAnswer.ok(
                Templates.evaluate()
                    .data("event", "")
                    .data("explained", null)
                    .data("refused", null)));
  }

  @Route(
      path = "/rules/evaluate",
      order = 1,
      methods = HttpMethod.POST,
      type = HandlerType.BLOCKING)
  void evaluate(RoutingContext context) {
    PageAnswer.answer(
        context,
        () -> {
          String event = Form.of(context).text("event");
          try {
            JsonNode body = Form.document(event);
            return PageAnswer.ok(
                Templates.evaluate()
                    .data("event", event)
                    .data("explained", api.call(context, "evaluate-rules", Map.of(), body))
                    .data("refused", null));
          } catch (ProblemException e) {
            return PageAnswer.of(
                e.problem().status(),
                Templates.evaluate()
                    .data("event", event)
                    .data("explained", null)
                    .data("refused", Words.sentence(e.getMessage())));
          }
        });
  }

  @Route(
      path = "/rules/:name",
      order = 2,
      methods = {HttpMethod.GET, HttpMethod.HEAD},
      type = HandlerType.BLOCKING)
  void show(RoutingContext context) {
    PageAnswer.answer(
        context,
        () -> {
          String name = context.pathParam("name");
          JsonNode rule = api.call(context, "show-rule", Map.of("name", name));
          return PageAnswer.ok(page(context, RuleForm.of(name, rule), true, null, null));
        });
  }

  /** Saves a rule, or says what it would do; the rule is named by its page or in the form. */
  @Route(path = "/rules/new", order = 1, methods = HttpMethod.POST, type = HandlerType.BLOCKING)
  @Route(path = "/rules/:name", order = 2, methods = HttpMethod.POST, type = HandlerType.BLOCKING)
  void edit(RoutingContext context) {
    PageAnswer.answer(
        context,
        () -> {
          Form sent = Form.of(context);
          String known = context.pathParam("name");
          JsonNode before =
              known == null
                  ? Json.MAPPER.createObjectNode()
                  : api.call(context, "show-rule", Map.of("name", known));
          RuleForm form = RuleForm.filledIn(sent, before);
          String name = known == null ? form.name() : known;
          form = new RuleForm(name, form.rule(), form.sets());
          try {
            if (sent.ticked("save")) {
              return saved(context, name, form.rule());
            }
            JsonNode dryRun = sent.ticked("try") ? dryRun(context, name, form.rule()) : null;
            return PageAnswer.ok(page(context, form, known != null, dryRun, null));
          } catch (ProblemException e) {
            return PageAnswer.of(
                e.problem().status(),
                page(context, form, known != null, null, Words.sentence(e.getMessage())));
          }
        });
  }

  private PageAnswer saved(RoutingContext context, String name, JsonNode rule) {
    if (name == null) {
      throw ProblemException.badField("name", "must be filled in");
    }
    JsonNode saved = api.call(context, "put-rule", Map.of("name", name), rule);
    JsonNode warnings = saved.path("warnings");
    return PageAnswer.done(
        context,
        warnings.isEmpty()
            ? "The rule is saved and applies to what is posted from now on."
            : "The rule is saved. Warning: " + Words.sentence(warnings.path(0).asText()),
        ALL + "/" + name);
  }

  private JsonNode dryRun(RoutingContext context, String name, JsonNode rule) {
    ObjectNode body = Json.MAPPER.createObjectNode();
    ObjectNode named = rule.deepCopy();
    named.put("name", name == null ? "new" : name);
    body.set("rule", named);
    return api.call(context, "evaluate-rules", Map.of(), body);
  }

  @Route(path = "/rules/:name/apply", methods = HttpMethod.POST, type = HandlerType.BLOCKING)
  void apply(RoutingContext context) {
    Form form = Form.of(context);
    ObjectNode how = Json.MAPPER.createObjectNode();
    how.put("override", form.ticked("override"));
    how.put("owners", form.ticked("owners"));
    act(context, "apply-rule", how, "Ropeway applies the rule to what is stored.", null);
  }

  @Route(path = "/rules/:name/delete", methods = HttpMethod.POST, type = HandlerType.BLOCKING)
  void delete(RoutingContext context) {
    act(
        context,
        "delete-rule",
        null,
        "The rule is deleted. Its assignments stay as they are.",
        ALL);
  }

  private void act(
      RoutingContext context, String operation, JsonNode body, String notice, String location) {
    String name = context.pathParam("name");
    PageAnswer.act(
        context,
        location == null ? ALL + "/" + name : location,
        () -> {
          api.call(context, operation, Map.of("name", name), body);
          return notice;
        });
  }

  private TemplateInstance page(
      RoutingContext context, RuleForm form, boolean known, JsonNode dryRun, String refused) {
    return Templates.rule()
        .data(
            "edited",
            new Edited(
                form,
                known,
                api.call(context, "list-integrations", Map.of("limit", "200")),
                api.call(context, "list-ticket-types", Map.of("limit", "100")),
                known ? lastRun(context, form.name()) : null,
                dryRun,
                refused));
  }

  private JsonNode lastRun(RoutingContext context, String name) {
    try {
      return api.call(context, "show-rule-run", Map.of("name", name));
    } catch (ProblemException e) {
      if (e.problem().status() == 404) {
        return null;
      }
      throw e;
    }
  }
}
