package dev.ropeway.scenarios.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ropeway.packaged.PackagedApp;
import dev.ropeway.packaged.PackagedApp.Settings;
import dev.ropeway.packaged.SharedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A route that engineers add is as well guarded as the contract, and takes no orders either. */
class MountedRouteRolesIT {

  private static final String READING = "        - bean: { id: read-recommendations";
  private static final String SEEN = "        - setBody: { id: %s, simple: 'seen ${headers}' }\n";

  private static final String ADDED =
      """
      - beans:
          - name: letsAllIn
            type: org.apache.camel.support.DefaultHeaderFilterStrategy
      """
          + added("named", "platform-http:/hooks/x")
          + added("unnamed", "platform-http:/elsewhere/x")
          + added("lax", "platform-http:/hooks/lax?headerFilterStrategy=#bean:letsAllIn");

  /** By a name of a caller its key, which says its role. */
  private static final Map<String, String> CALLERS =
      Map.of(
          "reader", "a-key-of-one-who-only-reads-here",
          "event-producer", "a-key-of-one-who-only-posts-here",
          "owner", "a-key-of-one-who-owns-all-of-this");

  private static final List<String> ORDERS =
      List.of(
          "CamelHttpUri",
          "CamelFileName",
          "cAMELfileNAME",
          "CamelKafkaOverrideTopic",
          "camelExecCommand",
          "org.apache.camel.exec",
          "kafka.OVERRIDE_TOPIC",
          "Kafka.Override_Topic");

  private final HttpClient client = HttpClient.newHttpClient();

  @TempDir Path routes;

  private static String added(String id, String uri) {
    return "- route:\n    id: %s\n    from:\n      uri: '%s'\n      steps:\n%s"
        .formatted(id, uri, SEEN.formatted("see-" + id));
  }

  private PackagedApp start(boolean openConsole) throws IOException {
    Path shipped = Path.of("src/main/resources/routes/receive-events.camel.yaml");
    String events = Files.readString(shipped);
    assertThat(events).contains(READING);
    Files.writeString(
        routes.resolve(shipped.getFileName()),
        events.replace(
            READING, SEEN.formatted("see") + "        - stop: { id: no-more }\n" + READING));
    Files.writeString(routes.resolve("added.camel.yaml"), ADDED);
    Settings settings =
        Settings.of(SharedPostgres.newDatabase(), URI.create("http://127.0.0.1:1"))
            .with("ropeway.routes.dir", routes.toString())
            .with("ropeway.routes.roles.\"/hooks\"", "event-producer")
            .with("ropeway.api.open-console", String.valueOf(openConsole));
    for (Map.Entry<String, String> caller : CALLERS.entrySet()) {
      String key = "ropeway.api.keys." + caller.getKey();
      settings =
          settings.with(key + ".key", caller.getValue()).with(key + ".roles", caller.getKey());
    }
    return PackagedApp.start(settings);
  }

  private static HttpRequest.Builder request(PackagedApp app, String path) {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:%d%s".formatted(app.port(), path)));
  }

  private HttpResponse<String> post(PackagedApp app, String path, String body, String... headers) {
    return send(request(app, path).POST(BodyPublishers.ofString(body)).headers(headers));
  }

