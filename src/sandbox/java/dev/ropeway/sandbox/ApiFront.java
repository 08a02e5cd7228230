package dev.ropeway.sandbox;

import dev.ropeway.sandbox.faults.FaultKind;
import dev.ropeway.sandbox.instance.Answer;
import dev.ropeway.sandbox.instance.Instance;
import dev.ropeway.sandbox.table.ErrorAnswer;
import dev.ropeway.sandbox.table.User;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.util.HashMap;
import java.util.Map;

/** Takes calls off the wire, lets faults happen to them, and has them answered. */
final class ApiFront {
  // One request per login cookie runs, ten wait, the next is dropped with 202.
  private static final int COOKIE_QUEUE = 11;

  private final Vertx vertx;
  private final Instance instance;
  private final TableApi tables;
  private final ImportApi imports;
  private final AttachmentApi attachments;
  private final StandardChangeApi changes;
  private final OAuthEndpoint tokens;
  private final CallSlots slots;
  private final Responses responses;
  private final Map<String, Integer> openByCookie = new HashMap<>();

  ApiFront(Vertx vertx, Instance instance) {
    this.vertx = vertx;
    this.instance = instance;
    this.tables = new TableApi(instance);
    this.imports = new ImportApi(instance);
    this.attachments = new AttachmentApi(instance);
    this.changes = new StandardChangeApi(instance);
    this.tokens = new OAuthEndpoint(instance);
    this.slots = new CallSlots(instance.faults.switches);
    this.responses = new Responses(instance);
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
      responses.send(
          context, Answer.error(400, "Requested URI does not represent any resource", null), false);
      return;
    }
    accept(new Exchange(context, request, instance.stamps.instant()));
  }

  void token(RoutingContext context) {
    accept(new Exchange(context, null, instance.stamps.instant()));
  }

  void revoke(RoutingContext context) {
    String inForm = context.request().getFormAttribute("token");
    String token = inForm == null ? context.request().getParam("token") : inForm;
    instance.tokens.revoke(String.valueOf(token));
    responses.send(context, Answer.empty(200), false);
  }

  void keys(RoutingContext context) {
    Map<String, Object> key = instance.tokens.publicKey();
    Answer answer =
        Answer.json(
            200,
            json -> {
              json.writeStartObject();
              json.writeArrayFieldStart("keys");
              json.writeStartObject();
              for (Map.Entry<String, Object> part : key.entrySet()) {
                json.writeStringField(part.getKey(), String.valueOf(part.getValue()));
              }
              json.writeEndObject();
              json.writeEndArray();
              json.writeEndObject();
            });
    responses.send(context, answer, false);
  }

  private void accept(Exchange exchange) {
    instance.log.begin(exchange.entry);
    if (exchange.cookie != null) {
      openByCookie.merge(exchange.cookie, 1, Integer::sum);
    }
    exchange.slot = new CallSlots.Slot(() -> begin(exchange));
    exchange.http().response().exceptionHandler(lost -> finish(exchange, 0));
    exchange.http().response().closeHandler(closed -> finish(exchange, 0));
    if (exchange.isToken()) {
      begin(exchange);
    } else if (exchange.cookie != null && openByCookie.get(exchange.cookie) > COOKIE_QUEUE) {
      reply(exchange, Answer.empty(202));
    } else if (!slots.enter(exchange.slot)) {
      reply(exchange, FaultResponses.busy());
    }
  }

  private void begin(Exchange exchange) {
    FaultKind fault = instance.faults.draw(exchange.method, exchange.table, exchange.isList());
    exchange.fault = fault;
    exchange.rule = fault == null ? null : instance.faults.rules().get(fault);
    if (fault == FaultKind.TIMEOUT) {
      return; // the caller hangs until it gives up
    }
    if (fault == FaultKind.DROP) {
      drop(exchange);
      return;
    }
    if (!exchange.isToken() && !instance.faults.switches.rateRules.isEmpty()) {
      exchange.rate = instance.rates.count(caller(exchange));
    }
    long wait = instance.faults.switches.latencyMs;
    if (fault == FaultKind.SLOW) {
      wait += exchange.millis(1_000);
    }
    if (wait > 0 && fault != FaultKind.COMMIT_LATE) {
      vertx.setTimer(wait, timer -> perform(exchange));
    } else {
      perform(exchange);
    }
  }

  /**
   * Whether calls without a good login count against a rule is not in our sources: here they do.
   */
  private String caller(Exchange exchange) {
    try {
      return instance.authentication.user(exchange.http()).userName();
    } catch (ErrorAnswer nobody) {
      return "guest";
    }
  }

  private void perform(Exchange exchange) {
    if (exchange.rate != null && !exchange.rate.admitted()) {
      reply(exchange, exchange.rate.refusal());
      return;
    }
    Answer instead =
        FaultResponses.instead(
            exchange.fault, exchange.rule, exchange.request, instance.stamps.instant());
    if (instead != null) {
      reply(exchange, instead);
      return;
    }
    if (exchange.fault == FaultKind.COMMIT_LATE) {
      Runnable commit = instance.unlessReset(() -> execute(exchange));
      vertx.setTimer(exchange.millis(2_000), timer -> commit.run());
      drop(exchange);
      return;
    }
    Answer answer = execute(exchange);
    if (exchange.fault == null || !answer.isSuccess()) {
      reply(exchange, answer);
    } else if (exchange.fault == FaultKind.COMMIT_THEN_DROP) {
      drop(exchange);
    } else {
      reply(exchange, FaultResponses.spoil(exchange.fault, answer));
    }
  }

  private Answer execute(Exchange exchange) {
    HttpServerRequest http = exchange.http();
    try {
      if (exchange.isToken()) {
        return tokens.answer(http.headers(), http.formAttributes());
      }
      int longest = instance.faults.switches.maxUrlLength;
      if (longest > 0 && http.uri().length() > longest) {
        return Answer.empty(414);
      }
      User user = instance.authentication.user(exchange.http());
      instance.access.checkApi(user);
      return switch (exchange.request.api()) {
        case TABLE -> tables.answer(exchange.request, user);
        case ATTACHMENTS -> attachments.answer(exchange.request, user);
        case IMPORT -> imports.answer(exchange.request, user);
        case CHANGE_TEMPLATES -> changes.templates(exchange.request, user);
        case STANDARD_CHANGES -> changes.changes(exchange.request, user);
      };
    } catch (ErrorAnswer refusal) {
      return Answer.of(refusal);
    } catch (RuntimeException e) {
      return FaultResponses.serverError(e); // a mistake of ours must not leave the caller hanging
    }
  }

  private void reply(Exchange exchange, Answer answer) {
    finish(exchange, answer.status());
    if (exchange.rate != null) {
      exchange.rate.headers().forEach(answer::header);
    }
    boolean loggedIn =
        !exchange.isToken()
            && exchange.fault != FaultKind.EMPTY_ANSWER // recorded without these headers
            && answer.status() != 401
            && answer.status() < 500
            && !isHtml(answer);
    responses.send(exchange.context, answer, loggedIn);
  }

  private void drop(Exchange exchange) {
    finish(exchange, 0);
    exchange.http().connection().close();
  }

  private void finish(Exchange exchange, int status) {
    if (!instance.log.end(exchange.entry, status)) {
      return;
    }
    if (exchange.cookie != null) {
      openByCookie.computeIfPresent(exchange.cookie, (id, open) -> open > 1 ? open - 1 : null);
    }
    slots.leave(exchange.slot);
  }

  private static boolean isHtml(Answer answer) {
    return answer.contentType() != null && answer.contentType().startsWith("text/html");
  }
}
