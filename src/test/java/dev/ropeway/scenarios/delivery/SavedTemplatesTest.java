package dev.ropeway.scenarios.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.hasItem;

import dev.ropeway.scenarios.MadeIntegration;
import dev.ropeway.scenarios.RopewayTest;
import dev.ropeway.scenarios.Scenario;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** New tickets start from a template that somebody saved on the instance. */
@RopewayTest
class SavedTemplatesTest {

  private static final String URL = MadeIntegration.URL + "/mappings/incident";
  private static final String FINDING = "\"category\":\"Made\"";

  @Inject Scenario scenario;

  @BeforeEach
  void start() {
    scenario.isNew();
    MadeIntegration.basic("").statusCode(201);
    MadeIntegration.becomes("connected");
  }

  @AfterEach
  void end() {
    MadeIntegration.isGone(scenario);
  }

  private String saved(String name, String template) {
    return scenario
        .servicenow()
        .insert(
            "sys_template",
            Map.of("name", name, "table", "incident", "active", "true", "template", template));
  }

  private static ValidatableResponse put(String template) {
    return Scenario.caller()
        .body("{\"mode\":\"default\",\"template\":\"" + template + "\"}")
        .put(URL)
        .then();
  }

  private long templateCalls() {
    return scenario.servicenow().callCount("GET", "sys_template");
  }

  @Test
  void its_constants_fill_what_the_mapping_leaves_open_and_nothing_else() {
    put("Security finding").statusCode(200).body("mapping.template", equalTo("Security finding"));

    UUID first = scenario.hasTicket("a", FINDING);
    UUID second = scenario.hasTicket("b", FINDING);

    assertThat(scenario.ticket("incident", first))
        .containsEntry("category", "software")
        .containsEntry("contact_type", "self-service")
        .containsEntry("short_description", "[High] MFA should be enabled")
        .containsEntry("correlation_id", first.toString());
    assertThat(scenario.ticket("incident", second)).containsEntry("category", "software");
    assertThat(templateCalls()).isEqualTo(1);
  }

  @Test
  void a_name_that_the_instance_does_not_have_is_refused_with_one_that_is_like_it() {
    put("Securty finding")
        .statusCode(422)
        .body("errors[0].pointer", equalTo("/template"))
        .body("errors[0].detail", containsString("did you mean \"Security finding\"?"));
    put("Nothing of the kind")
        .statusCode(422)
        .body("errors[0].detail", containsString("it has Security finding"));
  }

  @Test
  void a_template_that_sets_what_ropeway_keeps_or_runs_a_script_is_refused() {
    saved("Kept", "correlation_id=mine^category=software^EQ");
    saved("Script", "category=javascript:gs.nowDateTime()^EQ");

    put("Kept")
        .statusCode(422)
        .body("errors[0].detail", containsString("sets correlation_id, which Ropeway"));
    put("Script").statusCode(422).body("errors[0].detail", containsString("by a script"));
  }

  @Test
  void one_that_is_gone_parks_the_assignment_until_it_is_back() {
    String id = saved("Short-lived", "category=hardware^EQ");
    put("Short-lived").statusCode(200);
    scenario.hasTicket("a", FINDING);
    scenario.servicenow().delete("sys_template", id);
    refreshes("templates");

    UUID parked = scenario.hears("b", FINDING);
    scenario.becomes(parked, "parked");
    assertThat(scenario.assignment(parked).getString("failure.detail"))
        .contains("the instance has no saved template \"Short-lived\" for incident");

    saved("Short-lived", "category=network^EQ");
    Scenario.caller()
        .post("/api/v1/assignments/" + parked + "/retry")
        .then()
        .statusCode(org.hamcrest.Matchers.lessThan(300));
    scenario.becomes(parked, "open");
    assertThat(scenario.ticket("incident", parked)).containsEntry("category", "network");
  }

  @Test
  void a_refresh_takes_over_what_was_changed_on_the_instance() {
    String id = saved("Changing", "category=hardware^EQ");
    put("Changing").statusCode(200);
    scenario.hasTicket("a", FINDING);
    scenario
        .servicenow()
        .update("sys_template", id, Map.of("template", "category=database^EQ"), "admin");

    refreshes("choices,dictionary,templates")
        .body("integration", equalTo("made"))
        .body("refreshed.what", hasItem("templates"))
        .body("refreshed.find { it.what == 'dictionary' }.count", greaterThan(10))
        .body("refreshed.find { it.what == 'choices' }.count", greaterThan(1));

    UUID next = scenario.hasTicket("b", FINDING);
    assertThat(scenario.ticket("incident", next)).containsEntry("category", "database");
  }

  private static ValidatableResponse refreshes(String what) {
    return Scenario.caller()
        .post(MadeIntegration.URL + "/sync?what=" + what)
        .then()
        .statusCode(200);
  }

  @Test
  void without_what_a_sync_polls_tickets_as_before_and_other_words_are_refused() {
    Scenario.caller()
        .post(MadeIntegration.URL + "/sync")
        .then()
        .statusCode(200)
        .body("calls", greaterThan(-1));
    Scenario.caller()
        .post(MadeIntegration.URL + "/sync?what=everything")
        .then()
        .statusCode(400)
        .body("errors[0].detail", containsString("choices, dictionary and templates"));
  }

  @Test
  void a_preview_shows_what_the_template_adds() {
    put("Security finding").statusCode(200);

    Scenario.caller()
        .body("{\"recommendation\":" + Scenario.finding("x", "") + "}")
        .post(URL + "/preview")
        .then()
        .statusCode(200)
        .body("items[0].fields.find { it.field == 'category' }.value", equalTo("software"))
        .body("items[0].fields.find { it.field == 'category' }.on", equalTo("create"));
  }
}
