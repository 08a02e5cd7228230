package dev.ropeway.console;

import dev.ropeway.api.Callers;
import dev.ropeway.assignment.Assignments;
import dev.ropeway.assignment.InstanceState;
import dev.ropeway.assignment.InstanceStates;
import dev.ropeway.integration.Integration;
import dev.ropeway.integration.Integrations;
import dev.ropeway.integration.authorization.Consents;
import dev.ropeway.recommendation.Bounds;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import io.quarkus.vertx.http.runtime.security.QuarkusHttpUser;
import io.quarkus.vertx.web.Route;
import io.quarkus.vertx.web.Route.HandlerType;
import io.quarkus.vertx.web.Route.HttpMethod;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** The pages by which people watch assignments, and the one on which a consent ends. */
@ApplicationScoped
public class Console {

  private static final int COUNT_LIMIT = 10_000;

  private final Assignments assignments;
  private final Integrations integrations;
  private final InstanceStates states;
  private final Consents consents;
  private final ApiCalls api;
  private final Clock clock;

  Console(
      Assignments assignments,
      Integrations integrations,
      InstanceStates states,
      Consents consents,
      ApiCalls api,
      Clock clock) {
    this.assignments = assignments;
    this.integrations = integrations;
    this.states = states;
    this.consents = consents;
    this.api = api;
    this.clock = clock;
  }

  @CheckedTemplate(basePath = "console")
  static class Templates {
    private Templates() {}

    static native TemplateInstance assignments(ListPage page, String origin);

    static native TemplateInstance assignment(AssignmentPage page);

    static native TemplateInstance consent(Consents.Consent consent);
  }

  @Route(
      path = "/assignments",
      methods = {HttpMethod.GET, HttpMethod.HEAD},
      type = HandlerType.BLOCKING)
  void list(RoutingContext context) {
    PageAnswer.answer(
        context,
        () -> {
          Map<String, String> asked = ApiCalls.query(context);
          Bounds within = within(context);
          ListPage page =
              ListPage.of(
                  asked,
                  api.call(context, "list-assignments", asked),
                  api.ifAllowed(context, "list-views", Map.of()),
                  assignments.counts(COUNT_LIMIT, within),
                  within.everything() ? notices() : List.of(),
                  within.everything(),
                  clock.instant());
          return PageAnswer.ok(Templates.assignments(page, origin(context)));
        });
  }

  @Route(
      path = "/assignments/:id",
      methods = {HttpMethod.GET, HttpMethod.HEAD},
      type = HandlerType.BLOCKING)
  void show(RoutingContext context) {
    PageAnswer.answer(
        context,
        () -> {
          return id(context.pathParam("id"))
              .flatMap(id -> assignments.find(id, within(context)))
              .map(found -> AssignmentPage.of(found, clock.instant()))
              .map(page -> PageAnswer.ok(Templates.assignment(page)))
              .orElseGet(
                  () ->
                      PageAnswer.problem(
                          404,
                          "No assignment has this id",
                          "The id may be mistyped, or the assignment was made by another installation of Ropeway."));
        });
  }

  /** Where an instance sends a browser back to; the state in the address is what lets it in. */
  @Route(path = "/oauth/callback", methods = HttpMethod.GET, type = HandlerType.BLOCKING)
  void consented(RoutingContext context) {
    PageAnswer.answer(
        context,
        () ->
            PageAnswer.ok(
                Templates.consent(
                    consents.finish(
                        parameter(context, "state"),
                        parameter(context, "code"),
                        parameter(context, "error")))));
  }

  /** What the last sync of each integration found odd. */
  private List<ListPage.Notice> notices() {
    Map<String, InstanceState> known = states.all();
    return integrations.all().stream()
        .filter(Integration::enabled)
        .map(Integration::name)
        .filter(known::containsKey)
        .flatMap(
            name ->
                known.get(name).warnings().stream()
                    .map(warning -> new ListPage.Notice(name, warning)))
        .toList();
  }

  /** Nobody is known where the pages are open to everybody, and those who are not are denied. */
  private static Bounds within(RoutingContext context) {
    return context.user() instanceof QuarkusHttpUser user
            && !user.getSecurityIdentity().isAnonymous()
        ? Callers.bounds(user.getSecurityIdentity())
        : Bounds.EVERYTHING;
  }

  private static Optional<UUID> id(String text) {
    try {
      return Optional.of(UUID.fromString(text));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /** Where the reader reached us: what a first call has to be sent to. */
  private static String origin(RoutingContext context) {
    return context.request().scheme() + "://" + context.request().authority();
  }

  private static String parameter(RoutingContext context, String name) {
    return context.request().getParam(name);
  }
}
