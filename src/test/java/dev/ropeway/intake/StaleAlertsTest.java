package dev.ropeway.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ropeway.assignment.AssignmentSpec;
import dev.ropeway.assignment.Policy;
import dev.ropeway.assignment.TicketRequest;
import dev.ropeway.correlation.Candidate;
import dev.ropeway.correlation.IntakeOutcome;
import dev.ropeway.correlation.Recommendations;
import dev.ropeway.scenarios.RopewayTest;
import dev.ropeway.scenarios.Scenario;
import dev.ropeway.scenarios.SettableClock;
import dev.ropeway.store.Json;
import dev.ropeway.tickettype.TicketType;
import io.quarkus.runtime.configuration.ConfigurationException;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.IntStream;
import org.apache.camel.ProducerTemplate;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** With {@code stale-after} an alert that Alertmanager has stopped repeating is resolved. */
@RopewayTest
class StaleAlertsTest {

  private static final String SIGHTINGS = "select count(*) from alert_sighting";
  private static final String STATES = "select count(*) from recommendation where state = '%s'";
  private static final String REASON = "Alertmanager has not repeated this alert for 16 hours";

  @Inject Scenario scenario;
  @Inject ProducerTemplate camel;
  @Inject Recommendations findings;
  @Inject Intake intake;
  @Inject StaleAlertResolver resolver;
  @Inject RefusedPosts refused;

  @BeforeEach
  void begin() {
    scenario.isNew();
    scenario.run("delete from alert_listening");
    refused.answered(202);
    looks();
  }

  private void looks() {
    camel.sendBody("direct:resolve-stale-alerts", null);
  }

  /** Ropeway is there all the time. */
  private void goesBy(int hours) {
    for (int hour = 0; hour < hours; hour++) {
      SettableClock.advance(Duration.ofHours(1));
      looks();
    }
  }

  private static ObjectNode alert(String fingerprint, String status) {
    ObjectNode alert =
        Json.MAPPER
            .createObjectNode()
            .put("fingerprint", fingerprint)
            .put("status", status)
            .put("startsAt", "2026-02-03T10:00:00Z")
            .put("endsAt", "0001-01-01T00:00:00Z");
    alert
        .putObject("labels")
        .put("alertname", "LinkDown")
        .put("category", "Owned")
        .put("instance", "switch-1:9100");
    return alert;
  }

  private static ObjectNode group(ObjectNode... alerts) {
    ObjectNode group = Json.MAPPER.createObjectNode().put("version", "4");
    ArrayNode all = group.putArray("alerts");
    List.of(alerts).forEach(all::add);
    return group;
  }

  private static ValidatableResponse post(String source, Object body) {
    return Scenario.caller().body(Json.write(body)).post("/api/v1/events/" + source).then();
  }

  private static String fires() {
    return post("alertmanager", group(alert("a", "firing")))
        .statusCode(202)
        .extract()
        .path("results[0].outcome");
  }

  private UUID hasTicket() {
    UUID assignment =
        UUID.fromString(
            post("alertmanager", group(alert("a", "firing")))
                .statusCode(202)
                .extract()
                .path("results[0].assignment.id"));
    scenario.becomes(assignment, "open");
    return assignment;
  }

  private int firing() {
    return scenario.count(STATES, "unhealthy");
  }

  private static IntakeOutcome hears(Recommendations findings, Candidate event) {
    return findings.accept(List.of(event), "test").get(0);
  }

  @Test
  void an_alert_that_is_not_repeated_is_resolved_like_one_that_alertmanager_resolves() {
    UUID assignment = hasTicket();

    goesBy(16);
    assertThat(firing()).isEqualTo(1);
    goesBy(5);

    assertThat(scenario.becomes(assignment, "closed").getList("timeline.detail", String.class))
        .contains("healthy · " + REASON);
    assertThat(scenario.ticket("incident", assignment)).containsEntry("state", "6");
    assertThat(scenario.count(SIGHTINGS, "")).isZero();
  }

  @Test
  void an_alert_that_is_repeated_fires_on() {
    UUID assignment = hasTicket();

    for (int day = 0; day < 4; day++) {
      goesBy(12);
      assertThat(fires()).isEqualTo("unchanged");
    }

    goesBy(15);
    assertThat(firing()).isEqualTo(1);
    assertThat(scenario.assignment(assignment).getString("status")).isEqualTo("open");
  }

  @Test
  void a_repeat_that_was_not_written_counts_all_the_same() {
    hasTicket();
    goesBy(3);
    fires();

    goesBy(16);
    assertThat(firing()).isEqualTo(1);
    goesBy(2);
    assertThat(firing()).isZero();
  }

