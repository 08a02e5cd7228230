package dev.ropeway.scenarios.rest;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;

import dev.ropeway.api.Contract;
import dev.ropeway.scenarios.RopewayTest;
import dev.ropeway.scenarios.Scenario;
import dev.ropeway.scenarios.TestEnvironment;
import dev.ropeway.scenarios.TestIdentityProvider;
import io.restassured.path.json.JsonPath;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jose4j.jwt.JwtClaims;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A caller with every role that is limited to /subscriptions/mine and what lies below /groups/mine.
 */
@RopewayTest
class LimitedCallersTest {

  private static final String ASSIGNMENTS = "/api/v1/assignments";
  private static final String RECOMMENDATIONS = "/api/v1/recommendations";

  @Inject Scenario scenario;

  UUID inside;
  private UUID below;
  UUID outside;
  UUID nowhere;

  /** What each operation that keeps to bounds is held to; one that is not here fails. */
  private final Map<String, Consumer<LimitedCallersTest>> held =
      Map.ofEntries(
          Map.entry("receive-recommendations", LimitedCallersTest::receiveRecommendations),
          Map.entry("receive-events", LimitedCallersTest::receiveEvents),
          Map.entry("list-recommendations", LimitedCallersTest::listRecommendations),
          Map.entry("list-assignments", LimitedCallersTest::listAssignments),
          Map.entry("summarize-assignments", test -> LimitedLists.summary(test.scenario)),
          Map.entry("list-owners", test -> LimitedLists.owners(test.scenario)),
          Map.entry("assign-by-hand", LimitedCallersTest::assignByHand),
          Map.entry("show-assignment", LimitedCallersTest::showAssignment),
          Map.entry("change-assignment", LimitedCallersTest::changeAssignment),
          Map.entry("reassign-assignment", LimitedCallersTest::reassignAssignment),
          Map.entry("list-notes", LimitedCallersTest::listNotes),
          Map.entry("post-note", LimitedCallersTest::postNote),
          Map.entry("post-evidence", LimitedLists::evidence),
          Map.entry("withdraw-assignment", LimitedCallersTest::withdrawAssignment),
          Map.entry("retry-assignment", LimitedCallersTest::retryAssignment),
          Map.entry("retry-assignments", LimitedCallersTest::retryAssignments),
          Map.entry("release-assignment", LimitedCallersTest::releaseAssignment),
          Map.entry("release-assignments", LimitedCallersTest::releaseAssignments),
          Map.entry("start-bulk-run", LimitedBulk::starts),
          Map.entry("list-bulk-runs", LimitedBulk::isSeen),
          Map.entry("show-bulk-run", LimitedBulk::isSeen),
          Map.entry("list-bulk-items", LimitedBulk::isSeen),
          Map.entry("stop-bulk-run", LimitedBulk::isSeen),
          Map.entry("list-views", LimitedLists::views),
          Map.entry("put-view", LimitedLists::views),
          Map.entry("delete-view", LimitedLists::views),
          Map.entry("show-about", LimitedLists::about));

  @BeforeEach
  void start() {
    scenario.isNew();
  }

  private void everywhere() {
    inside = scenario.hasTicket("in", at("/Subscriptions/MINE/x"));
    below = scenario.hasTicket("below", at("/subscriptions/below/x"));
    outside = scenario.hasTicket("out", at("/subscriptions/mine2"));
    nowhere = scenario.hasTicket("nowhere");
  }

  private static String at(String scope) {
    return "\"resource\":{\"scope\":\"" + scope + "\"}";
  }

  static RequestSpecification limited() {
    return given()
        .header("X-API-Key", "limited-key-for-these-tests")
        .contentType("application/json");
  }

  record Operation(String id, String verb, String path, String limits, boolean open) {
    @Override
    public String toString() {
      return id;
    }
  }

  static Stream<Operation> operations() {
    List<Operation> all = new ArrayList<>();
    Contract.paths()
        .properties()
        .forEach(
            path ->
                path.getValue().properties().stream()
                    .filter(verb -> verb.getValue().has("operationId"))
                    .forEach(
                        verb ->
                            all.add(
                                new Operation(
                                    verb.getValue().path("operationId").asText(),
                                    verb.getKey().toUpperCase(Locale.ROOT),
                                    path.getKey(),
                                    verb.getValue().path("x-limited-callers").asText(),
                                    verb.getValue().path("x-roles").isTextual()))));
    return all.stream();
  }

  static Stream<Operation> within() {
    return operations().filter(operation -> operation.limits().equals("within"));
  }

