package dev.ropeway.scenarios.rest;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.startsWith;

import dev.ropeway.scenarios.RopewayTest;
import dev.ropeway.scenarios.Scenario;
import dev.ropeway.scenarios.SettableClock;
import dev.ropeway.scenarios.TestEnvironment;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.jose4j.jwt.JwtClaims;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who administered what, and who was turned away. */
@RopewayTest
class AuditTest {

  private static final Duration SECONDS = Duration.ofSeconds(10);

  @Inject Scenario scenario;

  /** What earlier tests left behind may be stored late: it is older than this. */
  private static Instant start;

  @BeforeEach
  void start() {
    scenario.isNew();
    start = new SettableClock().instant();
  }

  private static RequestSpecification with(String key) {
    return given().header("X-API-Key", key).contentType("application/json");
  }

  private static List<Map<String, Object>> entries(String query) {
    return with("owner-key-for-these-tests")
        .get("/api/v1/audit?since=" + start + "&" + query)
        .then()
        .statusCode(200)
        .extract()
        .jsonPath()
        .getList("items");
  }

  /** The entries that the query finds, once there are so many. */
  private static List<Map<String, Object>> awaited(String query, int count) {
    await().atMost(SECONDS).until(() -> entries(query).size() == count);
    return entries(query);
  }

  private static Object seen(Map<String, Object> entry, String... fields) {
    return List.of(fields).stream().map(entry::get).toList();
  }

  @Test
  void an_administrative_call_is_there_with_who_what_when_and_from_where() {
    Instant before = start.minusSeconds(1);
    UUID assignment = scenario.hears("r1");
    with("admin-key-for-these-tests")
        .body("{\"priority\":1}")
        .patch("/api/v1/assignments/" + assignment)
        .then()
        .statusCode(200);

    await()
        .atMost(SECONDS)
        .untilAsserted(
            () ->
                assertThat(entries("who=security"))
                    .singleElement()
                    .satisfies(
                        entry -> {
                          assertThat(
                                  seen(entry, "how", "from", "verb", "path", "operation", "status"))
                              .isEqualTo(
                                  List.of(
                                      "api-key",
                                      "127.0.0.1",
                                      "PATCH",
                                      "/api/v1/assignments/" + assignment,
                                      "change-assignment",
                                      200));
                          assertThat(Instant.parse((String) entry.get("at"))).isAfter(before);
                        }));
  }

  @Test
  void an_administrative_call_is_not_begun_before_its_entry_is_stored() {
    UUID assignment = scenario.hears("r1");
    scenario.run("alter table audit rename to audit_away");
    try {
      with("admin-key-for-these-tests")
          .body("{\"priority\":1}")
          .patch("/api/v1/assignments/" + assignment)
          .then()
          .statusCode(500)
          .contentType("application/problem+json")
          .body(
              "detail", startsWith("an unexpected error occurred; the log has it under reference"));

      assertThat(scenario.assignment(assignment).getString("priority")).isNull();
      with("producer-key-for-these-tests")
          .body(Scenario.finding("r2", ""))
          .post("/api/v1/recommendations")
          .then()
          .statusCode(202);
    } finally {
      scenario.run("alter table audit_away rename to audit");
    }
  }

  @Test
  void a_call_that_fails_is_there_with_its_answer() {
    with("owner-key-for-these-tests").delete("/api/v1/api-keys/nobody").then().statusCode(404);

    await()
        .atMost(SECONDS)
        .untilAsserted(
            () ->
                assertThat(entries("denied=false&who=chief"))
                    .anySatisfy(
                        entry ->
                            assertThat(seen(entry, "operation", "status"))
                                .isEqualTo(List.of("delete-api-key", 404))));
  }

  @Test
  void reading_assignments_and_posting_events_are_not_administrative_and_reading_the_log_is() {
    with("reader-key-for-these-tests").get("/api/v1/assignments").then().statusCode(200);
    with("producer-key-for-these-tests")
        .body(Scenario.finding("r1", ""))
        .post("/api/v1/recommendations")
        .then()
        .statusCode(202);
    entries("limit=50");

    assertThat(entries("limit=50"))
        .extracting(entry -> entry.get("operation"))
        .containsOnly("list-audit-entries");
  }

