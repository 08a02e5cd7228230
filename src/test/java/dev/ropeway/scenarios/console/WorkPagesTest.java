package dev.ropeway.scenarios.console;

import static dev.ropeway.scenarios.console.Visitor.OWNER;
import static dev.ropeway.scenarios.console.Visitor.READER;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ropeway.scenarios.MadeIntegration;
import dev.ropeway.scenarios.RopewayTest;
import dev.ropeway.scenarios.Scenario;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.util.Map;
import java.util.UUID;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What pages tell and do beside the lists. */
@RopewayTest
class WorkPagesTest {

  @Inject Scenario scenario;

  @BeforeEach
  void start() {
    scenario.isNew();
  }

  @Test
  void what_changed_on_a_ticket_is_read_from_the_page_of_its_assignment() {
    UUID assignment = scenario.hasTicket("p1");
    String path = "/assignments/" + assignment;
    assertThat(OWNER.page(path).select("#sync")).hasSize(1);
    scenario
        .servicenow()
        .update("incident", scenario.sysId(assignment), Map.of("state", "2"), "ada.fulmer");

    Response answer = OWNER.submit(path + "/sync", Map.of());

    assertThat(Visitor.said(answer)).contains("tickets changed, with");
    assertThat(answer.header("Location")).isEqualTo(path);
    assertThat(scenario.assignment(assignment).getString("ticket.state")).isEqualTo("2");
    assertThat(
            scenario.count("select count(*) from audit where operation = '%s'", "sync-integration"))
        .isEqualTo(1);
  }

  @Test
  void a_sync_is_offered_where_there_is_a_ticket_to_those_who_may() {
    UUID assignment = scenario.hasTicket("p1");
    String path = "/assignments/" + assignment;

    assertThat(READER.page(path).select("#sync")).isEmpty();
    READER.submit(path + "/sync", Map.of()).then().statusCode(403);
    OWNER.submit("/assignments/" + UUID.randomUUID() + "/sync", Map.of()).then().statusCode(404);
    scenario.servicenow().faults().always(dev.ropeway.sandbox.faults.FaultKind.MAINTENANCE);
    assertThat(OWNER.page("/assignments/" + scenario.hears("p2")).select("#sync")).isEmpty();
  }

  @Test
  void it_is_told_which_replicas_run_and_whether_this_one_is_ready() {
    scenario.run(
        "insert into quartz_scheduler_state values ('other', 'former-1', 1700000000000, 5000)");
    JsonPath about;
    Document page;
    try {
      about = Scenario.caller().get("/api/v1/about").then().statusCode(200).extract().jsonPath();
      page = READER.page("/about");
    } finally {
      scenario.run("delete from quartz_scheduler_state where instance_name = 'former-1'");
    }

    assertThat(about.getBoolean("ready")).isTrue();
    assertThat(about.getList("checks.name")).contains("Routes", "Store");
    assertThat(about.getList("checks.up")).containsOnly(true);
    assertThat(about.getList("replicas.findAll { it.self }")).hasSize(1);
    assertThat(about.getList("replicas.findAll { it.late }.name")).containsExactly("former-1");
    assertThat(page.select("#ready").text()).contains("Ready", "Store up");
    assertThat(page.select("#replicas tbody tr").eachText())
        .anyMatch(row -> row.contains("answered you Runs"))
        .anyMatch(row -> row.startsWith("former-1 Not heard of"));
  }

  @Test
  void a_rule_tells_what_it_has_open_and_what_it_made() {
    UUID old = scenario.hasTicket("p1");
    scenario.hasTicket("p2");
    scenario.hasTicket("p3");
    UUID over = scenario.hasTicket("p4");
    scenario.run(
        "update assignment set created_at = created_at - interval '40 days' where id = '"
            + old
            + "'");
    Scenario.caller().delete("/api/v1/assignments/" + over + "?ticket=keep").then().statusCode(200);

    JsonPath figures =
        Scenario.caller()
            .get("/api/v1/assignments/summary/rules?days=7")
            .then()
            .statusCode(200)
            .extract()
            .jsonPath();
    assertThat(figures.getList("rules.rule")).contains("changes", "default", "made", "owned");
    assertThat(figures.getInt("rules.find { it.rule == 'default' }.open.count")).isEqualTo(3);
    assertThat(figures.getInt("rules.find { it.rule == 'default' }.created.count")).isEqualTo(3);
    assertThat(figures.getInt("rules.find { it.rule == 'owned' }.open.count")).isZero();

    Element row = READER.page("/rules").selectFirst("tr:has(a[href=/rules/default])");
    assertThat(row.select("td[data-label=Open] a").text()).isEqualTo("3 open of default");
    Element made = row.selectFirst("td[data-label='Made in 30 days'] a");
    assertThat(made.text()).isEqualTo("3 made by default");
    assertThat(OWNER.page(row.select("td[data-label=Open] a").attr("href")).select("tbody tr"))
        .hasSize(4);
    assertThat(OWNER.page(made.attr("href")).select("tbody tr")).hasSize(3);
  }

  @Test
  void what_states_are_called_is_said_on_the_page_of_a_connection() {
    assertThat(OWNER.page("/connections/snow").select("#h-labels"))
        .as("it comes from the configuration")
        .isEmpty();
    try {
      MadeIntegration.basic("\"stateLabels\":{\"incident\":{\"6\":\"Done\"}}").statusCode(201);
      String path = "/connections/made";
      Element form = OWNER.page(path).selectFirst("form[action=/connections/made/labels/incident]");
      assertThat(form.select("input[name=value-0]").val()).isEqualTo("6");
      assertThat(form.select("input[name=label-0]").val()).isEqualTo("Done");
      assertThat(form.select("input[name=value-3]").val()).isEmpty();
      assertThat(READER.page(path).select("form[action*=/labels/]")).isEmpty();
      assertThat(READER.page(path).select("main").text()).contains("Done");

      Response saved =
          OWNER.submit(
              path + "/labels/incident",
              Map.of(
                  "value-0",
                  "6",
                  "label-0",
                  "",
                  "value-1",
                  "2",
                  "label-1",
                  "Being worked on",
                  "value-2",
                  "",
                  "label-2",
                  ""));

      assertThat(Visitor.said(saved)).isEqualTo("The labels are saved. They show at once.");
      assertThat(saved.header("Location")).isEqualTo(path);
      assertThat(MadeIntegration.shown().getMap("stateLabels.incident"))
          .isEqualTo(Map.of("2", "Being worked on"));
      assertThat(MadeIntegration.shown().<String>getList("auth.secrets")).contains("password");
      assertThat(
              Visitor.said(
                  OWNER.submit(path + "/labels/incident", Map.of("value-0", "", "label-0", "x"))))
          .startsWith("!Fill in which state");
      READER.submit(path + "/labels/incident", Map.of("value-0", "1")).then().statusCode(403);
    } finally {
      MadeIntegration.isGone(scenario);
    }
  }
}
