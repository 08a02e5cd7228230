package dev.ropeway.scenarios.connections;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ropeway.scenarios.RopewayTest;
import dev.ropeway.scenarios.TestEnvironment;
import io.restassured.path.json.JsonPath;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * A test of a connection says which tables cannot be read as a whole, and once which role lacks.
 */
@RopewayTest
class ReadChecksTest extends TestConnectionFixture {

  private static final String IMPORTS =
      ",\"workItems\":{\"types\":[\"incident\",\"problem\",\"change_request\"]}";

  private static void isThere(String table, int count, List<String> ids) {
    for (int i = 0; i < count; i++) {
      ids.add(TestEnvironment.sandbox().insert(table, Map.of("short_description", "work " + i)));
    }
  }

  private void isMadeFor(String user, String more) {
    isMade(TestEnvironment.sandbox().url().toString(), basic(user, user) + more);
  }

  @ParameterizedTest
  @CsvSource({"false, hides 2 of the 2 records that were asked for", "true, cannot be read: 403"})
  void imported_tables_that_the_user_may_not_read_are_named_with_the_missing_roles(
      boolean forbids, String seen) {
    List<String> ids = new ArrayList<>();
    List.of("incident", "problem", "change_request").forEach(table -> isThere(table, 2, ids));
    TestEnvironment.sandbox().faults().forbidUnreadable(forbids);
    isMadeFor("ropeway.nojournal", IMPORTS);

    JsonPath report = tests("made");

    assertThat(report.getString("verdict")).isEqualTo("ready-with-warnings");
    assertThat(result(report, "work-items")).isEqualTo("warn");
    assertThat(of(report, "work-items", "seen"))
        .contains("change_request " + seen)
        .contains("problem " + seen)
        .doesNotContain("incident");
    assertThat(of(report, "work-items", "fix"))
        .isEqualTo(
            "Give the integration user sn_change_read or itil for change_request, itil for problem;"
                + " otherwise what the user cannot read is not imported.");
  }

  @Test
  void records_that_an_acl_hides_are_counted() {
    List<String> ids = new ArrayList<>();
    isThere("incident", 8, ids);
    TestEnvironment.sandbox().faults().hide(ids.subList(0, 3));
    isMadeFor("ropeway", IMPORTS);

    JsonPath report = tests("made");

    assertThat(result(report, "work-items")).isEqualTo("warn");
    assertThat(of(report, "work-items", "seen"))
        .isEqualTo("incident hides 3 of the 8 records that were asked for");
    assertThat(of(report, "work-items", "fix")).contains("sn_incident_read or itil for incident");
  }

  @Test
  void what_can_be_read_passes_and_what_is_not_imported_is_not_asked_for() {
    isMadeFor("ropeway", IMPORTS);

    JsonPath report = tests("made");

    assertThat(of(report, "work-items", "seen"))
        .isEqualTo("change_request, incident, problem can be read");
    assertThat(result(report, "work-items")).isEqualTo("pass");
    assertThat(tests("snow").getList("checks.id")).doesNotContain("work-items", "staging-tables");
  }

  @Test
  void an_import_table_whose_rows_cannot_be_read_is_told() {
    isMadeFor("ropeway.security", ",\"ticketType\":\"security_incident\"");
    assertThat(result(tests("made"), "staging-tables")).isEqualTo("pass");
    TestEnvironment.sandbox().faults().forbidUnreadable(true);
    TestEnvironment.sandbox().faults().hideTables(Set.of("sn_si_incident_import"));

    JsonPath report = tests("made");

    assertThat(report.getString("verdict")).isEqualTo("ready-with-warnings");
    assertThat(result(report, "staging-tables")).isEqualTo("warn");
    assertThat(of(report, "staging-tables", "seen"))
        .startsWith("sn_si_incident_import cannot be read: 403");
    assertThat(of(report, "staging-tables", "fix"))
        .startsWith(
            "Give the integration user sn_si.integration_user for sn_si_incident_import; otherwise a"
                + " ticket");
  }
}
