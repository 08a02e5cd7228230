package dev.ropeway.scenarios.connections;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ropeway.scenarios.RopewayTest;
import dev.ropeway.scenarios.TestEnvironment;
import io.restassured.path.json.JsonPath;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A test of a connection says for each stream of activity which role is missing. */
@RopewayTest
class ActivityChecksTest extends TestConnectionFixture {

  private static final String ALL =
      ",\"activity\":{\"streams\":[\"logins\",\"privileges\",\"records\",\"exports\",\"deletes\"],\"tables\":[\"incident\"]}";

  private void isMadeFor(String user, String more) {
    isMade(TestEnvironment.sandbox().url().toString(), basic(user, user) + more);
  }

  private static void somethingHappens() {
    var people = TestEnvironment.sandbox().people();
    people.logIn("ada.fulmer", "203.0.113.7");
    people.grant("ben.okafor", "ada.fulmer", "admin");
    people.change("ben.okafor", "sys_user", "x", "active", "1", "0");
    people.change("ben.okafor", "incident", "x", "state", "1", "2");
    people.call("ada.fulmer", "/api/now/table/incident", "203.0.113.7");
    String incident = TestEnvironment.sandbox().insert("incident", Map.of("state", "1"));
    TestEnvironment.sandbox().delete("incident", incident);
    // What happened in this second is not asked for yet.
    dev.ropeway.scenarios.SettableClock.advance(java.time.Duration.ofSeconds(2));
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void each_stream_names_the_role_that_is_missing(boolean forbids) {
    somethingHappens();
    TestEnvironment.sandbox().faults().forbidUnreadable(forbids);
    isMadeFor("ropeway", ALL);
    JsonPath report = tests("made");

    assertThat(result(report, "activity")).isEqualTo("warn");
    assertThat(report.getString("verdict")).isEqualTo("ready-with-warnings");
    assertThat(of(report, "activity", "seen"))
        .contains(
            "logins: sysevent",
            "privileges: sys_audit_role",
            "privileges: sys_audit ",
            "records: sys_audit ",
            "exports: syslog_transaction",
            "deletes: sys_audit_delete");
    assertThat(of(report, "activity", "fix"))
        .contains("audit_viewer (or admin together with snc_read_only) for sys_audit; otherwise")
        .contains("which takes every right to write away for sysevent; otherwise no login is seen")
        .contains("syslog_viewer if it opens syslog_transaction");
    assertThat(TestEnvironment.sandbox().complaints()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "logins, sysevent",
    "privileges, sys_audit_role",
    "exports, syslog_transaction",
    "deletes, sys_audit_delete"
  })
  void only_streams_that_are_read_are_asked_for(String stream, String table) {
    somethingHappens();
    isMadeFor("ropeway", ",\"activity\":{\"streams\":[\"%s\"]}".formatted(stream));
    String seen = of(tests("made"), "activity", "seen");
    assertThat(seen).startsWith(stream + ": " + table + " hides ");
  }

  @Test
  void who_may_read_the_logs_passes_and_who_reads_none_is_not_asked() {
    somethingHappens();
    isMadeFor("ropeway.auditor", ALL);
    JsonPath report = tests("made");
    assertThat(result(report, "activity")).isEqualTo("pass");
    assertThat(of(report, "activity", "seen")).endsWith("can be read");
    assertThat(tests("snow").getList("checks.id")).doesNotContain("activity");
  }

  @Test
  void a_quiet_log_is_told_as_that() {
    isMadeFor("ropeway.auditor", ",\"activity\":{\"streams\":[\"exports\"]}");
    assertThat(of(tests("made"), "activity", "seen"))
        .isEqualTo(
            "exports: syslog_transaction can be asked for; nothing happened in the last day in"
                + " exports: syslog_transaction");
  }
}
