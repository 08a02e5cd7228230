package dev.ropeway.enrichment;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ropeway.integration.Cmdb;
import dev.ropeway.integration.Cmdb.By;
import dev.ropeway.recommendation.Recommendation;
import dev.ropeway.servicenow.CmdbClass;
import dev.ropeway.servicenow.ConfigurationItems.Wanted.Column;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ResourceIdentityTest {

  private static final String VM =
      "/subscriptions/s/resourceGroups/g/providers/Microsoft.Compute/virtualMachines/vm-1";

  private static ResourceIdentity named(String... candidates) {
    return ResourceIdentity.of(
        Recommendation.of("r", "t").configurationItems(List.of(candidates)).build());
  }

  private static ResourceIdentity about(String id, String name, String type) {
    return ResourceIdentity.of(
        Recommendation.of("r", "t")
            .resource(new Recommendation.Resource(id, name, type, null))
            .build());
  }

  private static Cmdb by(By... ways) {
    return new Cmdb(
        List.of(ways),
        "u_cloud_id",
        true,
        true,
        Map.of("microsoft.web/sites", new CmdbClass("cmdb_ci_website")),
        Duration.ofHours(1),
        Duration.ofMinutes(5));
  }

  @ParameterizedTest
  @CsvSource({
    "/subscriptions/s/resourceGroups/g, id",
    "arn:aws:s3:::bucket, id",
    "//compute.googleapis.com/projects/p/zones/z/instances/n, id",
    "web01.example.com, host",
    "WEB01.example.com., host",
    "web01, name",
    "Prod Web 1, name",
    "v1.2, name",
    "10.0.0.1, address",
    "10.0.0.256, name",
    "1.2.3, name",
    "fe80::1, address",
    "::ffff:10.0.0.1, address",
    "i-0abcd1234, name"
  })
  void the_kind_of_a_candidate_is_told_from_its_shape(String text, String kind) {
    ResourceIdentity thing = named(text);

    String told =
        !thing.ids().isEmpty()
            ? "id"
            : !thing.hosts().isEmpty() ? "host" : !thing.addresses().isEmpty() ? "address" : "name";
    assertThat(told).isEqualTo(kind);
  }

  @Test
  void it_is_looked_up_in_the_order_that_is_set() {
    ResourceIdentity thing = named("10.0.0.1", "web.example.com", VM);

    assertThat(thing.wanted("acme", by(By.IP, By.FQDN, By.RESOURCE_ID)).columns())
        .containsExactly(
            new Column("correlation_id", thing.mark()),
            new Column("ip_address", "10.0.0.1"),
            new Column("fqdn", "web.example.com"),
            new Column("correlation_id", VM));
    assertThat(thing.wanted("acme", by(By.ATTRIBUTE, By.NAME)).columns())
        .contains(new Column("u_cloud_id", VM), new Column("name", "vm-1"));
  }

  @Test
  void what_an_alert_was_raised_on_is_not_taken_for_the_item_that_it_names() {
    Recommendation alert =
        Recommendation.of("r", "t")
            .configurationItems(List.of("web01"))
            .resource(new Recommendation.Resource("/workspaces/logs", "logs", "workspace", null))
            .build();

    assertThat(ResourceIdentity.of(alert).ids()).isEmpty();
    assertThat(ResourceIdentity.of(alert).names()).containsExactly("web01");
    assertThat(ResourceIdentity.of(alert).type()).isEmpty();
    ResourceIdentity guessed =
        ResourceIdentity.of(alert.but().configurationItems(List.of("10.0.0.1")).build());
    assertThat(guessed.ids()).containsExactly("/workspaces/logs");
    assertThat(guessed.addresses()).containsExactly("10.0.0.1");
  }

  @Test
  void an_address_alone_is_never_made_into_an_item() {
    assertThat(named("10.0.0.1", "fe80::1").canBeMade()).isFalse();
    assertThat(named("10.0.0.1", "web01").canBeMade()).isTrue();
    assertThat(ResourceIdentity.of(Recommendation.of("r", "t").build()).isNamed()).isFalse();
  }

  @Test
  void equal_names_have_equal_marks_in_any_case_and_a_mark_fits_its_column() {
    assertThat(about(VM, "vm-1", null).mark())
        .isEqualTo(about(VM.toUpperCase(java.util.Locale.ROOT), "other", null).mark())
        .hasSizeLessThan(100)
        .isNotEqualTo(about(VM + "2", "vm-1", null).mark());
  }

  @Test
  void what_is_made_says_what_is_known() {
    Map<String, Object> record = named("web.example.com", VM, "10.0.0.1").record(by(By.NAME));

    assertThat(record)
        .containsEntry("name", "web.example.com")
        .containsEntry("fqdn", "web.example.com")
        .containsEntry("ip_address", "10.0.0.1")
        .containsEntry("u_cloud_id", VM)
        .containsEntry("short_description", "Made by Ropeway for " + VM);
  }

  @ParameterizedTest
  @CsvSource({
    "/subscriptions/s/resourceGroups/g/providers/Microsoft.Compute/virtualMachines/v, cmdb_ci_vm_instance",
    "/subscriptions/s/resourceGroups/g/providers/Microsoft.Sql/servers/a/databases/b, cmdb_ci_cloud_database",
    "/subscriptions/s/resourceGroups/g/providers/Microsoft.Web/sites/w, cmdb_ci_website",
    "/subscriptions/s/resourceGroups/g, cmdb_ci_resource_group",
    "/subscriptions/s, cmdb_ci_cloud_service_account",
    "arn:aws:ec2:eu-west-1:1:instance/i-1, cmdb_ci_vm_instance",
    "arn:aws:s3:::bucket, cmdb_ci_cloud_object_storage",
    "arn:aws:s3:::bucket/key, cmdb_ci_cloud_object_storage",
    "arn:aws:lambda:eu-west-1:1:function:f, cmdb_ci_cloud_function",
    "//compute.googleapis.com/projects/p/zones/z/instances/n, cmdb_ci_vm_instance",
    "/hosts/db-7, cmdb_ci",
    "/subscriptions/s/providers/, cmdb_ci",
    "arn:, cmdb_ci",
    "//, cmdb_ci"
  })
  void the_class_follows_from_the_type_that_an_id_spells_out(String id, String itemClass) {
    ResourceIdentity thing = about(id, "n", null);

    assertThat(ResourceType.itemClass(thing.type(), by(By.NAME)))
        .isEqualTo(new CmdbClass(itemClass));
  }

  @Test
  void a_type_that_is_said_counts_where_no_id_spells_one_out() {
    ResourceIdentity thing = about("i-1", "n", "AwsEc2Instance");

    assertThat(ResourceType.itemClass(thing.type(), by(By.NAME)))
        .isEqualTo(new CmdbClass("cmdb_ci_vm_instance"));
  }
}
