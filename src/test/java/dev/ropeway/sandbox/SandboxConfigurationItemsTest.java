package dev.ropeway.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class SandboxConfigurationItemsTest extends SandboxFixture {

  @Test
  void a_query_on_cmdb_ci_shows_the_rows_of_every_class_below_it() {
    HttpCaller.Reply reply = wire.query("cmdb_ci", "nameINdb-7,pay-vm-01^ORDERBYname");

    assertThat(reply.column("sys_class_name"))
        .containsExactly("cmdb_ci_linux_server", "cmdb_ci_vm_instance");
    assertThat(wire.query("cmdb_ci_server", "name=db-7").result()).hasSize(1);
    assertThat(wire.query("cmdb_ci_win_server", "name=db-7").result()).isEmpty();
  }

  @Test
  void an_item_made_in_its_class_is_read_by_the_base_table_and_changed_there() {
    String id =
        created(
            "cmdb_ci_vm_instance",
            "{\"name\":\"vm-1\",\"object_id\":\"i-1\",\"ip_address\":\"10.0.0.1\"}");

    assertThat(wire.get("/api/now/table/cmdb_ci/" + id).field("name")).isEqualTo("vm-1");
    assertThat(wire.query("cmdb_ci", "ip_address=10.0.0.1").column("sys_id")).containsExactly(id);
    assertThat(wire.query("cmdb_ci_vm_instance", "object_id=i-1").column("sys_id"))
        .containsExactly(id);
    assertThat(wire.get("/api/now/table/cmdb_ci_server/" + id).status()).isEqualTo(404);
    wire.patch("/api/now/table/cmdb_ci/" + id, "{\"fqdn\":\"vm-1.example.com\"}");
    assertThat(sandbox.row("cmdb_ci_vm_instance", id)).containsEntry("fqdn", "vm-1.example.com");
  }

  @Test
  void an_item_is_found_by_its_correlation_id_whatever_its_class_is() {
    String id = created("cmdb_ci_win_server", "{\"name\":\"w\",\"correlation_id\":\"ours\"}");

    assertThat(wire.query("cmdb_ci", "correlation_id=ours").column("sys_id")).containsExactly(id);
  }

  @Test
  void a_column_added_to_cmdb_ci_is_one_of_every_class() {
    sandbox.insert(
        "sys_dictionary", Map.of("name", "cmdb_ci", "element", "u_cloud_id", "max_length", "400"));
    String vm = created("cmdb_ci_vm_instance", "{\"name\":\"vm\",\"u_cloud_id\":\"i-1\"}");
    String plain = created("cmdb_ci", "{\"name\":\"any\",\"u_cloud_id\":\"i-2\"}");

    assertThat(wire.query("cmdb_ci", "u_cloud_id=i-1").column("sys_id")).containsExactly(vm);
    assertThat(wire.query("cmdb_ci", "u_cloud_id=i-2").column("sys_id")).containsExactly(plain);
  }

  @Test
  void a_ticket_shows_the_name_of_its_item_through_the_reference() {
    String item = sandbox.rows("cmdb_ci_vm_instance").get(0).get("sys_id");
    String ticket =
        created("incident", "{\"short_description\":\"x\",\"cmdb_ci\":\"" + item + "\"}");

    assertThat(
            wire.get("/api/now/table/incident/" + ticket + "?sysparm_fields=cmdb_ci.name")
                .field("cmdb_ci.name"))
        .isEqualTo("pay-vm-01");
  }

  @Test
  void the_services_of_an_item_are_associations() {
    String item = sandbox.rows("cmdb_ci_vm_instance").get(0).get("sys_id");

    assertThat(wire.query("svc_ci_assoc", "ci_id=" + item).result()).hasSize(1);
  }

  @Test
  void a_class_has_the_access_rules_of_cmdb_ci() {
    HttpCaller stranger =
        new HttpCaller(sandbox, HttpCaller.basic("ropeway.norole", "ropeway.norole"));

    assertThat(stranger.query("cmdb_ci", "name=db-7").result()).isEmpty();
    assertThat(stranger.query("cmdb_ci_linux_server", "name=db-7").result()).isEmpty();
    assertThat(stranger.post("/api/now/table/cmdb_ci_vm_instance", "{\"name\":\"x\"}").status())
        .isEqualTo(403);
    assertThat(wire.post("/api/now/table/cmdb_ci_cloud_function", "{\"name\":\"x\"}").message())
        .isEqualTo("Invalid table cmdb_ci_cloud_function");
  }

  @Test
  void inherited_columns_stand_in_the_dictionary_under_the_table_that_has_them() {
    assertThat(wire.query("sys_dictionary", "element=fqdn").column("name"))
        .containsExactly("cmdb_ci");
    assertThat(wire.query("sys_dictionary", "element=object_id").column("name"))
        .containsExactly("cmdb_ci_vm_instance");
  }
}
