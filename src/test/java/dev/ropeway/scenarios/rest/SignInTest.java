package dev.ropeway.scenarios.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;

import dev.ropeway.scenarios.RopewayTest;
import dev.ropeway.scenarios.Scenario;
import io.restassured.RestAssured;
import io.restassured.response.Response;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import org.jsoup.Jsoup;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** People sign in at the console with a key, and nobody acts in their name. */
@RopewayTest
class SignInTest {

  private static final String ADMIN = "admin-key-for-these-tests";

  @Inject Scenario scenario;

  @BeforeEach
  void start() {
    scenario.isNew();
  }

  @Test
  void who_is_not_signed_in_is_led_to_the_sign_in_and_back() {
    browser(Map.of())
        .get("/assignments?status=parked")
        .then()
        .statusCode(302)
        .header("Location", "/sign-in?to=%2Fassignments%3Fstatus%3Dparked");
    browser(Map.of())
        .get("/api/v1/assignments")
        .then()
        .statusCode(302)
        .header("Location", "/sign-in?to=%2Fapi%2Fv1%2Fassignments");

    signIn(ADMIN, "/assignments?status=parked")
        .statusCode(303)
        .header("Location", "/assignments?status=parked");
  }

  @Test
  void a_part_of_a_page_is_never_redirected_and_a_script_is_asked_for_its_key() {
    RestAssured.given()
        .header("HX-Request", "true")
        .redirects()
        .follow(false)
        .get("/assignments")
        .then()
        .statusCode(401)
        .header("WWW-Authenticate", (String) null);
    RestAssured.given()
        .redirects()
        .follow(false)
        .get("/assignments")
        .then()
        .statusCode(401)
        .header("WWW-Authenticate", containsString("Basic"));
  }

  @Test
  void whoever_is_signed_in_sees_pages_and_the_api_under_the_name_of_the_key() {
    Map<String, String> cookies = signedIn(ADMIN);

    browser(cookies).get("/assignments").then().statusCode(200).body(containsString("Sign out"));
    browser(cookies).get("/api/v1/assignments").then().statusCode(200);
  }

  @Test
  void a_form_sent_after_the_session_ended_asks_for_no_password() {
    Map<String, String> cookies = signedIn(ADMIN);
    scenario.run("delete from console_session");

    form(cookies)
        .post("/assignments/" + UUID.randomUUID() + "/retry")
        .then()
        .statusCode(401)
        .header("WWW-Authenticate", (String) null)
        .body(containsString("Your session has ended"));
  }

  @Test
  void a_wrong_key_is_told_and_signs_nobody_in() {
    Map<String, String> form = opened();
    Response refused = post(form, "/sign-in", Map.of("key", "wrong", "to", "/rules"));

    refused.then().statusCode(401).body(containsString("No caller has this key"));
    assertThat(refused.getCookies()).doesNotContainKey("ropeway-session");
    assertThat(Jsoup.parse(refused.asString()).select("input[name=to]").val()).isEqualTo("/rules");
  }

  @Test
  void without_sign_in_by_the_directory_its_cookies_and_its_pages_sign_nobody_in() {
    for (String cookie : new String[] {"q_session", "q_session_chunk_1", "q_auth_x"}) {
      browser(Map.of(cookie, "forged")).get("/assignments").then().statusCode(302);
      browser(Map.of(cookie, "forged")).get("/api/v1/assignments").then().statusCode(302);
    }
    assertThat(browser(Map.of()).get("/sign-in").asString()).doesNotContain("directory");
    for (String path : new String[] {"/sign-in/directory?to=/rules", "/sign-in/callback?code=x"}) {
      assertThat(
              browser(signedIn(ADMIN))
                  .get(path)
                  .then()
                  .statusCode(302)
                  .extract()
                  .header("Location"))
          .startsWith("/sign-in?to=");
    }
  }

  @Test
  void nobody_is_led_to_another_site() {
    for (String to :
        new String[] {
          "//evil.example", "/\\evil.example", "https://evil.example", "javascript:1"
        }) {
      signIn(ADMIN, to).statusCode(303).header("Location", "/");
    }
  }

  @Test
  void a_form_counts_only_with_its_token_and_from_our_own_pages() {
    UUID parked = UUID.randomUUID();
    Map<String, String> cookies = signedIn(ADMIN);
    String path = "/assignments/" + parked + "/retry";

    browser(cookies)
        .contentType("application/x-www-form-urlencoded")
        .post(path)
        .then()
        .statusCode(403)
        .body(containsString("This form is too old or from another site"));
    form(cookies).header("Origin", "https://evil.example").post(path).then().statusCode(403);
    form(cookies).header("Sec-Fetch-Site", "cross-site").post(path).then().statusCode(403);
    form(cookies).header("Sec-Fetch-Site", "same-site").post(path).then().statusCode(403);
    form(cookies).post(path).then().statusCode(404);
    browser(cookies).contentType("text/plain").body("a=b").post(path).then().statusCode(415);
    // The API takes no form at all, and nothing from a page of another site.
    browser(cookies)
        .header("Sec-Fetch-Site", "cross-site")
        .contentType("application/json")
        .post("/api/v1/assignments/" + parked + "/retry")
        .then()
        .statusCode(403);
    browser(cookies).post("/api/v1/assignments/" + parked + "/retry").then().statusCode(415);
  }

