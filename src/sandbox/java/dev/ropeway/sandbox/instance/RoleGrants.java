package dev.ropeway.sandbox.instance;

import dev.ropeway.sandbox.table.Row;
import dev.ropeway.sandbox.table.Tables;
import java.util.HashSet;
import java.util.Set;

/** Who has which role, as the rows of sys_user_has_role say right now. */
final class RoleGrants {
  private final Tables database;

  RoleGrants(Tables database) {
    this.database = database;
  }

  Set<String> of(String userName) {
    Row user = database.user(userName);
    Set<String> roles = new HashSet<>();
    if (user != null) {
      for (Row held : database.table("sys_user_has_role").rows()) {
        if (held.get("user").equals(user.sysId()) && held.get("state").equals("active")) {
          Row role = database.table("sys_user_role").find(held.get("role"));
          roles.add(role == null ? "" : role.get("name"));
        }
      }
    }
    return roles;
  }
}
