package dev.ropeway.scenarios.rest;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import dev.ropeway.api.Contract;
import dev.ropeway.scenarios.RopewayTest;
import dev.ropeway.scenarios.Scenario;
import io.restassured.RestAssured;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Who gets in where. */
@RopewayTest
class RolePolicyTest {

  @Inject Scenario scenario;

  @BeforeEach
  void start() {
    scenario.isNew();
  }

  private static RequestSpecification with(String key) {
    return given().header("X-API-Key", key).contentType("application/json");
  }

  private static final String BASIC =
      "Basic "
          + Base64.getEncoder()
              .encodeToString("any:admin-key-for-these-tests".getBytes(StandardCharsets.US_ASCII));

  @Test
  void without_a_known_key_there_is_a_401_problem() {
    given()
        .contentType("application/json")
        .body(Scenario.finding("r1", ""))
        .post("/api/v1/recommendations")
        .then()
        .statusCode(401)
        .contentType("application/problem+json")
        .header("WWW-Authenticate", notNullValue())
        .body("status", equalTo(401));
    with("wrong")
        .get("/api/v1/assignments")
        .then()
        .statusCode(401)
        .contentType("application/problem+json");
    with("").get("/api/v1/assignments").then().statusCode(401);
  }

  @Test
  void a_producer_may_post_events_and_nothing_else() {
    with("producer-key-for-these-tests")
        .body(Scenario.finding("r1", ""))
        .post("/api/v1/recommendations")
        .then()
        .statusCode(202);
    with("producer-key-for-these-tests")
        .get("/api/v1/assignments")
        .then()
        .statusCode(403)
        .contentType("application/problem+json")
        .body("status", equalTo(403));
    with("producer-key-for-these-tests").post("/api/v1/assignments/retry").then().statusCode(403);
  }

  @Test
  void a_reader_may_read_and_nothing_else() {
    with("reader-key-for-these-tests").get("/api/v1/assignments").then().statusCode(200);
    with("reader-key-for-these-tests")
        .body(Scenario.finding("r1", ""))
        .post("/api/v1/recommendations")
        .then()
        .statusCode(403);
    with("reader-key-for-these-tests")
        .post("/api/v1/integrations/snow/sync")
        .then()
        .statusCode(403);
  }

  @Test
  void tricks_with_the_path_open_no_door() {
    with("producer-key-for-these-tests")
        .urlEncodingEnabled(false)
        .get("/api/v1/events/../assignments")
        .then()
        .statusCode(403);
    with("producer-key-for-these-tests")
        .urlEncodingEnabled(false)
        .get("/api/v1/%61ssignments")
        .then()
        .statusCode(403);
    with("producer-key-for-these-tests")
        .urlEncodingEnabled(false)
        .post("/api/v1/events/../assignments/retry")
        .then()
        .statusCode(403);
    with("producer-key-for-these-tests")
        .urlEncodingEnabled(false)
        .get("//api/v1/assignments")
        .then()
        .statusCode(403);
  }

  static Stream<Arguments> operations() {
    List<Arguments> all = new ArrayList<>();
    Contract.paths()
        .properties()
        .forEach(
            path ->
                path.getValue()
                    .properties()
                    .forEach(
                        verb -> {
                          if (!verb.getValue().has("operationId")) {
                            return;
                          }
                          List<String> roles = new ArrayList<>();
                          verb.getValue().path("x-roles").forEach(role -> roles.add(role.asText()));
                          all.add(Arguments.of(verb.getKey(), path.getKey(), roles));
                        }));
    return all.stream();
  }

  @ParameterizedTest(name = "{0} {1}")
  @MethodSource("operations")
  void each_operation_lets_in_the_roles_that_the_contract_says_and_no_other(
      String verb, String path, List<String> roles) {
    String address = "/api/v1" + path.replaceAll("\\{[^}]+}", "nothing");
    assumeThat(roles).as("open").isNotEmpty();

    Map.of(
            "event-producer", "producer-key-for-these-tests",
            "reader", "reader-key-for-these-tests",
            "contributor", "contributor-key-for-these-tests",
            "security-admin", "admin-key-for-these-tests",
            "owner", "owner-key-for-these-tests")
        .forEach(
            (role, key) -> {
              int status = with(key).request(verb.toUpperCase(Locale.ROOT), address).statusCode();
              assertThat(status == 403).as(role + ": " + status).isEqualTo(!roles.contains(role));
              assertThat(status).isNotEqualTo(401).isLessThan(500);
            });
    assertThat(
            given()
                .contentType("application/json")
                .request(verb.toUpperCase(Locale.ROOT), address)
                .statusCode())
        .isEqualTo(401);
  }

