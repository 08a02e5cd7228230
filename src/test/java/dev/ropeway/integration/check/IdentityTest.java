package dev.ropeway.integration.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ropeway.integration.authorization.Authorizations.Authorization;
import dev.ropeway.integration.check.Finding.Cause;
import dev.ropeway.servicenow.Credentials;
import dev.ropeway.servicenow.Credentials.Grant;
import dev.ropeway.servicenow.Credentials.OAuth;
import dev.ropeway.servicenow.FailedCallAnswers;
import dev.ropeway.servicenow.NoTokenException;
import dev.ropeway.servicenow.TableAnswer;
import dev.ropeway.servicenow.TableRecord;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class IdentityTest {

  private static final Credentials BASIC = new Credentials.Basic("ropeway", "secret");
  private static final String REFUSED =
      "{\"error\":{\"message\":\"User is not authenticated\","
          + "\"detail\":\"Required to provide Auth information\"},\"status\":\"failure\"}";

  private static OAuth oauth(Grant grant, String username) {
    return new OAuth(grant, username, "secret", false, "id", "secret", null, Duration.ofDays(100));
  }

  private static Authorization held(String warning) {
    return new Authorization(
        "password",
        "ropeway",
        Instant.parse("2026-11-21T08:30:00Z"),
        Instant.parse("2027-03-01T08:00:00Z"),
        true,
        warning);
  }

  private static CheckAnswer user(String name) {
    return CheckAnswer.answered(
        new TableAnswer(
            List.of(new TableRecord(Map.of("user_name", name, "name", "Ropeway"))), 1, null));
  }

  private static CheckAnswer answered(int status, Map<String, String> headers) {
    return CheckAnswer.failed(FailedCallAnswers.answered(status, headers, REFUSED));
  }

  private static CheckAnswer noToken(String why) {
    return CheckAnswer.failed(FailedCallAnswers.broken(new NoTokenException(true, why, null)));
  }

  @Test
  void who_is_let_in_how_and_until_when_is_told() {
    Finding finding =
        Identity.authorized(oauth(Grant.PASSWORD, "ropeway"), user("ropeway"), held(null));

    assertThat(finding.result()).isEqualTo(Result.PASS);
    assertThat(finding.seen())
        .contains("OAuth password as ropeway (Ropeway)", "2026-11-21T08:30:00Z", "2027-03-01");
  }

  @Test
  void a_personal_account_is_not_the_integration_user() {
    Finding finding = Identity.authorized(BASIC, user("ada.fulmer"), null);

    assertThat(finding.result()).isEqualTo(Result.WARN);
    assertThat(finding.fix()).contains("personal account.");
  }

  @Test
  void a_login_that_ends_soon_is_a_warning() {
    Finding finding =
        Identity.authorized(
            oauth(Grant.PASSWORD, "ropeway"),
            user("ropeway"),
            held("the refresh token expires in 3 days"));

    assertThat(finding.result()).isEqualTo(Result.WARN);
    assertThat(finding.fix()).startsWith("The refresh token expires in 3 days").endsWith(".");
  }

  @Test
  void two_users_mean_that_the_instance_ignored_the_question() {
    TableRecord one = new TableRecord(Map.of("user_name", "somebody"));
    CheckAnswer everybody = CheckAnswer.answered(new TableAnswer(List.of(one, one), 2, null));

    assertThat(Identity.user(everybody)).isNull();
    assertThat(Identity.authorized(BASIC, everybody, null).result()).isEqualTo(Result.WARN);
  }

  @Test
  void one_401_for_many_causes_lists_what_to_check_with_the_restriction_of_2026() {
    Finding finding =
        Identity.authorized(BASIC, answered(401, Map.of("Content-Type", "application/json")), null);

    assertThat(finding.cause()).isEqualTo(Cause.REFUSED);
    assertThat(finding.fix())
        .contains("in this order: user name and password", "snc_basic_auth_api_access");
  }

  @Test
  void a_missing_second_factor_is_told_from_a_wrong_password() {
    Finding finding =
        Identity.authorized(
            BASIC,
            answered(401, Map.of("Content-Type", "application/json", "X-MFA_TOKEN", "invalid")),
            null);

    assertThat(finding.fix()).startsWith("The user needs a second factor");
  }

  @Test
  void each_way_in_has_its_own_list() {
    CheckAnswer refused = answered(401, Map.of("Content-Type", "application/json"));

    assertThat(Identity.authorized(new Credentials.ApiKey(null, "k"), refused, null).fix())
        .contains("inbound authentication profile");
    assertThat(Identity.authorized(new Credentials.Certificate(null), refused, null).fix())
        .contains("mapped to a user");
    assertThat(Identity.authorized(oauth(Grant.CLIENT_CREDENTIALS, null), refused, null).fix())
        .contains("issued a token and then refused it");
  }

  @Test
  void a_consent_that_nobody_gave_is_a_last_step_and_not_a_refusal() {
    Finding finding =
        Identity.authorized(
            oauth(Grant.AUTHORIZATION_CODE, null),
            noToken("consent is missing: open /here/authorize"),
            new Authorization("authorization-code", null, null, null, false, null));

    assertThat(finding.cause()).isEqualTo(Cause.STEP_MISSING);
    assertThat(finding.seen()).isEqualTo("consent is missing");
    assertThat(finding.fix()).isEqualTo("Open /here/authorize.");
  }

  @Test
  void a_refused_refresh_token_says_what_to_check() {
    Finding finding =
        Identity.authorized(
            oauth(Grant.PASSWORD, "ropeway"),
            noToken("the instance refused the refresh token. Check, in this order: it is too old"),
            held(null));

    assertThat(finding.cause()).isEqualTo(Cause.REFUSED);
    assertThat(finding.seen()).isEqualTo("OAuth password: the instance refused the refresh token");
    assertThat(finding.fix()).isEqualTo("Check, in this order: it is too old.");
  }

  @Test
  void a_login_that_gets_no_answer_is_no_refusal() {
    assertThat(Identity.authorized(BASIC, CheckAnswer.NOT_ASKED, null).cause())
        .isEqualTo(Cause.UNREACHABLE);
  }
}
