package dev.ropeway.scenarios.rest;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;

import dev.ropeway.scenarios.RopewayTest;
import dev.ropeway.scenarios.Scenario;
import dev.ropeway.scenarios.SettableClock;
import dev.ropeway.scenarios.TestEnvironment;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Callers are made, given other keys and shut out without a restart. */
@RopewayTest
class ApiKeysTest {

  private static final Duration SECONDS = Duration.ofSeconds(5);

  @Inject Scenario scenario;

  @BeforeEach
  void start() {
    scenario.isNew();
  }

  private static String issue(String name, String role) {
    return Scenario.caller()
        .body("{\"name\":\"%s\",\"roles\":[\"%s\"]}".formatted(name, role))
        .post("/api/v1/api-keys")
        .then()
        .statusCode(201)
        .header("Location", equalTo("/api/v1/api-keys/" + name))
        .header("Cache-Control", equalTo("no-store"))
        .extract()
        .path("key");
  }

  private static String rotate(String name, String body) {
    return Scenario.caller()
        .body(body)
        .post("/api/v1/api-keys/" + name + "/rotate")
        .then()
        .statusCode(200)
        .extract()
        .path("key");
  }

  private static int reads(String key) {
    return given().header("X-API-Key", key).get("/api/v1/assignments").statusCode();
  }

  @Test
  void a_key_opens_what_its_roles_say_from_the_moment_it_is_shown() {
    String key = issue("ci", "reader");

    assertThat(key).matches("rw_[A-Za-z0-9_-]{43}");
    assertThat(reads(key)).isEqualTo(200);
    given()
        .header("X-API-Key", key)
        .contentType("application/json")
        .body(Scenario.finding("r1", ""))
        .post("/api/v1/recommendations")
        .then()
        .statusCode(403);
  }

  @Test
  void callers_are_listed_by_name_in_pages() {
    issue("aa-first", "reader");

    String next =
        Scenario.caller()
            .get("/api/v1/api-keys?limit=1")
            .then()
            .statusCode(200)
            .body("items.name", equalTo(List.of("aa-first")))
            .extract()
            .path("next");
    Scenario.caller()
        .get("/api/v1/api-keys?limit=1000&cursor=" + next)
        .then()
        .statusCode(200)
        .body("items.name", not(hasItem("aa-first")))
        .body("next", nullValue());
  }

  @Test
  void a_key_is_shown_once_and_only_its_digest_is_kept() {
    String key = issue("ci", "reader");

    Scenario.caller()
        .get("/api/v1/api-keys")
        .then()
        .statusCode(200)
        .body("items.name", hasItems("ci", "test", "producer"))
        .body("items.find { it.name == 'ci' }.source", equalTo("store"))
        .body("items.find { it.name == 'ci' }.createdBy", equalTo("test"))
        .body("items.find { it.name == 'test' }.source", equalTo("configuration"))
        .body(not(containsString(key)))
        .body(not(containsString("digest")))
        .body(not(containsString(TestEnvironment.KEY)));
    assertThat(
            scenario.count(
                "select count(*) from api_key where strpos(api_key::text, '%s') > 0", key))
        .isZero();
  }

  @Test
  void after_a_rotation_both_keys_open_until_the_grace_period_ends() {
    String old = issue("ci", "reader");

    String fresh = rotate("ci", "{\"grace\":\"PT10M\"}");

    assertThat(fresh).isNotEqualTo(old);
    assertThat(reads(fresh)).isEqualTo(200);
    assertThat(reads(old)).isEqualTo(200);
    SettableClock.advance(Duration.ofMinutes(11));
    assertThat(reads(fresh)).isEqualTo(200);
    assertThat(reads(old)).isEqualTo(401);
  }

  @Test
  void without_a_word_the_old_key_stays_good_for_a_day_and_with_PT0S_not_at_all() {
    String first = issue("ci", "reader");

    String second = rotate("ci", "");
    SettableClock.advance(Duration.ofHours(23));
    assertThat(reads(first)).isEqualTo(200);
    String third = rotate("ci", "{\"grace\":\"PT0S\"}");

    assertThat(reads(first)).isEqualTo(401);
    assertThat(reads(second)).isEqualTo(401);
    assertThat(reads(third)).isEqualTo(200);
  }

