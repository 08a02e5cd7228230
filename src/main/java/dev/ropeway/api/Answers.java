package dev.ropeway.api;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.ropeway.assignment.Assignment;
import dev.ropeway.correlation.IntakeOutcome;
import dev.ropeway.servicenow.Fault;
import dev.ropeway.store.Json;
import dev.ropeway.store.StoreBusyException;
import dev.ropeway.store.StoreUnavailableException;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Named;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.StreamCache;
import org.jboss.logging.Logger;

/** Turns what a route came to into an HTTP answer. */
@ApplicationScoped
@Named("answers")
@RegisterForReflection // routes call it by name
public class Answers {

  private static final Logger LOG = Logger.getLogger(Answers.class);
  private static final String JSON = "application/json";

  /** What the routes write JSON with. */
  @Produces
  @Named("json")
  ObjectMapper json() {
    return Json.MAPPER;
  }

  /** 200 with the body as JSON; as it is where the route wrote it already. */
  public void ok(Exchange exchange) {
    Object body = exchange.getMessage().getBody();
    answer(exchange, 200, JSON, isWritten(body) ? body : Json.bytes(body));
  }

  private static boolean isWritten(Object body) {
    return body instanceof String
        || body instanceof byte[]
        || body instanceof InputStream
        || body instanceof StreamCache;
  }

  /** 202, or when nothing at all could be accepted 400, or 409 for one item that is another's. */
  public void accepted(Exchange exchange) {
    List<IntakeOutcome> outcomes = outcomes(exchange);
    boolean allRejected =
        outcomes.stream().allMatch(outcome -> outcome.outcome() == IntakeOutcome.Kind.REJECTED);
    if (allRejected) {
      List<Problem.FieldError> errors =
          java.util.stream.IntStream.range(0, outcomes.size())
              .mapToObj(i -> fieldError(outcomes, i))
              .toList();
      throw new ProblemException(
          Problem.of(
              outcomes.size() == 1 && outcomes.get(0).error().conflict() ? 409 : 400,
              outcomes.size() == 1 ? errors.get(0).detail() : "every item was rejected",
              errors));
    }
    answer(exchange, 202, JSON, Map.of("results", outcomes));
  }

  private static Problem.FieldError fieldError(List<IntakeOutcome> outcomes, int i) {
    IntakeOutcome.Error error = outcomes.get(i).error();
    String item = outcomes.size() == 1 ? "" : "/" + i;
    return new Problem.FieldError(item + error.pointer(), error.detail());
  }

  @SuppressWarnings("unchecked")
  private static List<IntakeOutcome> outcomes(Exchange exchange) {
    return exchange.getMessage().getBody(List.class);
  }

  /** That status, with the value as JSON. */
  public void written(Exchange exchange, int status, Object value) {
    answer(exchange, status, JSON, Json.write(value));
  }

  /** 200 with rows, which are written as they are read. */
  public void streamed(Exchange exchange, String mediaType, InputStream rows) {
    answer(exchange, 200, mediaType, rows);
  }

  /** 202 with the body as JSON. */
  public void taken(Exchange exchange) {
    written(exchange, 202, exchange.getMessage().getBody());
  }

  /** 204: done, and nothing to show. */
  public void empty(Exchange exchange) {
    answer(exchange, 204, null, null);
  }

  /** That status, and nothing to show. */
  public void nothing(Exchange exchange, int status) {
    answer(exchange, status, null, null);
  }

  /** 201 with the place of what was made. */
  public void made(Exchange exchange) {
    Assignment made = exchange.getMessage().getBody(Assignment.class);
    answer(exchange, 201, JSON, Json.write(made));
    exchange.getMessage().setHeader("Location", "/api/v1/assignments/" + made.id());
  }

  /** 201 with the place of what was made, whatever it is. */
  public void madeAt(Exchange exchange) {
    Made made = exchange.getMessage().getBody(Made.class);
    answer(exchange, 201, JSON, Json.write(made.shown()));
    exchange.getMessage().setHeader("Location", made.path());
  }

  /**
   * Whatever went wrong, as a problem; what nobody foresaw is logged under an id that the caller
   * gets.
   */
  public void problem(Exchange exchange) {
    Throwable thrown = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Throwable.class);
    String path = exchange.getMessage().getHeader(Exchange.HTTP_PATH, String.class);
    Problem problem = problemOf(thrown).at(path);
    answer(exchange, problem.status(), Problem.MEDIA_TYPE, problem.json());
    if (problem.status() == 429 || problem.status() == 503) {
      exchange.getMessage().setHeader("Retry-After", problem.status() == 429 ? "1" : "5");
    }
  }

  private static Problem problemOf(Throwable thrown) {
    for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
      if (cause instanceof ProblemException known) {
        return known.problem();
      }
      if (cause instanceof StoreBusyException) {
        return Problem.of(
            429, "too many requests are waiting for the database; send the request again shortly");
      }
      if (cause instanceof StoreUnavailableException) {
        return Problem.of(
            503,
            "the database cannot be reached and nothing was changed; send the request again shortly");
      }
    }
    Fault fault = Fault.of(thrown);
    if (fault.kind() != Fault.Kind.OURS) {
      return Problem.of(502, "ServiceNow: " + fault.said());
    }
    UUID reference = UUID.randomUUID();
    LOG.errorf(thrown, "a request failed unexpectedly, reference %s", reference);
    return Problem.of(
        500, "an unexpected error occurred; the log has it under reference " + reference);
  }

  private static void answer(Exchange exchange, int status, String type, Object body) {
    Message message = exchange.getMessage();
    message.removeHeaders("*");
    message.setHeader(Exchange.HTTP_RESPONSE_CODE, status);
    if (type != null) {
      message.setHeader(Exchange.CONTENT_TYPE, type);
    }
    message.setBody(body);
  }
}
