package dev.ropeway.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ropeway.sandbox.instance.Instance;
import dev.ropeway.sandbox.table.Row;
import dev.ropeway.sandbox.table.Stamps;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** People who log in, fail to, grant roles, change and export: what the logs say of them. */
final class ActivityWork {
  private static final String EVENTS = "sysevent";

  private final Instance instance;

  ActivityWork(Instance instance) {
    this.instance = instance;
  }

  /** An event of the log, as the platform writes it when it happens. */
  String event(String at, String name, String parm1, String parm2) {
    return insert(
        EVENTS,
        at,
        Map.of("name", name, "parm1", parm1, "parm2", parm2, "instance", "", "process_on", at));
  }

  /**
   * Rotation moved an event that was still to be processed: its row stays, and there is another of
   * the same content in the shard of today.
   */
  String rotated(String sysId) {
    Row row = instance.table(EVENTS).find(sysId);
    Map<String, String> copy = new HashMap<>();
    for (String column : List.of("name", "parm1", "parm2", "instance", "process_on")) {
      copy.put(column, row.get(column));
    }
    instance.records.update(row, Map.of("state", "transferred"), instance.admin());
    return insert(EVENTS, instance.stamps.now(), copy);
  }

  /** Gives a role to a user, or takes it, and audits that. */
  String role(String at, String by, String operation, String user, String role) {
    Row known = named("sys_user_role", "name", role);
    String roleId =
        known == null
            ? instance
                .records
                .insert(instance.table("sys_user_role"), Map.of("name", role), instance.admin())
                .sysId()
            : known.sysId();
    String userId = userId(user);
    if (operation.equals("Added")) {
      insert("sys_user_has_role", at, Map.of("user", userId, "role", roleId));
    } else {
      instance.table("sys_user_has_role").rowsByAge().stream()
          .filter(row -> row.get("user").equals(userId) && row.get("role").equals(roleId))
          .forEach(row -> instance.table("sys_user_has_role").remove(row));
    }
    return insert(
        "sys_audit_role",
        at,
        Map.of("user", userId, "role", roleId, "operation", operation, "changed_by", userId(by)));
  }

  /** A change of a field of an audited table. */
  String change(String at, String by, Map<String, String> audited) {
    Map<String, String> values = new HashMap<>(audited);
    values.put("user", by);
    return insert("sys_audit", at, values);
  }

  /** A page or a call that was answered. */
  String transaction(String at, String by, String type, String url, String address) {
    return insert(
        "syslog_transaction",
        at,
        Map.of(
            "url", url,
            "type", type,
            "remote_ip", address,
            "output_length", "4096",
            "response_time", "120",
            "sys_created_by", by));
  }

  /**
   * Many logins between two times before now: several each second, some failed, some doubled by
   * rotation.
   *
   * @return how many different events there are
   */
  int fill(JsonNode order) {
    int count = order.path("count").asInt();
    long seconds = order.path("seconds").asLong();
    long until = order.path("until").asLong();
    int together = Math.max(1, order.path("together").asInt(3));
    int doubled = order.path("doubledEach").asInt(0);
    Instant now = instance.stamps.instant();
    for (int i = 0; i < count; i++) {
      long group = i / together;
      long groups = Math.max(1, (count + together - 1) / together);
      String at = Stamps.of(now.minusSeconds(seconds - (seconds - until) * group / groups));
      boolean failed = i % 50 == 0;
      String event =
          event(
              at,
              failed ? "login.failed" : "login",
              "user." + i % 5000,
              "10." + (i >> 16 & 255) + "." + (i >> 8 & 255) + "." + (i & 255));
      if (doubled > 0 && i % doubled == 0) {
        rotated(event);
      }
    }
    return count;
  }

  private String insert(String table, String at, Map<String, String> values) {
    Map<String, String> stamped = new HashMap<>(values);
    stamped.put("sys_created_on", at);
    return instance.records.insert(instance.table(table), stamped, instance.admin()).sysId();
  }

  private String userId(String name) {
    Row row = instance.database.user(name);
    if (row == null) {
      throw new IllegalArgumentException("The sandbox has no user " + name);
    }
    return row.sysId();
  }

  private Row named(String table, String column, String value) {
    return instance.table(table).rows().stream()
        .filter(row -> row.get(column).equals(value))
        .findFirst()
        .orElse(null);
  }
}