  @Test
  void a_deleted_key_opens_nothing() {
    String key = issue("ci", "reader");

    Scenario.caller()
        .delete("/api/v1/api-keys/ci")
        .then()
        .statusCode(200)
        .body("name", equalTo("ci"));

    assertThat(reads(key)).isEqualTo(401);
    Scenario.caller().delete("/api/v1/api-keys/ci").then().statusCode(404);
    Scenario.caller().post("/api/v1/api-keys/ci/rotate").then().statusCode(404);
  }

  @Test
  void what_another_replica_does_is_known_within_seconds() {
    scenario.run(
        "insert into api_key (name, roles, digest, created_by, created_at) values"
            + " ('other', '{reader}', sha256('rw_of-another-replica'), 'x', now())");
    await().atMost(SECONDS).until(() -> reads("rw_of-another-replica") == 200);

    scenario.run("delete from api_key");
    await().atMost(SECONDS).until(() -> reads("rw_of-another-replica") == 401);
  }

  @Test
  void while_the_store_cannot_be_read_known_keys_open_and_unknown_ones_do_not() {
    String key = issue("ci", "reader");
    scenario.run("alter table api_key rename to api_key_away");
    try {
      Scenario.caller().get("/api/v1/api-keys").then().statusCode(500);
      // Longer than a replica waits between two looks at the store.
      await()
          .during(Duration.ofMillis(1500))
          .atMost(SECONDS)
          .until(() -> reads(key) == 200 && reads("rw_unknown") == 401);
    } finally {
      scenario.run("alter table api_key_away rename to api_key");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{\"name\":\"ci\"}",
        "{\"name\":\"ci\",\"roles\":[]}",
        "{\"name\":\"ci\",\"roles\":[\"king\"]}",
        "{\"name\":\"a/b\",\"roles\":[\"reader\"]}",
        "{\"name\":\"\",\"roles\":[\"reader\"]}",
        "{\"name\":\"ci\",\"roles\":[\"reader\"],\"key\":\"mine\"}",
        "[]"
      })
  void a_caller_that_cannot_be_made_is_a_400(String body) {
    Scenario.caller().body(body).post("/api/v1/api-keys").then().statusCode(400);
  }

  @ParameterizedTest
  @ValueSource(strings = {"{\"grace\":\"P31D\"}", "{\"grace\":\"-PT1S\"}", "{\"grace\":1}", "[1]"})
  void a_grace_period_that_cannot_be_is_a_400(String body) {
    issue("ci", "reader");

    Scenario.caller().body(body).post("/api/v1/api-keys/ci/rotate").then().statusCode(400);
  }

  @Test
  void names_are_given_once_and_configuration_is_not_changed() {
    issue("ci", "reader");

    for (String name : new String[] {"ci", "producer"}) {
      Scenario.caller()
          .body("{\"name\":\"%s\",\"roles\":[\"reader\"]}".formatted(name))
          .post("/api/v1/api-keys")
          .then()
          .statusCode(409);
    }
    refused(Scenario.caller().delete("/api/v1/api-keys/producer").then());
    refused(Scenario.caller().post("/api/v1/api-keys/producer/rotate").then());
  }

  private static void refused(ValidatableResponse answer) {
    answer.statusCode(409).body("detail", containsString("configuration"));
  }

  @Test
  void a_key_whose_hash_is_configured_opens() {
    assertThat(reads("hashed-key-for-these-tests")).isEqualTo(200);
    assertThat(reads("sha256:" + TestEnvironment.HASHED)).isEqualTo(401);
    assertThat(reads(TestEnvironment.HASHED)).isEqualTo(401);
  }

  @Test
  void only_owners_manage_keys() {
    String admin = issue("admin", "security-admin");

    given().header("X-API-Key", admin).get("/api/v1/api-keys").then().statusCode(403);
    given().header("X-API-Key", admin).delete("/api/v1/api-keys/admin").then().statusCode(403);
    given()
        .header("X-API-Key", admin)
        .contentType("application/json")
        .body("{\"name\":\"me\",\"roles\":[\"owner\"]}")
        .post("/api/v1/api-keys")
        .then()
        .statusCode(403);
  }
}
