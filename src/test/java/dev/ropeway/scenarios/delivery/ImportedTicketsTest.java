package dev.ropeway.scenarios.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.ropeway.recommendation.RecommendationState;
import dev.ropeway.recommendation.Severity;
import dev.ropeway.sandbox.faults.FaultKind;
import dev.ropeway.sandbox.faults.FaultRule;
import dev.ropeway.sandbox.instance.CustomTable;
import dev.ropeway.sandbox.instance.ImportTable;
import dev.ropeway.sandbox.instance.ImportTable.Outcome;
import dev.ropeway.scenarios.RopewayTest;
import dev.ropeway.scenarios.Scenario;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Tickets that are made of rows of an import table, or of a template of standard changes. */
@RopewayTest
class ImportedTicketsTest extends TicketTypeFixture {

  private static final String SECURITY_INCIDENT = "security_incident";
  private static final String STAGING = "sn_si_incident_import";
  private static final String TABLE = "sn_si_incident";
  private static final Duration SETTLED = Duration.ofSeconds(200);
  private static final String CHANGE = "/api/v1/ticket-types/clear_bgp";

  @BeforeEach
  void start() {
    scenario.isNew();
    isGranted("sn_si.integration_user");
  }

  @AfterEach
  void forget() {
    scenario.run("delete from assignment");
    Scenario.caller().delete(CHANGE);
    Scenario.caller().delete("/api/v1/ticket-types/keyless");
  }

  private void isGranted(String role) {
    String user = idOf("sys_user", "user_name", "ropeway");
    scenario
        .servicenow()
        .insert(
            "sys_user_has_role", Map.of("user", user, "role", idOf("sys_user_role", "name", role)));
  }

  private String idOf(String table, String field, String value) {
    return scenario.tickets(table).stream()
        .filter(row -> value.equals(row.get(field)))
        .findFirst()
        .orElseThrow()
        .get("sys_id");
  }

  private void transforms(ImportTable made) {
    scenario.servicenow().define(STAGING, made);
  }

  private UUID hears(String id) {
    return hears(id, SECURITY_INCIDENT, RecommendationState.UNHEALTHY);
  }

  // --- import sets ---

  @Test
  void a_security_incident_goes_through_its_import_table() {
    UUID assignment = isThere("f1", SECURITY_INCIDENT);

    assertThat(scenario.ticket(TABLE, assignment))
        .containsEntry("correlation_id", assignment.toString())
        .containsEntry("correlation_display", "Ropeway")
        .containsEntry("short_description", "[High] Lock the gondola");
    assertThat(scenario.assignment(assignment).getString("ticket.number")).startsWith("SIR");
    assertThat(scenario.servicenow().callCount("POST", TABLE)).isZero();
    assertThat(scenario.servicenow().callCount("POST", STAGING)).isOne();
  }

  @Test
  void it_is_resolved_and_a_person_ends_and_reopens_it() {
    UUID assignment = isThere("f1", SECURITY_INCIDENT);
    hears("f1", SECURITY_INCIDENT, RecommendationState.HEALTHY);
    scenario.becomes(assignment, "closed");
    assertThat(scenario.ticket(TABLE, assignment)).containsEntry("state", "3");

    UUID other = isThere("f2", SECURITY_INCIDENT);
    person(TABLE, other, Map.of("state", "7", "close_code", "x", "close_notes", "no"));
    scenario.becomes(other, "closed");
    person(TABLE, other, Map.of("state", "16"));
    scenario.becomes(other, "open");
  }

  @ParameterizedTest
  @EnumSource(
      value = FaultKind.class,
      names = {"COMMIT_THEN_DROP", "COMMIT_LATE", "DROP", "TIMEOUT", "SERVER_ERROR"})
  void a_lost_answer_of_an_import_never_makes_a_second_ticket(FaultKind fault) {
    scenario.servicenow().faults().set(fault, FaultRule.next(1).on("POST", STAGING));
    UUID assignment = hears("f1");
    await().until(() -> scenario.servicenow().callCount("POST", STAGING) > 0);
    await().until(() -> scenario.assignment(assignment).getString("failure.reason") != null);

    scenario.waits(SETTLED);

    scenario.becomes(assignment, "open");
    assertThat(scenario.tickets(TABLE)).hasSize(1);
  }

