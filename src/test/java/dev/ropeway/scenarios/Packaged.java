package dev.ropeway.scenarios;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.restassured.path.json.JsonPath;
import java.net.URI;
import java.time.Duration;
import org.awaitility.core.ConditionFactory;

/** What callers do to the packaged program in the integration tests, over HTTP and by real time. */
public final class Packaged {

  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final String ASSIGNMENTS = "/api/v1/assignments/";

  private Packaged() {}

  public static ConditionFactory soon() {
    return await().atMost(PATIENCE).pollDelay(Duration.ZERO).pollInterval(Duration.ofMillis(50));
  }

  public static void isReady() {
    soon().until(() -> Scenario.caller().get("/api/v1/assignments").statusCode() == 200);
  }

  /** An integration of its own, so that no test waits for the pause that another one caused. */
  public static void integration(String name, URI instance) {
    String body =
        """
        {"instanceUrl":"%s","auth":{"type":"basic","username":"ropeway","password":"ropeway"},
         "delivery":{"testFirst":false,"timeout":"1s"},
         "sync":{"cron":"0 0 0 1 1 ? 2099","reconcileCron":"0 0 0 1 1 ? 2099"}}
        """
            .formatted(instance);
    int status = Scenario.caller().body(body).put("/api/v1/integrations/" + name).statusCode();
    assertThat(status).as("making " + name).isBetween(200, 201);
  }

  public static void disable(String name) {
    Scenario.caller().post("/api/v1/integrations/" + name + "/disable").then().statusCode(200);
  }

  /** Assigns a finding and says the id of the assignment. */
  public static String assign(String integration, String finding, String more) {
    return Scenario.caller()
        .body(
            "{\"recommendation\":%s,\"integration\":\"%s\"%s}"
                .formatted(Scenario.finding(finding, ""), integration, more))
        .post("/api/v1/assignments")
        .then()
        .statusCode(201)
        .extract()
        .path("id");
  }

  public static void withdraw(String id) {
    Scenario.caller().delete(ASSIGNMENTS + id + "?ticket=cancel").then().statusCode(200);
  }

  public static JsonPath assignment(String id) {
    return Scenario.caller().get(ASSIGNMENTS + id).then().statusCode(200).extract().jsonPath();
  }

  public static JsonPath becomes(String id, String status) {
    soon()
        .untilAsserted(
            () ->
                assertThat(assignment(id).getString("status"))
                    .as(assignment(id).getString("failure"))
                    .isEqualTo(status));
    return assignment(id);
  }

  public static JsonPath fails(String id, String reason) {
    soon()
        .untilAsserted(
            () -> assertThat(assignment(id).getString("failure.reason")).isEqualTo(reason));
    return assignment(id);
  }
}
