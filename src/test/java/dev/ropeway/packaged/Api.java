package dev.ropeway.packaged;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

/** HTTP to one program; answers with status 0 while nobody listens. */
public final class Api {

  private static final Duration PATIENCE = Duration.ofMinutes(3);

  private final HttpClient client =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(5))
          .build();
  private final URI base;
  private final String header;
  private final String key;

  /**
   * @param retryAfter the header's value; empty without one
   */
  public record Reply(int status, String body, String retryAfter) {}

  public Api(URI base, String key) {
    this(base, "X-API-Key", key);
  }

  private Api(URI base, String header, String key) {
    this.base = base;
    this.header = header;
    this.key = key;
  }

  /** The same API for another key. */
  Api as(String other) {
    return new Api(base, other);
  }

  /** The same API for a token. */
  Api bearing(String token) {
    return new Api(base, "Authorization", "Bearer " + token);
  }

  public Reply get(String path) {
    return send(request(path).GET());
  }

  public Reply post(String path, String json) {
    return send(request(path).POST(BodyPublishers.ofString(json)));
  }

  public Reply put(String path, String json) {
    return send(request(path).PUT(BodyPublishers.ofString(json)));
  }

  public Reply patch(String path, String json) {
    return send(request(path).method("PATCH", BodyPublishers.ofString(json)));
  }

  public Reply delete(String path) {
    return send(request(path).DELETE());
  }

  /** The value of a header of the answer; empty without one. */
  public String header(String path, String name, String sent, String value) {
    try {
      return client
          .send(request(path).header(sent, value).GET().build(), BodyHandlers.discarding())
          .headers()
          .firstValue(name)
          .orElse("");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while waiting for an answer", e);
    }
  }

  private HttpRequest.Builder request(String path) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(base.resolve(path))
            .timeout(PATIENCE)
            .header("Content-Type", "application/json");
    return key == null ? request : request.header(header, key);
  }

  private Reply send(HttpRequest.Builder request) {
    try {
      HttpResponse<String> answer = client.send(request.build(), BodyHandlers.ofString());
      String retryAfter = answer.headers().firstValue("Retry-After").orElse("");
      return new Reply(answer.statusCode(), answer.body(), retryAfter);
    } catch (IOException e) {
      return new Reply(0, String.valueOf(e), "");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while waiting for an answer", e);
    }
  }
}
