package dev.ropeway.scenarios.connections;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.ropeway.packaged.FreePort;
import dev.ropeway.sandbox.Sandbox;
import dev.ropeway.sandbox.TestStores;
import dev.ropeway.sandbox.instance.SandboxSettings;
import dev.ropeway.scenarios.MadeIntegration;
import dev.ropeway.scenarios.RopewayTest;
import dev.ropeway.scenarios.Scenario;
import dev.ropeway.scenarios.SettableClock;
import dev.ropeway.scenarios.TestEnvironment;
import io.restassured.path.json.JsonPath;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Instances behind a proxy, and instances whose certificate a private authority signed. */
@RopewayTest
class ProxyAndTrustTest {

  private static final String FINDING = "\"category\":\"Made\"";
  private static final String BASIC =
      "{\"type\":\"basic\",\"username\":\"ropeway\",\"password\":\"ropeway\"}";
  private static final String OAUTH =
      "{\"type\":\"oauth-password\",\"username\":\"ropeway\",\"password\":\"ropeway\","
          + "\"clientId\":\"ropeway-client\",\"clientSecret\":\"ropeway-secret\"}";

  @Inject Scenario scenario;
  private ConnectProxy proxy;
  private Sandbox instance;

  @BeforeEach
  void start() {
    scenario.isNew();
    proxy = new ConnectProxy();
    instance =
        Sandbox.start(
            SandboxSettings.defaults()
                .withClock(new SettableClock())
                .withTls(
                    TestEnvironment.stores().serverKeys(),
                    TestEnvironment.stores().serverTrust(),
                    TestStores.PASSWORD));
  }

  @AfterEach
  void end() {
    MadeIntegration.isGone(scenario);
    instance.close();
    proxy.close();
  }

  private ValidatableResponse put(String auth, String more) {
    return Scenario.caller()
        .body("{\"instanceUrl\":\"%s\",\"auth\":%s%s}".formatted(instance.url(), auth, more))
        .put(MadeIntegration.URL)
        .then();
  }

  private static String trust(String pem) {
    return ",\"trust\":" + JsonNodeFactory.instance.textNode(pem);
  }

  private static String trusted() {
    return trust(TestEnvironment.stores().serverPem());
  }

  private String proxied(String more) {
    return ",\"proxy\":{\"host\":\"127.0.0.1\",\"port\":%d%s}".formatted(proxy.port(), more);
  }

  private static JsonPath test() {
    JsonPath report =
        Scenario.caller()
            .post(MadeIntegration.URL + "/test")
            .then()
            .statusCode(200)
            .extract()
            .jsonPath();
    Transcript.tell(report);
    return report;
  }

  private String address() {
    return "127.0.0.1:" + instance.url().getPort();
  }

  @Test
  void an_authority_of_trust_vouches_for_the_instance_in_every_call() {
    put(OAUTH, trusted())
        .statusCode(201)
        .body("trust[0].subject", equalTo("CN=instance"))
        .body("proxy", equalTo(null));

    scenario.hasTicket("a", FINDING);

    assertThat(test().getString("verdict")).startsWith("ready");
  }

  @Test
  void whom_nobody_vouches_for_is_named_with_what_to_do() {
    put(BASIC, "").statusCode(201);

    JsonPath report = test();

    assertThat(TestConnectionFixture.result(report, "address")).isEqualTo("fail");
    assertThat(TestConnectionFixture.of(report, "address", "fix")).contains("trust");
    assertThat(instance.calls()).isEmpty();
  }

  @Test
  void table_calls_tokens_and_the_test_all_go_through_the_proxy() {
    proxy.asksFor("company", "pass:word");
    put(OAUTH, trusted() + proxied(",\"username\":\"company\",\"password\":\"pass:word\""))
        .statusCode(201)
        .body("proxy.username", equalTo("company"))
        .body(not(containsString("pass:word")));
    JsonPath report = test();
    assertThat(report.getString("verdict")).startsWith("ready");
    // The look without a login, the token, and the questions of the test.
    assertThat(proxy.tunnels()).hasSizeGreaterThanOrEqualTo(3).containsOnly(address());

    scenario.hasTicket("a", FINDING);

    assertThat(instance.rows("incident")).hasSize(1);
    assertThat(instance.calls())
        .isNotEmpty()
        .noneMatch(call -> call.headers().containsKey("proxy-authorization"));
  }

  @Test
  void a_host_of_no_proxy_is_reached_directly() {
    put(BASIC, trusted() + proxied(",\"noProxy\":[\"127.0.0.1\"]")).statusCode(201);

    scenario.hasTicket("a", FINDING);

    assertThat(proxy.tunnels()).isEmpty();
  }

  @Test
  void a_proxy_that_refuses_the_login_is_named_in_the_test_and_in_the_status() {
    proxy.asksFor("company", "other");
    put(OAUTH, trusted() + proxied(",\"username\":\"company\",\"password\":\"wrong\""))
        .statusCode(201);

    JsonPath report = test();

    assertThat(TestConnectionFixture.of(report, "address", "seen"))
        .isEqualTo(
            "the proxy 127.0.0.1:" + proxy.port() + " refused the user name or the password (407)");
    assertThat(TestConnectionFixture.of(report, "address", "fix"))
        .isEqualTo("Check proxy.username and proxy.password.");
    assertThat(instance.calls()).isEmpty();
  }

