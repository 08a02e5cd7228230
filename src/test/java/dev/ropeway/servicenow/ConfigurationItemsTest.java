package dev.ropeway.servicenow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ropeway.scenarios.SettableClock;
import dev.ropeway.servicenow.ConfigurationItems.Known;
import dev.ropeway.servicenow.ConfigurationItems.Owned;
import dev.ropeway.servicenow.ConfigurationItems.Wanted;
import dev.ropeway.servicenow.ConfigurationItems.Wanted.Column;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConfigurationItemsTest {

  private static final String ONE = "1".repeat(32);
  private static final String TWO = "2".repeat(32);
  private static final Instant NOW = Instant.parse("2026-05-01T10:00:00Z");
  private static final Wanted WEB =
      new Wanted(
          "acme",
          List.of(
              new Column("fqdn", "web.example.com"),
              new Column("name", "web"),
              new Column("ip_address", "10.0.0.1")));

  private final ConfigurationItems items = new ConfigurationItems(new SettableClock());

  @Test
  void every_key_is_asked_for_in_one_call() {
    assertThat(WEB.call().table()).isEqualTo(Table.CMDB_CI);
    assertThat(WEB.call().query())
        .isEqualTo("fqdn=web.example.com^ORname=web^ORip_address=10.0.0.1");
  }

  @Test
  void a_key_that_a_query_cannot_carry_is_left_out() {
    Wanted wanted =
        new Wanted("acme", List.of(new Column("name", "a^ORname=b"), new Column("name", "c")));
    assertThat(wanted.call().query()).isEqualTo("name=c");
    assertThat(new Wanted("acme", List.of(new Column("name", "a^b"))).canBeAsked()).isFalse();
  }

  @Test
  void more_keys_than_an_address_can_hold_are_not_asked_for() {
    Column id = new Column("correlation_id", "/" + "x".repeat(600));
    Wanted wanted = new Wanted("acme", List.of(id, new Column("name", "y".repeat(600))));
    assertThat(wanted.call().query()).doesNotContain("name=");
  }

  @Test
  void the_most_trusted_key_that_anything_has_decides() {
    TableRecord byName = item(TWO, Map.of("name", "web"));
    TableRecord byHost = item(ONE, Map.of("fqdn", "WEB.example.com"));
    assertThat(read(byName, byHost)).isEqualTo(new Known.One(ONE));
    assertThat(read(byName)).isEqualTo(new Known.One(TWO));
  }

  @Test
  void several_are_named_with_their_class_and_nobody_guesses() {
    Known known = read(item(ONE, Map.of("name", "web")), item(TWO, Map.of("name", "web")));
    assertThat(known)
        .isEqualTo(
            new Known.Untold(
                "several items match: web (cmdb_ci_server "
                    + ONE
                    + "), web (cmdb_ci_server "
                    + TWO
                    + ")"));
  }

  @Test
  void of_several_the_only_one_that_is_not_retired_is_meant() {
    TableRecord retired = item(ONE, Map.of("name", "web", "install_status", "7"));
    assertThat(read(retired, item(TWO, Map.of("name", "web")))).isEqualTo(new Known.One(TWO));
  }

  @Test
  void an_instance_that_did_not_heed_the_query_found_none() {
    TableRecord[] all = new TableRecord[20];
    for (int i = 0; i < all.length; i++) {
      all[i] = item("%032x".formatted(i), Map.of("name", "other-" + i));
    }
    assertThat(read(all)).isEqualTo(new Known.None(NOW));
  }

  @Test
  void a_full_page_may_hide_another_that_is_meant() {
    TableRecord[] page = new TableRecord[20];
    for (int i = 0; i < page.length; i++) {
      page[i] = item("%032x".formatted(i), Map.of("ip_address", i == 0 ? "10.0.0.1" : ""));
    }
    assertThat(read(page)).isInstanceOf(Known.Untold.class);
  }

  @Test
  void what_may_not_be_read_is_not_called_absent() {
    assertThat(ConfigurationItems.read(WEB, new TableAnswer(List.of(), 1, null), NOW))
        .isInstanceOf(Known.Untold.class);
  }

  @Test
  void that_none_is_there_is_remembered_for_a_short_while() {
    items.remember(WEB, new Known.None(NOW), Duration.ofMinutes(5));
    SettableClock.advance(Duration.ofMinutes(4));
    assertThat(items.find(WEB)).isEqualTo(new Known.None(NOW));
    SettableClock.advance(Duration.ofMinutes(2));
    assertThat(items.find(WEB)).isNull();
  }

  @Test
  void one_service_is_taken_and_of_several_none() {
    Owned owned = new Owned("acme", ONE);
    assertThat(service(owned)).isEqualTo(new Known.None(NOW));
    assertThat(service(owned, association(ONE, TWO), association(ONE, TWO)))
        .isEqualTo(new Known.One(TWO));
    assertThat(service(owned, association(ONE, TWO), association(ONE, "3".repeat(32))))
        .isInstanceOf(Known.Untold.class);
    assertThat(service(owned, association(TWO, TWO))).isEqualTo(new Known.None(NOW));
  }

  @Test
  void a_class_that_the_instance_lacks_is_made_as_a_plain_item_there() {
    CmdbClass function = new CmdbClass("cmdb_ci_cloud_function");
    items.lacks("acme", function);
    assertThat(items.existing("acme", function)).isEqualTo(CmdbClass.ANY);
    assertThat(items.existing("other", function)).isEqualTo(function);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"cmdb_ci/../sys_user", "sys_user", "cmdb_ci_x?y", "CMDB_CI", "", "cmdb_ci_a b"})
  void a_class_is_a_name_and_nothing_else(String name) {
    assertThatThrownBy(() -> new CmdbClass(name)).isInstanceOf(IllegalArgumentException.class);
  }

  private static Known read(TableRecord... rows) {
    return ConfigurationItems.read(WEB, new TableAnswer(List.of(rows), rows.length, null), NOW);
  }

  private static Known service(Owned owned, TableRecord... rows) {
    return ConfigurationItems.readService(
        owned, new TableAnswer(List.of(rows), rows.length, null), NOW);
  }

  private static TableRecord association(String item, String service) {
    return new TableRecord(
        Map.of("sys_id", ONE, "ci_id", item, "service_id", service, "service_id.name", service));
  }

  private static TableRecord item(String sysId, Map<String, String> given) {
    Map<String, String> fields = new HashMap<>();
    for (String column : List.of("fqdn", "name", "ip_address", "install_status")) {
      fields.put(column, "");
    }
    fields.put("sys_id", sysId);
    fields.put("sys_class_name", "cmdb_ci_server");
    fields.putAll(given);
    return new TableRecord(fields);
  }
}
