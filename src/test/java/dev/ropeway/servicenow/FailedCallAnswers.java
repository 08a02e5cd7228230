package dev.ropeway.servicenow;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.ropeway.store.Json;
import jakarta.ws.rs.ProcessingException;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.camel.component.servicenow.ServiceNowException;
import org.apache.cxf.message.ExchangeImpl;
import org.apache.cxf.message.Message;
import org.apache.cxf.message.MessageImpl;

/** Answers of an instance, as a call's failure shows them after they came through our transport. */
public final class FailedCallAnswers {

  private FailedCallAnswers() {}

  /** What a failed call says of an answer; null when the answer was a usable record. */
  public static Fault answered(int status, String contentType, String body) {
    return answered(status, Map.of("Content-Type", contentType), body);
  }

  public static Fault answered(int status, Map<String, String> headers, String body) {
    try {
      receive(status, headers, body);
      return null;
    } catch (RuntimeException | ServiceNowException e) {
      return Fault.of(e);
    } finally {
      WireAnswer.forget();
    }
  }

  /** What a call says that got no answer. */
  public static Fault broken(Throwable thrown) {
    WireAnswer.forget();
    return Fault.of(thrown);
  }

  /** The transport's own interceptor, then what component and wire do with its result. */
  private static void receive(int status, Map<String, String> headers, String body)
      throws ServiceNowException {
    Message message = new MessageImpl();
    message.setExchange(new ExchangeImpl());
    message.put(Message.RESPONSE_CODE, status);
    Map<String, List<String>> protocol = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    headers.forEach((name, value) -> protocol.put(name, List.of(value)));
    message.put(Message.PROTOCOL_HEADERS, protocol);
    message.setContent(
        InputStream.class, new ByteArrayInputStream(body.getBytes(StandardCharsets.UTF_8)));
    new CallInProgress(null, null, Purpose.POLL, (httpStatus, good, limit, retryAfter) -> {})
        .begin();
    new Normalise(Clock.systemUTC()).handleMessage(message);

    int code = (int) message.get(Message.RESPONSE_CODE);
    if (code != 200 && code != 201 && code != 204) {
      throw new ServiceNowException(code, "failure", "component", "component");
    }
    try {
      JsonNode json = Json.MAPPER.readTree(message.getContent(InputStream.class));
      if (json.has("error")) {
        throw new UnreadableAnswerException("an error beside the result");
      }
      if (!json.path("result").has("sys_id")) {
        throw TableAnswer.unusable("the answer is empty");
      }
    } catch (JsonProcessingException e) {
      throw new ProcessingException(e);
    } catch (java.io.IOException e) {
      throw new ProcessingException(e);
    }
  }
}
