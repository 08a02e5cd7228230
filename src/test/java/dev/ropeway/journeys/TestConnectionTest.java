package dev.ropeway.journeys;

import static org.assertj.core.api.Assertions.assertThat;

import io.restassured.path.json.JsonPath;
import jakarta.inject.Inject;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Issue: test connection (design § 8). */
@RopewayTest
class TestConnectionTest {

  @Inject Rope rope;

  @BeforeEach
  void start() {
    rope.isNew();
  }

  @Test
  void a_healthy_instance_is_ready() {
    JsonPath report =
        Rope.caller()
            .post("/api/v1/integrations/oauth/test")
            .then()
            .statusCode(200)
            .extract()
            .jsonPath();
    System.out.println(report.prettify());
    assertThat(report.getString("verdict")).startsWith("ready");
  }
}
