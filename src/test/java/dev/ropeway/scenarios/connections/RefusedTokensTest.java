package dev.ropeway.scenarios.connections;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;

import dev.ropeway.sandbox.faults.FaultKind;
import dev.ropeway.sandbox.faults.FaultRule;
import dev.ropeway.sandbox.faults.Faults;
import dev.ropeway.scenarios.MadeIntegration;
import dev.ropeway.scenarios.RopewayTest;
import dev.ropeway.scenarios.Scenario;
import io.restassured.path.json.JsonPath;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** A token that the instance takes back while it is in use, and what another one is denied for. */
@RopewayTest
class RefusedTokensTest extends AuthorizationFixture {

  private static final String SYNC = MadeIntegration.URL + "/sync";

  @Test
  void a_revoked_token_that_nobody_can_renew_waits_and_says_what_to_do() {
    passwordGrant(",\"forgetPassword\":true");
    scenario.hasTicket("a", FINDING);
    scenario.servicenow().faults().revokeTokens();

    UUID waiting = scenario.hears("b", FINDING);

    waitsForAWayIn(waiting, "refresh token");
    scenario.servicenow().faults().clear();
    Scenario.caller()
        .body("{\"auth\":{\"username\":\"ropeway\",\"password\":\"ropeway\"}}")
        .patch(MadeIntegration.URL)
        .then()
        .statusCode(200);
    scenario.becomes(waiting, "open");
  }

  @Test
  void a_change_of_a_ticket_waits_for_a_way_in_too() {
    passwordGrant(",\"forgetPassword\":true");
    UUID known = scenario.hasTicket("a", FINDING);
    scenario.servicenow().faults().revokeTokens();

    scenario
        .post(Scenario.finding("a", FINDING + ",\"description\":\"other words\""))
        .statusCode(202);

    JsonPath failed = scenario.fails(known, "not-authorized");
    assertThat(failed.getInt("failure.attempts")).isZero();
  }

  @Test
  void a_token_endpoint_that_is_away_when_a_token_is_refused_is_waited_for() {
    passwordGrant("");
    scenario.hasTicket("a", FINDING);
    scenario.servicenow().faults().revokeTokens();
    scenario
        .servicenow()
        .faults()
        .set(FaultKind.MAINTENANCE, FaultRule.always().on(null, Faults.TOKENS));

    UUID waiting = scenario.hears("b", FINDING);

    JsonPath failed = scenario.fails(waiting, "unreachable");
    assertThat(failed.getInt("failure.attempts")).isZero();
    assertThat(failed.getString("status")).isEqualTo("pending");
    Scenario.caller().post(SYNC).then().statusCode(502).body("detail", containsString("token"));
    scenario.servicenow().faults().clear();
    scenario.waits(Duration.ofMinutes(10));
    scenario.becomes(waiting, "open");
  }

  @Test
  void an_answer_that_refuses_every_token_waits_and_is_told() {
    passwordGrant("");
    scenario.hasTicket("a", FINDING);
    scenario.servicenow().faults().always(FaultKind.UNAUTHORIZED);

    UUID waiting = scenario.hears("b", FINDING);

    waitsForAWayIn(waiting, "401");
  }

  @Test
  void an_answer_that_refuses_the_renewed_token_too_waits_and_is_told() {
    passwordGrant("");
    scenario.hasTicket("a", FINDING);
    scenario.servicenow().faults().revokeAccessTokens();
    scenario.servicenow().faults().always(FaultKind.UNAUTHORIZED);

    UUID waiting = scenario.hears("b", FINDING);

    waitsForAWayIn(waiting, "401");
  }

  @Test
  void a_connection_that_breaks_while_a_call_is_sent_again_is_no_fault_of_ours() {
    passwordGrant("");
    scenario.hasTicket("a", FINDING);
    scenario.servicenow().faults().revokeAccessTokens();
    scenario.servicenow().faults().always(FaultKind.COMMIT_THEN_DROP);

    UUID lost = scenario.hears("b", FINDING);

    scenario.fails(lost, "no-answer");
    scenario.servicenow().faults().clear();
    scenario.waits(Duration.ofMinutes(10));
    scenario.becomes(lost, "open");
    assertThat(scenario.tickets("incident")).hasSize(2);
  }

  private void waitsForAWayIn(UUID waiting, String why) {
    JsonPath failed = scenario.fails(waiting, "not-authorized");
    assertThat(failed.getString("failure.detail")).contains(why);
    assertThat(failed.getInt("failure.attempts")).isZero();
    assertThat(failed.getString("status")).isEqualTo("pending");
    assertThat(MadeIntegration.shown().getString("status.state")).isEqualTo("not-authorized");
    Scenario.caller().post(SYNC).then().statusCode(502).body("detail", containsString(why));
  }
}
