package dev.ropeway.integration.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ropeway.integration.check.Finding.Cause;
import dev.ropeway.servicenow.AnswerHeaders;
import dev.ropeway.servicenow.Fault;
import dev.ropeway.servicenow.RateLimit;
import dev.ropeway.servicenow.Table;
import dev.ropeway.servicenow.TableAnswer;
import dev.ropeway.servicenow.TableRecord;
import dev.ropeway.tickettype.Shipped;
import dev.ropeway.tickettype.TicketTypeDefinition;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PermissionChecksTest {

  private static final TableRecord ROW = new TableRecord(Map.of("sys_id", "1"));
  private static final Set<Table> INCIDENTS = Set.of(Table.ofTickets("incident"));
  private static final Endings ENDINGS =
      new Endings() {
        @Override
        public Set<String> states(TicketTypeDefinition type, Map<String, String> states) {
          return Set.of("6", "8");
        }

        @Override
        public Set<String> codeFields(TicketTypeDefinition type) {
          return Set.of("close_code");
        }
      };

  private static CheckAnswer rows(Long total, TableRecord... rows) {
    return CheckAnswer.answered(
        new TableAnswer(Arrays.asList(rows), rows.length, null, new AnswerHeaders(total, null)));
  }

  private static CheckAnswer refused(String message, String detail) {
    return CheckAnswer.failed(new Fault(Fault.Kind.REFUSED, 403, message, detail, null));
  }

  private static UserRoles roles(String... names) {
    return UserRoles.of(
        rows(
            (long) names.length,
            Stream.of(names)
                .map(name -> new TableRecord(Map.of("role.name", name, "state", "active")))
                .toArray(TableRecord[]::new)),
        null);
  }

  private static final UserRoles HIDDEN = UserRoles.of(rows(3L), null);

  @ParameterizedTest
  @CsvSource({
    "incident, itil, PASS",
    "incident, incident_manager, PASS",
    "incident, sn_incident_write, PASS",
    "incident, admin, PASS",
    "incident, sn_incident_read, FAIL",
    "incident, snc_platform_rest_api_access, FAIL",
    "incident, u_security_writer, WARN",
    "problem, incident_manager, FAIL",
    "problem, sn_problem_write, PASS",
    "problem, problem_coordinator, PASS",
    "change_request, sn_change_write, PASS",
    "change_request, sn_change_read, FAIL",
    "em_event, evt_mgmt_integration, PASS",
    "em_event, evt_mgmt_operator, FAIL",
    "em_event, itil, FAIL",
    "em_alert, evt_mgmt_operator, PASS",
    "em_alert, evt_mgmt_integration, FAIL"
  })
  void whether_a_table_may_be_written_is_told_from_roles(String name, String role, Result result) {
    Table table = Table.ofTickets(name);
    assertThat(PermissionChecks.tickets(table, rows(1L, ROW), roles(role)).result())
        .isEqualTo(result);
  }

  @Test
  void without_any_role_the_last_step_is_missing_and_with_hidden_ones_it_stays_open() {
    Finding none = PermissionChecks.tickets(Table.ofTickets("incident"), rows(0L), roles());
    Finding hidden = PermissionChecks.tickets(Table.ofTickets("incident"), rows(0L), HIDDEN);

    assertThat(none.cause()).isEqualTo(Cause.STEP_MISSING);
    assertThat(none.fix()).contains("incident_manager or itil");
    assertThat(hidden.result()).isEqualTo(Result.WARN);
  }

  @Test
  void roles_of_event_management_are_asked_for_only_where_it_is_used() {
    Finding used =
        roles("itil").finding(rows(1L, ROW), List.of(Table.ofTickets("incident"), Table.EM_EVENT));

    assertThat(used.result()).isEqualTo(Result.FAIL);
    assertThat(used.fix()).contains("evt_mgmt_integration and evt_mgmt_operator");
    assertThat(roles("itil").finding(rows(1L, ROW), INCIDENTS).result()).isEqualTo(Result.PASS);
  }

  @Test
  void a_table_that_refuses_to_be_read_fails_and_one_that_is_slow_does_not() {
    Finding refused =
        PermissionChecks.tickets(
            Table.ofTickets("incident"),
            refused("Operation against file 'incident' was denied due to table security.", ""),
            roles("itil"));
    Finding slow =
        PermissionChecks.tickets(
            Table.ofTickets("incident"),
            CheckAnswer.failed(new Fault(Fault.Kind.NO_ANSWER, 0, "no answer", "", null)),
            roles("itil"));

    assertThat(refused.cause()).isEqualTo(Cause.STEP_MISSING);
    assertThat(slow.result()).isEqualTo(Result.WARN);
    assertThat(
            PermissionChecks.tickets(
                    Table.ofTickets("incident"), CheckAnswer.NOT_ASKED, roles("itil"))
                .result())
        .isEqualTo(Result.SKIPPED);
  }

  @Test
  void rows_that_an_acl_hides_are_told_from_a_table_that_is_empty() {
    assertThat(
            PermissionChecks.tickets(Table.ofTickets("incident"), rows(7L), roles("itil")).result())
        .isEqualTo(Result.WARN);
    assertThat(
            PermissionChecks.tickets(Table.ofTickets("incident"), rows(0L), roles("itil")).result())
        .isEqualTo(Result.PASS);
    assertThat(PermissionChecks.journal(rows(7L)).fix()).contains("comments");
    assertThat(PermissionChecks.journal(rows(0L)).result()).isEqualTo(Result.PASS);
    assertThat(PermissionChecks.journal(refused("denied due to table security", "")).result())
        .isEqualTo(Result.WARN);
    assertThat(PermissionChecks.people(Table.SYS_USER_GROUP, rows(4L)).fix()).contains("a group");
    assertThat(PermissionChecks.people(Table.SYS_USER_GROUP, rows(4L, ROW)).result())
        .isEqualTo(Result.PASS);
    assertThat(PermissionChecks.people(Table.SYS_USER, rows(9L, ROW)).seen())
        .contains("may not read");
    assertThat(PermissionChecks.people(Table.SYS_USER, rows(9L, ROW, ROW)).result())
        .isEqualTo(Result.PASS);
  }

  @Test
  void admin_is_more_than_is_needed() {
    CheckAnswer some = rows(1L, ROW);

    assertThat(roles("admin", "itil").finding(some, INCIDENTS).fix())
        .startsWith("Remove the role admin");
    assertThat(roles("itil").finding(some, INCIDENTS).result()).isEqualTo(Result.PASS);
    assertThat(roles().finding(some, INCIDENTS).cause()).isEqualTo(Cause.STEP_MISSING);
    assertThat(HIDDEN.finding(rows(3L), INCIDENTS).result()).isEqualTo(Result.WARN);
  }

  @Test
  void roles_of_others_and_inactive_ones_do_not_count() {
    CheckAnswer mixed =
        rows(
            2L,
            new TableRecord(
                Map.of("role.name", "itil", "state", "active", "user.user_name", "somebody")),
            new TableRecord(Map.of("role.name", "itil", "state", "inactive")));

    assertThat(UserRoles.of(mixed, new TableRecord(Map.of("user_name", "ropeway"))).names())
        .isEmpty();
  }

  private static TableRecord choice(String table, String element, String value) {
    return new TableRecord(Map.of("name", table, "element", element, "value", value));
  }

  @Test
  void choices_that_ropeway_writes_must_be_there() {
    TableRecord code = choice("incident", "close_code", "Solution provided");
    CheckAnswer all =
        rows(3L, choice("incident", "state", "6"), choice("incident", "state", "8"), code);
    CheckAnswer own =
        rows(
            3L,
            choice("incident", "state", "6"),
            choice("task", "state", "8"),
            choice("incident", "close_code", ""));

    assertThat(
            PermissionChecks.choices(
                    Map.of(Table.ofTickets("incident"), all),
                    table -> List.of(Shipped.INCIDENT),
                    ENDINGS)
                .result())
        .isEqualTo(Result.PASS);
    assertThat(
            PermissionChecks.choices(
                    Map.of(Table.ofTickets("incident"), own),
                    table -> List.of(Shipped.INCIDENT),
                    ENDINGS)
                .seen())
        .contains("incident.state 8", "any incident.close_code");
    assertThat(
            PermissionChecks.choices(
                    Map.of(Table.ofTickets("incident"), rows(0L)),
                    table -> List.of(Shipped.INCIDENT),
                    ENDINGS)
                .fix())
        .contains("sys_choice");
  }

  @Test
  void a_mandatory_field_that_nobody_fills_is_a_warning() {
    CheckAnswer dictionary =
        rows(
            3L,
            new TableRecord(Map.of("name", "incident", "element", "u_site", "default_value", "")),
            new TableRecord(Map.of("name", "task", "element", "number", "default_value", "x")),
            new TableRecord(
                Map.of("name", "task", "element", "short_description", "default_value", "")));

    Finding finding =
        PermissionChecks.mandatory(dictionary, INCIDENTS, table -> Set.of("short_description"));

    assertThat(finding.seen()).endsWith("incident.u_site");
    assertThat(finding.fix()).contains("default value");
    assertThat(
            PermissionChecks.mandatory(
                    dictionary, Set.of(Table.EM_ALERT), table -> Set.of("severity"))
                .result())
        .as("an alert is no task")
        .isEqualTo(Result.PASS);
    assertThat(PermissionChecks.mandatory(rows(5L), INCIDENTS, table -> Set.of()).seen())
        .contains("hides");
  }

  @Test
  void a_hidden_version_is_a_warning_and_a_rate_rule_is_told() {
    CheckAnswer limited =
        CheckAnswer.answered(
            new TableAnswer(
                List.of(ROW),
                1,
                null,
                new AnswerHeaders(
                    1L,
                    new RateLimit(
                        500, Instant.parse("2026-11-21T09:00:00Z"), Duration.ofHours(1), "rule"))));

    assertThat(PermissionChecks.version(rows(2L)).result()).isEqualTo(Result.WARN);
    assertThat(
            PermissionChecks.version(
                    rows(1L, new TableRecord(Map.of("name", "glide.buildname", "value", "Zurich"))))
                .seen())
        .isEqualTo("Zurich");
    assertThat(PermissionChecks.rateLimit(List.of(rows(1L, ROW), limited)).seen())
        .contains("500 requests per hour by rule rule", "09:00:00Z");
    assertThat(PermissionChecks.rateLimit(List.of(rows(1L))).seen())
        .isEqualTo("no rate limit rule found");
  }

  @Test
  void configuration_items_that_cannot_be_read_are_a_warning_and_no_more() {
    assertThat(PermissionChecks.items(rows(1L, ROW)).result()).isEqualTo(Result.PASS);
    assertThat(PermissionChecks.items(rows(0L)).result()).isEqualTo(Result.PASS);
    assertThat(PermissionChecks.items(rows(7L)).result()).isEqualTo(Result.WARN);
    Finding refused =
        PermissionChecks.items(
            refused("Operation against file 'cmdb_ci' was denied due to table security.", ""));
    assertThat(refused.result()).isEqualTo(Result.WARN);
    assertThat(refused.fix()).contains("sn_cmdb_user");
  }
}
