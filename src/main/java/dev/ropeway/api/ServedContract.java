package dev.ropeway.api;

import io.quarkus.vertx.web.Route;
import io.quarkus.vertx.web.Route.HttpMethod;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.ext.web.MIMEHeader;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.concurrent.Semaphore;

/** Shows the contract to whoever asks: tools ask without a key (docs/decisions/0035). */
@ApplicationScoped
class ServedContract {

  /** Nobody knows who asks: what is not taken must not fill the memory. */
  private static final int AT_ONCE = 32;

  private static final long TAKEN_WITHIN_MILLIS = 30_000;

  private final Semaphore room = new Semaphore(AT_ONCE);
  private final Form yaml = new Form("application/yaml", Buffer.buffer(WrittenContract.yaml()));
  private final Form json = new Form("application/json", Buffer.buffer(WrittenContract.json()));

  private record Form(String type, Buffer text) {}

  @Route(
      path = "/openapi",
      methods = {HttpMethod.GET, HttpMethod.HEAD})
  void show(RoutingContext context) {
    context.response().putHeader("Vary", "Accept");
    List<String> format = context.queryParam("format");
    if (format.isEmpty()) {
      send(context, isJsonWanted(context) ? json : yaml);
    } else if (format.equals(List.of("json"))) {
      send(context, json);
    } else if (format.equals(List.of("yaml"))) {
      send(context, yaml);
    } else {
      refuse(context, Problem.of(400, "format must be yaml or json"));
    }
  }

  /** Of the forms that the caller names, the one it likes best; YAML where it names none. */
  private static boolean isJsonWanted(RoutingContext context) {
    return context.parsedHeaders().accept().stream()
        .map(MIMEHeader::value)
        .filter(form -> form.endsWith("json") || form.endsWith("yaml"))
        .findFirst()
        .filter(form -> form.endsWith("json"))
        .isPresent();
  }

  private void send(RoutingContext context, Form form) {
    if (!room.tryAcquire()) {
      context.response().putHeader("Retry-After", "5");
      refuse(
          context,
          Problem.of(
              503, "there are too many requests for the contract at once; try again shortly"));
      return;
    }
    HttpServerRequest request = context.request();
    long late = context.vertx().setTimer(TAKEN_WITHIN_MILLIS, timer -> hangUp(request));
    context
        .response()
        .putHeader("Content-Type", form.type())
        .end(form.text())
        .onComplete(
            taken -> {
              context.vertx().cancelTimer(late);
              room.release();
            });
  }

  private static void refuse(RoutingContext context, Problem problem) {
    context
        .response()
        .setStatusCode(problem.status())
        .putHeader("Content-Type", Problem.MEDIA_TYPE)
        .end(problem.at(context.normalizedPath()).json());
  }

  private static void hangUp(HttpServerRequest request) {
    if (request.version() == HttpVersion.HTTP_2) {
      request.response().reset();
    } else {
      request.connection().close();
    }
  }
}
