package dev.ropeway.scenarios.rest;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ropeway.api.Contract;
import dev.ropeway.metrics.StoreGauges;
import dev.ropeway.scenarios.RopewayTest;
import dev.ropeway.scenarios.Scenario;
import dev.ropeway.scenarios.Scrape;
import io.quarkus.test.common.http.TestHTTPResource;
import io.restassured.RestAssured;
import jakarta.inject.Inject;
import java.net.URI;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.Test;

/** Requests are counted by the path of the contract, whatever strangers ask for. */
@RopewayTest
class RequestMetricsTest {

  @Inject StoreGauges gauges;

  @TestHTTPResource(management = true)
  URI management;

  private static Set<String> contract() {
    Set<String> paths = new TreeSet<>();
    Contract.paths().fieldNames().forEachRemaining(path -> paths.add("/api/v1" + path));
    return paths;
  }

  private Set<String> tags(String name) {
    return Scrape.after(gauges, management).samples().stream()
        .filter(sample -> sample.name().startsWith("http_server_requests_seconds"))
        .map(sample -> sample.labels().get(name))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  @Test
  void paths_that_strangers_make_up_are_no_series_and_those_of_the_contract_are() {
    for (int i = 0; i < 150; i++) {
      given().get("/junk-" + i);
      given().get("/api/v1/junk-" + i);
      given().get("/api/v1/assignments/junk-" + i);
      Scenario.caller().get("/api/v1/assignments/junk-" + i);
      Scenario.caller().get("/api/v1/rules/junk-" + i + "?junk=" + i);
      Scenario.caller().body("{}").post("/api/v1/events/junk-" + i);
    }
    Scenario.caller().get("/api/v1/integrations/snow").then().statusCode(200);

    Set<String> known = contract();
    known.addAll(
        Set.of(
            "/",
            "root",
            "/assignments/{id}",
            "/oauth/callback",
            "/pages",
            "/openapi",
            "/shipped",
            "/other",
            "NOT_FOUND",
            "REDIRECTION",
            "UNKNOWN"));
    assertThat(known).containsAll(tags("uri"));
    assertThat(tags("uri"))
        .contains(
            "/api/v1/assignments/{id}", "/api/v1/integrations/{name}", "/api/v1/rules/{name}");
  }

  @Test
  void verbs_that_strangers_make_up_are_no_series() {
    for (int i = 0; i < 20; i++) {
      RestAssured.given().request("JUNK" + i, "/api/v1/assignments");
    }

    assertThat(tags("method")).noneMatch(verb -> verb.startsWith("JUNK"));
  }

  @Test
  void each_path_of_the_contract_has_its_pattern() {
    String patterns =
        ConfigProvider.getConfig()
            .getValue("quarkus.micrometer.binder.http-server.match-patterns", String.class);

    assertThat(Stream.of(patterns.split(",")).map(pattern -> pattern.split("=", 2)[1]))
        .containsAll(contract());
  }
}
