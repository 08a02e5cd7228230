package dev.ropeway.console;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import io.quarkus.vertx.web.Route;
import io.quarkus.vertx.web.Route.HandlerType;
import io.quarkus.vertx.web.Route.HttpMethod;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import java.lang.management.ManagementFactory;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** The page that says what runs here. */
@ApplicationScoped
class AboutPage {

  private final ApiCalls api;
  private final String version;
  private final Clock clock;

  AboutPage(
      ApiCalls api,
      @ConfigProperty(name = "quarkus.application.version") String version,
      Clock clock) {
    this.api = api;
    this.version = version;
    this.clock = clock;
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
        () -> {
          JsonNode connections =
              api.ifAllowed(context, "list-integrations", Map.of("limit", "200"));
          return PageAnswer.ok(
              Templates.about()
                  .data("version", version)
                  .data("java", Runtime.version().toString())
                  .data(
                      "started",
                      clock
                          .instant()
                          .minus(
                              Duration.ofMillis(ManagementFactory.getRuntimeMXBean().getUptime()))
                          .toString())
                  .data("connections", connections));
        });
  }
}
