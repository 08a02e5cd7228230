package dev.ropeway.console;

import dev.ropeway.api.ProblemException;
import io.quarkus.vertx.web.Route;
import io.quarkus.vertx.web.Route.HandlerType;
import io.quarkus.vertx.web.Route.HttpMethod;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jboss.logging.Logger;

/** The list of assignments as a file: everything that matches, written as it is read. */
@ApplicationScoped
class ExportPage {

  private static final Logger LOG = Logger.getLogger(ExportPage.class);

  private static final int CHUNK = 64 * 1024;

  /** How long a reader may take for one chunk. */
  private static final long CHUNK_SECONDS = 30;

  private final ApiCalls api;

  ExportPage(ApiCalls api) {
    this.api = api;
  }

  @Route(path = "/export/assignments", methods = HttpMethod.GET, type = HandlerType.BLOCKING)
  void assignments(RoutingContext context) {
    Map<String, Object> asked = new HashMap<>(ApiCalls.query(context));
    asked.put("Accept", "text/csv");
    try (InputStream rows = api.open(context, "list-assignments", asked)) {
      HttpServerResponse response =
          context
              .response()
              .setChunked(true)
              .putHeader("Content-Type", "text/csv; charset=utf-8")
              .putHeader("Content-Disposition", "attachment; filename=\"assignments.csv\"");
      for (byte[] chunk = rows.readNBytes(CHUNK);
          chunk.length > 0;
          chunk = rows.readNBytes(CHUNK)) {
        response
            .write(Buffer.buffer(chunk))
            .toCompletionStage()
            .toCompletableFuture()
            .get(CHUNK_SECONDS, TimeUnit.SECONDS);
      }
      response.end();
    } catch (ProblemException e) {
      PageAnswer.answer(
          context,
          () -> {
            throw e;
          });
    } catch (IOException | ExecutionException | TimeoutException e) {
      // Whoever reads must not take what came so far for everything.
      LOG.debugf("a file could not be completed: %s", e.getMessage());
      context.request().connection().close();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      context.request().connection().close();
    }
  }
}
