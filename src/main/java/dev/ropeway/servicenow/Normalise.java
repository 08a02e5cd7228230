package dev.ropeway.servicenow;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ropeway.store.Json;
import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.cxf.helpers.CastUtils;
import org.apache.cxf.message.Message;
import org.apache.cxf.phase.AbstractPhaseInterceptor;
import org.apache.cxf.phase.Phase;

/**
 * Remembers what the component drops and rewrites what it chokes on: errors that are not JSON, and
 * pages or nothing where a record was due.
 */
final class Normalise extends AbstractPhaseInterceptor<Message> {

  static final int MAX_ERROR_BYTES = 64 * 1024;

  private static final byte[] NOTHING = {};

  /** Put into the detail of a 401 that only lacks a one-time code (servicenow-wire § 3.1). */
  static final String SECOND_FACTOR = "(X-MFA_TOKEN: a second factor is required)";

  private final Clock clock;

  Normalise(Clock clock) {
    super(Phase.RECEIVE);
    this.clock = clock;
  }

  /** What is thrown beside a status is dropped by CXF, and then there is no answer to read. */
  @Override
  public void handleMessage(Message message) {
    int status = (int) message.get(Message.RESPONSE_CODE);
    try {
      receive(message, status, headers(message));
    } catch (RuntimeException e) {
      message.getExchange().remove(Message.RESPONSE_CODE);
      throw e;
    }
  }

  private void receive(Message message, int status, Map<String, List<String>> headers) {
    Connection connection = CallInProgress.current().connection();
    if (status == ProxyServer.LOGIN_REQUIRED && connection.proxy() != null) {
      throw connection.proxy().refusal(status, connection.url(), null);
    }
    String type = first(headers, "Content-Type");
    boolean good = status == 200 || status == 201;
    if (status == 204) {
      remember(status, false, headers, "", "");
      return;
    }
    if (good && BodyForm.of(type, start(message)) == BodyForm.JSON) {
      remember(status, false, headers, "", "");
      if (BodyForm.of(type, NOTHING) != BodyForm.JSON) {
        call(message, headers, "application/json");
      }
      return;
    }
    byte[] body = read(message);
    BodyForm form = BodyForm.of(type, body);
    if (good) {
      if (body.length == 0) {
        remember(status, false, headers, "", "");
        replace(message, status, "{\"result\":{}}");
        return;
      }
      String what = form == BodyForm.PAGE ? "a page" : "something else";
      remember(status, true, headers, what + " instead of a record", form.hint(type, body));
      replace(message, Fault.HIBERNATING, "{}");
      return;
    }
    boolean page = form != BodyForm.JSON && body.length > 0;
    refuse(message, status, headers, page ? form.hint(type, body) : null, body);
  }

  private void refuse(
      Message message, int status, Map<String, List<String>> headers, String page, byte[] body) {
    String text = "";
    String detail = page == null ? "" : page;
    try {
      JsonNode error = Json.MAPPER.readTree(body).path("error");
      text = error.isTextual() ? error.asText() : error.path("message").asText("");
      detail = error.path("detail").asText(detail);
    } catch (IOException e) {
      // Not JSON: the status and the page's first words are all there is.
    }
    if (!first(headers, "X-MFA_TOKEN").isEmpty()) {
      detail = (detail + " " + SECOND_FACTOR).strip();
    }
    boolean redirect = status >= 300 && status < 400;
    remember(
        status,
        page != null || redirect,
        headers,
        text.isEmpty() ? "Status " + status : text,
        detail);
    ObjectNode normal = Json.MAPPER.createObjectNode().put("status", "failure");
    normal.putObject("error").put("message", text).put("detail", detail);
    replace(message, status, normal.toString());
  }

  private void remember(
      int status, boolean page, Map<String, List<String>> headers, String text, String detail) {
    Instant now = clock.instant();
    Instant date = WireAnswer.httpDate(first(headers, "Date"));
    Duration retryAfter = WireAnswer.retryAfter(first(headers, "Retry-After"), now);
    AnswerHeaders told = AnswerHeaders.of(name -> first(headers, name), date, now);
    new WireAnswer(status, page, retryAfter, date, text, detail, told).remember();
    boolean good = !page && status >= 200 && status < 300 && status != 202;
    CallInProgress.current().permit().answered(status, good, told.rateLimit(), retryAfter);
  }

  /** The code must change on the exchange too, or the component still sees a success. */
  private static void replace(Message message, int status, String json) {
    message.setContent(
        InputStream.class, new ByteArrayInputStream(json.getBytes(StandardCharsets.UTF_8)));
    message.put(Message.RESPONSE_CODE, status);
    message.getExchange().put(Message.RESPONSE_CODE, status);
    Map<String, List<String>> headers = headers(message);
    call(message, headers, "application/json");
    headers.remove("Content-Length");
    headers.remove("Content-Encoding");
  }

  private static byte[] read(Message message) {
    try (InputStream body = message.getContent(InputStream.class)) {
      return body == null ? new byte[0] : body.readNBytes(MAX_ERROR_BYTES);
    } catch (IOException e) {
      return new byte[0];
    }
  }

  /** The first bytes of the body, which stays whole. */
  private static byte[] start(Message message) {
    InputStream body = message.getContent(InputStream.class);
    if (body == null) {
      return NOTHING;
    }
    BufferedInputStream kept = new BufferedInputStream(body);
    message.setContent(InputStream.class, kept);
    try {
      kept.mark(BodyForm.ENOUGH);
      byte[] start = kept.readNBytes(BodyForm.ENOUGH);
      kept.reset();
      return start;
    } catch (IOException e) {
      return NOTHING;
    }
  }

  private static void call(Message message, Map<String, List<String>> headers, String type) {
    message.put(Message.CONTENT_TYPE, type);
    headers.put("Content-Type", List.of(type));
  }

  static Map<String, List<String>> headers(Message message) {
    Map<String, List<String>> headers =
        CastUtils.cast((Map<?, ?>) message.get(Message.PROTOCOL_HEADERS));
    if (headers == null) {
      headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
      message.put(Message.PROTOCOL_HEADERS, headers);
    }
    return headers;
  }

  private static String first(Map<String, List<String>> headers, String name) {
    return headers.entrySet().stream()
        .filter(header -> name.equalsIgnoreCase(header.getKey()) && !header.getValue().isEmpty())
        .map(header -> String.valueOf(header.getValue().get(0)))
        .findFirst()
        .orElse("");
  }
}