  @Test
  void what_a_role_may_not_do_is_not_offered_and_refused_anyway() {
    scenario.servicenow().faults().next(dev.ropeway.sandbox.faults.FaultKind.DATA_POLICY, 1);
    UUID parked = scenario.hears("r1");
    scenario.becomes(parked, "parked");
    Map<String, String> reader = signedIn("reader-key-for-these-tests");
    Map<String, String> admin = signedIn(ADMIN);

    assertThat(page(reader, "/assignments/" + parked)).doesNotContain("id=\"retry\"");
    form(reader).post("/assignments/" + parked + "/retry").then().statusCode(403);
    assertThat(page(admin, "/assignments/" + parked)).contains("id=\"retry\"");
    Response retried = form(admin).post("/assignments/" + parked + "/retry");

    retried.then().statusCode(303).header("Location", "/assignments/" + parked);
    scenario.becomes(parked, "open");
    assertThat(scenario.assignment(parked).getString("timeline.find { it.what == 'retried' }.who"))
        .isEqualTo("security");
  }

  @Test
  void an_action_is_in_the_audit_log_under_its_operation() {
    UUID nothing = UUID.randomUUID();
    form(signedIn(ADMIN)).post("/assignments/" + nothing + "/retry").then().statusCode(404);

    assertThat(
            scenario.count(
                "select count(*) from audit where operation = 'retry-assignment' and who = 'security' and path = '/assignments/"
                    + nothing
                    + "/retry'",
                ""))
        .isEqualTo(1);
  }

  @Test
  void a_session_ends_with_the_sign_out_with_its_time_and_with_its_key() {
    Map<String, String> cookies = signedIn(ADMIN);
    form(cookies).post("/sign-out").then().statusCode(303);
    browser(cookies).get("/assignments").then().statusCode(302);

    cookies = signedIn(ADMIN);
    scenario.waits(Duration.ofHours(13));
    browser(cookies).get("/assignments").then().statusCode(302);

    String key =
        Scenario.caller()
            .body("{\"name\":\"shift\",\"roles\":[\"reader\"]}")
            .post("/api/v1/api-keys")
            .then()
            .statusCode(201)
            .extract()
            .path("key");
    cookies = signedIn(key);
    browser(cookies).get("/assignments").then().statusCode(200);
    Scenario.caller().delete("/api/v1/api-keys/shift").then().statusCode(200);
    browser(cookies).get("/assignments").then().statusCode(302);
  }

  @Test
  void the_token_of_a_session_is_replaced_and_the_old_one_ends() {
    Map<String, String> cookies = signedIn(ADMIN);
    scenario.waits(Duration.ofHours(2));
    String next = browser(cookies).get("/assignments").getCookie("ropeway-session");

    assertThat(next).isNotNull().isNotEqualTo(cookies.get("ropeway-session"));
    browser(cookies).get("/assignments").then().statusCode(200);
    scenario.waits(Duration.ofMinutes(2));
    browser(cookies).get("/assignments").then().statusCode(302);
    browser(Map.of("ropeway-session", next)).get("/assignments").then().statusCode(200);
  }

  private static RequestSpecification browser(Map<String, String> cookies) {
    return RestAssured.given()
        .cookies(cookies)
        .accept("text/html")
        .header("Sec-Fetch-Mode", "navigate")
        .redirects()
        .follow(false);
  }

  private static RequestSpecification form(Map<String, String> cookies) {
    return browser(cookies).formParam("_token", cookies.get("ropeway-form"));
  }

  private static Map<String, String> opened() {
    return browser(Map.of()).get("/sign-in").getCookies();
  }

  private static Response post(Map<String, String> cookies, String path, Map<String, ?> fields) {
    return form(cookies).formParams(fields).post(path);
  }

  private static ValidatableResponse signIn(String key, String to) {
    return post(opened(), "/sign-in", Map.of("key", key, "to", to)).then();
  }

  private static Map<String, String> signedIn(String key) {
    Map<String, String> form = opened();
    Response answer = post(form, "/sign-in", Map.of("key", key));
    answer.then().statusCode(303);
    return Map.of(
        "ropeway-form", form.get("ropeway-form"),
        "ropeway-session", answer.getCookie("ropeway-session"));
  }

  private static String page(Map<String, String> cookies, String path) {
    return browser(cookies).get(path).then().statusCode(200).extract().asString();
  }
}
