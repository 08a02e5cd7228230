package dev.ropeway.scenarios.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.nullValue;

import dev.ropeway.packaged.Keycloak;
import dev.ropeway.packaged.PackagedApp;
import dev.ropeway.packaged.PackagedApp.Settings;
import dev.ropeway.packaged.PostedEvents;
import dev.ropeway.packaged.SharedPostgres;
import dev.ropeway.packaged.Store;
import io.restassured.RestAssured;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** People sign in at the console with a real Keycloak, and programs come with its tokens. */
class KeycloakIT {

  private static final String ASKED = "/assignments?status=parked";
  private static final String READ = "/api/v1/assignments?limit=1";

  private static Keycloak directory;
  private static PackagedApp app;
  private static Store store;

  @BeforeAll
  static void start() {
    String jdbcUrl = SharedPostgres.newDatabase();
    store = new Store(jdbcUrl);
    directory = Keycloak.start();
    app = PackagedApp.start(settings(jdbcUrl));
    RestAssured.port = app.port();
  }

  /** As docs/console.md says. */
  private static Settings settings(String jdbcUrl) {
    return Settings.of(jdbcUrl, URI.create("http://127.0.0.1:1"))
        .with("quarkus.oidc.tenant-enabled", "true")
        .with("quarkus.oidc.application-type", "hybrid")
        .with("quarkus.oidc.auth-server-url", directory.realm())
        .with("quarkus.oidc.client-id", Keycloak.CLIENT)
        .with("quarkus.oidc.credentials.secret", Keycloak.SECRET)
        .with("quarkus.oidc.token.audience", "api://ropeway," + Keycloak.CLIENT)
        .with("quarkus.oidc.token.refresh-expired", "true");
  }

  @AfterAll
  static void stop() {
    if (app != null) {
      app.close();
    }
    if (directory != null) {
      directory.close();
    }
  }

  @Test
  void a_person_signs_in_and_acts_under_the_name_in_the_directory() {
    assertThat(app.recommend(PostedEvents.array("keycloak", 0, 1)).status()).isEqualTo(202);
    String assignment = store.texts("select id from assignment").get(0);
    try (Browser browser = Browser.open()) {
      browser.goTo(ASKED);
      assertThat(browser.place()).isEqualTo("/sign-in?to=%2Fassignments%3Fstatus%3Dparked");
      signIn(browser, "ada");
      browser.awaitPlace(ASKED);
      assertThat(browser.place()).isEqualTo(ASKED);
      browser.awaitText(".who", "ada");

      browser.goTo("/assignments/" + assignment);
      browser.click("#act-withdraw");
      browser.click("button.danger");
      browser.find(".said");
    }
    assertThat(store.statuses()).containsExactly(entry("withdrawn", 1));
    assertThat(
            store.texts(
                "select who from audit where operation = 'withdraw-assignment' and path like '%"
                    + assignment
                    + "%'"))
        .containsExactly("ada");
  }

  @Test
  void nobody_acts_in_the_name_of_a_person_of_the_directory() {
    String retry = "/assignments/" + UUID.randomUUID() + "/retry";
    Map<String, String> cookies = signedIn("ada");
    String token = cookies.get("ropeway-form");

    sent(cookies)
        .contentType("application/x-www-form-urlencoded")
        .post(retry)
        .then()
        .statusCode(403)
        .body(containsString("This form is too old or from another site"));
    sent(cookies)
        .formParam("_token", token)
        .header("Sec-Fetch-Site", "cross-site")
        .post(retry)
        .then()
        .statusCode(403);
    sent(cookies).formParam("_token", token).post(retry).then().statusCode(404);
    sent(cookies)
        .header("Sec-Fetch-Site", "cross-site")
        .contentType("application/json")
        .post("/api/v1" + retry)
        .then()
        .statusCode(403);
    sent(cookies).post("/api/v1" + retry).then().statusCode(415);
  }

  @Test
  void a_person_without_a_role_is_told_so() {
    try (Browser browser = Browser.open()) {
      browser.goTo(ASKED);
      signIn(browser, "rob");
      browser.awaitText("h1", "You are not allowed to do this");

      assertThat(browser.place()).isEqualTo(ASKED);
      sent(browser.cookies()).get(ASKED).then().statusCode(403);
    }
  }

  @Test
  void a_sign_out_ends_the_session() {
    try (Browser browser = Browser.open()) {
      browser.goTo("/assignments");
      signIn(browser, "ada");
      browser.awaitText(".who", "ada");
      assertThat(session(browser)).isNotEmpty();
      browser.click(".who form button");
      browser.awaitPlace("/sign-in");

      assertThat(session(browser)).isEmpty();
      browser.goTo("/rules");
      assertThat(browser.place()).isEqualTo("/sign-in?to=%2Frules");
    }
  }

  @Test
  void whoever_signs_in_last_is_signed_in() {
    try (Browser browser = Browser.open()) {
      browser.goTo("/sign-in");
      browser.fill("#key", PackagedApp.KEY);
      browser.click("form button");
      browser.awaitText(".who", "tests");

      browser.goTo("/sign-in");
      signIn(browser, "ada");
      browser.awaitText(".who", "ada");

      browser.goTo("/sign-in");
      browser.fill("#key", PackagedApp.KEY);
      browser.click("form button");
      browser.awaitText(".who", "tests");
    }
  }