  @ParameterizedTest
  @MethodSource("within")
  void an_operation_keeps_to_the_bounds(Operation operation) {
    assertThat(held).as("say here what bounds mean to it").containsKey(operation.id());
    everywhere();
    held.get(operation.id()).accept(this);
  }

  @Test
  void every_other_operation_is_refused() {
    assertThat(operations().filter(one -> !one.open() && !one.limits().equals("within")))
        .hasSizeGreaterThan(20)
        .allSatisfy(
            operation ->
                limited()
                    .request(
                        operation.verb(),
                        "/api/v1" + operation.path().replaceAll("\\{[^}]+}", "snow"))
                    .then()
                    .statusCode(403)
                    .body("detail", containsString("limited to paths")));
  }

  private void receiveRecommendations() {
    limited()
        .body(
            "[%s,%s,%s,%s,%s]"
                .formatted(
                    Scenario.finding("in", at("/subscriptions/mine/y")),
                    Scenario.finding("new", at("/subscriptions/below")),
                    Scenario.finding("other", at("/subscriptions/mine2")),
                    Scenario.finding("none", ""),
                    // What is known of it lies elsewhere, wherever the sender says it does.
                    Scenario.finding("out", at("/subscriptions/mine") + ",\"state\":\"healthy\"")))
        .post(RECOMMENDATIONS)
        .then()
        .statusCode(202)
        .body(
            "results.outcome",
            equalTo(List.of("updated", "created", "rejected", "rejected", "rejected")))
        .body("results[2].error.pointer", equalTo("/resource"))
        .body("results[2].error.detail", containsString("limited to"))
        .body("results[3].error.pointer", equalTo("/resource"))
        .body("results[4].error.pointer", equalTo("/id"))
        .body("results[4].assignment", nullValue());
    assertThat(scenario.assignment(outside).getString("recommendation.state"))
        .isEqualTo("unhealthy");
    assertThat(
            scenario.count("select count(*) from recommendation where id in ('other', 'none')", ""))
        .isZero();
  }

  private void receiveEvents() {
    String alert =
        "{\"version\":\"4\",\"status\":\"firing\",\"receiver\":\"r\",\"alerts\":[{\"status\":\"firing\","
            + "\"fingerprint\":\"f\",\"startsAt\":\"2026-01-01T00:00:00Z\","
            + "\"labels\":{\"alertname\":\"Down\"},\"annotations\":{}}]}";
    limited().body(alert).post("/api/v1/events/alertmanager").then().statusCode(400);
    Scenario.caller().body(alert).post("/api/v1/events/alertmanager").then().statusCode(202);
  }

  private void listRecommendations() {
    assertThat(ids(RECOMMENDATIONS + "?limit=1", "items.recommendation.id"))
        .containsExactly("below", "in");
    assertThat(ids(RECOMMENDATIONS + "?matched=false", "items")).isEmpty();
    assertThat(ids(RECOMMENDATIONS + "?text=mfa&severity=high&assigned=true", "items")).hasSize(2);
    assertThat(ids(RECOMMENDATIONS + "?assignment=" + inside, "items")).hasSize(1);
    assertThat(ids(RECOMMENDATIONS + "?assignment=" + outside, "items")).isEmpty();
  }

  private void listAssignments() {
    assertThat(ids(ASSIGNMENTS, "items.recommendation.id")).containsExactly("below", "in");
    assertThat(ids(ASSIGNMENTS + "?recommendation=out", "items")).isEmpty();
    assertThat(ids(ASSIGNMENTS + "?text=MFA&status=open", "items")).hasSize(2);
    assertThat(ids(ASSIGNMENTS + "?severity=high&overdue=false&limit=1", "items")).hasSize(2);
    LimitedLists.keepToBounds(List.of(inside, below), List.of(outside, nowhere));
  }

  /** Those of all pages; each but the last is full. */
  static List<Object> ids(String path, String what) {
    List<Object> all = new ArrayList<>();
    String cursor = null;
    do {
      JsonPath page =
          limited()
              .get(path + (cursor == null ? "" : "&cursor=" + cursor))
              .then()
              .statusCode(200)
              .extract()
              .jsonPath();
      all.addAll(page.getList(what));
      cursor = page.getString("next");
      assertThat(cursor == null || !page.getList("items").isEmpty()).isTrue();
    } while (cursor != null);
    return all;
  }

  private static ValidatableResponse assigns(String finding) {
    return limited()
        .body("{\"integration\":\"oauth\",\"recommendation\":" + finding + "}")
        .post(ASSIGNMENTS)
        .then();
  }

