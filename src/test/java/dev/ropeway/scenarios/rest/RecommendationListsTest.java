package dev.ropeway.scenarios.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;

import dev.ropeway.scenarios.RopewayTest;
import dev.ropeway.scenarios.Scenario;
import io.restassured.path.json.JsonPath;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Lists of recommendations, by what they say and what became of them. */
@RopewayTest
class RecommendationListsTest {

  private static final String URL = "/api/v1/recommendations";

  @Inject Scenario scenario;

  @BeforeEach
  void start() {
    scenario.isNew();
    scenario.hears(
        "a",
        "\"category\":\"Compute\",\"resource\":{\"id\":\"/Huts/7\",\"name\":\"Hut-7.example.com\"}");
    scenario.hears("b", "\"category\":\"Networking\"");
    scenario.post(Scenario.finding("c", "").replace("microsoft", "nobody").replace("high", "low"));
    scenario.hears("d");
    scenario.post(Scenario.finding("d", "\"state\":\"healthy\""));
    scenario.run(
        "update assignment set status = 'closed', next_delivery_at = null where recommendation_key ="
            + " (select key from recommendation where id = 'd')");
    scenario.run(
        "update recommendation set document = document || '{\"title\":\"Move the gondola mast\"}' where id = 'b'");
  }

  private static String names(String query) {
    JsonPath page =
        Scenario.caller()
            .urlEncodingEnabled(false)
            .get(URL + query)
            .then()
            .statusCode(200)
            .extract()
            .jsonPath();
    return String.join("", page.<String>getList("items.recommendation.id"));
  }

  @Test
  void filters_narrow_a_list() {
    for (String row :
        List.of(
            ", dcba",
            "matched=false, c",
            "matched=true, dba",
            "assigned=true, ba",
            "assigned=false, dc",
            "state=healthy, d",
            "state=unhealthy, cba",
            "severity=low, c",
            "source=NOBODY, c",
            "category=compute, a",
            "resource=/huts/7, a",
            "resource=/huts, ",
            "text=mfa, dca",
            "text=mast%20gondola, b",
            "text=hut%207, a",
            "text=gon, b",
            "text=mast%20mfa, ",
            "category=compute&severity=high&assigned=true&text=mfa, a")) {
      String[] parts = row.split(", ?", 2);
      assertThat(names("?limit=9" + (parts[0].isEmpty() ? "" : "&" + parts[0])))
          .as(row)
          .isEqualTo(parts[1]);
    }
  }

  @Test
  void pages_go_on_within_a_filter() {
    JsonPath page = Scenario.caller().get(URL + "?limit=2&text=mfa").then().extract().jsonPath();
    assertThat(names("?limit=2&text=mfa&cursor=" + page.getString("next"))).isEqualTo("a");
  }

  @Test
  void what_cannot_be_meant_is_refused() {
    Map.of(
            "state=broken", "must be one of unhealthy, healthy, not-applicable, deleted",
            "severity=hihg", "must be one of critical, high, medium, low",
            "assigned=yes", "must be true or false")
        .forEach(
            (query, complaint) ->
                Scenario.caller()
                    .get(URL + "?" + query)
                    .then()
                    .statusCode(400)
                    .body("detail", containsString(complaint)));
  }
}
