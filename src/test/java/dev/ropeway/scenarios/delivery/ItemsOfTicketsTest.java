package dev.ropeway.scenarios.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.ropeway.sandbox.faults.FaultKind;
import dev.ropeway.sandbox.faults.FaultRule;
import dev.ropeway.scenarios.MadeIntegration;
import dev.ropeway.scenarios.RopewayTest;
import dev.ropeway.scenarios.Scenario;
import dev.ropeway.scenarios.SettableClock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The things that a ticket names are found or made, and what is neither is told. */
@RopewayTest
class ItemsOfTicketsTest extends TicketNamesFixture {

  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private static final String EVERYTHING =
      ",\"cmdb\":{\"lookUpBy\":[\"resource-id\",\"attribute\",\"fqdn\",\"name\",\"ip\"],"
          + "\"attribute\":\"u_cloud_id\"}";

  private static final String MAKING = ",\"createConfigurationItems\":true";

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
    scenario
        .servicenow()
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
    String item = scenario.servicenow().insert("cmdb_ci_linux_server", Map.of(column, value));

    UUID assignment = scenario.hears("r", candidates(value));

    assertThat(ticket(assignment)).containsEntry("cmdb_ci", item);
    assertThat(warning(assignment)).isEmpty();
    assertThat(scenario.servicenow().callCount("GET", "cmdb_ci")).isEqualTo(1);
  }

  @Test
  void a_known_item_brings_its_service_and_costs_nothing_more() {
    isMade(EVERYTHING);
    String item = scenario.tickets("cmdb_ci_vm_instance").get(0).get("sys_id");
    String service = scenario.tickets("cmdb_ci_service").get(0).get("sys_id");

    UUID first = scenario.hears("r1", resource(vm("pay-vm-01"), "pay-vm-01"));
    assertThat(ticket(first))
        .containsEntry("cmdb_ci", item)
        .containsEntry("business_service", service);
    int calls = scenario.servicenow().calls().size();
    UUID second = scenario.hears("r2", resource(vm("pay-vm-01"), "pay-vm-01"));

    assertThat(ticket(second)).containsEntry("business_service", service);
    assertThat(scenario.servicenow().calls()).hasSize(calls + 1);
  }

  @Test
  void an_alert_names_its_item_and_no_service() {
    isMade(EVERYTHING + ",\"ticketType\":\"alert\"");
    String item = scenario.tickets("cmdb_ci_vm_instance").get(0).get("sys_id");

    UUID assignment = scenario.hears("r1", resource(vm("pay-vm-01"), "pay-vm-01"));

    scenario.becomes(assignment, "open");
    assertThat(scenario.ticket("em_alert", assignment)).containsEntry("cmdb_ci", item);
    assertThat(scenario.servicenow().callCount("GET", "svc_ci_assoc")).isZero();
  }

  @Test
  void of_several_none_is_taken_and_the_candidates_are_named() {
    isMade(EVERYTHING);
    scenario.servicenow().insert("cmdb_ci_linux_server", Map.of("name", "twin"));
    scenario.servicenow().insert("cmdb_ci_win_server", Map.of("name", "twin"));

    UUID assignment = scenario.hears("r", candidates("twin"));

    assertThat(ticket(assignment)).containsEntry("cmdb_ci", "");
    assertThat(warning(assignment)).contains("cmdb_ci_linux_server").contains("cmdb_ci_win_server");
  }

  @Test
  void where_none_is_found_the_ticket_goes_without_and_says_so_and_none_is_asked_for_again() {
    isMade(EVERYTHING);

    UUID first = scenario.hears("r1", candidates("unheard-of"));
    assertThat(ticket(first)).containsEntry("cmdb_ci", "");
    UUID second = scenario.hears("r2", candidates("unheard-of"));
    ticket(second);

    assertThat(warning(first))
        .isEqualTo("no configuration item was set for \"unheard-of\": none was found");
    assertThat(warning(second)).isEqualTo(warning(first));
    assertThat(scenario.servicenow().callCount("GET", "cmdb_ci")).isEqualTo(1);
  }

  @Test
  void items_that_may_not_be_read_hold_up_no_ticket() {
    isMade(EVERYTHING + MAKING);
    scenario.servicenow().faults().hideTables(Set.of("cmdb_ci"));
    scenario.servicenow().faults().forbidUnreadable(true);

    UUID assignment = scenario.hears("r", candidates("pay-vm-01"));

    assertThat(ticket(assignment)).containsEntry("cmdb_ci", "");
    assertThat(warning(assignment)).contains("could not be looked up: 403");
  }

  @Test
  void an_item_that_is_nowhere_is_made_in_its_class_and_found_from_then_on() {
    isMade(EVERYTHING + MAKING);
    hasCloudIds();

    UUID first = scenario.hears("r1", resource(vm("new-1"), "new-1"));
    String item = ticket(first).get("cmdb_ci");

    assertThat(scenario.servicenow().row("cmdb_ci_vm_instance", item))
        .containsEntry("name", "new-1")
        .containsEntry("u_cloud_id", vm("new-1"));
    SettableClock.advance(Duration.ofHours(2));
    UUID second = scenario.hears("r2", resource(vm("new-1"), "other"));
    assertThat(ticket(second)).containsEntry("cmdb_ci", item);
  }

  @ParameterizedTest
  @CsvSource({"COMMIT_THEN_DROP", "COMMIT_THEN_ERROR", "COMMIT_LATE", "EMPTY_ANSWER"})
  void many_workers_make_an_item_once_even_when_the_answer_is_lost(FaultKind fault) {
    isMade(EVERYTHING + MAKING);
    scenario
        .servicenow()
        .faults()
        .set(fault, FaultRule.next(1).on("POST", "cmdb_ci_vm_instance").delay(300));
    StringBuilder findings = new StringBuilder("[");
    for (int i = 0; i < 12; i++) {
      findings
          .append(i == 0 ? "" : ",")
          .append(Scenario.finding("r" + i, resource(vm("once"), "once")));
    }

    scenario.post(findings.append("]").toString()).statusCode(202);

    await().atMost(PATIENCE).until(() -> made("once").size() == 1);
    await()
        .atMost(PATIENCE)
        .until(
            () -> {
              scenario.waits(Duration.ofSeconds(20));
              return scenario.tickets("incident").size() == 12;
            });
    assertThat(made("once")).hasSize(1);
    assertThat(scenario.tickets("incident"))
        .allSatisfy(
            ticket ->
                assertThat(ticket).containsEntry("cmdb_ci", made("once").get(0).get("sys_id")));
    assertThat(scenario.servicenow().callCount("POST", "cmdb_ci_vm_instance")).isEqualTo(1);
  }

  private List<Map<String, String>> made(String name) {
    return scenario.tickets("cmdb_ci").stream()
        .filter(item -> item.get("name").equals(name))
        .toList();
  }

  @Test
  void an_item_that_may_not_be_made_is_left_out() {
    isMade(EVERYTHING + MAKING);
    scenario
        .servicenow()
        .faults()
        .set(FaultKind.INSERT_DENIED, FaultRule.always().on("POST", "cmdb_ci_vm_instance"));

    UUID assignment = scenario.hears("r", resource(vm("denied"), "denied"));

    assertThat(ticket(assignment)).containsEntry("cmdb_ci", "");
    assertThat(warning(assignment)).contains("could not be created: 403");
  }

  @Test
  void one_that_may_have_been_made_out_of_our_sight_is_not_made_again() {
    isMade(EVERYTHING + MAKING);
    scenario
        .servicenow()
        .faults()
        .set(FaultKind.FORBIDDEN_AFTER_CREATE, FaultRule.next(1).on("POST", "cmdb_ci_vm_instance"));
    UUID assignment = scenario.hears("r", resource(vm("unseen"), "unseen"));
    await().atMost(PATIENCE).until(() -> made("unseen").size() == 1);
    scenario.servicenow().delete("cmdb_ci_vm_instance", made("unseen").get(0).get("sys_id"));

    await()
        .atMost(PATIENCE)
        .until(
            () -> {
              scenario.waits(Duration.ofSeconds(20));
              return scenario.assignment(assignment).getString("status").equals("open");
            });

    assertThat(warning(assignment)).contains("its creation had no known result");
    assertThat(scenario.servicenow().callCount("POST", "cmdb_ci_vm_instance")).isEqualTo(1);
  }

  @Test
  void a_class_that_the_instance_lacks_is_made_as_a_plain_item() {
    isMade(EVERYTHING + MAKING);
    String function = "arn:aws:lambda:eu-west-1:1:function:resize";

    UUID assignment = scenario.hears("r", resource(function, "resize"));

    String item = ticket(assignment).get("cmdb_ci");
    assertThat(scenario.servicenow().row("cmdb_ci", item))
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
    UUID assignment = scenario.hears("r", resource(site, "shop-1"));

    assertThat(scenario.servicenow().row("cmdb_ci_server", ticket(assignment).get("cmdb_ci")))
        .containsEntry("sys_class_name", "cmdb_ci_server");
  }

  @Test
  void nothing_is_made_of_an_address_alone() {
    isMade(EVERYTHING + MAKING);

    UUID assignment = scenario.hears("r", candidates("10.99.0.1"));

    assertThat(ticket(assignment)).containsEntry("cmdb_ci", "");
    assertThat(warning(assignment)).contains("an address alone is not enough to create one");
  }

  @Test
  void a_test_of_the_connection_reads_items_where_they_are_looked_up() {
    isMade(EVERYTHING);
    assertThat(check("made")).isEqualTo("pass");
    assertThat(check("snow")).isNull();

    scenario.servicenow().faults().hideTables(Set.of("cmdb_ci"));
    assertThat(check("made")).isEqualTo("warn");
  }

  private static String check(String integration) {
    return Scenario.caller()
        .post("/api/v1/integrations/" + integration + "/test")
        .then()
        .statusCode(200)
        .extract()
        .path("checks.find { it.id == 'configuration-items' }?.result");
  }
}
