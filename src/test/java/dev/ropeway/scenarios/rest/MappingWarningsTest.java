package dev.ropeway.scenarios.rest;

import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.not;

import dev.ropeway.scenarios.MadeIntegration;
import dev.ropeway.scenarios.RopewayTest;
import dev.ropeway.scenarios.Scenario;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Whom a mapping names whatever the recommendation is, and the instance does not have. */
@RopewayTest
class MappingWarningsTest {

  private static final String URL = MadeIntegration.URL + "/mappings/incident";

  private static final String NOBODY = "assignment_group: no active group matches \"Networks\"";

  @Inject Scenario scenario;

  @BeforeEach
  void begin() {
    scenario.isNew();
    MadeIntegration.basic("");
    MadeIntegration.becomes("connected");
  }

  @AfterEach
  void end() {
    MadeIntegration.isGone(scenario);
  }

  private static ValidatableResponse group(String name) {
    return Scenario.caller()
        .body(
            """
            {"mode": "customized", "fields": {
              "short_description": {"template": "{recommendation.title}"},
              "assigned_to": {"template": "{assignment.assignedTo}", "reference": "user"},
              "caller_id": {"template": "{assignment.caller}", "reference": "user"},
              "assignment_group": {"value": "%s", "reference": "group"}}}
            """
                .formatted(name))
        .put(URL)
        .then()
        .statusCode(200);
  }

  @Test
  void a_constant_that_names_nobody_is_warned_of() {
    group("Networks").body("warnings", hasItem(NOBODY));
    Scenario.caller().get(URL).then().body("warnings", hasItem(NOBODY));

    group("Network").body("warnings", not(hasItem(containsString("assignment_group"))));
  }
}