  private HttpResponse<String> send(HttpRequest.Builder request) {
    try {
      return client.send(request.build(), BodyHandlers.ofString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private static String password(String key) {
    return "Basic "
        + Base64.getEncoder().encodeToString(("any:" + key).getBytes(StandardCharsets.UTF_8));
  }

  @ParameterizedTest(name = "open console: {0}")
  @ValueSource(booleans = {false, true})
  void who_may_call_a_route_that_was_added(boolean openConsole) throws IOException {
    try (PackagedApp app = start(openConsole)) {
      Map<String, Integer> seen = new TreeMap<>();
      for (String path : List.of("/hooks/x", "/elsewhere/x", "/hooksx", "/")) {
        HttpResponse<String> stranger = post(app, path, "{}", "Content-Type", "application/json");
        seen.put(path + " nobody", stranger.statusCode());
        assertThat(stranger.headers().firstValue("Content-Type"))
            .hasValue("application/problem+json");
        CALLERS.forEach(
            (name, key) ->
                seen.put(path + " " + name, post(app, path, "{}", "X-API-Key", key).statusCode()));
      }

      assertThat(seen)
          .containsExactlyInAnyOrderEntriesOf(
              Map.ofEntries(
                  Map.entry("/hooks/x nobody", 401),
                  Map.entry("/hooks/x reader", 403),
                  Map.entry("/hooks/x event-producer", 200),
                  Map.entry("/hooks/x owner", 403),
                  Map.entry("/elsewhere/x nobody", 401),
                  Map.entry("/elsewhere/x reader", 403),
                  Map.entry("/elsewhere/x event-producer", 403),
                  Map.entry("/elsewhere/x owner", 200),
                  Map.entry("/hooksx nobody", 401),
                  Map.entry("/hooksx reader", 403),
                  Map.entry("/hooksx event-producer", 403),
                  Map.entry("/hooksx owner", 405),
                  Map.entry("/ nobody", 401),
                  Map.entry("/ reader", 405),
                  Map.entry("/ event-producer", 403),
                  Map.entry("/ owner", 405)));
      HttpResponse<String> reader = post(app, "/hooks/x", "{}", "X-API-Key", CALLERS.get("reader"));
      assertThat(reader.headers().firstValue("Content-Type")).hasValue("application/problem+json");
      assertThat(send(request(app, "/").GET()).statusCode()).isEqualTo(openConsole ? 200 : 401);
      passwords(app);
    }
  }

  /** As at the contract: what a browser adds by itself must not be used by another's page. */
  private void passwords(PackagedApp app) {
    String[] json = {
      "Authorization", password(CALLERS.get("event-producer")), "Content-Type", "application/json"
    };
    String[] form = {
      "Authorization",
      password(CALLERS.get("event-producer")),
      "Content-Type",
      "application/x-www-form-urlencoded"
    };
    assertThat(post(app, "/hooks/x", "{}", json).statusCode()).isEqualTo(200);
    assertThat(post(app, "/hooks/x", "a=b", form).statusCode()).isEqualTo(415);
    assertThat(
            post(
                    app,
                    "/hooks/x",
                    "{}",
                    "Authorization",
                    json[1],
                    "Content-Type",
                    json[3],
                    "Sec-Fetch-Site",
                    "cross-site")
                .statusCode())
        .isEqualTo(403);
  }

  @Test
  void no_order_to_a_component_reaches_a_route() throws IOException {
    String query = "?" + String.join("&", ORDERS.stream().map(name -> name + "=evil").toList());
    String form = query.substring(1);
    String parts =
        String.join(
            "",
            ORDERS.stream()
                .map(
                    name ->
                        "--x\r\nContent-Disposition: form-data; name=\"%s\"\r\n\r\nevil\r\n"
                            .formatted(name))
                .toList());
    try (PackagedApp app = start(true)) {
      for (String path : List.of("/api/v1/recommendations", "/hooks/x", "/hooks/lax")) {
        String key = CALLERS.get("event-producer");
        String[] headers = new String[ORDERS.size() * 2 + 4];
        headers[0] = "X-API-Key";
        headers[1] = key;
        headers[2] = "Content-Type";
        headers[3] = "application/json";
        for (int each = 0; each < ORDERS.size(); each++) {
          headers[4 + 2 * each] = ORDERS.get(each);
          headers[5 + 2 * each] = "evil";
        }
        seesNone(path + " headers", post(app, path, "{}", headers), false);
        String[] json = {"X-API-Key", key, "Content-Type", "application/json"};
        // The contract refuses parameters that it does not know.
        seesNone(path + " query", post(app, path + query, "{}", json), path.startsWith("/api"));
        String[] typed = {"X-API-Key", key, "Content-Type", "application/x-www-form-urlencoded"};
        seesNone(path + " form", post(app, path, form, typed), path.startsWith("/api"));
        String[] multi = {"X-API-Key", key, "Content-Type", "multipart/form-data; boundary=x"};
        seesNone(
            path + " parts", post(app, path, parts + "--x--\r\n", multi), path.startsWith("/api"));
      }
    }
  }

  private static void seesNone(String what, HttpResponse<String> answer, boolean refused) {
    assertThat(answer.statusCode())
        .as(what)
        .satisfies(
            status -> {
              if (refused) {
                assertThat(status).isIn(400, 415);
              } else {
                assertThat(status).isEqualTo(200);
              }
            });
    if (!refused) {
      assertThat(answer.body()).as(what).contains("CamelHttpMethod=POST");
      for (String order : ORDERS) {
        assertThat(answer.body())
            .as(what)
            .doesNotContainPattern("(?i)[{ ]" + Pattern.quote(order) + "=evil");
      }
    }
  }
}
