package dev.ropeway.journeys.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.ropeway.journeys.MadeIntegration;
import dev.ropeway.journeys.Rope;
import dev.ropeway.journeys.RopewayTest;
import dev.ropeway.journeys.SettableClock;
import dev.ropeway.sandbox.faults.Fault;
import dev.ropeway.sandbox.faults.FaultRule;
import io.restassured.path.json.JsonPath;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The people and things that a ticket names are found, and what is not found is told. */
@RopewayTest
class PeopleAndThingsTest {

  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private static final String QUICK =
      "\"delivery\":{\"testFirst\":false,\"timeout\":\"1s\",\"concurrency\":8},"
          + "\"sync\":{\"cron\":\"0 0 0 1 1 ? 2099\"}";

  private static final String EVERYTHING =
      ",\"cmdb\":{\"lookUpBy\":[\"resource-id\",\"attribute\",\"fqdn\",\"name\",\"ip\"],"
          + "\"attribute\":\"u_cloud_id\"}";

  private static final String MAKING = ",\"createConfigurationItems\":true";

  @Inject Rope rope;

  @BeforeEach
  void start() {
    rope.isNew();
  }

  @AfterEach
  void end() {
    rope.servicenow().faults().clear();
    MadeIntegration.isGone(rope);
  }

  private static void isMade(String more) {
    MadeIntegration.basic(QUICK + more).statusCode(201);
  }

  private static UUID assigned(String id, String terms) {
    return UUID.fromString(
        Rope.caller()
            .body(
                "{\"recommendation\":%s,\"integration\":\"made\",%s}"
                    .formatted(Rope.finding(id, ""), terms))
            .post("/api/v1/assignments")
            .then()
            .statusCode(201)
            .extract()
            .path("id"));
  }

  private String user(String login) {
    return rope.tickets("sys_user").stream()
        .filter(user -> user.get("user_name").equals(login))
        .findFirst()
        .orElseThrow()
        .get("sys_id");
  }

  private String group(String name) {
    return rope.tickets("sys_user_group").stream()
        .filter(group -> group.get("name").equals(name))
        .findFirst()
        .orElseThrow()
        .get("sys_id");
  }

  private String warning(UUID assignment) {
    return rope.assignment(assignment)
        .getString("timeline.findAll { it.what == 'warned' }.detail.join(' | ')");
  }

  private Map<String, String> ticket(UUID assignment) {
    rope.becomes(assignment, "open");
    return rope.ticket("incident", assignment);
  }

  // People

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
    rope.servicenow()
        .insert("sys_user", Map.of("user_name", "grace@corp.example", "name", "Grace"));

    UUID first = assigned("a", "\"assignedTo\":\"%s\"".formatted(named));
    assertThat(ticket(first)).containsEntry("assigned_to", user(login));
    ticket(assigned("b", "\"assignedTo\":\"%s\"".formatted(named)));

    assertThat(rope.servicenow().callCount("GET", "sys_user")).isEqualTo(calls);
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
    rope.servicenow()
        .insert("sys_user", Map.of("user_name", "imposter", "name", "ada.fulmer@example.com"));
    UUID hers = assigned("a", "\"assignedTo\":\"ada.fulmer@example.com\"");
    assertThat(ticket(hers)).containsEntry("assigned_to", user("ada.fulmer"));

    rope.servicenow().insert("sys_user", Map.of("user_name", "ben.2", "name", "Ben Okafor"));
    UUID unclear = assigned("b", "\"assignedTo\":\"Ben Okafor\"");