  @Test
  void repeats_are_written_at_most_once_in_a_quarter_of_the_time() {
    String row =
        "select (xmin::text::bigint + xmax::text::bigint) %% 1000000000 from alert_sighting";
    fires();
    int written = scenario.count(row, "");

    SettableClock.advance(Duration.ofMinutes(239));
    fires();
    fires();
    assertThat(scenario.count(row, "")).isEqualTo(written);

    SettableClock.advance(Duration.ofMinutes(1));
    fires();
    assertThat(scenario.count(row, "")).isNotEqualTo(written);
  }

  @Test
  void without_the_setting_nothing_is_written_and_nothing_resolved() {
    scenario.run("delete from alert_listening");
    TicketRequest order =
        new TicketRequest(
            "snow", TicketType.INCIDENT, "rule", AssignmentSpec.NONE, Policy.DEFAULT, null, null);

    hears(findings, new AlertmanagerReader().read(alert("a", "firing")).get(0).ordered(order));
    hears(findings, new AlertmanagerReader().read(alert("a", "firing")).get(0).ordered(order));
    StaleAlertResolver off = new StaleAlertResolver(off(), null, null, null, null, null, null);
    off.start(null);

    assertThat(off.due()).isEmpty();
    assertThat(scenario.count(SIGHTINGS, "")).isZero();
    assertThat(scenario.count("select count(*) from alert_listening", "")).isZero();
  }

  private static SourceSettings off() {
    return new SourceSettings() {
      @Override
      public Github github() {
        return Optional::empty;
      }

      @Override
      public Alertmanager alertmanager() {
        return Optional::empty;
      }
    };
  }

  @Test
  void an_alert_from_before_the_setting_has_the_whole_time_from_the_first_look_on() {
    hears(findings, new AlertmanagerReader().read(alert("a", "firing")).get(0));
    scenario.hears("alerts/of-others", "\"kind\":\"alert\"");
    SettableClock.advance(Duration.ofDays(30));
    scenario.run("delete from alert_listening");

    looks();
    assertThat(scenario.count(SIGHTINGS, "")).isEqualTo(1);
    goesBy(16);
    assertThat(firing()).isEqualTo(2);
    goesBy(5);
    assertThat(firing()).isEqualTo(1);
  }

  @Test
  void after_a_downtime_alertmanager_has_the_whole_time_to_repeat_its_alerts() {
    fires();
    goesBy(3);
    SettableClock.advance(Duration.ofHours(40));

    looks();
    goesBy(15);
    assertThat(firing()).isEqualTo(1);
    goesBy(2);
    assertThat(firing()).isZero();
  }

  @Test
  void a_restart_that_is_short_delays_nothing() {
    fires();
    goesBy(10);
    SettableClock.advance(Duration.ofHours(2));
    goesBy(9);

    assertThat(firing()).isZero();
  }

  @Test
  void while_posts_are_refused_alertmanager_repeats_in_vain_and_that_does_not_count() {
    fires();
    goesBy(8);
    Instant sent = null;
    for (int hour = 0; hour < 8; hour++) {
      goesBy(1);
      sent = new SettableClock().instant();
      Scenario.caller()
          .header("X-API-Key", "a-key-that-nobody-knows-here")
          .body("{}")
          .post("/api/v1/events/alertmanager");
    }
    Instant last = sent;
    // The answer is out before it is taken note of.
    await()
        .until(
            () ->
                refused
                    .until(Duration.ofHours(4))
                    .filter(until -> !until.isBefore(last))
                    .isPresent());
    resolver.look();

    goesBy(15);
    assertThat(firing()).isEqualTo(1);
    goesBy(2);
    assertThat(firing()).isZero();
  }

  @Test
  void an_alert_that_is_repeated_while_it_is_being_resolved_fires_on() {
    UUID assignment = hasTicket();
    goesBy(19);
    SettableClock.advance(Duration.ofHours(2));
    List<Candidate> due = resolver.due();
    assertThat(due).hasSize(1);

    assertThat(fires()).isEqualTo("unchanged");

    assertThat(hears(findings, due.get(0)).outcome()).isEqualTo(IntakeOutcome.Kind.UNCHANGED);
    assertThat(firing()).isEqualTo(1);
    assertThat(scenario.assignment(assignment).getString("status")).isEqualTo("open");
    assertThat(scenario.count(SIGHTINGS, "")).isEqualTo(1);
  }

