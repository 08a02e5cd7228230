package dev.ropeway.scenarios.rest;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import dev.ropeway.metrics.StoreGauges;
import dev.ropeway.sandbox.faults.FaultKind;
import dev.ropeway.sandbox.table.RateRule;
import dev.ropeway.scenarios.Monitoring;
import dev.ropeway.scenarios.RopewayTest;
import dev.ropeway.scenarios.Scenario;
import dev.ropeway.scenarios.Scrape;
import io.quarkus.test.common.http.TestHTTPResource;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What k8s/ asks of the running program: its alerts, its dashboard and its probes. */
@RopewayTest
class MonitoringTest {

  private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());
  private static final Path BASE = Path.of("k8s/base");

  @Inject Scenario scenario;
  @Inject StoreGauges gauges;

  @TestHTTPResource(management = true)
  URI management;

  @BeforeEach
  void begin() {
    scenario.isNew();
  }

  @Test
  void every_alert_asks_for_metrics_and_labels_that_there_are() throws IOException {
    Monitoring alerts = Monitoring.alerts().ofTheRest();

    assertThat(alerts.queries()).hasSizeGreaterThan(5);
    alerts.isAnsweredBy(scrapeAfterWork());
  }

  @Test
  void every_query_of_the_dashboard_asks_for_metrics_and_labels_that_there_are()
      throws IOException {
    Monitoring dashboard = Monitoring.dashboard().ofTheRest();

    assertThat(dashboard.queries()).hasSizeGreaterThan(15).containsKey("variable integration");
    dashboard.isAnsweredBy(scrapeAfterWork());
  }

  /** Counters are there from the first time that something happens. */
  private Scrape scrapeAfterWork() {
    scenario.servicenow().faults().rateRules(List.of(RateRule.perHour(10_000)));
    scenario.hasTicket("a");
    scenario.hasTicket("b", "\"category\":\"OAuth\"");
    scenario.syncs("snow");
    scenario.hasTicket("c", "\"category\":\"Owned\"");
    Scenario.caller()
        .post("/api/v1/digests/send?for=carla.mendes")
        .then()
        .body("status", equalTo("sent"));
    return Scrape.after(gauges, management);
  }

  private double failed(String... route) {
    return Scrape.after(gauges, management).samples().stream()
        .filter(sample -> sample.name().equals("ropeway_routes_failed_total"))
        .filter(
            sample -> List.of(route).contains(sample.labels().get("route")) || route.length == 0)
        .mapToDouble(Scrape.Sample::value)
        .sum();
  }

  @Test
  void mistakes_of_callers_fail_no_route() {
    UUID assignment = scenario.hasTicket("a");
    double before = failed();

    Scenario.caller().body("{").post("/api/v1/recommendations").then().statusCode(400);
    Scenario.caller().body("{}").post("/api/v1/recommendations").then().statusCode(400);
    Scenario.caller().get("/api/v1/assignments/" + UUID.randomUUID()).then().statusCode(404);
    Scenario.caller().post("/api/v1/assignments/" + assignment + "/retry").then().statusCode(409);
    given().get("/api/v1/assignments").then().statusCode(401);

    assertThat(failed()).isEqualTo(before);
  }

  @Test
  void an_instance_that_fails_fails_the_route_that_asks_it() {
    scenario.hasTicket("a");
    double before = failed("call-servicenow", "sync-tickets", "sync-integration");
    scenario.servicenow().faults().next(FaultKind.BROKEN_JSON, 1);

    Scenario.caller().post("/api/v1/integrations/snow/sync").then().statusCode(502);

    assertThat(failed("call-servicenow", "sync-tickets", "sync-integration")).isEqualTo(before + 1);
  }

  @Test
  void every_probe_is_answered_on_the_management_port() throws IOException {
    JsonNode container =
        YAML.readTree(BASE.resolve("deployment.yaml").toFile())
            .at("/spec/template/spec/containers/0");

    for (String probe : List.of("startupProbe", "readinessProbe", "livenessProbe")) {
      JsonNode get = container.get(probe).get("httpGet");
      assertThat(get.get("port").asText()).isEqualTo("management");
      given().get(management.resolve(get.get("path").asText())).then().statusCode(200);
    }
  }
}
