package dev.ropeway.scenarios.connections;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.notNullValue;

import dev.ropeway.integration.authorization.ExpiryForecast;
import dev.ropeway.metrics.StoreGauges;
import dev.ropeway.sandbox.faults.FaultKind;
import dev.ropeway.sandbox.faults.FaultRule;
import dev.ropeway.sandbox.faults.Faults;
import dev.ropeway.sandbox.instance.OAuthClient;
import dev.ropeway.scenarios.MadeIntegration;
import dev.ropeway.scenarios.RopewayTest;
import dev.ropeway.scenarios.Scenario;
import dev.ropeway.scenarios.SettableClock;
import io.agroal.api.AgroalDataSource;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;
import org.junit.jupiter.api.Test;

/** Tokens are kept, renewed and had again, and what keeps a way in open is told. */
@RopewayTest
class OAuthTokensTest extends AuthorizationFixture {

  @Inject AgroalDataSource dataSource;
  @Inject @Readiness ExpiryForecast forecast;
  @Inject MeterRegistry metrics;
  @Inject StoreGauges gauges;

  @Test
  void clocks_an_hour_apart_do_no_harm_to_tokens() {
    passwordGrant("");
    scenario.servicenow().faults().clockShift(Duration.ofHours(1));
    scenario.hasTicket("a", FINDING);
    scenario.servicenow().faults().clockShift(Duration.ofHours(-1));
    scenario.hasTicket("b", FINDING);
    assertThat(MadeIntegration.shown().getString("status.state")).isEqualTo("connected");
  }

  @Test
  void a_token_endpoint_that_redirects_is_not_followed() {
    scenario
        .servicenow()
        .faults()
        .set(FaultKind.REDIRECT, FaultRule.always().on(null, Faults.TOKENS));
    passwordGrant("");
    scenario.hears("a", FINDING);

    MadeIntegration.becomes("failing");

    assertThat(scenario.servicenow().calls()).noneMatch(call -> call.path().contains("login"));
  }

  @Test
  void a_token_endpoint_that_is_down_or_slow_is_waited_for() {
    scenario.servicenow().faults().set(FaultKind.DROP, FaultRule.always().on(null, Faults.TOKENS));
    passwordGrant("");
    UUID waiting = scenario.hears("a", FINDING);
    MadeIntegration.becomes("failing");
    scenario.servicenow().faults().clear();
    scenario.waits(Duration.ofMinutes(10));
    scenario.becomes(waiting, "open");
    assertThat(scenario.assignment(waiting).getList("timeline.what")).doesNotContain("parked");
  }

  @Test
  void health_and_metrics_tell_when_a_token_ends() {
    passwordGrant(",\"forgetPassword\":true,\"refreshTokenLife\":\"90d\"");
    scenario.hasTicket("a", FINDING);
    gauges.look();
    SettableClock.advance(Duration.ofDays(85));

    assertThat(forecast.call().getStatus()).isEqualTo(HealthCheckResponse.Status.UP);
    assertThat(forecast.call().getData().orElseThrow().get("made").toString())
        .startsWith("connected: ")
        .contains("expires in 4 days");
    assertThat(
            metrics
                .get("ropeway.authorization.refresh.expires")
                .tag("integration", "made")
                .gauge()
                .value())
        .isBetween(4.0 * 86_400, 5.0 * 86_400);
  }

  @Test
  void a_password_is_forgotten_once_a_refresh_token_is_held() throws SQLException {
    passwordGrant(",\"forgetPassword\":true");
    scenario.hasTicket("a", FINDING);

    assertThat(MadeIntegration.shown().getList("auth.secrets")).doesNotContain("password");
    assertThat(MadeIntegration.shown().getString("auth.username")).isNull();
    // Another access token is had without it.
    scenario.servicenow().faults().revokeAccessTokens();
    SettableClock.advance(Duration.ofMinutes(40));
    scenario.hasTicket("b", FINDING);
    assertThat(MadeIntegration.shown().getString("status.state")).isEqualTo("connected");
  }

  @Test
  void tokens_are_not_readable_in_the_store() throws SQLException {
    passwordGrant("");
    scenario.hasTicket("a", FINDING);
    try (Connection connection = dataSource.getConnection();
        Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery(
                "select encode(tokens, 'escape') from oauth_token where integration = 'made'")) {
      row.next();
      assertThat(row.getString(1)).isNotEmpty().doesNotContain("access").doesNotContain("refresh");
    }
  }

  @Test
  void tokens_whose_key_is_gone_are_had_again_by_a_login() {
    passwordGrant("");
    scenario.hasTicket("a", FINDING);
    scenario.run("update oauth_token set tokens = '\\x01deadbeef' where integration = 'made'");
    Scenario.caller().post(MadeIntegration.URL + "/disable");
    Scenario.caller().post(MadeIntegration.URL + "/enable");

    scenario.hasTicket("b", FINDING);
  }

