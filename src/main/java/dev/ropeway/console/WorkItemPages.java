package dev.ropeway.console;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import io.quarkus.vertx.web.Route;
import io.quarkus.vertx.web.Route.HandlerType;
import io.quarkus.vertx.web.Route.HttpMethod;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Map;

/** The pages that show the work items of instances. */
@ApplicationScoped
class WorkItemPages {

  private final ApiCalls api;
  private final Clock clock;

  WorkItemPages(ApiCalls api, Clock clock) {
    this.api = api;
    this.clock = clock;
  }

  // What the API answers has no type here.
  @CheckedTemplate(basePath = "console", requireTypeSafeExpressions = false)
  static class Templates {
    private Templates() {}

    static native TemplateInstance workitems();

    static native TemplateInstance workitem();

    static native TemplateInstance workitemsummary();
  }

  @Route(
      path = "/work-items",
      methods = {HttpMethod.GET, HttpMethod.HEAD},
      type = HandlerType.BLOCKING)
  void list(RoutingContext context) {
    PageAnswer.answer(
        context,
        () -> {
          Map<String, String> asked = ApiCalls.query(context);
          return PageAnswer.ok(
              Templates.workitems()
                  .data("found", api.call(context, "list-work-items", asked))
                  .data("asked", asked));
        });
  }

  @Route(
      path = "/work-items/summary",
      methods = {HttpMethod.GET, HttpMethod.HEAD},
      type = HandlerType.BLOCKING)
  void summary(RoutingContext context) {
    PageAnswer.answer(
        context,
        () -> {
          Map<String, String> asked = ApiCalls.query(context);
          JsonNode summary = api.call(context, "summarize-work-items", asked);
          LocalDate tomorrow = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC).plusDays(1);
          LocalDate from = tomorrow.minusDays(summary.path("days").asLong());
          return PageAnswer.ok(
              Templates.workitemsummary()
                  .data("summary", summary)
                  .data("asked", asked)
                  .data(
                      "chart",
                      DailyChart.of(
                          summary.path("perDay"), "created", "closed", from.datesUntil(tomorrow))));
        });
  }

  @Route(
      path = "/work-items/:integration/:type/:sysId",
      methods = {HttpMethod.GET, HttpMethod.HEAD},
      type = HandlerType.BLOCKING)
  void show(RoutingContext context) {
    PageAnswer.answer(
        context,
        () ->
            PageAnswer.ok(
                Templates.workitem()
                    .data("item", api.call(context, "show-work-item", context.pathParams()))));
  }
}
