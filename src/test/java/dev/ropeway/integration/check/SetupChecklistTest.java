package dev.ropeway.integration.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ropeway.integration.check.Finding.Cause;
import dev.ropeway.integration.check.SetupChecklist.Item;
import dev.ropeway.integration.check.SetupChecklist.Status;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What a test of the connection tells of the steps of the set-up. */
class SetupChecklistTest {

  private final Map<ConnectionCheck, Finding> findings = new EnumMap<>(ConnectionCheck.class);

  SetupChecklistTest() {
    for (ConnectionCheck check : ConnectionCheck.values()) {
      findings.put(check, Finding.pass("fine"));
    }
  }

  private List<Item> checklist() {
    return SetupChecklist.of(
        ConnectionReport.of("acme", 1, findings, Instant.parse("2026-11-21T08:00:00Z"), 42, null));
  }

  private Item step(String words) {
    return checklist().stream().filter(item -> item.step().contains(words)).findFirst().get();
  }

  @Test
  void every_step_that_was_seen_to_be_done_is_complete_and_the_others_are_not_checked() {
    assertThat(checklist())
        .filteredOn(item -> item.status() != Status.COMPLETE)
        .singleElement()
        .satisfies(
            item -> {
              assertThat(item.step()).contains("change notifications");
              assertThat(item.status()).isEqualTo(Status.NOT_CHECKED);
            });
    assertThat(step("its roles").advice()).isNull();
    assertThat(step("its roles").role()).isEqualTo("ServiceNow administrator");
  }

  @Test
  void a_failure_and_a_warning_leave_a_step_not_complete_with_what_to_do() {
    findings.put(
        ConnectionCheck.INCIDENT, Finding.fail(Cause.STEP_MISSING, "403", "Give it itil."));
    findings.put(ConnectionCheck.GROUPS, Finding.warn("hidden", "Let it read groups."));

    assertThat(step("its roles").status()).isEqualTo(Status.NOT_COMPLETE);
    assertThat(step("its roles").advice()).isEqualTo("Give it itil. Seen: 403.");
    assertThat(step("read users").status()).isEqualTo(Status.NOT_COMPLETE);
    assertThat(step("read users").advice()).startsWith("Let it read groups.");
  }

  @Test
  void a_failure_is_told_before_a_warning() {
    findings.put(ConnectionCheck.ROLES, Finding.warn("admin", "Remove the role admin."));
    findings.put(
        ConnectionCheck.INCIDENT, Finding.fail(Cause.STEP_MISSING, "403", "Give it itil."));

    assertThat(step("its roles").advice()).startsWith("Give it itil.");
  }

  @Test
  void what_was_not_looked_at_is_not_checked() {
    findings.put(ConnectionCheck.AUTHORIZED, Finding.fail(Cause.REFUSED, "401", "Check it."));
    findings.put(ConnectionCheck.RATE_LIMIT, Finding.skipped("needs: authorized"));

    assertThat(step("rate limit").status()).isEqualTo(Status.NOT_CHECKED);
    assertThat(step("rate limit").advice()).contains("needs: authorized");
  }

  @Test
  void tables_that_are_not_in_use_have_no_say() {
    findings.remove(ConnectionCheck.EM_ALERT);
    findings.remove(ConnectionCheck.CONFIGURATION_ITEMS);

    assertThat(step("its roles").status()).isEqualTo(Status.COMPLETE);
    assertThat(step("read users").status()).isEqualTo(Status.COMPLETE);
  }
}