  @Test
  void a_revoked_token_costs_one_login_and_no_attempt() {
    passwordGrant("");
    scenario.hasTicket("a", FINDING);
    scenario.servicenow().faults().revokeTokens();

    UUID second = scenario.hasTicket("b", FINDING);

    assertThat(scenario.assignment(second).getList("timeline.what")).doesNotContain("attempt");
  }

  @Test
  void a_refused_refresh_token_heals_by_a_login_where_the_password_is_known() {
    passwordGrant("");
    scenario.hasTicket("a", FINDING);
    scenario.servicenow().faults().refuseRefreshTokens(true);
    SettableClock.advance(Duration.ofMinutes(31));

    scenario.hasTicket("b", FINDING);
  }

  @Test
  void a_refused_refresh_token_without_a_password_waits_and_says_what_to_do() {
    passwordGrant(",\"forgetPassword\":true");
    scenario.hasTicket("a", FINDING);
    scenario.servicenow().faults().refuseRefreshTokens(true);
    SettableClock.advance(Duration.ofMinutes(31));

    UUID waiting = scenario.hears("b", FINDING);

    MadeIntegration.becomes("not-authorized");
    assertThat(MadeIntegration.shown().getString("status.why"))
        .contains("refresh token")
        .contains("in this order");
    assertThat(scenario.assignment(waiting).getString("status")).isEqualTo("pending");
    scenario.servicenow().faults().refuseRefreshTokens(false);
    Scenario.caller()
        .body("{\"auth\":{\"username\":\"ropeway\",\"password\":\"ropeway\"}}")
        .patch(MadeIntegration.URL)
        .then()
        .statusCode(200);
    scenario.becomes(waiting, "open");
  }

  @Test
  void the_end_of_a_refresh_token_that_nobody_can_renew_is_foretold() {
    passwordGrant(",\"forgetPassword\":true,\"refreshTokenLife\":\"90d\"");
    scenario.hasTicket("a", FINDING);
    assertThat(MadeIntegration.shown().getString("authorization.warning")).isNull();
    assertThat(MadeIntegration.shown().getBoolean("authorization.renewsItself")).isFalse();

    SettableClock.advance(Duration.ofDays(80));

    Scenario.caller()
        .get(MadeIntegration.URL)
        .then()
        .body("authorization.refreshTokenExpiresAt", notNullValue())
        .body("authorization.warning", containsString("expires in 9 days"));
  }

  @Test
  void a_refresh_token_is_renewed_ahead_of_its_end_where_that_needs_nobody() {
    passwordGrant(",\"refreshTokenLife\":\"10d\"");
    scenario.hasTicket("a", FINDING);
    Instant before = refreshTokenEnds();

    SettableClock.advance(Duration.ofHours(9 * 24 + 12));
    scenario.hasTicket("b", FINDING);

    assertThat(refreshTokenEnds()).isAfter(before.plus(Duration.ofDays(9)));
    assertThat(MadeIntegration.shown().getBoolean("authorization.renewsItself")).isTrue();
  }

  private static Instant refreshTokenEnds() {
    return Instant.parse(MadeIntegration.shown().getString("authorization.refreshTokenExpiresAt"));
  }

  @Test
  void a_token_endpoint_that_shows_a_page_is_not_taken_for_a_wrong_password() {
    scenario
        .servicenow()
        .faults()
        .set(FaultKind.HIBERNATING, FaultRule.always().on(null, Faults.TOKENS));
    passwordGrant("");
    UUID waiting = scenario.hears("a", FINDING);
    MadeIntegration.becomes("failing");
    assertThat(MadeIntegration.shown().getString("status.why"))
        .contains("did not answer with JSON");

    scenario.servicenow().faults().clear();
    scenario.waits(Duration.ofMinutes(2));

    scenario.becomes(waiting, "open");
  }

  @Test
  void a_wrong_client_secret_says_what_to_check_in_order() {
    scenario.servicenow().register("app", OAuthClient.withSecret("another"));
    passwordGrant("");
    scenario.hears("a", FINDING);

    MadeIntegration.becomes("not-authorized");
    Scenario.caller()
        .get(MadeIntegration.URL)
        .then()
        .body("status.why", containsString("in this order: the user name and password"))
        .body("status.since", notNullValue())
        .body("status.state", equalTo("not-authorized"));
  }

  @Test
  void a_login_is_asked_for_once_however_many_deliveries_wait_for_it() {
    passwordGrant("");
    for (int i = 0; i < 8; i++) {
      scenario.hears("f" + i, FINDING);
    }
    for (int i = 0; i < 8; i++) {
      scenario.becomes(scenario.hears("f" + i, FINDING), "open");
    }
    assertThat(scenario.servicenow().calls().stream().filter(call -> call.path().contains("oauth")))
        .hasSize(1);
  }
}