  @Test
  void one_whose_transform_forgets_the_key_is_found_among_the_rows_and_marked() {
    transforms(ImportTable.into(TABLE).without("correlation_id", "correlation_display"));
    scenario
        .servicenow()
        .faults()
        .set(FaultKind.COMMIT_THEN_DROP, FaultRule.next(1).on("POST", STAGING));
    UUID assignment = hears("f1");
    await().until(() -> scenario.assignment(assignment).getString("failure.reason") != null);

    scenario.waits(SETTLED);

    scenario.becomes(assignment, "open");
    assertThat(scenario.tickets(TABLE)).hasSize(1);
    assertThat(scenario.ticket(TABLE, assignment))
        .containsEntry("correlation_id", assignment.toString())
        .containsEntry("correlation_display", "Ropeway");
    person(TABLE, assignment, Map.of("state", "7", "close_code", "x", "close_notes", "no"));
    scenario.becomes(assignment, "closed");
  }

  @Test
  void a_record_that_was_made_although_the_answer_is_an_error_is_found() {
    transforms(ImportTable.into(TABLE).next(Outcome.NULL_POINTER, 1));
    UUID assignment = hears("f1");
    await().until(() -> scenario.assignment(assignment).getString("failure.reason") != null);

    scenario.waits(SETTLED);

    scenario.becomes(assignment, "open");
    assertThat(scenario.tickets(TABLE)).hasSize(1);
  }

  @ParameterizedTest
  @EnumSource(
      value = Outcome.class,
      names = {"ERROR", "IGNORE", "SKIP"})
  void a_transform_that_makes_nothing_parks_with_its_words(Outcome outcome) {
    transforms(ImportTable.into(TABLE).next(outcome, 1).withMessage("No such category"));
    UUID assignment = hears("f1");
    scenario.fails(assignment, "transform-failed");
    assertThat(scenario.assignment(assignment).getString("failure.detail"))
        .startsWith("the transform ended with ");
    if (outcome == Outcome.ERROR) {
      assertThat(scenario.assignment(assignment).getString("failure.detail"))
          .endsWith("error: No such category");
    }

    retries(assignment);

    scenario.becomes(assignment, "open");
    assertThat(scenario.tickets(TABLE)).hasSize(1);
  }

  @Test
  void without_a_key_a_lost_create_waits_for_a_person() {
    scenario.servicenow().define("u_keyless", CustomTable.named("Keyless", "KL"));
    scenario
        .servicenow()
        .define(
            "u_keyless_import",
            ImportTable.into("u_keyless")
                .withFields(Map.of("short_description", "short_description")));
    Scenario.caller()
        .body(
            """
            {"table":"u_keyless","create":"import-set","importTable":"u_keyless_import","correlation":"none"}
            """)
        .put("/api/v1/ticket-types/keyless?integration=snow")
        .then()
        .statusCode(201);
    isGranted("import_transformer");
    scenario
        .servicenow()
        .faults()
        .set(FaultKind.COMMIT_THEN_DROP, FaultRule.next(1).on("POST", "u_keyless_import"));
    UUID assignment = hears("f1", "keyless", RecommendationState.UNHEALTHY);
    await().until(() -> scenario.assignment(assignment).getString("failure.reason") != null);
    scenario.waits(SETTLED);

    scenario.becomes(assignment, "parked");
    assertThat(scenario.assignment(assignment).getString("failure.reason"))
        .isEqualTo("ambiguous-create");
    scenario.waits(Duration.ofHours(2));
    assertThat(scenario.assignment(assignment).getString("status")).isEqualTo("parked");
    assertThat(scenario.tickets("u_keyless")).hasSize(1);

    scenario.servicenow().delete("u_keyless", scenario.tickets("u_keyless").get(0).get("sys_id"));
    retries(assignment);
    scenario.becomes(assignment, "open");
    assertThat(scenario.tickets("u_keyless")).hasSize(1);
  }

  // --- standard changes ---

  private void hasChangeType() {
    Scenario.caller()
        .body(
            """
            {"table":"change_request","create":"standard-change","changeTemplate":"Clear BGP sessions"}
            """)
        .put(CHANGE + "?integration=snow")
        .then()
        .statusCode(201);
  }

  @Test
  void a_standard_change_is_made_of_its_template_and_says_what_was_found() {
    hasChangeType();
    UUID assignment = isThere("f1", "clear_bgp");

    assertThat(scenario.ticket("change_request", assignment))
        .containsEntry("type", "standard")
        .containsEntry("correlation_id", assignment.toString())
        .containsEntry("short_description", "[High] Lock the gondola");
    assertThat(scenario.tickets("sys_journal_field"))
        .extracting(entry -> entry.get("value"))
        .anySatisfy(note -> assertThat(note).contains("The door of the gondola is open."));
  }

