package dev.ropeway.integration.check;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonValue;
import dev.ropeway.integration.check.ConnectionReport.Line;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * The steps of docs/servicenow-setup.md with who does each, filled by what a test of the connection
 * found (E07).
 */
public final class SetupChecklist {

  private SetupChecklist() {}

  /** The steps, in the order in which they are done. */
  private enum Step {
    ADDRESS(
        "Give the owner of Ropeway the address of the instance",
        "ServiceNow administrator",
        ConnectionCheck.ADDRESS),
    NETWORK(
        "Let Ropeway's network reach the instance, and the instance accept Ropeway's address",
        "network administrator",
        ConnectionCheck.ADDRESS,
        ConnectionCheck.INSTANCE),
    LOGIN(
        "Create the integration user and the authentication method, and enter both in Ropeway",
        "ServiceNow administrator and owner of Ropeway",
        ConnectionCheck.AUTHORIZED),
    ROLES(
        "Give the integration user its roles",
        "ServiceNow administrator",
        ConnectionCheck.ROLES,
        ConnectionCheck.INCIDENT,
        ConnectionCheck.PROBLEM,
        ConnectionCheck.CHANGE_REQUEST,
        ConnectionCheck.EM_EVENT,
        ConnectionCheck.EM_ALERT,
        ConnectionCheck.TICKET_TABLES),
    READING(
        "Let the integration user read users, groups, comments, attachments, configuration items and"
            + " imported tables",
        "ServiceNow administrator",
        ConnectionCheck.USERS,
        ConnectionCheck.GROUPS,
        ConnectionCheck.JOURNAL,
        ConnectionCheck.ATTACHMENTS,
        ConnectionCheck.WORK_ITEMS,
        ConnectionCheck.STAGING_TABLES,
        ConnectionCheck.ACTIVITY,
        ConnectionCheck.CONFIGURATION_ITEMS),
    FIELDS(
        "Check the states, close codes and mandatory fields of the tables of tickets",
        "process owner of the tickets",
        ConnectionCheck.CHOICES,
        ConnectionCheck.MANDATORY_FIELDS),
    CLOCKS(
        "Synchronize the clocks, and set the time zone of the integration user",
        "ServiceNow administrator and operator of Ropeway",
        ConnectionCheck.CLOCK,
        ConnectionCheck.TIME_ZONE),
    LIMITS(
        "Check the rate limit rules for the integration user",
        "ServiceNow administrator",
        ConnectionCheck.RATE_LIMIT),
    NOTIFICATIONS(
        "Optional: let the instance post change notifications", "ServiceNow administrator");

    private final String words;
    private final String role;
    private final Set<ConnectionCheck> checks = EnumSet.noneOf(ConnectionCheck.class);

    Step(String words, String role, ConnectionCheck... checks) {
      this.words = words;
      this.role = role;
      this.checks.addAll(Arrays.asList(checks));
    }
  }

  /** How far a step is. */
  @RegisterForReflection // JSON of answers, by its words
  public enum Status {
    COMPLETE,
    NOT_COMPLETE,
    NOT_CHECKED;

    @JsonValue
    public String word() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }

  /**
   * A step of the set-up.
   *
   * @param role who does it
   * @param advice what is to be done; null when it is complete
   */
  @RegisterForReflection // JSON of answers
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Item(String step, String role, Status status, String advice) {}

  /** Each step as the test found it. */
  public static List<Item> of(ConnectionReport report) {
    return Arrays.stream(Step.values()).map(step -> item(step, report)).toList();
  }

  private static Item item(Step step, ConnectionReport report) {
    List<Line> lines =
        report.checks().stream().filter(line -> step.checks.contains(line.id())).toList();
    Optional<Line> open = first(lines, Result.FAIL).or(() -> first(lines, Result.WARN));
    if (open.isPresent()) {
      return new Item(
          step.words,
          step.role,
          Status.NOT_COMPLETE,
          open.get().fix() + " Seen: " + open.get().seen() + ".");
    }
    if (lines.isEmpty()) {
      return new Item(
          step.words,
          step.role,
          Status.NOT_CHECKED,
          "The connection test cannot see this step; docs/servicenow-setup.md describes it.");
    }
    return first(lines, Result.SKIPPED)
        .map(
            skipped ->
                new Item(
                    step.words,
                    step.role,
                    Status.NOT_CHECKED,
                    "Complete the steps before this one and test again (" + skipped.seen() + ")."))
        .orElseGet(() -> new Item(step.words, step.role, Status.COMPLETE, null));
  }

  private static Optional<Line> first(List<Line> lines, Result result) {
    return lines.stream().filter(line -> line.result() == result).findFirst();
  }
}
