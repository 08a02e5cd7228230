package dev.ropeway.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.ropeway.store.Json;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.List;

/** An error as RFC 9457 has it. */
@RegisterForReflection // JSON of answers
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record Problem(
    String type,
    String title,
    int status,
    String detail,
    String instance,
    List<FieldError> errors) {

  public static final String MEDIA_TYPE = "application/problem+json";

  /** A bad field; {@code pointer} is a JSON pointer into the body, or a parameter's name. */
  public record FieldError(String pointer, String detail) {}

  public static Problem of(int status, String detail) {
    return new Problem("about:blank", title(status), status, detail, null, List.of());
  }

  public static Problem of(int status, String detail, List<FieldError> errors) {
    return new Problem("about:blank", title(status), status, detail, null, errors);
  }

  public Problem at(String path) {
    return new Problem(type, title, status, detail, path, errors);
  }

  public String json() {
    return Json.write(this);
  }

  private static String title(int status) {
    return switch (status) {
      case 400 -> "Bad Request";
      case 401 -> "Unauthorized";
      case 403 -> "Forbidden";
      case 404 -> "Not Found";
      case 405 -> "Method Not Allowed";
      case 409 -> "Conflict";
      case 413 -> "Content Too Large";
      case 415 -> "Unsupported Media Type";
      case 422 -> "Unprocessable Content";
      case 429 -> "Too Many Requests";
      case 502 -> "Bad Gateway";
      case 503 -> "Service Unavailable";
      default -> status >= 500 ? "Internal Server Error" : "Error";
    };
  }
}
