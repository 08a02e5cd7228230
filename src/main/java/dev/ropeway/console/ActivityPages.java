package dev.ropeway.console;

import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import io.quarkus.vertx.web.Route;
import io.quarkus.vertx.web.Route.HandlerType;
import io.quarkus.vertx.web.Route.HttpMethod;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;

/** The pages that show what people did on instances, and who has which role there. */
@ApplicationScoped
class ActivityPages {

  private final ApiCalls api;

  ActivityPages(ApiCalls api) {
    this.api = api;
  }

  // What the API answers has no type here.
  @CheckedTemplate(basePath = "console/activity", requireTypeSafeExpressions = false)
  static class Templates {
    private Templates() {}

    static native TemplateInstance list();

    static native TemplateInstance privileges();
  }

  @Route(
      path = "/activity",
      methods = {HttpMethod.GET, HttpMethod.HEAD},
      type = HandlerType.BLOCKING)
  void list(RoutingContext context) {
    PageAnswer.answer(
        context,
        () -> {
          Map<String, String> asked = ApiCalls.query(context);
          return PageAnswer.ok(
              Templates.list()
                  .data("found", api.call(context, "list-activity", asked))
                  .data("asked", asked));
        });
  }

  @Route(
      path = "/activity/privileges",
      methods = {HttpMethod.GET, HttpMethod.HEAD},
      type = HandlerType.BLOCKING)
  void privileges(RoutingContext context) {
    PageAnswer.answer(
        context,
        () -> {
          Map<String, String> asked = ApiCalls.query(context);
          return PageAnswer.ok(
              Templates.privileges()
                  .data("found", api.call(context, "list-roles-of-users", asked))
                  .data("asked", asked));
        });
  }
}
