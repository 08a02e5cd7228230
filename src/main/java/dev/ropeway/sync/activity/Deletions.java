package dev.ropeway.sync.activity;

import dev.ropeway.activity.Activity;
import dev.ropeway.activity.ActivityAction;
import dev.ropeway.activity.ActivityId;
import dev.ropeway.activity.ActivityStream;
import dev.ropeway.servicenow.Table;
import dev.ropeway.servicenow.TableRecord;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Records of audited tables that were deleted; not what they held. */
final class Deletions implements ActivitySource {

  @Override
  public String name() {
    return "deletes";
  }

  @Override
  public ActivityStream stream() {
    return ActivityStream.DELETES;
  }

  @Override
  public Table table() {
    return Table.SYS_AUDIT_DELETE;
  }

  @Override
  public List<String> columns() {
    return List.of("tablename", "documentkey", "display_value", "sys_created_by");
  }

  @Override
  public Optional<Activity> read(String integration, Instant at, TableRecord row, OwnNames own) {
    String actor = RowText.name(row, "sys_created_by");
    return Optional.of(
        new Activity(
            integration,
            at,
            ActivityId.of(name(), row.sysId()),
            stream(),
            ActivityAction.RECORD_DELETED,
            false,
            actor,
            null,
            null,
            own.has(actor),
            table().wireName(),
            row.sysId(),
            RowText.detail(
                "table",
                RowText.name(row, "tablename"),
                "document",
                RowText.name(row, "documentkey"),
                "name",
                RowText.value(row, "display_value"))));
  }
}
