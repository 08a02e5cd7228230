package dev.ropeway.sandbox.instance;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.ropeway.sandbox.table.ErrorAnswer;
import io.vertx.core.buffer.Buffer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Map;

/** What goes back to the caller. */
public record Answer(int status, String contentType, Buffer body, Map<String, String> headers) {
  public static final String JSON = "application/json;charset=UTF-8";
  private static final JsonFactory FACTORY = new JsonFactory();

  /** Writes one JSON document. */
  public interface Body {
    void write(JsonGenerator json) throws IOException;
  }

  public static Answer json(int status, Body body) {
    return new Answer(status, JSON, write(body), new LinkedHashMap<>());
  }

  public static Answer empty(int status) {
    return new Answer(status, null, null, new LinkedHashMap<>());
  }

  public static Answer html(int status, String page) {
    return new Answer(
        status, "text/html;charset=UTF-8", Buffer.buffer(page), new LinkedHashMap<>());
  }

  public static Answer error(int status, String message, String detail) {
    return json(
        status,
        json -> {
          json.writeStartObject();
          json.writeObjectFieldStart("error");
          json.writeStringField("message", message);
          json.writeStringField("detail", detail);
          json.writeEndObject();
          json.writeStringField("status", "failure");
          json.writeEndObject();
        });
  }

  public static Answer of(ErrorAnswer refusal) {
    Answer answer = error(refusal.status, refusal.getMessage(), refusal.detail);
    answer.headers.putAll(refusal.headers());
    return answer;
  }

  public Answer header(String name, String value) {
    headers.put(name, value);
    return this;
  }

  public Answer withBody(Buffer other) {
    return new Answer(status, contentType, other, headers);
  }

  public boolean isSuccess() {
    return status < 300;
  }

  private static Buffer write(Body body) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(4096);
    try (JsonGenerator json = FACTORY.createGenerator(bytes)) {
      body.write(json);
    } catch (IOException e) {
      throw new UncheckedIOException("Writing to memory failed", e);
    }
    return Buffer.buffer(bytes.toByteArray());
  }
}
