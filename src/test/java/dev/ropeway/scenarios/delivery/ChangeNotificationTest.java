package dev.ropeway.scenarios.delivery;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import dev.ropeway.sandbox.faults.FaultKind;
import dev.ropeway.scenarios.MadeIntegration;
import dev.ropeway.scenarios.RopewayTest;
import dev.ropeway.scenarios.Scenario;
import dev.ropeway.scenarios.SettableClock;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import java.util.UUID;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What an instance may tell us, and what somebody who pretends to be one may not. */
@RopewayTest
class ChangeNotificationTest {

  private static final String SECRET = "a-secret-of-this-instance";
  private static final String CHANGES = "/api/v1/servicenow/made/changes";

  /** One at the full minute would bring what a refused hint must not. */
  private static final String NO_POLLS =
      "\"sync\":{\"cron\":\"0 0 0 1 1 ? 2099\",\"reconcileCron\":\"0 0 0 1 1 ? 2099\"}";

  @Inject Scenario scenario;
  private UUID assignment;

  @BeforeEach
  void begin() {
    scenario.isNew();
    MadeIntegration.basic("\"changes\":{\"secret\":\"" + SECRET + "\"}," + NO_POLLS)
        .statusCode(201);
    assignment = scenario.hasTicket("a", "\"category\":\"Made\"");
    scenario
        .servicenow()
        .update(
            "incident",
            scenario.sysId(assignment),
            Map.of("state", "6", "close_code", "Solution provided", "close_notes", "done"),
            "ada.fulmer");
  }

  @AfterEach
  void end() {
    MadeIntegration.isGone(scenario);
  }

  private String body() {
    return "{\"table\":\"incident\",\"sys_id\":\"" + scenario.sysId(assignment) + "\"}";
  }

  private static String now() {
    return String.valueOf(Instant.now(new SettableClock()).getEpochSecond());
  }

  private static String signature(String secret, String timestamp, String body) throws Exception {
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
    return Base64.getEncoder()
        .encodeToString(mac.doFinal((timestamp + "." + body).getBytes(StandardCharsets.UTF_8)));
  }

  private static ValidatableResponse post(String timestamp, String signature, String body) {
    return given()
        .contentType("application/json")
        .header("X-Ropeway-Timestamp", timestamp)
        .header("X-Ropeway-Signature", signature)
        .body(body)
        .post(CHANGES)
        .then();
  }

  private void nothingHappened() {
    assertThat(scenario.assignment(assignment).getString("status")).isEqualTo("open");
  }

  @Test
  void a_hint_brings_the_change_at_once() throws Exception {
    post(now(), signature(SECRET, now(), body()), body())
        .statusCode(202)
        .body("fetched", equalTo(true))
        .body("changed", equalTo(1));

    assertThat(scenario.assignment(assignment).getString("status")).isEqualTo("closed");
  }

  @Test
  void the_secret_itself_may_come_as_a_bearer_token() {
    given()
        .contentType("application/json")
        .header("Authorization", "Bearer " + SECRET)
        .body(body())
        .post(CHANGES)
        .then()
        .statusCode(202);
    assertThat(scenario.assignment(assignment).getString("status")).isEqualTo("closed");
  }

  @Test
  void a_forged_hint_is_refused_and_nothing_is_asked_of_the_instance() throws Exception {
    long before = scenario.servicenow().calls().size();
    post(now(), signature("another-secret-word", now(), body()), body()).statusCode(401);
    post(now(), signature(SECRET, now(), body()), body() + " ").statusCode(401);
    post(now(), "not base64!", body()).statusCode(401);
    given().contentType("application/json").body(body()).post(CHANGES).then().statusCode(401);
    given()
        .contentType("application/json")
        .header("Authorization", "Bearer another")
        .body(body())
        .post(CHANGES)
        .then()
        .statusCode(401);
    nothingHappened();
    assertThat(scenario.servicenow().calls()).hasSize((int) before);
  }

  @Test
  void a_replayed_hint_is_refused() throws Exception {
    String at = now();
    String signature = signature(SECRET, at, body());
    post(at, signature, body()).statusCode(202);
    post(at, signature, body()).statusCode(409).body("detail", containsString("already received"));
  }

  @Test
  void an_old_hint_and_one_from_the_future_are_refused() throws Exception {
    String at = now();
    String signature = signature(SECRET, at, body());
    SettableClock.advance(Duration.ofMinutes(6));
    post(at, signature, body()).statusCode(401);
    String ahead = String.valueOf(Long.parseLong(now()) + 600);
    post(ahead, signature(SECRET, ahead, body()), body()).statusCode(401);
    post("never", signature(SECRET, "never", body()), body()).statusCode(401);
    nothingHappened();
  }

  @Test
  void an_integration_without_a_secret_takes_no_hints_and_neither_does_one_that_is_not_there()
      throws Exception {
    for (String name : new String[] {"snow", "other"}) {
      given()
          .contentType("application/json")
          .header("X-Ropeway-Timestamp", now())
          .header("X-Ropeway-Signature", signature(SECRET, now(), body()))
          .body(body())
          .post("/api/v1/servicenow/" + name + "/changes")
          .then()
          .statusCode(401);
    }
  }

  @Test
  void what_is_signed_is_still_checked() throws Exception {
    for (String body :
        new String[] {
          "{\"table\":\"sys_user\",\"sys_id\":\"" + scenario.sysId(assignment) + "\"}",
          "{\"table\":\"incident\",\"sys_id\":\"../../x\"}",
          "{\"table\":\"incident\"",
          "[]"
        }) {
      post(now(), signature(SECRET, now(), body), body).statusCode(400);
    }
    String large = "{\"table\":\"" + "x".repeat(17_000) + "\"}";
    post(now(), signature(SECRET, now(), large), large).statusCode(413);
  }

  @Test
  void a_hint_that_the_instance_does_not_bear_out_is_left_to_the_poll() throws Exception {
    scenario.servicenow().faults().next(FaultKind.SERVER_ERROR, 1);
    post(now(), signature(SECRET, now(), body()), body())
        .statusCode(202)
        .body("fetched", equalTo(false));
    nothingHappened();
  }
}
