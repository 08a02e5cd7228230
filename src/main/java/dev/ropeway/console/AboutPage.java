package dev.ropeway.console;

import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import io.quarkus.vertx.web.Route;
import io.quarkus.vertx.web.Route.HandlerType;
import io.quarkus.vertx.web.Route.HttpMethod;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;

/** The page that says what runs here. */
@ApplicationScoped
class AboutPage {

  private final ApiCalls api;

  AboutPage(ApiCalls api) {
    this.api = api;
  }

  @CheckedTemplate(basePath = "console", requireTypeSafeExpressions = false)
  static class Templates {
    private Templates() {}

    static native TemplateInstance about();
  }

  @Route(
      path = "/about",
      methods = {HttpMethod.GET, HttpMethod.HEAD},
      type = HandlerType.BLOCKING)
  void about(RoutingContext context) {
    PageAnswer.answer(
        context,
        () ->
            PageAnswer.ok(
                Templates.about()
                    .data("about", api.call(context, "show-about", Map.of()))
                    .data(
                        "connections",
                        api.ifAllowed(context, "list-integrations", Map.of("limit", "200")))));
  }
}
