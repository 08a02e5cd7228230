package dev.ropeway.scenarios.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;

import dev.ropeway.sandbox.faults.FaultKind;
import dev.ropeway.sandbox.faults.FaultRule;
import dev.ropeway.scenarios.RopewayTest;
import dev.ropeway.scenarios.Scenario;
import io.restassured.RestAssured;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import org.jsoup.Jsoup;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who could own a ticket is suggested from the people of the instance. */
@RopewayTest
class SuggestedPeopleTest {

  private static final String OWNER = "owner-key-for-these-tests";
  private static final String READER = "reader-key-for-these-tests";

  @Inject Scenario scenario;

  @BeforeEach
  void start() {
    scenario.isNew();
  }

  private static ValidatableResponse asks(String kind, String text) {
    return Scenario.caller()
        .queryParam("kind", kind)
        .queryParam("startsWith", text)
        .get("/api/v1/integrations/snow/people")
        .then();
  }

  @ParameterizedTest
  @ValueSource(strings = {"Ada Ful", "ada.fulmer@", "ada.ful"})
  void somebody_is_found_by_the_beginning_of_name_address_and_user_name(String text) {
    asks("user", text)
        .statusCode(200)
        .body("items.name", contains("Ada Fulmer"))
        .body("items[0].email", equalTo("ada.fulmer@example.com"))
        .body("items[0].userName", equalTo("ada.fulmer"));
  }

  @Test
  void groups_are_found_and_whoever_left_is_not() {
    asks("group", "Secur").body("items.name", contains("Security Operations"));
    asks("user", "Frank").statusCode(200).body("items", empty());
    asks("user", "Nobody of that name").body("items", empty());
  }

  @Test
  void what_cannot_be_asked_is_refused() {
    asks("user", "Ada^ORactive=false").statusCode(400).body("detail", containsString("^"));
    asks("user", "A").statusCode(400);
    asks("user", "x".repeat(101)).statusCode(400);
    asks("robot", "Ada").statusCode(400);
    Scenario.caller().get("/api/v1/integrations/snow/people").then().statusCode(400);
    Scenario.caller().get("/api/v1/integrations/none/people?startsWith=Ada").then().statusCode(404);
    RestAssured.given()
        .header("X-API-Key", READER)
        .get("/api/v1/integrations/snow/people?startsWith=Ada")
        .then()
        .statusCode(403);
  }

  @Test
  void an_instance_that_fails_is_told_and_the_field_of_the_page_stays_quiet() {
    String found = page("Ada");
    assertThat(Jsoup.parse(found).select("option").eachAttr("value"))
        .containsExactly("ada.fulmer@example.com");
    assertThat(page("Ad")).isBlank();

    scenario
        .servicenow()
        .faults()
        .set(FaultKind.SERVER_ERROR, FaultRule.always().on("GET", "sys_user"));
    asks("user", "Ada").statusCode(502).body("detail", containsString("ServiceNow"));
    assertThat(page("Ada")).isBlank();
  }

  private static String page(String text) {
    return RestAssured.given()
        .header("X-API-Key", OWNER)
        .accept("text/html")
        .header("HX-Request", "true")
        .queryParam("integration", "snow")
        .queryParam("assignedTo", text)
        .get("/people")
        .then()
        .statusCode(200)
        .extract()
        .asString();
  }
}