  @Test
  void a_browser_that_remembers_the_password_cannot_be_made_to_write_by_a_foreign_page()
      throws Exception {
    // What a page elsewhere can send without asking first: no type, or one of a form.
    assertThat(retries("Authorization", BASIC, null)).isEqualTo(415);
    assertThat(retries("Authorization", BASIC, "text/plain")).isEqualTo(415);
    assertThat(retries("Authorization", BASIC, "application/x-www-form-urlencoded")).isEqualTo(415);
    assertThat(retries("Authorization", BASIC, "application/json")).isEqualTo(200);
    assertThat(retries("X-API-Key", "admin-key-for-these-tests", null)).isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "text/plain; x/json",
        "text/json",
        "a/b/json",
        "application/x+jsonfoo",
        "json"
      })
  void a_type_that_only_looks_like_json_is_refused(String type) throws Exception {
    assertThat(retries("Authorization", BASIC, type)).isEqualTo(415);
    assertThat(retries("X-API-Key", "admin-key-for-these-tests", type)).isEqualTo(415);
  }

  @ParameterizedTest
  @CsvSource({"application/json, text/plain", "text/plain, application/json"})
  void two_types_are_none(String one, String other) throws Exception {
    // By hand: the client would send the last one only.
    String request =
        """
        POST /api/v1/assignments/retry HTTP/1.1
        Host: localhost
        X-API-Key: admin-key-for-these-tests
        Content-Type: %s
        Content-Type: %s
        Content-Length: 0
        Connection: close

        """
            .formatted(one, other)
            .replace("\n", "\r\n");
    try (Socket socket = new Socket("localhost", RestAssured.port)) {
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));

      assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
          .startsWith("HTTP/1.1 415 ");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "cross-site, 403",
    "same-site, 403",
    "Same-Origin, 403",
    "same-origin, 200",
    "none, 200"
  })
  void a_page_of_another_site_may_not_write_with_the_password_of_a_browser(String site, int status)
      throws Exception {
    String[] json = {"Content-Type", "application/json", "Sec-Fetch-Site", site};

    assertThat(post(with(json, "Authorization", BASIC))).isEqualTo(status);
    assertThat(post(with(json, "X-API-Key", "admin-key-for-these-tests"))).isEqualTo(200);
    given()
        .header("Authorization", BASIC)
        .header("Sec-Fetch-Site", site)
        .get("/api/v1/assignments")
        .then()
        .statusCode(200);
  }

  @Test
  void a_browser_that_did_not_come_by_tls_is_told_nothing_of_it() {
    given()
        .header("X-Forwarded-Proto", "https")
        .get("/console/console.css")
        .then()
        .header("Strict-Transport-Security", nullValue());
  }

  private static String[] with(String[] headers, String... more) {
    return Stream.of(headers, more).flatMap(Stream::of).toArray(String[]::new);
  }

  private static int post(String... headers) throws Exception {
    return HttpClient.newHttpClient()
        .send(
            HttpRequest.newBuilder(
                    URI.create(
                        "http://localhost:" + RestAssured.port + "/api/v1/assignments/retry"))
                .headers(headers)
                .POST(HttpRequest.BodyPublishers.noBody())
                .build(),
            HttpResponse.BodyHandlers.discarding())
        .statusCode();
  }

  private static int retries(String header, String value, String type) throws Exception {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(
                URI.create("http://localhost:" + RestAssured.port + "/api/v1/assignments/retry"))
            .header(header, value)
            .POST(HttpRequest.BodyPublishers.noBody());
    if (type != null) {
      request.header("Content-Type", type);
    }
    return HttpClient.newHttpClient()
        .send(request.build(), HttpResponse.BodyHandlers.discarding())
        .statusCode();
  }
}
