package dev.ropeway.journeys;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.notNullValue;

import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Who gets in where. */
@RopewayTest
class DoorsTest {

  @Inject Rope rope;

  @BeforeEach
  void start() {
    rope.isNew();
  }

  private static RequestSpecification with(String key) {
    return given().header("X-API-Key", key).contentType("application/json");
  }

  @Test
  void without_a_known_key_there_is_a_401_problem() {
    given()
        .contentType("application/json")
        .body(Rope.finding("r1", ""))
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
    with("producer-key")
        .body(Rope.finding("r1", ""))
        .post("/api/v1/recommendations")
        .then()
        .statusCode(202);
    with("producer-key")
        .get("/api/v1/assignments")
        .then()
        .statusCode(403)
        .contentType("application/problem+json")
        .body("status", equalTo(403));
    with("producer-key").post("/api/v1/assignments/retry").then().statusCode(403);
  }

  @Test
  void a_reader_may_read_and_nothing_else() {
    with("reader-key").get("/api/v1/assignments").then().statusCode(200);
    with("reader-key")
        .body(Rope.finding("r1", ""))
        .post("/api/v1/recommendations")
        .then()
        .statusCode(403);
    with("reader-key").post("/api/v1/integrations/snow/sync").then().statusCode(403);
  }

  @Test
  void tricks_with_the_path_open_no_door() {
    with("producer-key")
        .urlEncodingEnabled(false)
        .get("/api/v1/events/../assignments")
        .then()
        .statusCode(403);
    with("producer-key")
        .urlEncodingEnabled(false)
        .get("/api/v1/%61ssignments")
        .then()
        .statusCode(403);
    with("producer-key")
        .urlEncodingEnabled(false)
        .post("/api/v1/events/../assignments/retry")
        .then()
        .statusCode(403);
    with("producer-key")
        .urlEncodingEnabled(false)
        .get("//api/v1/assignments")
        .then()
        .statusCode(403);
  }
}
