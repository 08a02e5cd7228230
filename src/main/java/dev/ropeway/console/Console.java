package dev.ropeway.console;

import dev.ropeway.assignment.Assignments;
import dev.ropeway.assignment.InstanceState;
import dev.ropeway.assignment.InstanceStates;
import dev.ropeway.integration.Integration;
import dev.ropeway.integration.Integrations;
import dev.ropeway.integration.authorization.Consents;
import dev.ropeway.store.StoreBusyException;
import dev.ropeway.store.StoreUnavailableException;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import io.quarkus.vertx.web.Route;
import io.quarkus.vertx.web.Route.HandlerType;
import io.quarkus.vertx.web.Route.HttpMethod;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/** The pages by which people watch assignments, and the one on which a consent ends. */
@ApplicationScoped
public class Console {

  private static final Logger LOG = Logger.getLogger(Console.class);

  private static final int PAGE_SIZE = 50;
  private static final int COUNT_LIMIT = 10_000;

  private final Assignments assignments;
  private final Integrations integrations;
  private final InstanceStates states;
  private final Consents consents;
  private final Clock clock;

  Console(
      Assignments assignments,
      Integrations integrations,
      InstanceStates states,
      Consents consents,
      Clock clock) {
    this.assignments = assignments;
    this.integrations = integrations;
    this.states = states;
    this.consents = consents;
    this.clock = clock;
  }

  @CheckedTemplate(basePath = "console")
  static class Templates {
    private Templates() {}

    static native TemplateInstance assignments(ListPage page, String origin);

    static native TemplateInstance assignment(AssignmentPage page);

    static native TemplateInstance consent(Consents.Consent consent);

    static native TemplateInstance problem(int status, String title, String advice);
  }

  /** A page and its status. */
  private record Answer(int status, String html) {

    static Answer ok(TemplateInstance page) {
      return new Answer(200, page.render());
    }

    static Answer problem(int status, String title, String advice) {
      return new Answer(status, Templates.problem(status, title, advice).render());
    }
  }

  @Route(
      path = "/",
      methods = {HttpMethod.GET, HttpMethod.HEAD},
      type = HandlerType.BLOCKING)
  void list(RoutingContext context) {
    answer(
        context,
        () -> {
          ListQuery query =
              ListQuery.of(
                  parameter(context, "status"),
                  parameter(context, "text"),
                  parameter(context, "before"));
          Instant now = clock.instant();
          ListPage page =
              ListPage.of(
                  query,
                  assignments.list(query.filter(), PAGE_SIZE, query.before()),
                  assignments.counts(COUNT_LIMIT),
                  notices(),
                  now);
          return Answer.ok(Templates.assignments(page, origin(context)));
        });
  }

  @Route(
      path = "/assignments/:id",
      methods = {HttpMethod.GET, HttpMethod.HEAD},
      type = HandlerType.BLOCKING)
  void show(RoutingContext context) {
    answer(
        context,
        () ->
            id(context.pathParam("id"))
                .flatMap(assignments::find)
                .map(found -> AssignmentPage.of(found, clock.instant()))
                .map(page -> Answer.ok(Templates.assignment(page)))
                .orElseGet(
                    () ->
                        Answer.problem(
                            404,
                            "No assignment has this id",
                            "The id may be mistyped, or the assignment was made by another installation of Ropeway.")));
  }

  /** Where an instance sends a browser back to; the state in the address is what lets it in. */
  @Route(path = "/oauth/callback", methods = HttpMethod.GET, type = HandlerType.BLOCKING)
  void consented(RoutingContext context) {
    answer(
        context,
        () ->
            Answer.ok(
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

  private static void answer(RoutingContext context, Supplier<Answer> work) {
    Answer answer = answer(work);
    HttpServerResponse response = context.response();
    if (answer.status() == 503) {
      response.putHeader("Retry-After", "5");
    }
    response
        .setStatusCode(answer.status())
        .putHeader("Content-Type", "text/html; charset=utf-8")
        .end(answer.html());
  }

  private static Answer answer(Supplier<Answer> work) {
    try {
      return work.get();
    } catch (ListQuery.UnreadableException e) {
      return Answer.problem(400, e.getMessage(), "Start again from the list of assignments.");
    } catch (Consents.ConsentException e) {
      return Answer.problem(400, "The integration is not authorized", e.getMessage());
    } catch (StoreUnavailableException e) {
      return Answer.problem(
          503,
          "The database cannot be reached",
          "Ropeway is running, but PostgreSQL does not answer. Nothing that was accepted is lost."
              + " Check the database and quarkus.datasource.jdbc.url; this page works again as soon"
              + " as the database does.");
    } catch (StoreBusyException e) {
      return Answer.problem(
          503,
          "The database is busy",
          "Too many requests are waiting. Reload the page in a moment.");
    } catch (RuntimeException e) {
      UUID reference = UUID.randomUUID();
      LOG.errorf(e, "a page failed unexpectedly, reference %s", reference);
      return Answer.problem(
          500,
          "An unexpected error occurred",
          "The log has the details under reference " + reference + ".");
    }
  }
}
