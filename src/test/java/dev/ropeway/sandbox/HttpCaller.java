package dev.ropeway.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/** A caller that knows HTTP and nothing else, so that the tests look at the wire itself. */
final class HttpCaller {
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  private final URI url;
  private final String authorization;

  HttpCaller(Sandbox sandbox) {
    this(sandbox, basic("ropeway", "ropeway"));
  }

  HttpCaller(Sandbox sandbox, String authorization) {
    this.url = sandbox.url();
    this.authorization = authorization;
  }

  /** An answer as it arrived. */
  record Reply(int status, HttpHeaders headers, String text) {

    JsonNode json() {
      try {
        return MAPPER.readTree(text);
      } catch (IOException e) {
        throw new UncheckedIOException(text, e);
      }
    }

    JsonNode result() {
      return json().path("result");
    }

    String field(String name) {
      return result().path(name).asText();
    }

    List<String> column(String name) {
      List<String> values = new ArrayList<>();
      result().forEach(row -> values.add(row.path(name).asText()));
      return values;
    }

    String header(String name) {
      return headers.firstValue(name).orElse(null);
    }

    String detail() {
      return json().path("error").path("detail").asText();
    }

    String message() {
      return json().path("error").path("message").asText();
    }
  }

  static String basic(String name, String password) {
    byte[] pair = (name + ":" + password).getBytes(StandardCharsets.UTF_8);
    return "Basic " + Base64.getEncoder().encodeToString(pair);
  }

  static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  Reply get(String path) {
    return send("GET", path, null);
  }

  Reply query(String table, String query) {
    return get("/api/now/table/" + table + "?sysparm_query=" + encoded(query));
  }

  Reply post(String path, String json) {
    return send("POST", path, json);
  }

  Reply patch(String path, String json) {
    return send("PATCH", path, json);
  }

  Reply put(String path, String json) {
    return send("PUT", path, json);
  }

  Reply delete(String path) {
    return send("DELETE", path, null);
  }

  Reply form(String path, String form) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(url.resolve(path))
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(BodyPublishers.ofString(form));
    if (authorization != null) {
      request.header("Authorization", authorization);
    }
    return send(request);
  }

  private Reply send(String method, String path, String json) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(url.resolve(path))
            .timeout(Duration.ofSeconds(10))
            .header("Accept", "application/json");
    if (authorization != null) {
      request.header("Authorization", authorization);
    }
    if (json == null) {
      request.method(method, BodyPublishers.noBody());
    } else {
      request.header("Content-Type", "application/json");
      request.method(method, BodyPublishers.ofString(json));
    }
    return send(request);
  }

  static Reply send(HttpRequest.Builder request) {
    try {
      HttpResponse<String> answer = HTTP.send(request.build(), BodyHandlers.ofString());
      return new Reply(answer.statusCode(), answer.headers(), answer.body());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
