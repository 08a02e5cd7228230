package dev.ropeway.console;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ropeway.security.Visits;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import io.quarkus.vertx.web.Route;
import io.quarkus.vertx.web.Route.HandlerType;
import io.quarkus.vertx.web.Route.HttpMethod;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.HashMap;
import java.util.Map;

/** The page that says what asks for somebody's attention. */
@ApplicationScoped
class HomePage {

  private final ApiCalls api;
  private final Visits visits;

  HomePage(ApiCalls api, Visits visits) {
    this.api = api;
    this.visits = visits;
  }

  @CheckedTemplate(basePath = "console", requireTypeSafeExpressions = false)
  static class Templates {
    private Templates() {}

    static native TemplateInstance home();
  }

  @Route(
      path = "/",
      methods = {HttpMethod.GET, HttpMethod.HEAD},
      type = HandlerType.BLOCKING)
  void home(RoutingContext context) {
    PageAnswer.answer(
        context,
        () -> {
          Map<String, String> asked = new HashMap<>(Map.of("days", "30"));
          visits.before(context).ifPresent(before -> asked.put("since", before.toString()));
          JsonNode summary = api.call(context, "summarize-assignments", asked);
          JsonNode connections = api.ifAllowed(context, "list-integrations", Map.of("limit", "50"));
          return PageAnswer.ok(
              Templates.home()
                  .data("summary", summary)
                  .data("connections", connections)
                  .data("troubled", troubled(connections))
                  .data("chart", DailyChart.of(summary.path("perDay"), "created", "closed")));
        });
  }

  /** How many connections deliver nothing although they should. */
  private static long troubled(JsonNode connections) {
    long troubled = 0;
    for (JsonNode one : connections.path("items")) {
      String state = one.path("status").path("state").asText();
      if (!state.equals("connected") && !state.equals("disabled")) {
        troubled++;
      }
    }
    return troubled;
  }
}
