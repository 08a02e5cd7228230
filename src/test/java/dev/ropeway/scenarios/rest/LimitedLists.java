package dev.ropeway.scenarios.rest;

import static dev.ropeway.scenarios.rest.LimitedCallersTest.ids;
import static dev.ropeway.scenarios.rest.LimitedCallersTest.limited;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;

import dev.ropeway.scenarios.Scenario;
import dev.ropeway.scenarios.SettableClock;
import io.restassured.response.ValidatableResponse;
import java.util.List;
import java.util.UUID;

/** What lists and reports show and count to a limited caller who has two of four assignments. */
final class LimitedLists {

  private static final String ASSIGNMENTS = "/api/v1/assignments";
  private static final String SUMMARY = ASSIGNMENTS + "/summary";
  private static final String OWNERS = "/api/v1/owners";

  private LimitedLists() {}

  static void keepToBounds(List<UUID> inside, List<UUID> outside) {
    for (String sort : List.of("-updated", "due", "owner", "severity", "created")) {
      assertThat(ids(ASSIGNMENTS + "?limit=1&sort=" + sort, "items")).as(sort).hasSize(2);
    }
    for (String type : List.of("text/csv", "application/x-ndjson")) {
      String rows = limited().accept(type).get(ASSIGNMENTS).then().extract().asString();
      inside.forEach(id -> assertThat(rows).as(type).contains(id.toString()));
      outside.forEach(id -> assertThat(rows).as(type).doesNotContain(id.toString()));
    }
  }

  static void summary(Scenario scenario) {
    scenario.run(
        "update assignment set assigned_to = null, due_at = timestamptz '2020-01-01Z', ended_at = "
            + SettableClock.sql()
            + ", created_at = "
            + SettableClock.sql());
    counts()
        .body("open.count", equalTo(List.of(2)))
        .body("severities.count", equalTo(List.of(0, 2, 0, 0, 0)))
        .body("overdue.count", equalTo(2))
        .body("unassigned.count", equalTo(2))
        .body("perDay.created.sum()", equalTo(2));
    Scenario.caller().get(SUMMARY).then().body("open.count", equalTo(List.of(4)));
    scenario.run("update assignment set status = 'parked', next_delivery_at = null");
    counts().body("parked.count", equalTo(2));
    scenario.run("update assignment set status = 'pending', held_since = " + SettableClock.sql());
    counts().body("held.count", equalTo(2));
    scenario.run("update assignment set status = 'closed', ended_at = " + SettableClock.sql());
    counts().body("perDay.closed.sum()", equalTo(2));
    news().body("since.created.count", equalTo(2)).body("since.closed.count", equalTo(2));
    scenario.run("update assignment set status = 'parked', updated_at = " + SettableClock.sql());
    news().body("since.parked.count", equalTo(2));
  }

  private static ValidatableResponse counts() {
    return limited().get(SUMMARY).then().statusCode(200);
  }

  private static ValidatableResponse news() {
    return limited().get(SUMMARY + "?since=2020-01-01T00:00:00Z").then().statusCode(200);
  }

  static void owners(Scenario scenario) {
    scenario.run("update assignment set assigned_to = 'ada'");
    Scenario.caller().get(OWNERS).then().body("items.open", equalTo(List.of(4)));
    limited().get(OWNERS).then().body("items.open", equalTo(List.of(2)));
    limited().get(OWNERS + "?by=group").then().body("items.open.sum()", equalTo(2));
    limited()
        .get(OWNERS + "?scope=/subscriptions/mine")
        .then()
        .body("items.open", equalTo(List.of(1)));
    limited().get(OWNERS + "?scope=/subscriptions/mine2").then().body("items", hasSize(0));
  }

  static void evidence(LimitedCallersTest test) {
    test.posts("/evidence", "{\"name\":\"a.txt\",\"content\":\"eA==\"}", 409);
  }

  /** It knows of no place, nor of any connection. */
  static void about(LimitedCallersTest test) {
    limited()
        .get("/api/v1/about")
        .then()
        .statusCode(200)
        .body("checks.collectMany { it.keySet() }.unique()", equalTo(List.of("name", "up")));
  }

  /** Views are the caller's own, and show no more than the list. */
  static void views(LimitedCallersTest test) {
    String view = "/api/v1/views/open";
    Scenario.caller().body("{\"query\":\"rule=default\"}").put(view).then().statusCode(201);
    limited().get("/api/v1/views").then().body("items", hasSize(0));
    limited().delete(view).then().statusCode(404);
    String query =
        limited().body("{\"query\":\"status=open\"}").put(view).then().extract().path("query");
    assertThat(ids(ASSIGNMENTS + "?limit=1&" + query, "items")).hasSize(2);
    limited().delete(view).then().statusCode(204);
    Scenario.caller().get("/api/v1/views").then().body("items", hasSize(1));
  }
}
