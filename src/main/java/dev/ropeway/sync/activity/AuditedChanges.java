package dev.ropeway.sync.activity;

import dev.ropeway.activity.Activity;
import dev.ropeway.activity.ActivityAction;
import dev.ropeway.activity.ActivityId;
import dev.ropeway.activity.ActivityStream;
import dev.ropeway.integration.ReadActivity;
import dev.ropeway.servicenow.EncodedQuery;
import dev.ropeway.servicenow.Table;
import dev.ropeway.servicenow.TableRecord;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Changes of fields from the audit. It is the largest table of many instances, so the tables whose
 * changes are wanted are always named.
 */
final class AuditedChanges implements ActivitySource {

  /** What makes a user's rights; who is a member of a group shows in the roles that follow. */
  static final List<String> IDENTITY =
      List.of(
          "sys_user",
          "sys_user_group",
          "sys_user_role",
          "sys_security_acl",
          "sys_group_has_role",
          "sys_user_has_role",
          "sys_security_acl_role",
          "sys_user_role_contains");

  /** What the platform notes of a login in the user's record; the login is an event as well. */
  private static final Set<String> OF_LOGINS =
      Set.of("last_login", "last_login_time", "last_login_device", "failed_attempts");

  private final String name;
  private final ActivityStream stream;

  private AuditedChanges(String name, ActivityStream stream) {
    this.name = name;
    this.stream = stream;
  }

  /** Those of users, groups, roles and access rules. */
  static AuditedChanges ofPrivileges() {
    return new AuditedChanges("privileges", ActivityStream.PRIVILEGES);
  }

  /** Those of the tables that the settings name. */
  static AuditedChanges ofRecords() {
    return new AuditedChanges("records", ActivityStream.RECORDS);
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public ActivityStream stream() {
    return stream;
  }

  @Override
  public Table table() {
    return Table.SYS_AUDIT;
  }

  @Override
  public List<String> columns() {
    return List.of("tablename", "documentkey", "fieldname", "oldvalue", "newvalue", "user");
  }

  @Override
  public String scope(ReadActivity wanted) {
    return String.join(",", new TreeSet<>(tables(wanted)));
  }

  private List<String> tables(ReadActivity wanted) {
    return stream == ActivityStream.PRIVILEGES ? IDENTITY : wanted.tables();
  }

  @Override
  public EncodedQuery narrow(EncodedQuery query, ReadActivity wanted, OwnNames own) {
    return query.in("tablename", tables(wanted));
  }

  @Override
  public Optional<Activity> read(String integration, Instant at, TableRecord row, OwnNames own) {
    String table = RowText.name(row, "tablename");
    String field = RowText.name(row, "fieldname");
    if (table == null || table.equals("sys_user") && field != null && OF_LOGINS.contains(field)) {
      return Optional.empty();
    }
    boolean secret = field != null && field.contains("password");
    String old = secret ? null : RowText.value(row, "oldvalue");
    String now = secret ? null : RowText.value(row, "newvalue");
    String actor = RowText.name(row, "user");
    ActivityAction action = action(table, field, old, now);
    boolean role =
        action == ActivityAction.GROUP_ROLE_GRANTED || action == ActivityAction.GROUP_ROLE_REVOKED;
    return Optional.of(
        new Activity(
            integration,
            at,
            ActivityId.of(name, row.sysId()),
            stream,
            action,
            false,
            actor,
            null,
            null,
            own.has(actor),
            table().wireName(),
            row.sysId(),
            RowText.detail(
                "table",
                table,
                "document",
                RowText.name(row, "documentkey"),
                "field",
                field,
                "old",
                old,
                "new",
                now,
                "role",
                role ? (now == null ? old : now) : null)));
  }

  private ActivityAction action(String table, String field, String old, String now) {
    if (stream == ActivityStream.RECORDS) {
      return ActivityAction.RECORD_CHANGED;
    }
    return switch (table) {
      case "sys_user" -> ofUser(field == null ? "" : field, now);
      case "sys_user_group" -> ActivityAction.GROUP_CHANGED;
      case "sys_user_role" -> ActivityAction.ROLE_CHANGED;
      case "sys_security_acl", "sys_security_acl_role" -> ActivityAction.ACCESS_RULE_CHANGED;
      case "sys_group_has_role" -> ofGroup(field, old, now);
      default -> ActivityAction.PRIVILEGE_CHANGED;
    };
  }

  private static ActivityAction ofUser(String field, String now) {
    return switch (field) {
      case "active" -> isTrue(now) ? ActivityAction.USER_ENABLED : ActivityAction.USER_DISABLED;
      case "locked_out" -> isTrue(now) ? ActivityAction.LOCKED_OUT : ActivityAction.UNLOCKED;
      case "user_password" -> ActivityAction.PASSWORD_CHANGED;
      default -> ActivityAction.USER_CHANGED;
    };
  }

  private static ActivityAction ofGroup(String field, String old, String now) {
    if (!"role".equals(field) || (old == null) == (now == null)) {
      return ActivityAction.PRIVILEGE_CHANGED;
    }
    return old == null ? ActivityAction.GROUP_ROLE_GRANTED : ActivityAction.GROUP_ROLE_REVOKED;
  }

  /** The audit has booleans as 1 and 0, and as words. */
  private static boolean isTrue(String value) {
    return "1".equals(value) || "true".equals(value);
  }
}
