package dev.ropeway.servicenow;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ropeway.store.Json;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
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

  /** Put into the detail of a 401 that only lacks a one-time code (servicenow-wire § 3.1). */
  static final String SECOND_FACTOR = "(X-MFA_TOKEN: a second factor is asked for)";

  private final Clock clock;

  Normalise(Clock clock) {
    super(Phase.RECEIVE);
    this.clock = clock;
  }

  @Override
  public void handleMessage(Message message) {
    int status = (int) message.get(Message.RESPONSE_CODE);
    Map<String, List<String>> headers = headers(message);
    boolean json = first(headers, "Content-Type").toLowerCase(Locale.ROOT).contains("json");
    if (json && (status == 200 || status == 201)) {
      remember(status, false, headers, "", "");
      return;
    }
    if (status == 204) {
      remember(status, false, headers, "", "");
      return;
    }
    byte[] body = read(message);
    boolean page = !json && body.length > 0;
    if (status == 200 || status == 201) {
      if (body.length == 0) {
        remember(status, false, headers, "", "");
        replace(message, status, "{\"result\":{}}");
        return;
      }
      remember(status, true, headers, "a page came instead of a record", hint(body));
      replace(message, Fault.HIBERNATING, "{}");
      return;
    }
    refuse(message, status, headers, page, body);
  }

  private void refuse(
      Message message, int status, Map<String, List<String>> headers, boolean page, byte[] body) {
    String text = "";
    String detail = page ? hint(body) : "";
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
    remember(status, page || redirect, headers, text.isEmpty() ? "Status " + status : text, detail);
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
    CallInProgress.current().passage().answered(status, good, told.rateLimit(), retryAfter);
  }

  /** The code must change on the exchange too, or the component still sees a success. */
  private static void replace(Message message, int status, String json) {
    message.setContent(
        InputStream.class, new ByteArrayInputStream(json.getBytes(StandardCharsets.UTF_8)));
    message.put(Message.RESPONSE_CODE, status);
    message.getExchange().put(Message.RESPONSE_CODE, status);
    message.put(Message.CONTENT_TYPE, "application/json");
    Map<String, List<String>> headers = headers(message);
    headers.put("Content-Type", List.of("application/json"));
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

  static String hint(byte[] body) {
    String text = new String(body, StandardCharsets.UTF_8);
    if (text.toLowerCase(Locale.ROOT).contains("hibernating")) {
      return "the instance is hibernating";
    }
    return text.toLowerCase(Locale.ROOT).contains("login") ? "a login page" : "an HTML page";
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
