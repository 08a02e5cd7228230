package dev.ropeway.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ropeway.sandbox.faults.FaultKind;
import dev.ropeway.sandbox.faults.FaultRule;
import dev.ropeway.sandbox.table.Stamps;
import java.time.Duration;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AccessControlTest extends SandboxFixture {
  private static final String TABLE = "/api/now/table/";

  private static HttpCaller as(String userName) {
    return new HttpCaller(sandbox, HttpCaller.basic(userName, userName));
  }

  @ParameterizedTest
  @CsvSource({
    "ropeway, incident, 1",
    "ropeway.service, incident, 1",
    "ropeway.service, problem, 0",
    "ropeway.norole, incident, 0",
    "ropeway.service, sys_journal_field, 1",
    "ropeway.nojournal, sys_journal_field, 0",
    "ropeway.service, sys_user_group, 1",
    "ropeway.nogroups, sys_user_group, 0",
    "ropeway.norole, sys_user, 1"
  })
  void a_role_decides_whether_a_table_is_readable(String userName, String table, int rows) {
    String id = incident("x");
    created("problem", "{\"short_description\":\"p\"}");
    wire.patch(INCIDENTS + "/" + id, "{\"work_notes\":\"n\"}");

    HttpCaller.Reply reply = as(userName).get(TABLE + table + "?sysparm_limit=1");

    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.result()).hasSize(rows);
    assertThat(Integer.parseInt(reply.header("X-Total-Count"))).isPositive();
  }

  @Test
  void a_record_that_may_not_be_read_looks_as_if_it_were_not_there() {
    String id = incident("x");

    assertThat(as("ropeway.norole").get(INCIDENTS + "/" + id).status()).isEqualTo(404);
    assertThat(as("ropeway.norole").patch(INCIDENTS + "/" + id, "{}").status()).isEqualTo(404);
  }

  @Test
  void an_instance_may_forbid_what_another_shows_empty() {
    sandbox.faults().forbidUnreadable(true);

    HttpCaller.Reply reply = as("ropeway.norole").get(INCIDENTS);

    assertThat(reply.status()).isEqualTo(403);
    assertThat(reply.message())
        .isEqualTo("Operation against file 'incident' was denied due to table security.");
    assertThat(wire.get(INCIDENTS).status()).isEqualTo(200);
  }

  @Test
  void writing_without_a_role_for_it_is_an_acl_exception() {
    HttpCaller.Reply create = as("ropeway.norole").post(INCIDENTS, "{}");
    HttpCaller.Reply change =
        as("ropeway.service").patch(TABLE + "sys_user/" + userId("ropeway"), "{\"title\":\"x\"}");

    assertThat(create.status()).isEqualTo(403);
    assertThat(create.message()).isEqualTo("Operation Failed");
    assertThat(create.detail())
        .isEqualTo("ACL Exception Insert Failed due to security constraints");
    assertThat(change.status()).isEqualTo(403);
    assertThat(change.detail())
        .isEqualTo("ACL Exception Update Failed due to security constraints");
    assertThat(sandbox.rows("incident")).isEmpty();
  }

  @Test
  void who_may_create_but_not_read_gets_403_and_the_row_is_there() {
    sandbox.faults().hideTables(Set.of("incident"));

    assertThat(wire.post(INCIDENTS, "{}").status()).isEqualTo(403);
    assertThat(sandbox.rows("incident")).hasSize(1);
  }

  @Test
  void the_rest_api_can_be_kept_for_a_role() {
    sandbox.faults().requireApiRole(true);

    HttpCaller.Reply reply = as("ropeway.norole").get(INCIDENTS);

    assertThat(reply.status()).isEqualTo(403);
    assertThat(reply.message()).isEqualTo("User Not Authorized");
    assertThat(reply.detail()).isEqualTo("Failed API level ACL Validation");
    assertThat(as("ropeway.service").get(INCIDENTS).status()).isEqualTo(200);
  }

  @Test
  void roles_and_version_are_readable_until_they_are_hidden() {
    String roles = "user.user_name=ropeway.service";
    String version = "name=glide.buildname";
    assertThat(
            wire.get(
                    TABLE
                        + "sys_user_has_role?sysparm_fields=role.name&sysparm_query="
                        + HttpCaller.encoded(roles))
                .column("role.name"))
        .contains("incident_manager");
    assertThat(wire.query("sys_properties", version).column("value")).containsExactly("Zurich");

    wire.put("/sandbox/faults", "{\"hiddenTables\":[\"sys_properties\",\"sys_user_has_role\"]}");

    assertThat(wire.query("sys_user_has_role", roles).result()).isEmpty();
    assertThat(wire.query("sys_properties", version).text()).isEqualTo("{\"result\":[]}");
  }

  @Test
  void a_filtered_address_is_refused_everywhere_before_anything_is_looked_at() {
    sandbox.faults().always(FaultKind.IP_FILTERED);
    HttpCaller anonymous = new HttpCaller(sandbox, null);

    assertThat(anonymous.get(INCIDENTS).status()).isEqualTo(403);
    assertThat(anonymous.get(INCIDENTS).header("Content-Type")).startsWith("text/html");
    assertThat(anonymous.form("/oauth_token.do", "grant_type=password").status()).isEqualTo(403);
    assertThat(anonymous.get("/oauth_auth.do").status()).isEqualTo(403);
  }

  @Test
  void a_table_closed_to_an_application_scope_says_so() {
    sandbox.faults().set(FaultKind.CROSS_SCOPE, FaultRule.always().on("GET", "oauth_entity"));

    assertThat(wire.get(TABLE + "oauth_entity").detail())
        .isEqualTo(
            "Read operation against 'oauth_entity' from scope 'x_mioms_m365ticket' has been refused"
                + " because of the table's cross-scope access policy");
    assertThat(wire.get(INCIDENTS).status()).isEqualTo(200);
  }

  @ParameterizedTest
  @CsvSource({"3600", "-3600"})
  void the_clock_of_the_instance_can_be_wrong(long seconds) {
    sandbox.faults().clockShift(Duration.ofSeconds(seconds));

    HttpCaller.Reply reply = wire.post(INCIDENTS, "{}");

    assertThat(reply.field("sys_created_on"))
        .isEqualTo(Stamps.of(CLOCK.instant().plusSeconds(seconds)));
    assertThat(
            ZonedDateTime.parse(reply.header("Date"), DateTimeFormatter.RFC_1123_DATE_TIME)
                .toEpochSecond())
        .isEqualTo(CLOCK.instant().getEpochSecond() + seconds);
  }
}
