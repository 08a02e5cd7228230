package dev.ropeway.scenarios.connections;

import static org.awaitility.Awaitility.await;

import dev.ropeway.scenarios.Scenario;
import dev.ropeway.scenarios.TestEnvironment;
import io.restassured.path.json.JsonPath;
import jakarta.inject.Inject;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** Connections that are tested, and what the reports say. */
abstract class TestConnectionFixture {

  static final Duration PATIENCE = Duration.ofMinutes(1);
  static final String MADE = "/api/v1/integrations/made";

  @Inject Scenario scenario;

  @BeforeEach
  void start() {
    scenario.isNew();
  }

  @AfterEach
  void end() {
    TestEnvironment.sandbox().faults().clear();
    if (Scenario.caller().get(MADE).statusCode() == 200) {
      Scenario.caller().delete(MADE + "?assignments=withdraw&rules=keep");
      await()
          .atMost(PATIENCE)
          .until(
              () -> {
                scenario.waits(Duration.ofMinutes(2));
                return Scenario.caller().get(MADE).statusCode() == 404;
              });
    }
  }

  /** An integration of that user, whose password is the user's name. */
  void isMadeFor(String user) {
    isMade(TestEnvironment.sandbox().url().toString(), basic(user, user));
  }

  static String basic(String user, String password) {
    return "{\"type\":\"basic\",\"username\":\"%s\",\"password\":\"%s\"}".formatted(user, password);
  }

  void isMade(String url, String auth) {
    Scenario.caller()
        .body("{\"instanceUrl\":\"%s\",\"auth\":%s}".formatted(url, auth))
        .put(MADE)
        .then()
        .statusCode(201);
  }

  JsonPath tests(String integration) {
    JsonPath report =
        Scenario.caller()
            .post("/api/v1/integrations/" + integration + "/test")
            .then()
            .statusCode(200)
            .extract()
            .jsonPath();
    Transcript.tell(report);
    return report;
  }

  static String of(JsonPath report, String check, String what) {
    return report.getString("checks.find { it.id == '" + check + "' }." + what);
  }

  static String result(JsonPath report, String check) {
    return of(report, check, "result");
  }
}
