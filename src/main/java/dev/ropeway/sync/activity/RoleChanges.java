package dev.ropeway.sync.activity;

import dev.ropeway.activity.Activity;
import dev.ropeway.activity.ActivityAction;
import dev.ropeway.activity.ActivityId;
import dev.ropeway.activity.ActivityStream;
import dev.ropeway.servicenow.Table;
import dev.ropeway.servicenow.TableRecord;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Roles that users got and lost, directly or through a group. */
final class RoleChanges implements ActivitySource {

  private static final String BY = "changed_by.user_name";
  private static final String USER = "user.user_name";
  private static final String ROLE = "role.name";
  private static final String GROUP = "granted_by_group.name";

  @Override
  public String name() {
    return "roles";
  }

  @Override
  public ActivityStream stream() {
    return ActivityStream.PRIVILEGES;
  }

  @Override
  public Table table() {
    return Table.SYS_AUDIT_ROLE;
  }

  @Override
  public List<String> columns() {
    return List.of("operation", "user", "role", USER, ROLE, BY, GROUP, "sys_created_by");
  }

  @Override
  public Optional<Activity> read(String integration, Instant at, TableRecord row, OwnNames own) {
    String actor = RowText.name(row, BY);
    if (actor == null) {
      actor = RowText.name(row, "sys_created_by");
    }
    String role = RowText.name(row, ROLE);
    return Optional.of(
        new Activity(
            integration,
            at,
            ActivityId.of(name(), row.sysId()),
            stream(),
            action(row.text("operation").toLowerCase(Locale.ROOT)),
            false,
            actor,
            RowText.name(row, USER),
            null,
            own.has(actor),
            table().wireName(),
            row.sysId(),
            RowText.detail(
                "role",
                role == null ? RowText.name(row, "role") : role,
                "document",
                RowText.name(row, "user"),
                "group",
                RowText.name(row, GROUP),
                "operation",
                RowText.name(row, "operation"))));
  }

  private static ActivityAction action(String operation) {
    if (operation.startsWith("add")) {
      return ActivityAction.ROLE_GRANTED;
    }
    return operation.startsWith("remove")
        ? ActivityAction.ROLE_REVOKED
        : ActivityAction.PRIVILEGE_CHANGED;
  }
}
