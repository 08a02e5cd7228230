package dev.ropeway.scenarios.process;

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

  private static final String ADDED =
      """
      - route:
          id: name-the-team
          from:
            uri: direct:name-the-team
            steps:
              - setBody: { id: put-the-team, simple: "${replace(unowned,lifts)}" }
      """;

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
                + "        - convertBodyTo: { id: no-such-thing, type: dev.ropeway.assignment.TicketRequest }\n"
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
          .contains("a step failed after its delivery had ended; the result is unchanged");
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
              "mapping-failed: incident.correlation_id is managed by Ropeway or ServiceNow, so"
                  + " customize-fields must not write it",
              "customization-failed: the route customize-fields must return a map or a JSON object as"
                  + " its body",
              "mapping-failed: incident.short_description is required, but customize-fields removed it");
      assertThat(store.texts("select detail from timeline"))
          .noneMatch(detail -> detail != null && detail.contains("Claim["));
    }
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      value = {
        "no such step      | steps: [ { too: { uri: direct:x } } ]   | step too in line 5 | Unknown node id: too",
        "no YAML           | steps: [ { to: { uri: direct:x ]        | line 5             | expected ',' or '}'",
        "no such field     | nonsense: true                          | line 5             | Unsupported field: nonsense",
        "no such route     | steps: [ { to: { uri: direct:nowhere } } ] | route mine, step to in line 5 | no route starts from direct:nowhere",
        "no such route, by a constant | steps: [ { toD: { id: ask, uri: direct:nowhere } } ] | route mine, step ask | no route starts from direct:nowhere",
        "no such bean      | steps: [ { bean: { ref: nobody, method: x } } ] | route mine, step bean in line 5 | the bean nobody does not exist",
        "no such method    | steps: [ { bean: { id: ask, ref: answers, method: 'lost(1)' } } ] | route mine, step ask | the bean answers has no method lost",
        "no such method of an expression | steps: [ { setBody: { id: ask, method: { ref: answers, method: lost } } } ] | route mine, step ask | the bean answers has no method lost",
        "a bean's old name | steps: [ { bean: { ref: desk, method: list } } ] | desk       | assignmentResource",
        "a route's old name | steps: [ { to: { uri: direct:assign-findings } } ] | assign-findings | assign-recommendations",
        "no such component | steps: [ { to: { uri: nosuch:x } } ]    | route mine, step to in line 5 | the component nosuch does not exist",
        "no such option    | steps: [ { to: { id: ask, uri: 'direct:mine?nosuch=1' } } ] | route mine, step ask | nosuch=1",
        "no such property  | steps: [ { setBody: { id: put, constant: '{{no.such}}' } } ] | route mine, step put | the property {{no.such}} has no value",
        "a step's id twice | steps: [ { stop: { id: take-claim-twice } }, { stop: { id: take-claim-twice } } ] | route mine, step take-claim-twice | is already used by",
        "an id of a shipped step | steps: [ { stop: { id: plan-create } } ] | route mine, step plan-create | the id plan-create is already used by create-ticket.camel.yaml, route create-ticket",
        "an expression that is none | steps: [ { setBody: { id: put, simple: '${body' } } ] | route mine, step put | functionEnd",
        "no such data format | steps: [ { marshal: { id: write, csv: {} } } ] | route mine, step write | csv"
      })
  void a_mistake_stops_the_start_with_its_file_place_and_reason(
      String what, String broken, String place, String reason) throws IOException {
    Path file = routes.resolve("mine.camel.yaml");
    Files.writeString(
        file, "- route:\n    id: mine\n    from:\n      uri: direct:mine\n      " + broken + "\n");
    refused(file.toString(), place, reason);
  }

  @Test
  void a_route_id_that_is_taken_stops_the_start() throws IOException {
    Path file = routes.resolve("mine.camel.yaml");
    Files.writeString(file, ADDED.replace("id: name-the-team", "id: create-ticket"));

    refused(
        file
            + ", route create-ticket: the id create-ticket is already used by create-ticket.camel.yaml");
  }

  @Test
  void many_mistakes_are_told_in_few_lines() throws IOException {
    Files.writeString(
        routes.resolve("mine.camel.yaml"),
        "- route:\n    id: mine\n    from:\n      uri: direct:mine\n      steps:\n"
            + "        - to: direct:nowhere\n".repeat(20));
    for (int other = 0; other < 12; other++) {
      Files.writeString(
          routes.resolve("other-%d.camel.yaml".formatted(other)),
          ADDED.replace("team", "team-" + other));
    }

    refused("step to in line 6", "step to in line 11", "and 14 more errors");
  }

  /** Without a store, which nothing listens for: a refused start needs none. */
  private void refused(String... told) {
    Settings settings =
        Settings.of("jdbc:postgresql://127.0.0.1:1/none", URI.create("http://127.0.0.1:1"))
            .with("ropeway.routes.dir", routes.toString());
    try (PackagedApp app = PackagedApp.launch(settings)) {
      assertThat(app.awaitExit()).as("exit code").isNotZero();
      assertThat(app.output()).contains(told);
      assertThat(app.output()).as("stack trace").doesNotContain("\tat ");
      assertThat(app.output().lines()).as("lines").hasSizeLessThanOrEqualTo(10);
    }
  }
}
