package dev.ropeway.sandbox;

import static dev.ropeway.sandbox.ConsentingPerson.encoded;
import static dev.ropeway.sandbox.ConsentingPerson.parameter;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ropeway.sandbox.faults.FaultKind;
import dev.ropeway.sandbox.instance.OAuthClient;
import java.net.URI;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ConsentTest extends SandboxFixture {
  private static final String BACK = "http://localhost:7/oauth/callback";
  private static final String VERIFIER = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
  private static final String CHALLENGE = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";
  private static final String STATE = "a b&c";

  private final ConsentingPerson ada = new ConsentingPerson("ada.fulmer");

  @BeforeEach
  void register() {
    sandbox.register(
        "app",
        OAuthClient.withSecret("s")
            .withName("The <App>")
            .withRedirectUris(BACK, "http://localhost:7/other?tenant=1"));
    sandbox.register("public", OAuthClient.withoutSecret().withRedirectUris(BACK));
  }

  private static URI page(String clientId, String redirectUri, String more) {
    return sandbox
        .url()
        .resolve(
            "/oauth_auth.do?response_type=code&client_id="
                + clientId
                + "&redirect_uri="
                + encoded(redirectUri)
                + more);
  }

  private static URI page() {
    return page("app", BACK, "&state=" + encoded(STATE));
  }

  private static URI pageWithChallenge(String clientId) {
    String challenge = "&code_challenge=" + CHALLENGE + "&code_challenge_method=S256";
    return page(clientId, BACK, "&state=s" + challenge);
  }

  private static HttpCaller.Reply redeem(String code, String more) {
    return new HttpCaller(sandbox, null)
        .form(
            "/oauth_token.do",
            "grant_type=authorization_code&code=" + code + "&redirect_uri=" + encoded(BACK) + more);
  }

  private static HttpCaller.Reply redeem(String code) {
    return redeem(code, "&client_id=app&client_secret=s");
  }

  @Test
  void a_person_logs_in_allows_and_the_client_acts_as_that_person() {
    assertThat(ada.open(page()).body()).contains("Log in").doesNotContain("wants to access");
    URI back = ada.allow(page());

    HttpCaller.Reply tokens = redeem(parameter(back, "code"));

    assertThat(back.toString()).startsWith(BACK + "?code=");
    assertThat(parameter(back, "state")).isEqualTo(STATE);
    assertThat(tokens.status()).isEqualTo(200);
    assertThat(tokens.json().path("refresh_token").asText()).isNotEmpty();
    HttpCaller app =
        new HttpCaller(sandbox, "Bearer " + tokens.json().path("access_token").asText());
    assertThat(app.post(INCIDENTS, "{}").field("sys_created_by")).isEqualTo("ada.fulmer");
  }

  @Test
  void the_page_says_who_asks_for_whom_and_lets_another_person_take_over() {
    ada.allow(page());
    String consent = ada.open(page()).body();

    assertThat(consent)
        .contains("The &lt;App&gt; wants to access your account", "Ada Fulmer", "Not you?");
    HttpResponse<String> out = ada.open(page().resolve("/logout.do?" + page().getRawQuery()));
    assertThat(out.headers().firstValue("Location"))
        .hasValue("/oauth_auth.do?" + page().getRawQuery());
    assertThat(ada.open(page()).body()).contains("Log in");
  }

  @Test
  void denying_sends_the_person_back_without_a_code() {
    URI back = ada.deny(page());

    assertThat(parameter(back, "error")).isEqualTo("access_denied");
    assertThat(parameter(back, "state")).isEqualTo(STATE);
    assertThat(parameter(back, "code")).isNull();
  }

  @Test
  void nothing_is_allowed_without_a_login_or_from_another_site() {
    HttpResponse<String> stranger = ada.post(page(), "/oauth_auth.do", "decision=allow");
    assertThat(stranger.statusCode()).isEqualTo(403);

    assertThat(ada.post(page(), "/login.do", "user=ada.fulmer&password=no").statusCode())
        .isEqualTo(401);
    assertThat(ada.post(page(), "/oauth_auth.do", "decision=allow").statusCode()).isEqualTo(403);

    ada.allow(page());
    HttpResponse<String> forged =
        ada.post(page(), "/oauth_auth.do", "decision=allow", "https://evil.example");
    assertThat(forged.statusCode()).isEqualTo(403);
  }

  @Test
  void a_user_for_web_services_only_cannot_log_in() {
    HttpResponse<String> answer =
        ada.post(page(), "/login.do", "user=ropeway.service&password=ropeway.service");

    assertThat(answer.statusCode()).isEqualTo(401);
  }

  @Test
  void the_state_is_mandatory_unless_the_instance_is_an_old_one() {
    URI stateless = page("app", BACK, "");

    assertThat(ada.open(stateless).body()).contains("Missing State parameter in request");
    sandbox.property("glide.oauth.state.parameter.required", "false");
    assertThat(parameter(ada.allow(stateless), "state")).isNull();
  }

  @Test
  void an_unknown_client_is_refused() {
    assertThat(ada.open(page("nobody", BACK, "&state=s")).statusCode()).isEqualTo(400);
  }

  @Test
  void for_a_redirect_uri_that_is_not_registered_the_first_one_is_used() {
    URI back = ada.allow(page("app", "https://evil.example/", "&state=s"));

    assertThat(back.toString()).startsWith(BACK + "?code=");
    assertThat(ada.allow(page("app", "http://localhost:7/other?tenant=1", "&state=s")).toString())
        .startsWith("http://localhost:7/other?tenant=1&code=");
  }

  @Test
  void a_code_is_good_once_and_for_a_minute() {
    String code = parameter(ada.allow(page()), "code");
    assertThat(redeem(code).status()).isEqualTo(200);
    assertThat(redeem(code).text()).contains("access_denied");

    String late = parameter(ada.allow(page()), "code");
    pass(61);
    assertThat(redeem(late).status()).isEqualTo(401);
  }

  @Test
  void a_code_belongs_to_its_client_and_its_redirect_uri() {
    String first = parameter(ada.allow(page()), "code");
    assertThat(redeem(first, "x&client_id=app&client_secret=s").status()).isEqualTo(401);

    String second = parameter(ada.allow(page()), "code");
    assertThat(redeem(second, "&client_id=public").status()).isEqualTo(401);
  }

  @Test
  void a_challenge_has_to_be_met_with_its_verifier() {
    String bad = parameter(ada.allow(pageWithChallenge("app")), "code");
    assertThat(redeem(bad).status()).isEqualTo(401);

    String wrong = parameter(ada.allow(pageWithChallenge("public")), "code");
    assertThat(redeem(wrong, "&client_id=public&code_verifier=wrong").status()).isEqualTo(401);

    String good = parameter(ada.allow(pageWithChallenge("public")), "code");
    assertThat(redeem(good, "&client_id=public&code_verifier=" + VERIFIER).status()).isEqualTo(200);
  }

  @Test
  void a_client_without_a_secret_needs_a_challenge() {
    String code = parameter(ada.allow(page("public", BACK, "&state=s")), "code");

    assertThat(redeem(code, "&client_id=public").status()).isEqualTo(401);
  }

  @Test
  void an_instance_that_is_asleep_asks_nobody() {
    sandbox.faults().always(FaultKind.HIBERNATING);

    assertThat(ada.open(page()).body()).contains("Your instance is hibernating");
  }

  @Test
  void the_redirect_is_open_to_the_browser_and_other_targets_are_not() {
    ada.allow(page());

    assertThat(ada.open(page()).headers().firstValue("Content-Security-Policy"))
        .hasValueSatisfying(
            policy -> assertThat(policy).endsWith("form-action 'self' http://localhost:7"));
  }
}
