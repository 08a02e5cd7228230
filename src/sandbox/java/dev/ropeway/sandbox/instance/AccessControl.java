package dev.ropeway.sandbox.instance;

import dev.ropeway.sandbox.table.ErrorAnswer;
import dev.ropeway.sandbox.table.Operation;
import dev.ropeway.sandbox.table.Row;
import dev.ropeway.sandbox.table.Schema;
import dev.ropeway.sandbox.table.Switches;
import dev.ropeway.sandbox.table.TableRows;
import dev.ropeway.sandbox.table.User;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Access control: what a user's roles let that user do with a table, and the refusals. */
public final class AccessControl {
  private static final String API_ROLE = "snc_platform_rest_api_access";

  private final Map<String, Map<Operation, List<String>>> rules = new HashMap<>();
  private final RoleGrants roles;
  private final Switches switches;

  AccessControl(RoleGrants roles, Switches switches) {
    this.roles = roles;
    this.switches = switches;
    forget();
  }

  /** Only those roles may do anything with the table; none: the rules of the table it extends. */
  void set(String table, List<String> allowed) {
    rules.remove(table);
    if (!allowed.isEmpty()) {
      Map<Operation, List<String>> all = new EnumMap<>(Operation.class);
      Stream.of(Operation.values()).forEach(operation -> all.put(operation, allowed));
      rules.put(table, all);
    }
  }

  void forget() {
    rules.clear();
    rules.putAll(Schema.accessRules());
  }

  /** Before anything else is looked at: may this user call the REST API at all? */
  public void checkApi(User user) {
    if (switches.apiRoleRequired && !roles.of(user.userName()).contains(API_ROLE)) {
      throw new ErrorAnswer(403, "User Not Authorized", "Failed API level ACL Validation");
    }
  }

  /** Rows of an unreadable table look as if there were none, unless the instance says so. */
  public boolean mayRead(User user, TableRows table) {
    boolean may = !switches.hiddenTables.contains(table.name) && may(user, Operation.READ, table);
    if (!may && switches.unreadableForbidden) {
      throw new ErrorAnswer(
          403,
          "Operation against file '%s' was denied due to table security.".formatted(table.name),
          null);
    }
    return may;
  }

  /** The rows of a list that the user sees: each as its own table allows. */
  public Predicate<Row> visible(User user, TableRows table) {
    boolean open = mayRead(user, table);
    boolean hidden = switches.hiddenTables.contains(table.name);
    Map<TableRows, Boolean> others = new HashMap<>();
    return row ->
        row.table == table
            ? open
            : !hidden
                && others.computeIfAbsent(
                    row.table,
                    other ->
                        !switches.hiddenTables.contains(other.name)
                            && may(user, Operation.READ, other));
  }

  public void checkCreate(User user, TableRows table) {
    check(user, Operation.CREATE, table, "Insert");
  }

  public void checkChange(User user, TableRows table) {
    check(user, Operation.WRITE, table, "Update");
  }

  /** Only the texts of inserts and updates were recorded. */
  public void checkDelete(User user, TableRows table) {
    check(user, Operation.WRITE, table, "Delete");
  }

  private void check(User user, Operation deed, TableRows table, String operation) {
    if (!may(user, deed, table)) {
      throw new ErrorAnswer(
          403,
          "Operation Failed",
          "ACL Exception %s Failed due to security constraints".formatted(operation));
    }
  }

  /** A table without rules of its own has those of the table that it extends. */
  private List<String> allowed(TableRows table, Operation deed) {
    for (TableRows one = table; one != null; one = one.base) {
      if (rules.containsKey(one.name)) {
        return rules.get(one.name).get(deed);
      }
    }
    return null;
  }

  private boolean may(User user, Operation deed, TableRows table) {
    List<String> allowed = allowed(table, deed);
    if (allowed == null) {
      return true;
    }
    Set<String> held = roles.of(user.userName());
    return held.contains("admin") || !Collections.disjoint(held, allowed);
  }
}
