package dev.ropeway.console;

import dev.ropeway.api.ProblemException;
import dev.ropeway.integration.authorization.Consents;
import dev.ropeway.security.BrowserCookies;
import dev.ropeway.store.StoreBusyException;
import dev.ropeway.store.StoreUnavailableException;
import io.quarkus.qute.TemplateInstance;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/**
 * What a browser gets: a page, or the address of the next one.
 *
 * @param location where to go on; null for a page
 */
record PageAnswer(int status, String html, String location) {

  private static final Logger LOG = Logger.getLogger(PageAnswer.class);

  /** How a notice begins that says why something was refused. */
  static final String REFUSED = "!";

  /** What somebody can mend on the page that they come from. */
  private static final Set<Integer> BACK = Set.of(400, 409, 422, 429, 502, 503);

  /** A page. */
  static PageAnswer ok(TemplateInstance page) {
    return new PageAnswer(200, page.render(), null);
  }

  /** A page that says what was wrong with what was sent. */
  static PageAnswer of(int status, TemplateInstance page) {
    return new PageAnswer(status, page.render(), null);
  }

  /** Another page; what was sent is not sent again when that one is loaded anew. */
  static PageAnswer seeOther(String location) {
    return new PageAnswer(303, null, location);
  }

  /** Another page, which says once what was done. */
  static PageAnswer done(RoutingContext context, String notice, String location) {
    BrowserCookies.say(context, notice);
    return seeOther(location);
  }

  /** A page that says what happened and what to do. */
  static PageAnswer problem(int status, String title, String advice) {
    return new PageAnswer(status, ConsoleProblemPage.render(status, title, advice), null);
  }

  /**
   * Does something and goes on to a page, which says once what was done, or why it was refused.
   *
   * @param work what is done; it answers what to say of it
   */
  static void act(RoutingContext context, String location, Supplier<String> work) {
    answer(
        context,
        () -> {
          try {
            return done(context, work.get(), location);
          } catch (ProblemException e) {
            if (!BACK.contains(e.problem().status())) {
              throw e;
            }
            BrowserCookies.say(context, REFUSED + Words.sentence(e.getMessage()));
            return seeOther(location);
          }
        });
  }

  /** Answers with what the work comes to; whatever goes wrong in it is told as a page. */
  static void answer(RoutingContext context, Supplier<PageAnswer> work) {
    PageAnswer answer = outcome(work);
    HttpServerResponse response = context.response().setStatusCode(answer.status());
    if (answer.status() == 503) {
      response.putHeader("Retry-After", "5");
    }
    if (answer.location() != null) {
      response.putHeader("Location", answer.location()).end();
      return;
    }
    response.putHeader("Content-Type", "text/html; charset=utf-8").end(answer.html());
  }

  private static PageAnswer outcome(Supplier<PageAnswer> work) {
    try {
      return work.get();
    } catch (Consents.ConsentException e) {
      return problem(400, "The integration is not authorized", e.getMessage());
    } catch (ProblemException e) {
      return problem(
          e.problem().status(),
          ConsoleProblemPage.title(e.problem().status()),
          Words.sentence(e.getMessage()));
    } catch (StoreUnavailableException e) {
      return problem(
          503,
          "The database cannot be reached",
          "Ropeway is running, but PostgreSQL does not answer. Nothing that was accepted is lost."
              + " Check the database and quarkus.datasource.jdbc.url; this page works again as soon"
              + " as the database does.");
    } catch (StoreBusyException e) {
      return problem(
          503,
          "The database is busy",
          "Too many requests are waiting. Reload the page in a moment.");
    } catch (RuntimeException e) {
      UUID reference = UUID.randomUUID();
      LOG.errorf(e, "a page failed unexpectedly, reference %s", reference);
      return problem(
          500,
          "An unexpected error occurred",
          "The log has the details under reference " + reference + ".");
    }
  }
}
