package dev.ropeway.console;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ropeway.api.Callers;
import dev.ropeway.api.Problem;
import dev.ropeway.api.ProblemException;
import dev.ropeway.store.Json;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;

/**
 * Calls of the contract's operations by pages: the same route does it, with the same checks and in
 * the same words, for the person at the browser.
 */
@ApplicationScoped
class ApiCalls {

  private final ProducerTemplate camel;
  private final View view;

  ApiCalls(ProducerTemplate camel, View view) {
    this.camel = camel;
    this.view = view;
  }

  /**
   * Calls an operation by its id.
   *
   * @param parameters of its path and its query
   * @param body null for none
   * @return what it answers; a missing node for an answer without a body
   * @throws ProblemException that says why it was refused
   */
  JsonNode call(
      RoutingContext context, String operation, Map<String, ?> parameters, JsonNode body) {
    Exchange exchange = answered(context, operation, parameters, body);
    return json(exchange);
  }

  /**
   * What an operation answers, to be read while it is written.
   *
   * @throws ProblemException that says why it was refused
   */
  InputStream open(RoutingContext context, String operation, Map<String, ?> parameters) {
    return answered(context, operation, parameters, null).getMessage().getBody(InputStream.class);
  }

  private Exchange answered(
      RoutingContext context, String operation, Map<String, ?> parameters, JsonNode body) {
    Exchange exchange =
        camel.request(
            "direct:" + operation,
            asked -> {
              Map<String, Object> headers = new HashMap<>(parameters);
              headers.values().removeIf(value -> value == null || value.equals(""));
              headers.put(Callers.USER, context.user());
              headers.put(Exchange.HTTP_PATH, context.normalizedPath());
              headers.put(Exchange.CONTENT_TYPE, "application/json");
              asked.getMessage().setHeaders(headers);
              asked.getMessage().setBody(body == null ? null : Json.bytes(body));
            });
    if (exchange.getException() != null) {
      throw new IllegalStateException(operation + " failed", exchange.getException());
    }
    if (exchange.getMessage().getHeader(Exchange.HTTP_RESPONSE_CODE, 200, Integer.class) >= 400) {
      throw new ProblemException(Json.MAPPER.convertValue(json(exchange), Problem.class));
    }
    return exchange;
  }

  private static JsonNode json(Exchange exchange) {
    byte[] answer = exchange.getMessage().getBody(byte[].class);
    return answer == null || answer.length == 0
        ? Json.MAPPER.missingNode()
        : Json.tree(new String(answer, StandardCharsets.UTF_8));
  }

  /** What the address of a page asks for beside its path: the parameters of its operation. */
  static Map<String, String> query(RoutingContext context) {
    Map<String, String> query = new HashMap<>();
    context.queryParams().forEach(entry -> query.put(entry.getKey(), entry.getValue()));
    return query;
  }

  /** Whether the reader may call an operation. */
  boolean may(String operation) {
    return view.may(operation);
  }

  /** What an operation answers, or a missing node for a reader who may not call it. */
  JsonNode ifAllowed(RoutingContext context, String operation, Map<String, ?> parameters) {
    return view.may(operation) ? call(context, operation, parameters) : Json.MAPPER.missingNode();
  }

  /** Calls an operation that needs no body. */
  JsonNode call(RoutingContext context, String operation, Map<String, ?> parameters) {
    return call(context, operation, parameters, null);
  }
}
