package dev.ropeway.sandbox.instance;

import dev.ropeway.sandbox.table.Deed;
import dev.ropeway.sandbox.table.Refusal;
import dev.ropeway.sandbox.table.Schema;
import dev.ropeway.sandbox.table.Switches;
import dev.ropeway.sandbox.table.Table;
import dev.ropeway.sandbox.table.User;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Access control: what a user's roles let that user do with a table, and the refusals. */
public final class Access {
  private static final String API_ROLE = "snc_platform_rest_api_access";

  private final Map<String, Map<Deed, List<String>>> rules = Schema.accessRules();
  private final Roles roles;
  private final Switches switches;

  Access(Roles roles, Switches switches) {
    this.roles = roles;
    this.switches = switches;
  }

  /** Before anything else is looked at: may this user call the REST API at all? */
  public void checkApi(User user) {
    if (switches.apiRoleRequired && !roles.of(user.userName()).contains(API_ROLE)) {
      throw new Refusal(403, "User Not Authorized", "Failed API level ACL Validation");
    }
  }

  /** Rows of an unreadable table look as if there were none, unless the instance says so. */
  public boolean mayRead(User user, Table table) {
    boolean may = !switches.hiddenTables.contains(table.name) && may(user, Deed.READ, table);
    if (!may && switches.unreadableForbidden) {
      throw new Refusal(
          403,
          "Operation against file '%s' was denied due to table security.".formatted(table.name),
          null);
    }
    return may;
  }

  public void checkCreate(User user, Table table) {
    check(user, Deed.CREATE, table, "Insert");
  }

  public void checkChange(User user, Table table) {
    check(user, Deed.WRITE, table, "Update");
  }

  /** Only the texts of inserts and updates were recorded. */
  public void checkDelete(User user, Table table) {
    check(user, Deed.WRITE, table, "Delete");
  }

  private void check(User user, Deed deed, Table table, String operation) {
    if (!may(user, deed, table)) {
      throw new Refusal(
          403,
          "Operation Failed",
          "ACL Exception %s Failed due to security constraints".formatted(operation));
    }
  }

  /** A table without rules of its own has those of the table that it extends. */
  private List<String> allowed(Table table, Deed deed) {
    for (Table one = table; one != null; one = one.base) {
      if (rules.containsKey(one.name)) {
        return rules.get(one.name).get(deed);
      }
    }
    return null;
  }

  private boolean may(User user, Deed deed, Table table) {
    List<String> allowed = allowed(table, deed);
    if (allowed == null) {
      return true;
    }
    Set<String> held = roles.of(user.userName());
    return held.contains("admin") || !Collections.disjoint(held, allowed);
  }
}
