package dev.ropeway.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ropeway.sandbox.faults.FaultKind;
import org.junit.jupiter.api.Test;

class ControlTest extends SandboxFixture {
  @Test
  void faults_are_merged_and_taken_away_over_http() {
    wire.put("/sandbox/faults", "{\"latencyMs\":3,\"rules\":{\"busy\":{\"next\":2}}}");
    wire.put("/sandbox/faults", "{\"hiddenFraction\":0.5}");

    JsonNode faults = wire.get("/sandbox/faults").json();
    assertThat(faults.path("latencyMs").asInt()).isEqualTo(3);
    assertThat(faults.path("rules").path("busy").path("next").asInt()).isEqualTo(2);

    faults = wire.put("/sandbox/faults", "{\"rules\":{\"busy\":null}}").json();
    assertThat(faults.path("rules").path("busy").isNull()).isTrue();
    assertThat(faults.path("hiddenFraction").asDouble()).isEqualTo(0.5);
  }

  @Test
  void a_misspelt_switch_is_refused() {
    assertThat(wire.put("/sandbox/faults", "{\"latency\":3}").status()).isEqualTo(400);
    assertThat(wire.put("/sandbox/faults", "{\"rules\":{\"bussy\":{}}}").status()).isEqualTo(400);
  }

  @Test
  void stats_count_calls_rows_and_duplicated_correlation_ids() {
    created("incident", "{\"correlation_id\":\"a\"}");
    created("incident", "{\"correlation_id\":\"a\"}");
    created("incident", "{\"correlation_id\":\"b\"}");

    JsonNode stats = wire.get("/sandbox/stats").json();

    assertThat(stats.at("/calls/POST/incident/201").asInt()).isEqualTo(3);
    assertThat(stats.at("/rows/incident").asInt()).isEqualTo(3);
    assertThat(stats.at("/correlationIds/incident/distinct").asInt()).isEqualTo(2);
    assertThat(stats.at("/correlationIds/incident/duplicates/0").asText()).isEqualTo("a");
    assertThat(stats.at("/maxInFlight").asInt()).isEqualTo(1);
  }

  @Test
  void filled_tickets_can_be_touched_as_if_by_people() {
    wire.post("/sandbox/fill", "{\"table\":\"incident\",\"correlationIds\":[\"a\",\"b\",\"c\"]}");

    JsonNode touched =
        wire.post("/sandbox/touch", "{\"table\":\"incident\",\"count\":2,\"seconds\":60}").json();

    assertThat(touched.path("touched").asInt()).isEqualTo(2);
    assertThat(sandbox.rows("incident"))
        .extracting(row -> row.get("state"))
        .containsExactly("2", "2", "1");
    assertThat(sandbox.rows("incident").get(0))
        .containsEntry("sys_updated_by", "ada.fulmer")
        .containsEntry("correlation_display", "Ropeway")
        .containsEntry("sys_mod_count", "1");
  }

  @Test
  void clients_and_properties_are_set_over_http_until_the_next_reset() {
    wire.put(
        "/sandbox/registry",
        "{\"clients\":{\"app\":{\"secret\":\"s\",\"grants\":[\"password\"]}},"
            + "\"properties\":{\"glide.oauth.state.parameter.required\":\"false\"}}");
    wire.put("/sandbox/registry", "{\"clients\":{\"app\":{\"accessTokenSeconds\":60}}}");

    JsonNode registry = wire.get("/sandbox/registry").json();
    assertThat(registry.at("/clients/app/secret").asText()).isEqualTo("s");
    assertThat(registry.at("/clients/app/grants/0").asText()).isEqualTo("password");
    assertThat(registry.at("/clients/app/accessTokenSeconds").asInt()).isEqualTo(60);
    assertThat(registry.at("/properties/glide.oauth.state.parameter.required").asText())
        .isEqualTo("false");
    assertThat(wire.put("/sandbox/registry", "{\"client\":{\"a\":{}}}").status()).isEqualTo(400);

    sandbox.reset();

    registry = wire.get("/sandbox/registry").json();
    assertThat(registry.at("/clients").size()).isEqualTo(1);
    assertThat(registry.at("/properties/glide.oauth.state.parameter.required").asText())
        .isEqualTo("true");
  }

  @Test
  void rows_are_made_changed_and_deleted_over_http() {
    JsonNode made =
        wire.post("/sandbox/rows/sys_user", "{\"user_name\":\"new\",\"active\":\"true\"}").json();
    String path = "/sandbox/rows/sys_user/" + made.path("sys_id").asText();

    assertThat(wire.patch(path, "{\"locked_out\":\"true\"}").json().path("locked_out").asText())
        .isEqualTo("true");
    assertThat(wire.delete(path).status()).isEqualTo(200);
    assertThat(wire.delete(path).status()).isEqualTo(400);
  }

  @Test
  void a_reset_leaves_only_the_seed() {
    incident("x");
    sandbox.faults().always(FaultKind.BUSY);

    new HttpCaller(sandbox, null).post("/sandbox/reset", "");

    assertThat(wire.get("/sandbox/rows/incident").json()).isEmpty();
    assertThat(wire.get("/sandbox/rows/sys_user").json()).hasSize(14);
    assertThat(wire.get(INCIDENTS).status()).isEqualTo(200);
  }
}
