package dev.ropeway.console;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ropeway.api.Parameters;
import dev.ropeway.api.ProblemException;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import io.quarkus.vertx.web.Route;
import io.quarkus.vertx.web.Route.HandlerType;
import io.quarkus.vertx.web.Route.HttpMethod;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.HashMap;
import java.util.Map;

/** The pages that show mails about open work, before they are sent and after. */
@ApplicationScoped
class DigestPages {

  private static final String ALL = "/digests";
  private static final String SUPPRESSIONS = ALL + "/suppressions";
  private static final String FOR = "for";
  private static final String KIND = "digest";

  private final ApiCalls api;

  DigestPages(ApiCalls api) {
    this.api = api;
  }

  @CheckedTemplate(basePath = "console/digest", requireTypeSafeExpressions = false)
  static class Templates {
    private Templates() {}

    static native TemplateInstance list();

    static native TemplateInstance preview();

    static native TemplateInstance suppressions();
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
              Templates.list()
                  .data("digests", api.call(context, "list-digests", asked))
                  .data("statuses", Parameters.words("digestStatus"))
                  .data("asked", asked));
        });
  }

  /** The next mail to somebody, or the question to whom. */
  @Route(
      path = ALL + "/preview",
      methods = {HttpMethod.GET, HttpMethod.HEAD},
      type = HandlerType.BLOCKING)
  void preview(RoutingContext context) {
    PageAnswer.answer(
        context,
        () -> {
          Map<String, String> asked = ApiCalls.query(context);
          JsonNode mail = null;
          String refused = null;
          if (!asked.getOrDefault(FOR, "").isBlank()) {
            try {
              mail = api.call(context, "preview-digest", asked);
            } catch (ProblemException e) {
              refused = Words.sentence(e.getMessage());
            }
          }
          return PageAnswer.ok(
              Templates.preview()
                  .data("mail", mail)
                  .data("refused", refused)
                  .data("kinds", Parameters.words(KIND))
                  .data("asked", asked));
        });
  }

  @Route(path = ALL + "/send", methods = HttpMethod.POST, type = HandlerType.BLOCKING)
  void send(RoutingContext context) {
    Form form = Form.of(context);
    PageAnswer.act(
        context,
        ALL,
        () -> {
          Map<String, String> asked = new HashMap<>();
          asked.put(FOR, form.text(FOR));
          asked.put(KIND, form.text(KIND));
          JsonNode record = api.call(context, "send-digest-now", asked);
          return "%s, %s: %s%s"
              .formatted(
                  record.path("recipient").asText(),
                  record.path("period").asText(),
                  Words.reason(record.path("status").asText()),
                  record.has("why") ? " (" + record.path("why").asText() + ")" : "");
        });
  }

  @Route(
      path = SUPPRESSIONS,
      methods = {HttpMethod.GET, HttpMethod.HEAD},
      type = HandlerType.BLOCKING)
  void suppressions(RoutingContext context) {
    PageAnswer.answer(
        context,
        () -> {
          Map<String, String> asked = ApiCalls.query(context);
          return PageAnswer.ok(
              Templates.suppressions()
                  .data("found", api.call(context, "list-mail-suppressions", asked))
                  .data("asked", asked));
        });
  }

  @Route(path = SUPPRESSIONS + "/delete", methods = HttpMethod.POST, type = HandlerType.BLOCKING)
  void sendAgain(RoutingContext context) {
    Form form = Form.of(context);
    PageAnswer.act(
        context,
        SUPPRESSIONS,
        () -> {
          String address = form.text("address");
          if (address == null) {
            throw ProblemException.badField("address", "must be filled in");
          }
          api.call(
              context,
              "delete-mail-suppression",
              Map.of("address", ShowInPages.parameter(address).replace("+", "%20")));
          return "Mails go to " + address + " again.";
        });
  }
}
