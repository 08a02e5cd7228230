package dev.ropeway.sandbox;

import io.vertx.core.Vertx;
import io.vertx.core.http.Cookie;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.util.HashMap;
import java.util.Map;

/** Takes calls off the wire, lets faults happen to them, and puts answers back on it. */
final class ApiFront {
  // One request per login cookie runs, ten wait, the next is dropped with 202.
  private static final int COOKIE_QUEUE = 11;

  private final Vertx vertx;
  private final Instance instance;
  private final TableApi tables;
  private final TokenEndpoint tokens;
  private final RateRule rate;
  private final WireHeaders headers;
  private final Map<String, Integer> openByCookie = new HashMap<>();

  ApiFront(Vertx vertx, Instance instance) {
    this.vertx = vertx;
    this.instance = instance;
    this.tables = new TableApi(instance);
    this.tokens = new TokenEndpoint(instance);
    this.rate = new RateRule(instance);
    this.headers = new WireHeaders(instance);
  }

  /** One call under way. */
  private record Exchange(
      RoutingContext context,
      ApiRequest request,
      CallLog.Entry entry,
      Fault fault,
      FaultRule rule,
      String cookie) {

    boolean isToken() {
      return request == null;
    }
  }

  void api(RoutingContext context) {
    HttpServerRequest http = context.request();
    ApiRequest request =
        ApiRequest.of(
            http.method().name(),
            context.normalizedPath(),
            context.queryParams(),
            http.headers(),
            context.body().buffer(),
            instance.stamps.now());
    if (request == null) {
      // Some logs show 404 for this.
      send(
          context, Answer.error(400, "Requested URI does not represent any resource", null), false);
      return;
    }
    accept(context, request, request.table());
  }

  void token(RoutingContext context) {
    accept(context, null, Faults.TOKENS);
  }

  void revoke(RoutingContext context) {
    String inForm = context.request().getFormAttribute("token");
    String token = inForm == null ? context.request().getParam("token") : inForm;
    instance.tokens.revoke(String.valueOf(token));
    send(context, Answer.empty(200), false);
  }

  private void accept(RoutingContext context, ApiRequest request, String table) {
    HttpServerRequest http = context.request();
    String method = request == null ? "POST" : request.method();
    CallLog.Entry entry =
        new CallLog.Entry(
            method,
            http.path(),
            table,
            http.query(),
            http.headers(),
            context.body().buffer(),
            instance.stamps.instant());
    instance.log.begin(entry);
    Cookie login = http.getCookie("JSESSIONID");
    String cookie = login == null ? null : login.getValue();
    if (cookie != null) {
      openByCookie.merge(cookie, 1, Integer::sum);
    }
    http.response().exceptionHandler(lost -> finish(entry, cookie, 0));
    http.response().closeHandler(closed -> finish(entry, cookie, 0));
    boolean list = request != null && request.isList();
    Fault fault = instance.faults.draw(method, table, list);
    FaultRule rule = fault == null ? null : instance.faults.rules().get(fault);
    if (fault == Fault.TIMEOUT) {
      return; // the caller hangs until it gives up
    }
    if (fault == Fault.DROP) {
      finish(entry, cookie, 0);
      http.connection().close();
      return;
    }
    Exchange exchange = new Exchange(context, request, entry, fault, rule, cookie);
    if (cookie != null && openByCookie.get(cookie) > COOKIE_QUEUE) {
      reply(exchange, Answer.empty(202));
      return;
    }
    long wait = instance.faults.switches.latencyMs;
    if (fault == Fault.SLOW) {
      wait += millis(rule, 1_000);
    }
    if (wait > 0 && fault != Fault.COMMIT_LATE) {
      vertx.setTimer(wait, timer -> perform(exchange));
    } else {
      perform(exchange);
    }
  }

  private void perform(Exchange exchange) {
    if (rate.isOn() && !exchange.isToken() && !rate.admits()) {
      reply(exchange, rate.refusal());
      return;
    }
    Answer instead =
        Mishaps.instead(
            exchange.fault(), exchange.rule(), exchange.request(), instance.stamps.instant());
    if (instead != null) {
      reply(exchange, instead);
      return;
    }
    if (exchange.fault() == Fault.COMMIT_LATE) {
      Runnable commit = instance.unlessReset(() -> execute(exchange));
      vertx.setTimer(millis(exchange.rule(), 2_000), timer -> commit.run());
      drop(exchange);
      return;
    }
    Answer answer = execute(exchange);
    if (exchange.fault() == null || !answer.isSuccess()) {
      reply(exchange, answer);
    } else if (exchange.fault() == Fault.COMMIT_THEN_DROP) {
      drop(exchange);
    } else {
      reply(exchange, Mishaps.spoil(exchange.fault(), answer));
    }
  }

  private Answer execute(Exchange exchange) {
    HttpServerRequest http = exchange.context().request();
    try {
      if (exchange.isToken()) {
        return tokens.answer(http.headers(), http.formAttributes());
      }
      ApiRequest request = exchange.request();
      int longest = instance.faults.switches.maxUrlLength;
      if (longest > 0 && http.uri().length() > longest) {
        return Answer.empty(414);
      }
      return tables.answer(
          request, instance.authentication.user(http.headers(), request.parameters()));
    } catch (Refusal refusal) {
      return Answer.of(refusal);
    } catch (RuntimeException e) {
      return Mishaps.serverError(e); // a mistake of ours must not leave the caller hanging
    }
  }

  private void reply(Exchange exchange, Answer answer) {
    finish(exchange.entry(), exchange.cookie(), answer.status());
    if (rate.isOn() && !exchange.isToken()) {
      rate.headers().forEach(answer::header);
    }
    boolean loggedIn =
        !exchange.isToken()
            && exchange.fault() != Fault.EMPTY_ANSWER // recorded without these headers
            && answer.status() != 401
            && answer.status() < 500
            && !isHtml(answer);
    send(exchange.context(), answer, loggedIn);
  }

  private void send(RoutingContext context, Answer answer, boolean loggedIn) {
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
    response.putHeader("Content-Type", answer.contentType());
    if (context.request().method().name().equals("HEAD")) {
      response.end();
      return;
    }
    response.setChunked(true).end(answer.body());
  }

  private void drop(Exchange exchange) {
    finish(exchange.entry(), exchange.cookie(), 0);
    exchange.context().request().connection().close();
  }

  private void finish(CallLog.Entry entry, String cookie, int status) {
    if (instance.log.end(entry, status) && cookie != null) {
      openByCookie.computeIfPresent(cookie, (id, open) -> open > 1 ? open - 1 : null);
    }
  }

  private static boolean isToken(RoutingContext context) {
    return context.normalizedPath().equals("/" + Faults.TOKENS);
  }

  private static boolean isHtml(Answer answer) {
    return answer.contentType() != null && answer.contentType().startsWith("text/html");
  }

  private static long millis(FaultRule rule, long otherwise) {
    return rule.delayMs() == null ? otherwise : Math.max(1, rule.delayMs());
  }
}
