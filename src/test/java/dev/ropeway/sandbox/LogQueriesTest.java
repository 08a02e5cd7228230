package dev.ropeway.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Queries that would hurt an instance are noted, and no others. */
class LogQueriesTest extends SandboxFixture {

  private static final String WINDOW =
      "sys_created_on>=2026-01-01 00:00:00^sys_created_on<2026-01-02 00:00:00";

  @ParameterizedTest
  @CsvSource({
    "sysevent, name=login, sysevent was asked without a window of sys_created_on",
    "sysevent, sys_created_on>=2026-01-01 00:00:00, sysevent was asked without a window of sys_created_on",
    "sysevent, WINDOW^NQname=login, sysevent was asked without a window of sys_created_on",
    "sys_audit, WINDOW, sys_audit was asked without tablename",
    "syslog_transaction, WINDOW^ORDERBYurl, syslog_transaction was ordered by url"
  })
  void what_would_hurt_an_instance_is_noted(String table, String query, String complaint) {
    wire.query(table, query.replace("WINDOW", WINDOW));
    assertThat(sandbox.complaints()).containsExactly(complaint);
  }

  @ParameterizedTest
  @CsvSource({
    "sysevent, WINDOW^name=login^ORDERBYsys_created_on^ORDERBYsys_id",
    "sys_audit, WINDOW^tablename=sys_user",
    "sys_user, active=true^ORDERBYname"
  })
  void what_does_not_is_not(String table, String query) {
    wire.query(table, query.replace("WINDOW", WINDOW));
    assertThat(sandbox.complaints()).isEmpty();
  }
}