  private void assignByHand() {
    assigns(Scenario.finding("in", at("/subscriptions/mine"))).statusCode(201);
    assigns(Scenario.finding("new", at("/subscriptions/below"))).statusCode(201);
    for (String finding :
        List.of(
            Scenario.finding("other", at("/subscriptions/mine2")),
            Scenario.finding("none", ""),
            Scenario.finding("out", at("/subscriptions/mine")))) {
      assigns(finding)
          .statusCode(422)
          .body("errors[0].pointer", equalTo("/recommendation/resource"));
    }
    assertThat(scenario.count("select count(*) from recommendation where id = '%s'", "other"))
        .isZero();
  }

  private void showAssignment() {
    limited().get(path(inside, "")).then().statusCode(200).body("timeline", not(hasSize(0)));
    limited().get(path(below, "")).then().statusCode(200);
    unknown(limited().get(path(outside, "")).then());
    unknown(limited().get(path(nowhere, "")).then());
  }

  private static String path(UUID id, String more) {
    return ASSIGNMENTS + "/" + id + more;
  }

  private static void unknown(ValidatableResponse answer) {
    answer.statusCode(404).body("detail", equalTo("no assignment has that id"));
  }

  private void changeAssignment() {
    String change = "{\"priority\":1}";
    limited().body(change).patch(path(inside, "")).then().statusCode(200);
    unknown(limited().body(change).patch(path(outside, "")).then());
    unknown(limited().body(change).patch(path(nowhere, "")).then());
    assertThat(scenario.assignment(outside).getString("priority")).isNull();
  }

  private void reassignAssignment() {
    posts("/reassign", "{\"assignedTo\":\"ben.okafor\"}", 200);
    assertThat(scenario.assignment(outside).getString("reassignment")).isNull();
  }

  void posts(String to, String body, int status) {
    unknown(limited().body(body).post(path(outside, to)).then());
    unknown(limited().body(body).post(path(nowhere, to)).then());
    limited().body(body).post(path(inside, to)).then().statusCode(status);
  }

  private void listNotes() {
    unknown(limited().get(path(outside, "/notes")).then());
    unknown(limited().get(path(nowhere, "/notes")).then());
    limited().get(path(inside, "/notes")).then().statusCode(200);
  }

  private void postNote() {
    posts("/notes", "{\"text\":\"Hello\"}", 201);
    assertThat(scenario.assignment(outside).getList("notes")).isEmpty();
  }

  private void withdrawAssignment() {
    unknown(limited().delete(path(outside, "?ticket=keep")).then());
    unknown(limited().delete(path(nowhere, "?ticket=keep")).then());
    limited().delete(path(inside, "?ticket=keep")).then().statusCode(200);
    assertThat(scenario.assignment(outside).getString("status")).isEqualTo("open");
  }

  private void parks() {
    scenario.run("update assignment set status = 'parked', next_delivery_at = null");
  }

  private void retryAssignment() {
    parks();
    unknown(limited().post(path(outside, "/retry")).then());
    unknown(limited().post(path(nowhere, "/retry")).then());
    limited().post(path(inside, "/retry")).then().statusCode(200);
    assertThat(scenario.assignment(outside).getString("status")).isEqualTo("parked");
  }

  private void retryAssignments() {
    parks();
    limited().post(ASSIGNMENTS + "/retry").then().statusCode(200).body("retried", equalTo(2));
    assertThat(scenario.assignment(outside).getString("status")).isEqualTo("parked");
    assertThat(scenario.assignment(nowhere).getString("status")).isEqualTo("parked");
  }

  private void holds() {
    // With another fence: what a claim under way comes to is not recorded.
    scenario.run(
        "update assignment set status = 'pending', held_since = now(), held_limit = 1, next_delivery_at = null, fence = fence + 1");
  }

  private void releaseAssignment() {
    holds();
    unknown(limited().post(path(outside, "/release")).then());
    unknown(limited().post(path(nowhere, "/release")).then());
    limited().post(path(inside, "/release")).then().statusCode(200).body("released", equalTo(1));
    assertThat(scenario.assignment(outside).getString("heldSince")).isNotNull();
  }

  private void releaseAssignments() {
    holds();
    limited().post(ASSIGNMENTS + "/release").then().statusCode(200).body("released", equalTo(2));
    assertThat(scenario.assignment(outside).getString("heldSince")).isNotNull();
    assertThat(scenario.assignment(nowhere).getString("heldSince")).isNotNull();
  }

