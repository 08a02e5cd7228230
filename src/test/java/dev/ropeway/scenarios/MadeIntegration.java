package dev.ropeway.scenarios;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.ropeway.sandbox.Sandbox;
import io.restassured.path.json.JsonPath;
import io.restassured.response.ValidatableResponse;
import java.time.Duration;

/** The integration {@code made}, which tests make over REST and the rule of that name leads to. */
public final class MadeIntegration {

  public static final String URL = "/api/v1/integrations/made";

  private static final Duration PATIENCE = Duration.ofMinutes(1);

  private MadeIntegration() {}

  public static ValidatableResponse put(String auth, String more) {
    return put(TestEnvironment.sandbox(), auth, more.isEmpty() ? "" : "," + more);
  }

  /** At another instance than the one of the other scenarios. */
  public static ValidatableResponse at(Sandbox instance, String auth) {
    return put(instance, auth, "");
  }

  private static ValidatableResponse put(Sandbox instance, String auth, String more) {
    String body = "{\"instanceUrl\":\"%s\",\"auth\":%s%s}".formatted(instance.url(), auth, more);
    return Scenario.caller().body(body).put(URL).then();
  }

  public static ValidatableResponse basic(String more) {
    return put("{\"type\":\"basic\",\"username\":\"ropeway\",\"password\":\"ropeway\"}", more);
  }

  public static JsonPath shown() {
    return Scenario.caller().get(URL).then().statusCode(200).extract().jsonPath();
  }

  public static void becomes(String state) {
    await()
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(20))
        .untilAsserted(
            () ->
                assertThat(shown().getString("status.state"))
                    .as(shown().getString("status.why"))
                    .isEqualTo(state));
  }

  /** Deletes it and waits until nothing is left of it. */
  public static void isGone(Scenario scenario) {
    if (Scenario.caller().get(URL).statusCode() == 404) {
      return;
    }
    Scenario.caller().delete(URL + "?assignments=withdraw&rules=keep");
    await()
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(50))
        .until(
            () -> {
              scenario.waits(Duration.ofMinutes(2));
              return Scenario.caller().get(URL).statusCode() == 404;
            });
  }
}
