package dev.ropeway.sandbox;

import dev.ropeway.sandbox.faults.Faults;
import dev.ropeway.sandbox.instance.Answer;
import dev.ropeway.sandbox.instance.Instance;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;

/** Puts answers on the wire with the headers an instance gives them. */
final class Responses {
  private final WireHeaders headers;
  private final Faults faults;

  Responses(Instance instance) {
    this.headers = new WireHeaders(instance);
    this.faults = instance.faults;
  }

  void send(RoutingContext context, Answer answer, boolean loggedIn) {
    HttpServerResponse response = context.response();
    if (response.closed() || response.ended()) {
      return;
    }
    response.setStatusCode(answer.status());
    headers.common(response.headers());
    if (loggedIn) {
      boolean reused = context.request().getCookie("JSESSIONID") != null;
      headers.loggedIn(response.headers(), answer.body() != null, reused);
    }
    if (answer.status() == 401 && !isToken(context)) {
      response.putHeader("WWW-Authenticate", "Basic realm=\"Service-now\"");
    }
    answer.headers().forEach(response::putHeader);
    if (answer.body() == null) {
      response.end();
      return;
    }
    String relabelled = faults.switches.contentType;
    String type = relabelled == null ? answer.contentType() : relabelled;
    if (!type.isEmpty()) {
      response.putHeader("Content-Type", type);
    }
    if (context.request().method().name().equals("HEAD")) {
      response.end();
      return;
    }
    response.setChunked(true).end(answer.body());
  }

  private static boolean isToken(RoutingContext context) {
    return context.normalizedPath().equals("/" + Faults.TOKENS);
  }
}