  @Test
  void pages_are_full_whatever_lies_between() {
    for (int i = 0; i < 5; i++) {
      scenario.hears("in-" + i, at("/subscriptions/mine"));
      scenario.hears("out-" + i, at("/subscriptions/mine2"));
    }

    for (String path : List.of(ASSIGNMENTS, RECOMMENDATIONS)) {
      JsonPath first = limited().get(path + "?limit=3").then().extract().jsonPath();
      assertThat(first.getList("items")).hasSize(3);
      limited()
          .get(path + "?limit=3&cursor=" + first.getString("next"))
          .then()
          .body("items", hasSize(2))
          .body("next", nullValue());
    }
  }

  @Test
  void the_pages_of_the_console_show_and_count_no_more() {
    scenario.hears("in", named("/subscriptions/mine", "hut"));
    UUID other = scenario.hears("out", named("/other", "lift"));
    scenario.becomes(other, "open");
    scenario.post(Scenario.finding("unwanted", at("/other")).replace("microsoft", "nobody"));
    Scenario.caller()
        .get("/assignments")
        .then()
        .body(containsString("lift"), containsString("chip-unmatched"));
    String page = limited().get("/assignments").then().statusCode(200).extract().asString();
    assertThat(page)
        .contains("hut", "data-refresh=\"60\"")
        .doesNotContain("lift", "chip-unmatched");
    limited().get("/assignments/" + other).then().statusCode(404);
  }

  private static String named(String scope, String name) {
    return "\"resource\":{\"scope\":\"%s\",\"name\":\"%s\"}".formatted(scope, name);
  }

  @Test
  void a_repeated_request_shows_nothing_that_has_left_the_bounds() {
    String request =
        "{\"integration\":\"snow\",\"recommendation\":%s}"
            .formatted(Scenario.finding("moved", at("/subscriptions/mine")));
    limited().header("Idempotency-Key", "k").body(request).post(ASSIGNMENTS).then().statusCode(201);
    scenario.run(
        "update recommendation set document = jsonb_set(document, '{resource,scope}', '\"/other\"')");
    limited().header("Idempotency-Key", "k").body(request).post(ASSIGNMENTS).then().statusCode(409);
  }

  @Test
  void a_key_that_is_made_over_rest_can_be_limited_and_is_nobody_to_older_replicas() {
    everywhere();
    JsonPath issued =
        Scenario.caller()
            .body("{\"name\":\"team\",\"roles\":[\"reader\"],\"scopes\":[\"/subscriptions/mine\"]}")
            .post("/api/v1/api-keys")
            .then()
            .statusCode(201)
            .body("scopes", equalTo(List.of("/subscriptions/mine")))
            .extract()
            .jsonPath();
    RequestSpecification team =
        given().header("X-API-Key", issued.getString("key")).contentType("application/json");
    team.get(ASSIGNMENTS).then().body("items.recommendation.id", equalTo(List.of("in")));
    Scenario.caller()
        .get("/api/v1/api-keys")
        .then()
        .body("items.find { it.name == 'team' }.roles", equalTo(List.of("reader")))
        .body("items.find { it.name == 'team' }.scopes", equalTo(List.of("/subscriptions/mine")))
        .body("items.find { it.name == 'limited' }.scopes", hasSize(2))
        .body("items.find { it.name == 'test' }.scopes", nullValue());
    assertThat(
            scenario.count(
                "select count(*) from api_key where name = '%s' and roles = '{}'", "team"))
        .isEqualTo(1);
    String rotated =
        Scenario.caller().post("/api/v1/api-keys/team/rotate").then().extract().path("key");
    given()
        .header("X-API-Key", rotated)
        .get(ASSIGNMENTS)
        .then()
        .body("items.recommendation.id", equalTo(List.of("in")));
  }

  @Test
  void a_token_is_limited_by_its_claim_and_sees_nothing_without_it() {
    everywhere();
    JwtClaims claims = TestEnvironment.issuer().claims("reader", "owner");
    bearer(claims).get(ASSIGNMENTS).then().body("items", hasSize(4));
    bearer(claims).get("/api/v1/api-keys").then().statusCode(200);
    claims.setStringListClaim(TestIdentityProvider.SCOPES, "/groups/mine");
    bearer(claims)
        .get(ASSIGNMENTS)
        .then()
        .body("items.recommendation.id", equalTo(List.of("below")));
    bearer(claims).get("/api/v1/api-keys").then().statusCode(403);
    claims.unsetClaim(TestIdentityProvider.SCOPES);
    bearer(claims).get(ASSIGNMENTS).then().statusCode(200).body("items", hasSize(0));
    bearer(claims).get("/api/v1/api-keys").then().statusCode(403);
  }

  private static RequestSpecification bearer(JwtClaims claims) {
    return given().header("Authorization", "Bearer " + TestEnvironment.issuer().sign(claims));
  }
}