  @Test
  void an_alert_that_alertmanager_resolves_meanwhile_keeps_its_own_reason() {
    hasTicket();
    goesBy(19);
    SettableClock.advance(Duration.ofHours(2));
    List<Candidate> due = resolver.due();
    String end = new SettableClock().instant().toString();
    post("alertmanager", group(alert("a", "resolved").put("endsAt", end))).statusCode(202);

    assertThat(hears(findings, due.get(0)).outcome()).isEqualTo(IntakeOutcome.Kind.UNCHANGED);
    assertThat(
            scenario.count(
                "select count(*) from recommendation where document ? 'stateReason'", ""))
        .isZero();
    looks();
    assertThat(scenario.count(SIGHTINGS, "")).isZero();
  }

  @Test
  void an_alert_that_fires_again_reopens_its_ticket() {
    UUID assignment = hasTicket();
    goesBy(21);
    scenario.becomes(assignment, "closed");

    assertThat(fires()).isEqualTo("updated");

    scenario.becomes(assignment, "open");
    assertThat(scenario.tickets("incident")).hasSize(1);
    goesBy(16);
    assertThat(firing()).isEqualTo(1);
    goesBy(5);
    scenario.becomes(assignment, "closed");
  }

  @Test
  void a_repeat_that_was_told_before_and_comes_late_makes_it_fire_again() {
    hasTicket();
    goesBy(10);
    Instant told = new SettableClock().instant();
    goesBy(11);
    assertThat(firing()).isZero();

    Candidate late = new AlertmanagerReader().read(alert("a", "firing")).get(0);
    hears(
        findings,
        late.telling(late.recommendation().dated(late.recommendation().stateChangedAt(), told)));

    assertThat(firing()).isEqualTo(1);
  }

  @Test
  void a_group_lists_what_is_repeated() {
    TicketRequest.Group shared = new TicketRequest.Group("links", "Links are down");
    TicketRequest order =
        new TicketRequest(
            "snow", TicketType.INCIDENT, "rule", AssignmentSpec.NONE, Policy.DEFAULT, shared, null);
    AlertmanagerReader reader = new AlertmanagerReader(Optional.of(Duration.ofHours(16)));
    UUID assignment =
        hears(findings, reader.read(alert("a", "firing")).get(0).ordered(order)).assignment().id();
    hears(findings, reader.read(alert("b", "firing")).get(0).ordered(order));
    scenario.becomes(assignment, "open");

    goesBy(12);
    hears(findings, reader.read(alert("b", "firing")).get(0).ordered(order));
    goesBy(9);
    assertThat(scenario.assignment(assignment).getString("status")).isEqualTo("open");
    // The group's own finding and one member.
    assertThat(firing()).isEqualTo(2);
    goesBy(12);

    scenario.becomes(assignment, "closed");
  }

  @Test
  void every_way_in_counts_as_a_repeat() {
    Map<String, Object> event =
        Map.of(
            "specversion", "1.0",
            "id", "1",
            "source", "/here",
            "type", "dev.ropeway.alertmanager",
            "data", alert("a", "firing"));
    post("cloudevents", event).statusCode(202);
    assertThat(scenario.count(SIGHTINGS, "")).isEqualTo(1);

    byte[] record = Json.write(alert("a", "firing")).getBytes(StandardCharsets.UTF_8);
    assertThat(intake.message("alertmanager", record, Map.of()).candidates())
        .extracting(one -> one.repetition().staleAfter())
        .containsExactly(Duration.ofHours(16));
  }

  @Test
  void many_are_resolved_in_pages() {
    ObjectNode[] many =
        IntStream.range(0, 250)
            .mapToObj(i -> alert("many-" + i, "firing"))
            .peek(one -> ((ObjectNode) one.get("labels")).remove("category"))
            .toArray(ObjectNode[]::new);
    post("alertmanager", group(many)).statusCode(202);
    goesBy(19);
    SettableClock.advance(Duration.ofHours(2));

    assertThat(resolver.due()).hasSize(200);
    looks();
    looks();

    assertThat(firing()).isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"PT0S", "PT-16H", "PT4M59S", "P366D"})
  void a_time_that_no_alert_can_keep_stops_the_start(String staleAfter) {
    assertThatThrownBy(() -> StaleAlertResolver.checked(Duration.parse(staleAfter)))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageStartingWith("ropeway.sources.alertmanager.stale-after is PT")
        .hasMessageContaining("set it to between 5 minutes and 365 days");
  }

  @Test
  void five_minutes_will_do() {
    assertThat(StaleAlertResolver.checked(Duration.ofMinutes(5)).gap())
        .isEqualTo(Duration.ofSeconds(75));
  }
}