  @Test
  void deliveries_wait_and_say_so_while_the_proxy_refuses_the_login() {
    put(BASIC, trusted() + proxied("")).statusCode(201);
    scenario.hasTicket("a", FINDING);
    proxy.asksFor("company", "secret");
    put(
            "{\"type\":\"basic\",\"username\":\"ropeway\",\"password\":\"ropeway\"}",
            trusted()
                + proxied(",\"username\":\"company\",\"password\":\"wrong\"")
                + ",\"delivery\":{\"testFirst\":false}")
        .statusCode(200);
    var waiting = scenario.hears("b", FINDING);

    scenario.fails(waiting, "unreachable");

    assertThat(scenario.assignment(waiting).getString("failure.detail"))
        .contains("refused the user name or the password (407)");
    assertThat(instance.rows("incident")).hasSize(1);
  }

  @Test
  void a_token_that_the_proxy_keeps_us_from_is_no_refusal_of_the_instance() {
    proxy.refuses(403);
    put(OAUTH, trusted() + proxied("") + ",\"delivery\":{\"testFirst\":false}").statusCode(201);
    var waiting = scenario.hears("a", FINDING);

    scenario.fails(waiting, "unreachable");

    assertThat(scenario.assignment(waiting).getString("failure.detail"))
        .contains("does not allow connections to 127.0.0.1 (403)");
  }

  @Test
  void a_table_call_that_the_proxy_keeps_from_the_instance_was_not_sent() {
    proxy.refuses(403);
    put(BASIC, trusted() + proxied("") + ",\"delivery\":{\"testFirst\":false}").statusCode(201);
    var waiting = scenario.hears("a", FINDING);

    scenario.fails(waiting, "unreachable");

    assertThat(scenario.assignment(waiting).getString("failure.detail"))
        .contains("does not allow connections to 127.0.0.1 (403)");
  }

  @Test
  void a_proxy_that_allows_nothing_or_is_away_is_named() {
    proxy.refuses(403);
    put(BASIC, trusted() + proxied("")).statusCode(201);
    assertThat(TestConnectionFixture.of(test(), "address", "seen"))
        .contains("does not allow connections to 127.0.0.1 (403)");

    proxy.refuses(502);
    assertThat(TestConnectionFixture.of(test(), "address", "seen"))
        .contains("cannot reach 127.0.0.1 (502)");

    int nobody = FreePort.any();
    put(BASIC, trusted() + ",\"proxy\":{\"host\":\"127.0.0.1\",\"port\":" + nobody + "}")
        .statusCode(200);
    assertThat(TestConnectionFixture.of(test(), "address", "seen"))
        .isEqualTo("the proxy 127.0.0.1:" + nobody + " cannot be reached");
  }

  @Test
  void the_name_in_the_certificate_is_checked_for_whom_trust_vouches_too() {
    String elsewhere = "https://127.0.0.2:" + instance.url().getPort();
    Scenario.caller()
        .body(
            "{\"instanceUrl\":\"%s\",\"auth\":%s%s}"
                .formatted(elsewhere.replace("127.0.0.2", "localhost"), BASIC, trusted()))
        .put(MadeIntegration.URL)
        .then()
        .statusCode(201);
    assertThat(TestConnectionFixture.result(test(), "address")).isEqualTo("pass");

    try (Sandbox stranger =
        Sandbox.start(
            SandboxSettings.defaults()
                .withTls(
                    TestEnvironment.stores().clientKeys(),
                    TestEnvironment.stores().serverTrust(),
                    TestStores.PASSWORD))) {
      Scenario.caller()
          .body(
              "{\"instanceUrl\":\"%s\",\"auth\":%s%s}"
                  .formatted(stranger.url(), BASIC, trust(TestEnvironment.stores().clientPem())))
          .put(MadeIntegration.URL)
          .then()
          .statusCode(200);
      assertThat(TestConnectionFixture.result(test(), "address")).isEqualTo("fail");
      assertThat(stranger.calls()).isEmpty();
    }
  }

  @Test
  void what_cannot_be_trusted_or_reached_is_refused_where_it_is_written() {
    put(BASIC, trust("no certificate"))
        .statusCode(400)
        .body("errors[0].pointer", equalTo("/trust"))
        .body("errors[0].detail", containsString("must contain a certificate as PEM"));
    put(BASIC, trust(TestEnvironment.stores().serverPem().replace("MII", "AAA")))
        .statusCode(400)
        .body("errors[0].detail", containsString("number 1 cannot be read"));
    put(BASIC, trust(TestEnvironment.stores().expiredPem()))
        .statusCode(400)
        .body("errors[0].pointer", equalTo("/trust"))
        .body("errors[0].detail", containsString("CN=expired expired at "));
    put(BASIC, ",\"proxy\":{\"host\":\"10.0.0.1\",\"port\":3128}")
        .statusCode(400)
        .body("errors[0].pointer", equalTo("/proxy/host"))
        .body("errors[0].detail", containsString("ropeway.instances.proxies"));
    put(BASIC, proxied(",\"password\":\"x\""))
        .statusCode(400)
        .body("errors[0].pointer", equalTo("/proxy/username"));
  }

  @Test
  void stored_secrets_do_not_follow_to_another_proxy_or_another_authority() {
    put(BASIC, "").statusCode(201);
    String same = "{\"type\":\"basic\",\"username\":\"ropeway\"}";
    put(same, "").statusCode(200);

    put(same, trusted()).statusCode(400).body("errors[0].pointer", equalTo("/auth/password"));
    put(same, proxied("")).statusCode(400).body("errors[0].pointer", equalTo("/auth/password"));
  }
}
