package dev.ropeway.integration.check;

import dev.ropeway.integration.check.Finding.Cause;
import dev.ropeway.servicenow.Table;
import dev.ropeway.servicenow.TableRecord;
import java.util.Arrays;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * What the roles of the integration user allow. The Table API has no dry run: whether a record may
 * be created can be told from roles only, or by leaving one behind.
 *
 * @param names null when the instance does not show them
 */
record UserRoles(Set<String> names) {

  private static final String ADMIN = "admin";

  private static final Map<String, Set<String>> WRITERS =
      Map.of(
          "incident",
          Set.of(
              "itil",
              "itil_admin",
              "incident_manager",
              "sn_incident_write",
              "sn_service_desk_agent",
              ADMIN),
          "problem",
          Set.of(
              "itil",
              "itil_admin",
              "problem_manager",
              "problem_coordinator",
              "problem_admin",
              "sn_problem_write",
              "sn_service_desk_agent",
              ADMIN),
          "change_request",
          Set.of(
              "itil",
              "itil_admin",
              "change_manager",
              "sn_change_write",
              "sn_service_desk_agent",
              ADMIN),
          "em_event",
          Set.of("evt_mgmt_integration", "evt_mgmt_admin", ADMIN),
          "em_alert",
          Set.of("evt_mgmt_operator", "evt_mgmt_admin", ADMIN),
          "sn_si_incident",
          Set.of("sn_si.integration_user", "sn_si.admin", ADMIN));

  /** What may be enough for tables of an instance's own: nothing tells. */
  private static final Set<String> ANYWHERE = Set.of(ADMIN);

  private static final Set<String> ITEM_MAKERS = Set.of("sn_cmdb_editor", "sn_cmdb_admin", ADMIN);

  /** Which of them may make items differs between releases. */
  private static final Set<String> PERHAPS_ITEM_MAKERS = Set.of("itil", "itil_admin");

  private static final Map<String, String> LEAST =
      Map.of(
          "incident", "incident_manager or itil",
          "problem", "itil or sn_problem_write",
          "change_request", "itil or sn_change_write",
          "em_event", "evt_mgmt_integration and evt_mgmt_operator",
          "em_alert", "evt_mgmt_operator",
          "sn_si_incident", "sn_si.integration_user");

  /** Reads the answer; rows of others mean that the instance dropped the condition. */
  static UserRoles of(CheckAnswer outcome, TableRecord user) {
    if (outcome.answer() == null
        || outcome.hidesRows()
        || (outcome.isEmpty() && outcome.answer().headers().total() == null)) {
      return new UserRoles(null);
    }
    String me = user == null ? "" : user.text("user_name");
    return new UserRoles(
        outcome.answer().rows().stream()
            .filter(row -> row.text("state").isEmpty() || row.text("state").equals("active"))
            .filter(
                row ->
                    me.isEmpty()
                        || row.text("user.user_name").isEmpty()
                        || row.text("user.user_name").equalsIgnoreCase(me))
            .map(row -> row.text("role.name"))
            .filter(name -> !name.isEmpty())
            .collect(Collectors.toCollection(TreeSet::new)));
  }

  /** Whether they let tickets of that table be written. */
  enum Leave {
    YES,
    NO,
    /** The roles are hidden, or there are some of the instance's own. */
    UNKNOWN
  }

  Leave writes(Table table) {
    if (names == null) {
      return Leave.UNKNOWN;
    }
    if (names.stream().anyMatch(writers(table)::contains)) {
      return Leave.YES;
    }
    if (!WRITERS.containsKey(table.wireName())) {
      return Leave.UNKNOWN;
    }
    return names.stream().anyMatch(UserRoles::isTheirOwn) ? Leave.UNKNOWN : Leave.NO;
  }

  /** Whether they let configuration items be made. */
  Leave makesItems() {
    if (names == null) {
      return Leave.UNKNOWN;
    }
    if (names.stream().anyMatch(ITEM_MAKERS::contains)) {
      return Leave.YES;
    }
    return names.stream().anyMatch(name -> PERHAPS_ITEM_MAKERS.contains(name) || isTheirOwn(name))
        ? Leave.UNKNOWN
        : Leave.NO;
  }

  /** One of those that let configuration items be made, for telling people. */
  String itemMaker() {
    return names.stream().filter(ITEM_MAKERS::contains).findFirst().orElse("");
  }

  /** One of those that let the table be written, for telling people. */
  String writer(Table table) {
    return names.stream().filter(writers(table)::contains).findFirst().orElse("");
  }

  static String least(Table table) {
    return LEAST.getOrDefault(
        table.wireName(), "a role that may read, create and change records of it");
  }

  private static Set<String> writers(Table table) {
    return WRITERS.getOrDefault(table.wireName(), ANYWHERE);
  }

  /** What no out-of-box role is called: it may allow anything. */
  private static boolean isTheirOwn(String role) {
    boolean writes = WRITERS.values().stream().anyMatch(roles -> roles.contains(role));
    boolean shipped =
        Arrays.asList("snc_", "sn_", "rest_", "soap_", "evt_mgmt_", "cmdb_", "personalize").stream()
            .anyMatch(role::startsWith);
    return !writes && !shipped;
  }

  Finding finding(CheckAnswer outcome, Collection<Table> inUse) {
    if (names == null) {
      return outcome.fault() == null && outcome.answer() == null
          ? Finding.skipped("no time left")
          : Finding.warn(
              "the instance does not show the roles of the integration user",
              "Optional: to check the roles, let the user read its own rows in sys_user_has_role.");
    }
    String seen = names.isEmpty() ? "no role" : String.join(", ", names);
    if (names.contains(ADMIN)) {
      return Finding.warn(
          seen,
          "Remove the role admin from the integration user, which needs only "
              + needed(inUse)
              + ".");
    }
    if (inUse.stream().anyMatch(table -> writes(table) == Leave.NO)) {
      return Finding.fail(
          Cause.STEP_MISSING, seen, "Give the integration user " + needed(inUse) + ".");
    }
    return Finding.pass(seen);
  }

  private static String needed(Collection<Table> inUse) {
    return inUse.stream()
        .sorted()
        .map(table -> least(table) + " for " + table.wireName())
        .collect(Collectors.joining(", "));
  }
}
