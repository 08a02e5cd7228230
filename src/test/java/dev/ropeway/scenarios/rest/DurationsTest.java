package dev.ropeway.scenarios.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import dev.ropeway.integration.IntegrationSettings;
import dev.ropeway.scenarios.MadeIntegration;
import dev.ropeway.scenarios.RopewayTest;
import dev.ropeway.scenarios.Scenario;
import dev.ropeway.scenarios.SettableClock;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A duration is written in the same words wherever somebody writes one. */
@RopewayTest
class DurationsTest {

  private static final String RULE = "/api/v1/rules/words";
  private static final String KEY = "/api/v1/api-keys/words";
  private static final Duration FORTNIGHT = Duration.ofDays(14);

  @Inject Scenario scenario;

  @BeforeEach
  void begin() {
    scenario.isNew();
  }

  @AfterEach
  void end() {
    Scenario.caller().delete(RULE);
    Scenario.caller().delete(KEY);
    MadeIntegration.isGone(scenario);
  }

  /** What is written with a duration, and the duration that is then shown. */
  private interface Place {
    Duration shows(DurationsTest test, String word);
  }

  private static final Map<String, Place> PLACES =
      Map.of(
          "PUT /rules remediationTimeframe",
          (test, word) -> rule("\"remediationTimeframe\":\"" + word + "\"", "remediationTimeframe"),
          "PUT /rules life.reopenWithin",
          (test, word) -> rule("\"life\":{\"reopenWithin\":\"" + word + "\"}", "life.reopenWithin"),
          "POST /assignments",
          (test, word) -> assigned("\"remediationTimeframe\":\"" + word + "\""),
          "PATCH /assignments",
          (test, word) -> changed(test.scenario.hears("r1"), word),
          "PUT /integrations",
          (test, word) -> integration(word),
          "POST /api-keys/{name}/rotate",
          (test, word) -> rotated(word),
          "configuration",
          (test, word) -> configured(word));

  static Stream<Arguments> words() {
    return PLACES.keySet().stream()
        .sorted()
        .flatMap(
            place ->
                Stream.of("14d", "P14D", "14.00:00:00", "336h", "PT336H")
                    .map(word -> Arguments.of(place, word)));
  }

  @ParameterizedTest
  @MethodSource("words")
  void fourteen_days_are_fourteen_days_in_every_place(String place, String word) {
    assertThat(PLACES.get(place).shows(this, word)).isEqualTo(FORTNIGHT);
  }

  private static Duration rule(String field, String shown) {
    return Duration.parse(
        Scenario.caller()
            .body("{\"priority\":900,\"integration\":\"snow\"," + field + "}")
            .put(RULE)
            .then()
            .statusCode(201)
            .extract()
            .path(shown));
  }

  private static Duration assigned(String spec) {
    return Duration.parse(
        Scenario.caller()
            .body(
                "{\"recommendation\":%s,\"integration\":\"snow\",%s}"
                    .formatted(Scenario.finding("h1", ""), spec))
            .post("/api/v1/assignments")
            .then()
            .statusCode(201)
            .extract()
            .path("remediationTimeframe"));
  }

  private static Duration changed(UUID assignment, String word) {
    return Duration.parse(
        Scenario.caller()
            .body("{\"remediationTimeframe\":\"" + word + "\"}")
            .patch("/api/v1/assignments/" + assignment)
            .then()
            .statusCode(200)
            .extract()
            .path("remediationTimeframe"));
  }

  private static Duration integration(String word) {
    return Duration.parse(
        MadeIntegration.basic("\"people\":{\"remember\":\"" + word + "\"}")
            .statusCode(201)
            .extract()
            .path("people.remember"));
  }

  private static Duration rotated(String word) {
    Scenario.caller()
        .body("{\"name\":\"words\",\"roles\":[\"reader\"]}")
        .post("/api/v1/api-keys")
        .then()
        .statusCode(201);
    Scenario.caller()
        .body("{\"grace\":\"" + word + "\"}")
        .post(KEY + "/rotate")
        .then()
        .statusCode(200)
        .body("name", equalTo("words"));
    String until =
        Scenario.caller()
            .get("/api/v1/api-keys")
            .then()
            .extract()
            .path("items.find { it.name == 'words' }.formerKeyUntil");
    Duration left = Duration.between(new SettableClock().instant(), Instant.parse(until));
    return Duration.ofHours(Math.round(left.toMinutes() / 60.0));
  }

  private static Duration configured(String word) {
    String prefix = "ropeway.integrations.a.";
    return new SmallRyeConfigBuilder()
        .addDiscoveredConverters()
        .withMapping(IntegrationSettings.class)
        .withSources(
            new PropertiesConfigSource(
                Map.of(
                    prefix + "instance-url", "https://a.service-now.com",
                    prefix + "auth.type", "basic",
                    prefix + "delivery.settle", word),
                "test",
                100))
        .build()
        .getConfigMapping(IntegrationSettings.class)
        .byName()
        .get("a")
        .delivery()
        .settle();
  }
}
