package dev.ropeway.scenarios.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;

import dev.ropeway.scenarios.RopewayTest;
import dev.ropeway.scenarios.Scenario;
import io.restassured.path.json.JsonPath;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The assignments rows of the REST contract. */
@RopewayTest
class AssignmentsApiTest {

  @Inject Scenario scenario;

  @BeforeEach
  void start() {
    scenario.isNew();
  }

  @Test
  void a_list_is_paged_by_cursor_newest_first_and_misses_nothing() {
    List<UUID> made = new ArrayList<>();
    for (int i = 0; i < 7; i++) {
      made.add(0, scenario.hears("r" + i));
    }

    List<String> read = new ArrayList<>();
    String cursor = "";
    while (cursor != null) {
      JsonPath page =
          Scenario.caller()
              .get("/api/v1/assignments?limit=3" + (cursor.isEmpty() ? "" : "&cursor=" + cursor))
              .then()
              .statusCode(200)
              .extract()
              .jsonPath();
      read.addAll(page.getList("items.id"));
      cursor = page.getString("next");
    }

    assertThat(read).containsExactlyElementsOf(made.stream().map(UUID::toString).toList());
  }

  @Test
  void filters_narrow_a_list() {
    UUID low =
        scenario.hasTicket(
            "r1", "\"severity\":\"low\",\"resource\":{\"id\":\"/huts/7\",\"name\":\"Hut-7\"}");
    String ada =
        scenario.tickets("sys_user").stream()
            .filter(user -> user.get("user_name").equals("ada.fulmer"))
            .findFirst()
            .orElseThrow()
            .get("sys_id");
    scenario
        .servicenow()
        .update("incident", scenario.sysId(low), Map.of("assigned_to", ada), "ada.fulmer");
    scenario.syncs("snow");
    scenario.hasTicket("r2", "\"category\":\"Changes\"");
    scenario.run(
        "update assignment set due_at = now() - interval '20 days' where ticket_type = 'change_request'");

    count("status=open", 2);
    count("status=parked", 0);
    count("ticketType=change_request", 1);
    count("integration=oauth", 0);
    count("overdue=true", 1);
    count("overdue=false", 1);
    count("recommendation=r1", 1);
    count("text=mfa", 2);
    count("text=100%25", 0);
    String number = scenario.assignment(low).getString("ticket.number");
    count("text=" + number.toLowerCase(Locale.ROOT), 1);
    count("text=hut-7", 1);
    count("text=ada.f", 1);
    assertThat(low).isNotNull();
  }

  private static void count(String query, int items) {
    Scenario.caller()
        .urlEncodingEnabled(false)
        .get("/api/v1/assignments?" + query)
        .then()
        .statusCode(200)
        .body("items", hasSize(items));
  }

  @Test
  void a_timeline_tells_who_did_what() {
    UUID assignment = scenario.hasTicket("r1");

    JsonPath shown = scenario.assignment(assignment);

    assertThat(shown.getList("timeline.what")).containsExactly("accepted", "created");
    assertThat(shown.getList("timeline.who")).containsExactly("test", "ropeway");
    assertThat(shown.getString("timeline[1].detail")).startsWith("INC");
    assertThat(shown.getString("ticket.url")).endsWith("sys_id=" + scenario.sysId(assignment));
    assertThat(shown.getString("dueDate")).isNotNull();
  }

  @Test
  void an_assignment_by_hand_is_made_once_per_idempotency_key() {
    String body =
        "{\"recommendation\":%s,\"integration\":\"snow\",\"ticketType\":\"problem\",\"priority\":1,\"notify\":{\"owner\":true}}"
            .formatted(Scenario.finding("h1", ""));

    String first =
        Scenario.caller()
            .header("Idempotency-Key", "k1")
            .body(body)
            .post("/api/v1/assignments")
            .then()
            .statusCode(201)
            .body("ticketType", equalTo("problem"))
            .body("notify.owner", equalTo(true))
            .extract()
            .path("id");
    Scenario.caller()
        .header("Idempotency-Key", "k1")
        .body(body)
        .post("/api/v1/assignments")
        .then()
        .statusCode(201)
        .header("Location", endsWith("/api/v1/assignments/" + first))
        .body("id", equalTo(first));
    Scenario.caller()
        .header("Idempotency-Key", "k1")
        .body(body.replace("h1", "h2"))
        .post("/api/v1/assignments")
        .then()
        .statusCode(409);
    Scenario.caller()
        .body(body)
        .post("/api/v1/assignments")
        .then()
        .statusCode(409)
        .body("detail", containsString(first));
    scenario.becomes(UUID.fromString(first), "open");
    assertThat(scenario.tickets("problem")).hasSize(1);
  }

  @Test
  void a_merge_patch_changes_what_is_wanted_and_the_ticket_follows() {
    UUID assignment = scenario.hasTicket("r1");

    Scenario.caller()
        .contentType("application/merge-patch+json")
        .body("{\"shortDescription\":\"By Friday please\",\"remediationTimeframe\":\"P2D\"}")
        .patch("/api/v1/assignments/" + assignment)
        .then()
        .statusCode(200)
        .body("shortDescription", equalTo("By Friday please"));

    org.awaitility.Awaitility.await()
        .until(
            () ->
                scenario
                    .ticket("incident", assignment)
                    .get("short_description")
                    .equals("By Friday please"));
    Scenario.caller()
        .body("{\"priority\":9}")
        .patch("/api/v1/assignments/" + assignment)
        .then()
        .statusCode(400)
        .body("errors[0].pointer", equalTo("/priority"));
    Scenario.caller()
        .body("{\"state\":6}")
        .patch("/api/v1/assignments/" + assignment)
        .then()
        .statusCode(400);
  }

  @Test
  void only_what_is_parked_can_be_retried() {
    UUID assignment = scenario.hasTicket("r1");

    Scenario.caller()
        .post("/api/v1/assignments/" + assignment + "/retry")
        .then()
        .statusCode(409)
        .contentType("application/problem+json");
  }
}
