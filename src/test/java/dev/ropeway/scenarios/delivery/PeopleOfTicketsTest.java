package dev.ropeway.scenarios.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ropeway.sandbox.faults.FaultKind;
import dev.ropeway.scenarios.RopewayTest;
import dev.ropeway.scenarios.Scenario;
import dev.ropeway.scenarios.SettableClock;
import io.restassured.path.json.JsonPath;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The people that a ticket names are found, and who is not found is told. */
@RopewayTest
class PeopleOfTicketsTest extends TicketNamesFixture {

  private static UUID assigned(String id, String spec) {
    return UUID.fromString(
        Scenario.caller()
            .body(
                "{\"recommendation\":%s,\"integration\":\"made\",%s}"
                    .formatted(Scenario.finding(id, ""), spec))
            .post("/api/v1/assignments")
            .then()
            .statusCode(201)
            .extract()
            .path("id"));
  }

  private String user(String login) {
    return scenario.tickets("sys_user").stream()
        .filter(user -> user.get("user_name").equals(login))
        .findFirst()
        .orElseThrow()
        .get("sys_id");
  }

  private String group(String name) {
    return scenario.tickets("sys_user_group").stream()
        .filter(group -> group.get("name").equals(name))
        .findFirst()
        .orElseThrow()
        .get("sys_id");
  }

  @ParameterizedTest
  @CsvSource({
    "ada.fulmer@example.com, ada.fulmer, 1",
    "ada.fulmer, ada.fulmer, 1",
    "Ada Fulmer, ada.fulmer, 1",
    "10001, ada.fulmer, 1",
    "grace@corp.example, grace@corp.example, 1"
  })
  void a_user_is_found_by_email_login_name_number_or_principal_name(
      String named, String login, int calls) {
    isMade("");
    scenario
        .servicenow()
        .insert("sys_user", Map.of("user_name", "grace@corp.example", "name", "Grace"));

    UUID first = assigned("a", "\"assignedTo\":\"%s\"".formatted(named));
    assertThat(ticket(first)).containsEntry("assigned_to", user(login));
    ticket(assigned("b", "\"assignedTo\":\"%s\"".formatted(named)));

    assertThat(scenario.servicenow().callCount("GET", "sys_user")).isEqualTo(calls);
  }

  @Test
  void a_group_is_found_by_its_email_too() {
    isMade("");

    UUID assignment = assigned("a", "\"assignmentGroup\":\"network@example.com\"");

    assertThat(ticket(assignment)).containsEntry("assignment_group", group("Network"));
  }

  @Test
  void an_email_is_trusted_more_than_a_name_and_two_of_one_name_are_named() {
    isMade("");
    scenario
        .servicenow()
        .insert("sys_user", Map.of("user_name", "imposter", "name", "ada.fulmer@example.com"));
    UUID hers = assigned("a", "\"assignedTo\":\"ada.fulmer@example.com\"");
    assertThat(ticket(hers)).containsEntry("assigned_to", user("ada.fulmer"));

    scenario.servicenow().insert("sys_user", Map.of("user_name", "ben.2", "name", "Ben Okafor"));
    UUID unclear = assigned("b", "\"assignedTo\":\"Ben Okafor\"");

    assertThat(scenario.becomes(unclear, "parked").getString("failure.detail"))
        .contains("Ben Okafor (ben.okafor)")
        .contains("Ben Okafor (ben.2)");
  }

  @Test
  void one_who_left_is_said_to_be_inactive() {
    isMade("");
    UUID assignment = assigned("a", "\"assignedTo\":\"frank.former@example.com\"");

    JsonPath parked = scenario.becomes(assignment, "parked");

    assertThat(parked.getString("failure.reason")).isEqualTo("unresolved-reference");
    assertThat(parked.getString("failure.detail"))
        .isEqualTo(
            "the user \"frank.former@example.com\" is inactive: Frank Former (frank.former)");
  }

  @Test
  void a_fallback_takes_the_place_of_whom_nobody_is_and_the_timeline_says_so() {
    isMade(
        ",\"people\":{\"fallbackAssignee\":\"ben.okafor\",\"fallbackGroup\":\"Network\","
            + "\"fallbackCaller\":\"ropeway\"}");

    UUID assignment =
        assigned(
            "a", "\"assignedTo\":\"frank.former\",\"caller\":\"nobody\",\"assignmentGroup\":\"x\"");

    assertThat(ticket(assignment))
        .containsEntry("assigned_to", user("ben.okafor"))
        .containsEntry("caller_id", user("ropeway"))
        .containsEntry("assignment_group", group("Network"));
    assertThat(warning(assignment))
        .contains("assigned_to: the user \"frank.former\" is inactive")
        .contains("used fallback-assignee \"ben.okafor\" instead")
        .contains("no active user matches \"nobody\"; used fallback-caller \"ropeway\"")
        .contains("used fallback-group \"Network\"");

    long calls = scenario.servicenow().calls().size();
    ticket(assigned("b", "\"assignedTo\":\"frank.former\",\"caller\":\"nobody\""));
    assertThat(scenario.servicenow().calls()).hasSize((int) calls + 1);
  }

  @Test
  void an_owner_whom_even_the_fallback_is_none_for_becomes_a_group() {
    isMade(",\"people\":{\"fallbackAssignee\":\"gone\",\"fallbackGroup\":\"Network\"}");

    UUID assignment = assigned("a", "\"assignedTo\":\"nobody\"");

    assertThat(ticket(assignment))
        .containsEntry("assigned_to", "")
        .containsEntry("assignment_group", group("Network"));
  }

  @Test
  void without_any_that_is_somebody_a_person_must_say_and_a_retry_looks_anew() {
    isMade(",\"people\":{\"fallbackAssignee\":\"gone\"}");
    UUID assignment = assigned("a", "\"assignedTo\":\"late.comer\"");
    assertThat(scenario.becomes(assignment, "parked").getString("failure.detail"))
        .contains("\"late.comer\"")
        .contains("\"gone\"");

    String id = scenario.servicenow().insert("sys_user", Map.of("user_name", "late.comer"));
    Scenario.caller().post("/api/v1/assignments/" + assignment + "/retry").then().statusCode(200);

    assertThat(ticket(assignment)).containsEntry("assigned_to", id);
  }

  @Test
  void a_refused_create_has_its_people_looked_up_anew_once() {
    isMade("");
    ticket(assigned("a", "\"assignedTo\":\"ada.fulmer\""));
    SettableClock.advance(Duration.ofMinutes(1));
    scenario.servicenow().faults().next(FaultKind.BUSINESS_RULE, 1);

    UUID second = assigned("b", "\"assignedTo\":\"ada.fulmer\"");

    assertThat(ticket(second)).containsEntry("assigned_to", user("ada.fulmer"));
    assertThat(scenario.servicenow().callCount("GET", "sys_user")).isEqualTo(2);

    scenario.servicenow().faults().next(FaultKind.BUSINESS_RULE, 5);
    UUID third = assigned("c", "\"assignedTo\":\"ada.fulmer\"");
    scenario.becomes(third, "parked");
  }
}
