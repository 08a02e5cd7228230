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

  private static final String SHIPPED = "receive-events.camel.yaml";
  private static final String READING = "        - bean: { id: read-recommendations";

  /** Takes the shipped file's first step up with two of an operator's own. */
  private static final String OPERATORS_STEPS =
      """
              - convertBodyTo: { id: as-text, type: java.lang.String }
              - to: { id: enrich, uri: direct:name-the-team }
              - choice:
                  id: leave-closing-to-people
                  when:
                    - id: when-healthy
                      simple: '${body} contains "healthy"'
                      steps:
                        - setBody: { id: say-nothing-changed, constant: '{"results":[]}' }
                        - stop: {}
      """;

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
  void an_enrichment_step_and_another_close_policy_are_mounted_over_what_is_shipped()
      throws IOException {
    String shipped = Files.readString(Path.of("src/main/resources/routes", SHIPPED));
    assertThat(shipped).contains(READING);
    Files.writeString(routes.resolve(SHIPPED), shipped.replace(READING, OPERATORS_STEPS + READING));
    Files.writeString(routes.resolve("name-the-team.camel.yaml"), ADDED);
    String jdbcUrl = SharedPostgres.newDatabase();
    try (SandboxProcess serviceNow = SandboxProcess.here(0);
        PackagedApp app =
            PackagedApp.start(
                Settings.of(jdbcUrl, serviceNow.url())
                    .with("ropeway.routes.dir", routes.toString()))) {
      Store store = new Store(jdbcUrl);
      assertThat(app.recommend("{\"id\":\"o\",\"title\":\"Team unowned\"}").status())
          .isEqualTo(202);
      await("a ticket")
          .atMost(Duration.ofMinutes(2))
          .until(() -> store.statuses().equals(Map.of("open", 1)));
      assertThat(store.texts("select document ->> 'title' from recommendation"))
          .isEqualTo(List.of("Team lifts"));

      assertThat(
              app.recommend("{\"id\":\"o\",\"title\":\"Team unowned\",\"state\":\"healthy\"}")
                  .body())
          .isEqualTo("{\"results\":[]}");
      assertThat(store.texts("select goal from assignment")).isEqualTo(List.of("open"));
      assertThat(app.output())
          .contains(SHIPPED + " replaces the shipped one", "name-the-team.camel.yaml is added");
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