  @Test
  void whoever_is_turned_away_is_there() {
    with("wrong").get("/api/v1/assignments").then().statusCode(401);
    with("reader-key-for-these-tests").post("/api/v1/assignments/retry").then().statusCode(403);
    JwtClaims claims = TestEnvironment.issuer().claims("nothing");
    claims.setStringClaim("upn", "eve@example.com");
    given()
        .header("Authorization", "Bearer " + TestEnvironment.issuer().sign(claims))
        .get("/api/v1/integrations")
        .then()
        .statusCode(403);
    given().get("/").then().statusCode(401);

    assertThat(awaited("denied=true", 4))
        .extracting(entry -> seen(entry, "who", "how", "verb", "path", "status", "repeats"))
        .containsExactlyInAnyOrder(
            List.of("anonymous", "none", "GET", "/api/v1/assignments", 401, 1),
            List.of("reader", "api-key", "POST", "/api/v1/assignments/retry", 403, 1),
            List.of("eve@example.com", "token", "GET", "/api/v1/integrations", 403, 1),
            List.of("anonymous", "none", "GET", "/", 401, 1));
  }

  @Test
  void a_flood_of_denied_calls_is_a_few_entries_and_every_call_is_counted() {
    int calls = 300;
    IntStream.range(0, calls)
        .parallel()
        .forEach(i -> with("wrong " + i).get("/api/v1/assignments/" + i).then().statusCode(401));

    await()
        .atMost(SECONDS)
        .untilAsserted(
            () ->
                assertThat(
                        entries("denied=true").stream()
                            .mapToInt(entry -> (int) entry.get("repeats"))
                            .sum())
                    .isEqualTo(calls));
    assertThat(entries("denied=true")).hasSizeLessThan(30);
  }

  @Test
  void nothing_secret_is_kept() {
    String key =
        with("owner-key-for-these-tests")
            .body("{\"name\":\"ci\",\"roles\":[\"reader\"]}")
            .post("/api/v1/api-keys")
            .then()
            .statusCode(201)
            .extract()
            .path("key");
    with("owner-key-for-these-tests").delete("/api/v1/integrations/none?tickets=open-sesame");
    with("a-wrong-secret").get("/api/v1/assignments?text=hush").then().statusCode(401);
    awaited("denied=true", 1);

    for (String secret :
        new String[] {key, "open-sesame", "a-wrong-secret", "hush", "owner-key-for-these-tests"}) {
      assertThat(
              scenario.count(
                  "select count(*) from audit where strpos(audit::text, '%s') > 0", secret))
          .as(secret)
          .isZero();
    }
  }

  @Test
  void the_log_is_read_page_by_page_and_since_a_time() {
    for (int i = 0; i < 5; i++) {
      with("admin-key-for-these-tests").post("/api/v1/assignments/retry").then().statusCode(200);
    }
    String first = "/api/v1/audit?who=security&limit=3";
    String cursor =
        with("owner-key-for-these-tests")
            .get(first)
            .then()
            .body("items", hasSize(3))
            .extract()
            .path("next");

    with("owner-key-for-these-tests")
        .get(first + "&cursor=" + cursor)
        .then()
        .body("items", hasSize(2))
        .body("next", equalTo(null));
    with("owner-key-for-these-tests")
        .queryParam("since", "2999-01-01T00:00:00+02:00")
        .get(first)
        .then()
        .body("items", hasSize(0));
    assertThat(entries("who=security")).hasSize(5);
  }

  @ParameterizedTest
  @ValueSource(strings = {"since=yesterday", "denied=perhaps", "cursor=%00", "limit=0"})
  void a_bad_parameter_is_a_400_that_names_it(String query) {
    with("owner-key-for-these-tests")
        .urlEncodingEnabled(false)
        .get("/api/v1/audit?" + query)
        .then()
        .statusCode(400)
        .body("errors[0].pointer", equalTo(query.split("=")[0]));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "reader-key-for-these-tests",
        "admin-key-for-these-tests",
        "producer-key-for-these-tests"
      })
  void only_owners_read_it(String key) {
    with(key).get("/api/v1/audit").then().statusCode(403);
  }

  @Test
  void an_address_that_the_caller_claims_is_not_believed() {
    with("wrong")
        .header("X-Forwarded-For", "203.0.113.9")
        .get("/api/v1/assignments")
        .then()
        .statusCode(401);

    assertThat(awaited("denied=true", 1))
        .extracting(entry -> entry.get("from"))
        .containsExactly("127.0.0.1");
  }
}
