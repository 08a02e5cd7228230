package dev.ropeway.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LookupTablesTest extends SandboxFixture {
  private static final String TABLE = "/api/now/table/";

  private static HttpCaller.Reply fields(HttpCaller caller, String table, String query, String f) {
    return caller.get(
        TABLE + table + "?sysparm_fields=" + f + "&sysparm_query=" + HttpCaller.encoded(query));
  }

  @Test
  void the_members_of_a_group_are_rows() {
    assertThat(
            fields(wire, "sys_user_grmember", "group.name=Network", "user.user_name")
                .column("user.user_name"))
        .containsExactlyInAnyOrder("dmitri.volkov", "emi.tanaka");
    assertThat(
            fields(wire, "sys_user_grmember", "user.user_name=emi.tanaka", "group.name")
                .column("group.name"))
        .containsExactlyInAnyOrder("Network", "Security Operations");
  }

  @Test
  void who_may_not_read_groups_does_not_learn_their_members() {
    HttpCaller caller =
        new HttpCaller(sandbox, HttpCaller.basic("ropeway.nogroups", "ropeway.nogroups"));

    assertThat(caller.query("sys_user_grmember", "").result()).isEmpty();
    assertThat(wire.post(TABLE + "sys_user_grmember", "{}").status()).isEqualTo(403);
  }

  @Test
  void people_belong_to_departments_which_have_a_head() {
    assertThat(
            fields(
                    wire,
                    "sys_user",
                    "user_name=ada.fulmer",
                    "department.name,department.dept_head.email")
                .result()
                .path(0)
                .toString())
        .isEqualTo(
            "{\"department.name\":\"IT Security\","
                + "\"department.dept_head.email\":\"carla.mendes@example.com\"}");
    assertThat(wire.query("cmn_department", "parent.name=Operations").column("name"))
        .containsExactlyInAnyOrder("IT Security", "Platform");
  }

  @Test
  void choices_of_a_subcategory_depend_on_the_category() {
    assertThat(
            wire.query("sys_choice", "name=incident^element=subcategory^dependent_value=network")
                .column("value"))
        .containsExactlyInAnyOrder("dhcp", "dns", "ip address", "vpn", "wireless");
    assertThat(
            wire.query("sys_choice", "name=incident^element=subcategory^value=email")
                .column("dependent_value"))
        .containsExactlyInAnyOrder("inquiry", "software");
    assertThat(wire.query("sys_choice", "name=incident^element=category").column("dependent_value"))
        .containsOnly("");
    assertThat(
            wire.post(
                    TABLE + "incident?sysparm_display_value=true",
                    "{\"category\":\"network\",\"subcategory\":\"dns\"}")
                .field("subcategory"))
        .isEqualTo("DNS");
  }
}
