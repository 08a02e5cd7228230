package dev.ropeway.journeys.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.ropeway.packaged.PackagedApp;
import dev.ropeway.packaged.PackagedApp.Settings;
import dev.ropeway.packaged.SandboxProcess;
import dev.ropeway.packaged.SharedPostgres;
import dev.ropeway.packaged.Store;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Operators change routes without a rebuild: files that they mount replace and add routes. */
class OverrideIT {

  @TempDir Path routes;

  @Test
  void a_step_behind_the_record_that_fails_parks_nothing() throws IOException {
    String file = "deliver-assignment.camel.yaml";
    String shipped = Files.readString(Path.of("src/main/resources/routes", file));
    String last = "        - to: { id: record, uri: direct:record-result }\n";
    assertThat(shipped).contains(last);
    Files.writeString(
        routes.resolve(file),
        shipped.replace(
            last,
            last
                + "        - convertBodyTo: { id: no-such-thing, type: dev.ropeway.assignment.Order }\n"
                + "        - throwException: { id: fail, exceptionType: java.lang.IllegalStateException, message: \"${body}\" }\n"));
    String jdbcUrl = SharedPostgres.newDatabase();
    try (SandboxProcess serviceNow = SandboxProcess.here(0);
        PackagedApp app =
            PackagedApp.start(
                Settings.of(jdbcUrl, serviceNow.url())
                    .with("ropeway.routes.dir", routes.toString()))) {
      Store store = new Store(jdbcUrl);
      app.recommend("{\"id\":\"o\",\"title\":\"T\"}");
      await("a ticket")
          .atMost(Duration.ofMinutes(2))
          .until(() -> store.statuses().equals(Map.of("open", 1)));
      assertThat(app.output())
          .contains("a step failed after its delivery had ended; the result stands");
      assertThat(store.texts("select detail from timeline"))
          .noneMatch(detail -> detail != null && detail.contains("["));
    }
  }

  @Test
  void what_an_enriching_route_breaks_is_refused_with_a_pointer_or_sent_again() throws IOException {
    Files.writeString(
        routes.resolve("enrich-recommendation.camel.yaml"),
        """
        - route:
            id: enrich-recommendation
            errorHandler: { noErrorHandler: {} }
            from:
              uri: direct:enrich-recommendation
              steps:
                - choice:
                    id: by-title
                    when:
                      - simple: "${body[title]} == 'untitled'"
                        steps:
                          - setBody: { id: lose-title, jq: { expression: 'del(.title)' } }
                      - simple: "${body[title]} == 'text'"
                        steps:
                          - setBody: { id: leave-text, constant: "no JSON" }
                      - simple: "${body[title]} == 'nothing'"
                        steps:
                          - setBody: { id: leave-nothing, simple: "${null}" }
        """);
    String jdbcUrl = SharedPostgres.newDatabase();
    try (SandboxProcess serviceNow = SandboxProcess.here(0);
        PackagedApp app =
            PackagedApp.start(
                Settings.of(jdbcUrl, serviceNow.url())
                    .with("ropeway.routes.dir", routes.toString()))) {
      String post = "[{\"id\":\"1\",\"title\":\"good\"},{\"id\":\"2\",\"title\":\"%s\"}]";
      var some = app.recommend(post.formatted("untitled"));
      assertThat(some.status()).isEqualTo(202);
      assertThat(some.body())
          .contains("after enrich-recommendation: ", "\"/title\"", "\"created\"");
      for (String left : List.of("text", "nothing")) {
        var none = app.recommend(post.formatted(left).replace("\"1\"", "\"" + left + "\""));
        assertThat(none.status()).as(left).isEqualTo(503);
        assertThat(none.body()).contains("the route enrich-recommendation failed");
      }
      assertThat(new Store(jdbcUrl).texts("select document ->> 'id' from recommendation"))
          .containsExactly("1");
    }
  }

  @Test
  void a_route_that_cannot_customize_parks_and_says_why_without_records() throws IOException {
    Files.writeString(
        routes.resolve("customize-fields.camel.yaml"),
        """
        - route:
            id: customize-fields
            errorHandler: { noErrorHandler: {} }
            from:
              uri: direct:customize-fields
              steps:
                - choice:
                    id: by-title
                    when:
                      - simple: "${variable.recommendation[title]} == 'kept'"
                        steps:
                          - setBody: { id: write-kept, jq: { expression: '.correlation_id = "x"' } }
                      - simple: "${variable.recommendation[title]} == 'dump'"
                        steps:
                          - setBody: { id: dump, simple: "${variable.delivery}" }
                      - simple: "${variable.recommendation[title]} == 'bare'"
                        steps:
                          - setBody: { id: lose-title, jq: { expression: 'del(.short_description)' } }
        """);
    String jdbcUrl = SharedPostgres.newDatabase();
    try (SandboxProcess serviceNow = SandboxProcess.here(0);
        PackagedApp app =
            PackagedApp.start(
                Settings.of(jdbcUrl, serviceNow.url())
                    .withIntegration("delivery.max-attempts", "1")
                    .with("ropeway.routes.dir", routes.toString()))) {
      Store store = new Store(jdbcUrl);
      for (String title : List.of("kept", "dump", "bare")) {
        app.recommend("{\"id\":\"%s\",\"title\":\"%s\"}".formatted(title, title));
      }
      await("all are parked")
          .atMost(Duration.ofMinutes(2))
          .until(() -> store.statuses().equals(Map.of("parked", 3)));
      assertThat(
              store.texts(
                  "select failure_reason || ': ' || failure_detail from assignment order by created_at"))
          .containsExactly(
              "mapping-failed: incident.correlation_id is kept by Ropeway or the platform, and"
                  + " customize-fields writes it",
              "customization-failed: the route customize-fields must leave a map or a JSON object as"
                  + " its body",
              "mapping-failed: incident.short_description is required, and customize-fields leaves it"
                  + " out");
      assertThat(store.texts("select detail from timeline"))
          .noneMatch(detail -> detail != null && detail.contains("Claim["));
    }
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      value = {
        "no such step    | steps: [ { too: { uri: direct:x } } ]   | line 5  | Unknown node id: too",
        "no YAML         | steps: [ { to: { uri: direct:x ]        | line 5  | expected ',' or '}'",
        "no such field   | nonsense: true                          | line 5  | Unsupported field: nonsense",
        "no such bean    | steps: [ { bean: { ref: nobody, method: x } } ] | mine | nobody",
        "a bean's old name | steps: [ { bean: { ref: desk, method: list } } ] | desk | assignmentResource",
        "a route's old name | steps: [ { to: { uri: direct:assign-findings } } ] | assign-findings | assign-recommendations",
        "no such address | steps: [ { to: { uri: nosuch:x } } ]    | mine    | nosuch"
      })
  void a_broken_file_stops_the_start_with_its_name_line_and_reason(
      String what, String broken, String line, String reason) throws IOException {
    Path file = routes.resolve("mine.camel.yaml");
    Files.writeString(
        file, "- route:\n    id: mine\n    from:\n      uri: direct:mine\n      " + broken + "\n");
    // Nothing listens there: a refused start needs no store.
    Settings settings =
        Settings.of("jdbc:postgresql://127.0.0.1:1/none", URI.create("http://127.0.0.1:1"))
            .with("ropeway.routes.dir", routes.toString());
    try (PackagedApp app = PackagedApp.launch(settings)) {
      assertThat(app.awaitExit()).as("exit code").isNotZero();
      assertThat(app.output()).contains(file.toString(), line, reason);
    }
  }
}