  @Test
  void a_template_that_is_not_there_is_refused_with_the_one_that_was_meant() {
    String message =
        Scenario.caller()
            .body(
                "{\"table\":\"change_request\",\"create\":\"standard-change\",\"changeTemplate\":\"Clear BGP session\"}")
            .put(CHANGE + "?integration=snow")
            .then()
            .statusCode(422)
            .extract()
            .path("errors[0].detail");
    assertThat(message).contains("did you mean Clear BGP sessions?");
  }

  @Test
  void a_template_that_is_retired_parks_and_says_so() {
    hasChangeType();
    scenario
        .servicenow()
        .update(
            "std_change_record_producer",
            idOf("std_change_record_producer", "name", "Clear BGP sessions"),
            Map.of("active", "false"),
            "admin");

    UUID assignment = hears("f1", "clear_bgp", RecommendationState.UNHEALTHY);

    scenario.becomes(assignment, "parked");
    assertThat(scenario.assignment(assignment).getString("failure.reason"))
        .isIn("template-gone", "mapping-failed");
    assertThat(scenario.tickets("change_request")).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(
      value = FaultKind.class,
      names = {"COMMIT_THEN_DROP", "COMMIT_LATE", "DROP", "TIMEOUT", "SERVER_ERROR"})
  void a_lost_answer_of_a_standard_change_never_makes_a_second_one(FaultKind fault) {
    hasChangeType();
    scenario.servicenow().faults().set(fault, FaultRule.next(1).on("POST", "change_request"));
    UUID assignment = hears("f1", "clear_bgp", RecommendationState.UNHEALTHY);
    await().until(() -> scenario.assignment(assignment).getString("failure.reason") != null);

    scenario.waits(SETTLED);

    scenario.becomes(assignment, "open");
    assertThat(scenario.tickets("change_request")).hasSize(1);
  }

  // --- all at once ---

  @Test
  void with_lost_answers_as_many_tickets_as_findings_come_out() {
    hasChangeType();
    List<String> types = List.of("incident", "sc_task", SECURITY_INCIDENT, "clear_bgp");
    scenario.servicenow().faults().set(FaultKind.COMMIT_THEN_DROP, FaultRule.chance(0.05));
    scenario.servicenow().faults().set(FaultKind.DROP, FaultRule.chance(0.05));
    Random random = new Random(16);
    int each = 25;
    for (int i = 0; i < each * types.size(); i++) {
      hears("f" + i, types.get(i % types.size()), RecommendationState.UNHEALTHY);
      if (random.nextInt(10) == 0) {
        scenario.waits(SETTLED);
      }
    }
    for (int i = 0; i < 8; i++) {
      scenario.waits(SETTLED);
      await().pollDelay(Duration.ofMillis(200)).until(() -> true);
    }
    scenario.servicenow().faults().clear();
    await()
        .untilAsserted(
            () -> {
              scenario.waits(SETTLED);
              assertThat(
                      scenario.count("select count(*) from assignment where status <> 'open'", ""))
                  .isZero();
            });

    areAll(each);

    scenario.servicenow().faults().set(FaultKind.COMMIT_THEN_DROP, FaultRule.chance(0.05));
    scenario.servicenow().faults().set(FaultKind.DROP, FaultRule.chance(0.05));
    for (int i = 0; i < each * types.size(); i++) {
      String type = types.get(i % types.size());
      hears("f" + i, type, RecommendationState.UNHEALTHY, Severity.CRITICAL);
      if (!type.equals("clear_bgp")) {
        hears("f" + i, type, RecommendationState.HEALTHY, Severity.CRITICAL);
      }
    }
    await()
        .untilAsserted(
            () -> {
              scenario.waits(SETTLED);
              assertThat(
                      scenario.count(
                          "select count(*) from assignment where ticket_type <> 'clear_bgp'"
                              + " and status <> 'closed'",
                          ""))
                  .isZero();
            });
    scenario.servicenow().faults().clear();
    areAll(each);
    for (String table : List.of("incident", "sc_task", TABLE)) {
      assertThat(scenario.tickets(table))
          .as(table)
          .allSatisfy(row -> assertThat(row.get("state")).isIn("3", "6"));
    }
  }

  private void areAll(int each) {
    for (String table : List.of("incident", "sc_task", TABLE, "change_request")) {
      List<Map<String, String>> tickets = scenario.tickets(table);
      assertThat(tickets).as(table).hasSize(each);
      assertThat(new HashSet<>(tickets.stream().map(row -> row.get("correlation_id")).toList()))
          .hasSize(each);
    }
  }
}
