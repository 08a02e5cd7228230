package dev.ropeway.scenarios.rest;

import static dev.ropeway.scenarios.rest.LimitedCallersTest.limited;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;

import dev.ropeway.scenarios.Scenario;
import io.restassured.path.json.JsonPath;
import io.restassured.specification.RequestSpecification;
import java.util.List;

/** What bulk runs are to a caller that is limited to paths. */
final class LimitedBulk {

  private static final String BULK = "/api/v1/assignments/bulk";

  private LimitedBulk() {}

  private static String bulk(RequestSpecification caller, String which) {
    return caller
        .body("{\"action\":\"withdraw\",\"ticket\":\"keep\"," + which + "}")
        .post(BULK)
        .then()
        .statusCode(202)
        .extract()
        .path("id");
  }

  private static JsonPath ended(String run) {
    await()
        .untilAsserted(
            () -> Scenario.caller().get(BULK + "/" + run).then().body("status", equalTo("ended")));
    return Scenario.caller().get(BULK + "/" + run).jsonPath();
  }

  /** Only what lies within is done, whatever was asked for. */
  static void starts(LimitedCallersTest test) {
    String named =
        "\"ids\":[\"%s\",\"%s\",\"%s\"]".formatted(test.inside, test.outside, test.nowhere);
    limited()
        .body("{\"action\":\"retry\",\"dryRun\":true," + named + "}")
        .post(BULK)
        .then()
        .statusCode(200)
        .body("willNot.find { it.reason == 'no assignment has that id' }.examples", hasSize(2));
    assertThat(ended(bulk(limited(), "\"filter\":{\"recommendation\":\"below\"}")).getInt("done"))
        .isEqualTo(1);
    JsonPath run = ended(bulk(limited(), named));
    assertThat(run.getInt("done")).isEqualTo(1);
    assertThat(run.getInt("skipped")).isEqualTo(2);
    assertThat(ended(bulk(limited(), "\"filter\":{}")).getInt("total")).isEqualTo(2);
    assertThat(test.scenario.assignment(test.outside).getString("status")).isEqualTo("open");
    assertThat(test.scenario.assignment(test.nowhere).getString("status")).isEqualTo("open");
  }

  /** Its own runs, and no other's; and not its own of paths that it no longer has. */
  static void isSeen(LimitedCallersTest test) {
    String others = bulk(Scenario.caller(), "\"ids\":[\"" + test.inside + "\"]");
    String own = bulk(limited(), "\"filter\":{}");
    ended(others);
    ended(own);
    String former = bulk(limited(), "\"filter\":{}");
    ended(former);
    test.scenario.run(
        "update bulk_run set bounds = '{/subscriptions/former}' where id = '" + former + "'");

    limited().get(BULK).then().body("items.id", equalTo(List.of(own)));
    limited().get(BULK + "/" + own).then().statusCode(200).body("total", equalTo(2));
    limited().get(BULK + "/" + own + "/items").then().statusCode(200).body("items", hasSize(2));
    for (String run : List.of(others, former)) {
      limited().get(BULK + "/" + run).then().statusCode(404);
      limited().get(BULK + "/" + run + "/items").then().statusCode(404);
      limited().post(BULK + "/" + run + "/stop").then().statusCode(404);
    }
    limited().post(BULK + "/" + own + "/stop").then().statusCode(409);
  }
}