  @Test
  void a_session_goes_on_as_long_as_the_directory_says_and_then_parts_of_pages_get_a_plain_401() {
    try (Browser browser = Browser.open()) {
      browser.goTo("/assignments");
      signIn(browser, "ada");
      browser.awaitText(".who", "ada");
      Map<String, String> first = session(browser);
      await("a session that the directory renewed")
          .atMost(Duration.ofMinutes(1))
          .until(
              () -> {
                browser.goTo("/assignments");
                assertThat(browser.place()).isEqualTo("/assignments");
                return !first.equals(session(browser));
              });

      Map<String, String> cookies = browser.cookies();
      browser.goTo(directory.realm() + "/protocol/openid-connect/logout");
      browser.click("#kc-logout");
      await("the end of the session")
          .atMost(Duration.ofMinutes(1))
          .until(() -> part(cookies).statusCode() == 401);

      isPlain(part(cookies));
      sent(cookies)
          .get("/assignments")
          .then()
          .statusCode(302)
          .header("Location", "/sign-in?to=%2Fassignments");
    }
  }

  @Test
  void a_part_of_a_page_without_a_session_begins_no_sign_in() {
    isPlain(part(Map.of()));
    isPlain(part(Map.of("q_session", "forged")));
  }

  @Test
  void whoever_was_not_signed_in_by_the_directory_is_told_and_not_sent_there_again() {
    Map<String, String> cookies =
        sent(Map.of())
            .get("/sign-in/directory?to=/rules")
            .then()
            .statusCode(302)
            .extract()
            .cookies();
    String state = cookies.keySet().iterator().next().replace("q_auth_", "");
    for (String answer : List.of("error=access_denied", "code=forged")) {
      sent(cookies)
          .get("/sign-in/callback?state=" + state + "&" + answer)
          .then()
          .statusCode(401)
          .body(containsString("Your organization did not sign you in"));
    }
    sent(Map.of())
        .get("/sign-in/callback?state=" + state + "&code=forged")
        .then()
        .statusCode(401)
        .header("Location", nullValue());
  }

  @Test
  void a_directory_that_is_away_is_told_and_keys_still_sign_in() {
    try (PackagedApp alone =
        PackagedApp.start(
            settings(SharedPostgres.newDatabase())
                .with("quarkus.oidc.auth-server-url", "http://127.0.0.1:1/realms/security"))) {
      Map<String, String> before = Map.of("q_session", "of yesterday");
      sent(before)
          .port(alone.port())
          .get("/sign-in/directory?to=/rules")
          .then()
          .statusCode(503)
          .body(containsString("The identity provider cannot be reached"));
      // The page where the same person can sign in with a key.
      sent(before)
          .port(alone.port())
          .get("/rules")
          .then()
          .statusCode(302)
          .header("Location", "/sign-in?to=%2Frules");
      assertThat(alone.api().get(READ).status()).isEqualTo(200);
      sent(Map.of()).port(alone.port()).get("/sign-in").then().statusCode(200);
    }
  }

  @Test
  void programs_come_with_tokens_of_the_directory_and_with_keys() {
    assertThat(app.bearing(directory.token("ada")).get(READ).status()).isEqualTo(200);
    assertThat(app.bearing(directory.token("rob")).get(READ).status()).isEqualTo(403);
    assertThat(app.bearing("forged").get(READ).status()).isEqualTo(401);
    assertThat(app.api().get(READ).status()).isEqualTo(200);
    assertThat(app.as("wrong").get(READ).status()).isEqualTo(401);
  }

  private static void signIn(Browser browser, String user) {
    browser.click("#directory");
    browser.fill("#username", user);
    browser.fill("#password", Keycloak.password(user));
    browser.click("#kc-login");
  }

  private static Map<String, String> signedIn(String user) {
    try (Browser browser = Browser.open()) {
      browser.goTo("/assignments");
      signIn(browser, user);
      browser.awaitText(".who", user);
      return browser.cookies();
    }
  }

  /** What the browser keeps of the directory: in parts, if it is long. */
  private static Map<String, String> session(Browser browser) {
    Map<String, String> cookies = new HashMap<>(browser.cookies());
    cookies.keySet().removeIf(name -> !name.startsWith("q_session"));
    return cookies;
  }

  private static RequestSpecification sent(Map<String, String> cookies) {
    return RestAssured.given()
        .cookies(cookies)
        .accept("text/html")
        .header("Sec-Fetch-Mode", "navigate")
        .redirects()
        .follow(false);
  }

  private static Response part(Map<String, String> cookies) {
    return RestAssured.given()
        .cookies(cookies)
        .header("HX-Request", "true")
        .redirects()
        .follow(false)
        .get("/assignments");
  }

  private static void isPlain(Response answer) {
    answer
        .then()
        .statusCode(401)
        .header("Location", nullValue())
        .header("WWW-Authenticate", nullValue());
    assertThat(answer.getCookies().keySet()).noneMatch(name -> name.startsWith("q_auth"));
  }
}