    assertThat(rope.becomes(unclear, "parked").getString("failure.detail"))
        .contains("Ben Okafor (ben.okafor)")
        .contains("Ben Okafor (ben.2)");
  }

  @Test
  void one_who_left_is_said_to_be_inactive() {
    isMade("");
    UUID assignment = assigned("a", "\"assignedTo\":\"frank.former@example.com\"");

    JsonPath parked = rope.becomes(assignment, "parked");

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
        .contains("took fallback-assignee \"ben.okafor\" instead")
        .contains("no active user is \"nobody\"; took fallback-caller \"ropeway\"")
        .contains("took fallback-group \"Network\"");

    long calls = rope.servicenow().calls().size();
    ticket(assigned("b", "\"assignedTo\":\"frank.former\",\"caller\":\"nobody\""));
    assertThat(rope.servicenow().calls()).hasSize((int) calls + 1);
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
    assertThat(rope.becomes(assignment, "parked").getString("failure.detail"))
        .contains("\"late.comer\"")
        .contains("\"gone\"");

    String id = rope.servicenow().insert("sys_user", Map.of("user_name", "late.comer"));
    Rope.caller().post("/api/v1/assignments/" + assignment + "/retry").then().statusCode(200);

    assertThat(ticket(assignment)).containsEntry("assigned_to", id);
  }

  @Test
  void a_refused_create_has_its_people_looked_up_anew_once() {
    isMade("");
    ticket(assigned("a", "\"assignedTo\":\"ada.fulmer\""));
    SettableClock.advance(Duration.ofMinutes(1));
    rope.servicenow().faults().next(Fault.BUSINESS_RULE, 1);

    UUID second = assigned("b", "\"assignedTo\":\"ada.fulmer\"");

    assertThat(ticket(second)).containsEntry("assigned_to", user("ada.fulmer"));
    assertThat(rope.servicenow().callCount("GET", "sys_user")).isEqualTo(2);

    rope.servicenow().faults().next(Fault.BUSINESS_RULE, 5);
    UUID third = assigned("c", "\"assignedTo\":\"ada.fulmer\"");
    rope.becomes(third, "parked");
  }

  // Things

  private static String resource(String id, String name) {
    return "\"category\":\"Made\",\"resource\":{\"id\":\"%s\",\"name\":\"%s\"}".formatted(id, name);
  }

  private static String candidates(String one) {
    return "\"category\":\"Made\",\"configurationItems\":[\"%s\"]".formatted(one);
  }

  private static String vm(String name) {
    return "/subscriptions/s/resourceGroups/g/providers/Microsoft.Compute/virtualMachines/" + name;
  }

  private void hasCloudIds() {
    rope.servicenow()
        .insert(
            "sys_dictionary",
            Map.of("name", "cmdb_ci", "element", "u_cloud_id", "max_length", "400"));
  }

  @ParameterizedTest
  @CsvSource({
    "correlation_id, /subscriptions/s/providers/Microsoft.Web/sites/shop",
    "u_cloud_id, arn:aws:ec2:eu-west-1:1:instance/i-1",
    "fqdn, shop.example.com",
    "name, shop",
    "ip_address, 10.9.9.9"
  })
  void an_item_is_found_by_each_of_its_keys(String column, String value) {
    isMade(EVERYTHING);
    hasCloudIds();
    String item = rope.servicenow().insert("cmdb_ci_linux_server", Map.of(column, value));

    UUID assignment = rope.hears("r", candidates(value));

    assertThat(ticket(assignment)).containsEntry("cmdb_ci", item);
    assertThat(warning(assignment)).isEmpty();
    assertThat(rope.servicenow().callCount("GET", "cmdb_ci")).isEqualTo(1);
  }

  @Test
  void a_known_item_brings_its_service_and_costs_nothing_more() {
    isMade(EVERYTHING);
    String item = rope.tickets("cmdb_ci_vm_instance").get(0).get("sys_id");
    String service = rope.tickets("cmdb_ci_service").get(0).get("sys_id");

    UUID first = rope.hears("r1", resource(vm("pay-vm-01"), "pay-vm-01"));
    assertThat(ticket(first))
        .containsEntry("cmdb_ci", item)
        .containsEntry("business_service", service);
    int calls = rope.servicenow().calls().size();
    UUID second = rope.hears("r2", resource(vm("pay-vm-01"), "pay-vm-01"));

    assertThat(ticket(second)).containsEntry("business_service", service);
    assertThat(rope.servicenow().calls()).hasSize(calls + 1);
  }

  @Test
  void an_alert_names_its_item_and_no_service() {
    isMade(EVERYTHING + ",\"ticketType\":\"alert\"");
    String item = rope.tickets("cmdb_ci_vm_instance").get(0).get("sys_id");

    UUID assignment = rope.hears("r1", resource(vm("pay-vm-01"), "pay-vm-01"));

    rope.becomes(assignment, "open");
    assertThat(rope.ticket("em_alert", assignment)).containsEntry("cmdb_ci", item);
    assertThat(rope.servicenow().callCount("GET", "svc_ci_assoc")).isZero();
  }

  @Test
  void of_several_none_is_taken_and_the_candidates_are_named() {
    isMade(EVERYTHING);
    rope.servicenow().insert("cmdb_ci_linux_server", Map.of("name", "twin"));
    rope.servicenow().insert("cmdb_ci_win_server", Map.of("name", "twin"));

    UUID assignment = rope.hears("r", candidates("twin"));

    assertThat(ticket(assignment)).containsEntry("cmdb_ci", "");
    assertThat(warning(assignment)).contains("cmdb_ci_linux_server").contains("cmdb_ci_win_server");
  }

  @Test
  void where_none_is_found_the_ticket_goes_without_and_says_so_and_none_is_asked_for_again() {
    isMade(EVERYTHING);

    UUID first = rope.hears("r1", candidates("unheard-of"));
    assertThat(ticket(first)).containsEntry("cmdb_ci", "");
    UUID second = rope.hears("r2", candidates("unheard-of"));
    ticket(second);

    assertThat(warning(first))
        .isEqualTo("no configuration item was set for \"unheard-of\": there is none");
    assertThat(warning(second)).isEqualTo(warning(first));
    assertThat(rope.servicenow().callCount("GET", "cmdb_ci")).isEqualTo(1);
  }

  @Test
  void items_that_may_not_be_read_hold_up_no_ticket() {
    isMade(EVERYTHING + MAKING);
    rope.servicenow().faults().hideTables(Set.of("cmdb_ci"));
    rope.servicenow().faults().forbidUnreadable(true);

    UUID assignment = rope.hears("r", candidates("pay-vm-01"));

    assertThat(ticket(assignment)).containsEntry("cmdb_ci", "");
    assertThat(warning(assignment)).contains("could not be looked up: 403");
  }

  @Test
  void an_item_that_is_nowhere_is_made_in_its_class_and_found_from_then_on() {
    isMade(EVERYTHING + MAKING);
    hasCloudIds();

    UUID first = rope.hears("r1", resource(vm("new-1"), "new-1"));
    String item = ticket(first).get("cmdb_ci");

    assertThat(rope.servicenow().row("cmdb_ci_vm_instance", item))
        .containsEntry("name", "new-1")
        .containsEntry("u_cloud_id", vm("new-1"));
    SettableClock.advance(Duration.ofHours(2));
    UUID second = rope.hears("r2", resource(vm("new-1"), "other"));
    assertThat(ticket(second)).containsEntry("cmdb_ci", item);
  }

  @ParameterizedTest
  @CsvSource({"COMMIT_THEN_DROP", "COMMIT_THEN_ERROR", "COMMIT_LATE", "EMPTY_ANSWER"})
  void many_workers_make_an_item_once_even_when_the_answer_is_lost(Fault fault) {
    isMade(EVERYTHING + MAKING);
    rope.servicenow()
        .faults()
        .set(fault, FaultRule.next(1).on("POST", "cmdb_ci_vm_instance").delay(300));
    StringBuilder findings = new StringBuilder("[");
    for (int i = 0; i < 12; i++) {
      findings
          .append(i == 0 ? "" : ",")
          .append(Rope.finding("r" + i, resource(vm("once"), "once")));
    }

    rope.post(findings.append("]").toString()).statusCode(202);

    await().atMost(PATIENCE).until(() -> made("once").size() == 1);
    await()
        .atMost(PATIENCE)
        .until(
            () -> {
              rope.waits(Duration.ofSeconds(20));
              return rope.tickets("incident").size() == 12;
            });
    assertThat(made("once")).hasSize(1);
    assertThat(rope.tickets("incident"))
        .allSatisfy(
            ticket ->
                assertThat(ticket).containsEntry("cmdb_ci", made("once").get(0).get("sys_id")));
    assertThat(rope.servicenow().callCount("POST", "cmdb_ci_vm_instance")).isEqualTo(1);
  }

  private List<Map<String, String>> made(String name) {
    return rope.tickets("cmdb_ci").stream().filter(item -> item.get("name").equals(name)).toList();
  }

  @Test
  void an_item_that_may_not_be_made_is_left_out() {
    isMade(EVERYTHING + MAKING);
    rope.servicenow()
        .faults()
        .set(Fault.INSERT_DENIED, FaultRule.always().on("POST", "cmdb_ci_vm_instance"));

    UUID assignment = rope.hears("r", resource(vm("denied"), "denied"));

    assertThat(ticket(assignment)).containsEntry("cmdb_ci", "");
    assertThat(warning(assignment)).contains("could not be made: 403");
  }

  @Test
  void one_that_may_have_been_made_out_of_our_sight_is_not_made_again() {
    isMade(EVERYTHING + MAKING);
    rope.servicenow()
        .faults()
        .set(Fault.FORBIDDEN_AFTER_CREATE, FaultRule.next(1).on("POST", "cmdb_ci_vm_instance"));
    UUID assignment = rope.hears("r", resource(vm("unseen"), "unseen"));
    await().atMost(PATIENCE).until(() -> made("unseen").size() == 1);
    rope.servicenow().delete("cmdb_ci_vm_instance", made("unseen").get(0).get("sys_id"));

    await()
        .atMost(PATIENCE)
        .until(
            () -> {
              rope.waits(Duration.ofSeconds(20));
              return rope.assignment(assignment).getString("status").equals("open");
            });

    assertThat(warning(assignment)).contains("created without a known end");
    assertThat(rope.servicenow().callCount("POST", "cmdb_ci_vm_instance")).isEqualTo(1);
  }

  @Test
  void a_class_that_the_instance_lacks_is_made_as_a_plain_item() {
    isMade(EVERYTHING + MAKING);
    String function = "arn:aws:lambda:eu-west-1:1:function:resize";

    UUID assignment = rope.hears("r", resource(function, "resize"));

    String item = ticket(assignment).get("cmdb_ci");
    assertThat(rope.servicenow().row("cmdb_ci", item))
        .containsEntry("sys_class_name", "cmdb_ci")
        .containsEntry("name", "resize");
  }

  @Test
  void the_class_of_a_resource_type_can_be_set_and_is_shown() {
    isMade(
        MAKING
            + ",\"cmdb\":{\"lookUpBy\":[\"name\"],"
            + "\"classes\":{\"Microsoft.Web/sites\":\"cmdb_ci_server\"}}");
    assertThat(MadeIntegration.shown().getMap("cmdb.classes"))
        .containsExactly(Map.entry("Microsoft.Web/sites", "cmdb_ci_server"));

    String site = "/subscriptions/s/resourceGroups/g/providers/Microsoft.Web/sites/shop-1";
    UUID assignment = rope.hears("r", resource(site, "shop-1"));

    assertThat(rope.servicenow().row("cmdb_ci_server", ticket(assignment).get("cmdb_ci")))
        .containsEntry("sys_class_name", "cmdb_ci_server");
  }

  @Test
  void nothing_is_made_of_an_address_alone() {
    isMade(EVERYTHING + MAKING);

    UUID assignment = rope.hears("r", candidates("10.99.0.1"));

    assertThat(ticket(assignment)).containsEntry("cmdb_ci", "");
    assertThat(warning(assignment)).contains("an address alone is too little to make one");
  }

  @Test
  void a_test_of_the_connection_reads_items_where_they_are_looked_up() {
    isMade(EVERYTHING);
    assertThat(check("made")).isEqualTo("pass");
    assertThat(check("snow")).isNull();

    rope.servicenow().faults().hideTables(Set.of("cmdb_ci"));
    assertThat(check("made")).isEqualTo("warn");
  }

  private static String check(String integration) {
    return Rope.caller()
        .post("/api/v1/integrations/" + integration + "/test")
        .then()
        .statusCode(200)
        .extract()
        .path("checks.find { it.id == 'configuration-items' }?.result");
  }
}
