package dev.ropeway.journeys;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import dev.ropeway.metrics.StoreGauges;
import dev.ropeway.sandbox.RateRule;
import io.quarkus.test.common.http.TestHTTPResource;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What k8s/ asks of the running program: its alerts, its dashboard and its probes. */
@RopewayTest
class MonitoringTest {

  private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());
  private static final Path BASE = Path.of("k8s/base");
  private static final Pattern LABEL_VALUES = Pattern.compile("label_values\\((\\w+), (\\w+)\\)");

  /** Put on every metric by Prometheus as it finds its targets. */
  private static final Set<String> OF_THE_TARGET = Set.of("pod");

  @Inject Rope rope;
  @Inject StoreGauges gauges;

  @TestHTTPResource(management = true)
  URI management;

  @BeforeEach
  void begin() {
    rope.isNew();
  }

  @Test
  void every_alert_asks_for_metrics_and_labels_that_there_are() throws IOException {
    Map<String, String> alerts = new LinkedHashMap<>();
    YAML.readTree(BASE.resolve("prometheusrule.yaml").toFile())
        .at("/spec/groups")
        .forEach(
            group ->
                group
                    .get("rules")
                    .forEach(
                        rule -> alerts.put(rule.get("alert").asText(), rule.get("expr").asText())));

    assertThat(alerts).hasSizeGreaterThan(5);
    assertAllAreThere(alerts);
  }

  @Test
  void every_query_of_the_dashboard_asks_for_metrics_and_labels_that_there_are()
      throws IOException {
    JsonNode dashboard = YAML.readTree(BASE.resolve("grafana/ropeway.json").toFile());
    Map<String, String> queries = new LinkedHashMap<>();
    for (JsonNode panel : dashboard.get("panels")) {
      for (JsonNode target : panel.path("targets")) {
        queries.put(
            panel.get("title").asText() + " " + target.get("refId").asText(),
            target.get("expr").asText());
      }
    }
    for (JsonNode variable : dashboard.at("/templating/list")) {
      Matcher values = LABEL_VALUES.matcher(variable.path("definition").asText());
      if (values.matches()) {
        queries.put(
            "variable " + variable.get("name").asText(),
            "count by (%s) (%s)".formatted(values.group(2), values.group(1)));
      }
    }

    assertThat(queries).hasSizeGreaterThan(15).containsKey("variable integration");
    assertAllAreThere(queries);
  }

  private void assertAllAreThere(Map<String, String> queries) {
    Map<String, Set<String>> there = scrapeAfterWork().labels();
    assertThat(queries)
        .allSatisfy(
            (name, expression) -> {
              PromQl asked = PromQl.of(expression);
              assertThat(asked.metrics()).as(name).isNotEmpty();
              Set<String> labels = new TreeSet<>(OF_THE_TARGET);
              asked
                  .metrics()
                  .forEach(
                      (metric, selected) -> {
                        assertThat(there).as(name).containsKey(metric);
                        assertThat(there.get(metric)).as(name).containsAll(selected);
                        labels.addAll(there.get(metric));
                      });
              assertThat(labels).as(name).containsAll(asked.groupings());
            });
  }

  /** Counters are there from the first time that something happens. */
  private Scrape scrapeAfterWork() {
    rope.servicenow().faults().rateRules(List.of(RateRule.perHour(10_000)));
    rope.hasTicket("a");
    rope.hasTicket("b", "\"category\":\"OAuth\"");
    rope.syncs("snow");
    gauges.look();
    return Scrape.of(
        given()
            .get(management.resolve("/observe/metrics"))
            .then()
            .statusCode(200)
            .extract()
            .asString());
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
