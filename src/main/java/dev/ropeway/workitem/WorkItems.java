package dev.ropeway.workitem;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import dev.ropeway.store.Columns;
import dev.ropeway.store.Database;
import dev.ropeway.store.Json;
import dev.ropeway.workitem.WorkItem.Shown;
import dev.ropeway.workitem.WorkItemCursors.Move;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.UncheckedIOException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.jboss.logging.Logger;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;

/**
 * The records that were imported. A page of them and the cursor behind it are one transaction, and
 * an older version of a record never takes the place of a newer one.
 */
@ApplicationScoped
public class WorkItems {

  private static final Logger LOG = Logger.getLogger(WorkItems.class);
  private static final int DELETED_AT_ONCE = 10_000;

  private static final Columns<WorkItem> COLUMNS =
      new Columns<WorkItem>()
          .with("sys_id", "text", WorkItem::sysId)
          .with("created_on", "timestamptz", WorkItem::createdAt)
          .with("number", "text", WorkItem::number)
          .with("state", "text", WorkItem::state)
          .with("state_label", "text", WorkItem::stateLabel)
          .with("active", "boolean", WorkItem::active)
          .with("priority", "text", WorkItem::priority)
          .with("priority_label", "text", WorkItem::priorityLabel)
          .with("assigned_to", "text", WorkItem::assignedTo)
          .with("assignment_group", "text", WorkItem::assignmentGroup)
          .with("cmdb_ci", "text", WorkItem::configurationItem)
          .with("short_description", "text", WorkItem::shortDescription)
          .with("description", "text", WorkItem::description)
          .with("opened_at", "timestamptz", WorkItem::openedAt)
          .with("closed_at", "timestamptz", WorkItem::closedAt)
          .with("resolved_at", "timestamptz", WorkItem::resolvedAt)
          .with("updated_on", "timestamptz", WorkItem::updatedAt)
          .with("mod_count", "int", WorkItem::modCount)
          .with("ours", "boolean", WorkItem::ours)
          .with("fields", "jsonb", item -> Json.write(item.fields()));

  private static final String NAMES =
      "sys_id, created_on, number, state, state_label, active, priority, priority_label, assigned_to,"
          + " assignment_group, cmdb_ci, short_description, description, opened_at, closed_at, resolved_at,"
          + " updated_on, mod_count, ours, fields";

  /** Nobody waits for another page of the same records: all take them in the same order. */
  private static final String STORE =
      """
      insert into work_item as w (integration, type, %1$s)
      select :integration, :type, %1$s from %2$s order by sys_id
      on conflict (integration, type, sys_id, created_on) do update set
        number = excluded.number, state = excluded.state, state_label = excluded.state_label,
        active = excluded.active, priority = excluded.priority, priority_label = excluded.priority_label,
        assigned_to = excluded.assigned_to, assignment_group = excluded.assignment_group, cmdb_ci = excluded.cmdb_ci,
        short_description = excluded.short_description, description = excluded.description,
        opened_at = excluded.opened_at, closed_at = excluded.closed_at, resolved_at = excluded.resolved_at,
        updated_on = excluded.updated_on, mod_count = excluded.mod_count, ours = excluded.ours,
        fields = excluded.fields, gone_at = null
      where (excluded.updated_on, excluded.mod_count) > (w.updated_on, w.mod_count)
        or (w.gone_at is not null and (excluded.updated_on, excluded.mod_count) >= (w.updated_on, w.mod_count))
      """
          .formatted(NAMES, COLUMNS.unnest("u"));

  private static final TypeReference<Map<String, Shown>> FIELDS = new TypeReference<>() {};

  private static final String LISTED =
      """
      integration, type, sys_id, created_on, number, state, state_label, active, priority, priority_label,
        assigned_to, assignment_group, cmdb_ci, short_description, opened_at, closed_at, resolved_at, updated_on,
        mod_count, ours, gone_at, null as description, null as fields
      """;

  private static final String NEWEST_FIRST =
      " order by created_on desc, integration desc, type desc, sys_id desc limit :limit";

  /** So many records are sorted in the time in which a list is read until a page is full. */
  private static final int FEW = 2000;

  private final Database database;
  private final WorkItemMonths months;
  private final Clock clock;

  WorkItems(Database database, WorkItemMonths months, Clock clock) {
    this.database = database;
    this.months = months;
    this.clock = clock;
  }

  /**
   * Stores a page and moves the cursor; both or neither.
   *
   * @param page records of that integration and type, in the order in which they were read
   * @return how many records are new or changed
   * @throws OvertakenException when the cursor does not stand where the move begins
   */
  public int store(String integration, String type, List<WorkItem> page, Move move) {
    months.ensure(page);
    return database.inTransaction(
        handle -> {
          WorkItemCursors.move(handle, integration, type, move, clock.instant());
          return page.isEmpty()
              ? 0
              : COLUMNS
                  .bind(handle.createUpdate(STORE), List.copyOf(latest(page)))
                  .bind("integration", integration)
                  .bind("type", type)
                  .execute();
        });
  }

  /** Stores records that a check saw. */
  public int store(String integration, String type, List<WorkItem> seen) {
    if (seen.isEmpty()) {
      return 0;
    }
    months.ensure(seen);
    return database.inTransaction(
        handle ->
            COLUMNS
                .bind(handle.createUpdate(STORE), List.copyOf(latest(seen)))
                .bind("integration", integration)
                .bind("type", type)
                .execute());
  }

  /** A record that moved while a page was put together can be on it twice. */
  private static Collection<WorkItem> latest(List<WorkItem> page) {
    Map<String, WorkItem> latest = new LinkedHashMap<>();
    page.forEach(
        item ->
            latest.merge(
                item.sysId(),
                item,
                (one, other) -> other.updatedAt().isBefore(one.updatedAt()) ? one : other));
    return latest.values();
  }

  /** One record with all that is known of it. */
  public Optional<WorkItem> find(String integration, String type, String sysId) {
    return database.inTransaction(
        handle ->
            handle
                .createQuery(
                    """
                    select * from work_item where integration = :integration and type = :type and sys_id = :sysId
                    order by updated_on desc limit 1
                    """)
                .bind("integration", integration)
                .bind("type", type)
                .bind("sysId", sysId)
                .map((rs, context) -> read(rs))
                .findOne());
  }

  /**
   * Records newest first.
   *
   * @param whole with descriptions and all columns
   * @param after the last record of the page before; null for the first page
   */
  public List<WorkItem> list(WorkItemFilter filter, boolean whole, WorkItemPlace after, int limit) {
    String columns = whole ? "*" : LISTED;
    return database.inTransaction(
        handle -> {
          if (filter.text() != null) {
            Optional<List<WorkItem>> few = few(handle, columns, filter, after, limit);
            if (few.isPresent()) {
              return few.get();
            }
          }
          return matching(handle, "select " + columns + " from work_item where %s", filter, after)
              .bind("limit", limit)
              .map((rs, context) -> read(rs))
              .list();
        });
  }

  /**
   * The same where few records match; empty where there are more. How rare words are cannot be
   * estimated: in the order of the list PostgreSQL would read all records to find one.
   */
  private static Optional<List<WorkItem>> few(
      Handle handle, String columns, WorkItemFilter filter, WorkItemPlace after, int limit) {
    String some =
        "select *, count(*) over () as matches from (select "
            + columns
            + " from work_item where %s limit "
            + (FEW + 1)
            + ") as fetched";
    AtomicLong matches = new AtomicLong();
    List<WorkItem> found =
        matching(handle, some, filter, after)
            .bind("limit", limit)
            .map(
                (rs, context) -> {
                  matches.set(rs.getLong("matches"));
                  return read(rs);
                })
            .list();
    return matches.get() > FEW ? Optional.empty() : Optional.of(found);
  }

  private static Query matching(
      Handle handle, String select, WorkItemFilter filter, WorkItemPlace after) {
    WorkItemFilter.Sql sql = filter.sql();
    String behind =
        after == null
            ? ""
            : " and (created_on, integration, type, sys_id)"
                + " < (:afterAt, :afterIntegration, :afterType, :afterId)";
    Query query =
        handle
            .createQuery(select.formatted(sql.where() + behind) + NEWEST_FIRST)
            .bindMap(sql.bindings());
    return after == null
        ? query
        : query
            .bind("afterAt", after.createdAt())
            .bind("afterIntegration", after.integration())
            .bind("afterType", after.type())
            .bind("afterId", after.sysId());
  }

  /** The record that is open longest; null if none is. */
  WorkItem oldestOpen(Handle handle, String of, String integration, String type) {
    return handle
        .createQuery(
            """
            select %s from work_item where active and gone_at is null%s
            order by created_on, integration, type, sys_id limit 1
            """
                .formatted(LISTED, of))
        .bind("integration", integration)
        .bind("type", type)
        .map((rs, context) -> read(rs))
        .findOne()
        .orElse(null);
  }

  /** The next records that are there as far as is known, by sys_id: what a check looks for. */
  public List<String> presentAfter(String integration, String type, String sysId, int limit) {
    return database.inTransaction(
        handle ->
            handle
                .createQuery(
                    """
                    select sys_id from work_item
                    where integration = :integration and type = :type and sys_id > :after and gone_at is null
                    order by sys_id limit :limit
                    """)
                .bind("integration", integration)
                .bind("type", type)
                .bind("after", sysId)
                .bind("limit", limit)
                .mapTo(String.class)
                .list());
  }

  /** How many records are there that changed since then. */
  public long present(String integration, String type, Instant since, Instant until) {
    return database.inTransaction(
        handle ->
            handle
                .createQuery(
                    """
                    select count(*) from work_item where integration = :integration and type = :type
                      and updated_on >= :since and updated_on <= :until and gone_at is null
                    """)
                .bind("integration", integration)
                .bind("type", type)
                .bind("since", since)
                .bind("until", until)
                .mapTo(long.class)
                .one());
  }

  /** Marks records that are not there any more, and keeps them. */
  public int gone(String integration, String type, List<String> sysIds) {
    return database.inTransaction(
        handle ->
            handle
                .createUpdate(
                    """
                    update work_item set gone_at = :now
                    where integration = :integration and type = :type and sys_id = any (:sysIds) and gone_at is null
                    """)
                .bind("now", clock.instant())
                .bind("integration", integration)
                .bind("type", type)
                .bindByType("sysIds", sysIds.toArray(String[]::new), String[].class)
                .execute());
  }

  /** Deletes everything that was read of a type, in many small transactions. */
  public void forget(String integration, String type) {
    while (!forgetSome(integration, type)) {
      LOG.debugf("deleting the work items of type %s of %s", type, integration);
    }
  }

  /** Deletes a part of what was read of an integration; true when nothing is left. */
  public boolean forgetSome(String integration) {
    return forgetSome(integration, null);
  }

  private boolean forgetSome(String integration, String type) {
    String which = "integration = :integration" + (type == null ? "" : " and type = :type");
    // Without it no run that is under way stores anything.
    run("delete from work_item_cursor where " + which, integration, type);
    int deleted =
        run(
            """
            delete from work_item where (integration, type, sys_id, created_on) in (
              select integration, type, sys_id, created_on from work_item where %s limit %d)
            """
                .formatted(which, DELETED_AT_ONCE),
            integration,
            type);
    return deleted < DELETED_AT_ONCE;
  }

  private int run(String statement, String integration, String type) {
    return database.inTransaction(
        handle ->
            handle
                .createUpdate(statement)
                .bind("integration", integration)
                .bind("type", type)
                .execute());
  }

  private static WorkItem read(ResultSet rs) throws SQLException {
    return new WorkItem(
        rs.getString("integration"),
        rs.getString("type"),
        rs.getString("sys_id"),
        rs.getString("number"),
        rs.getString("state"),
        rs.getString("state_label"),
        rs.getBoolean("active"),
        rs.getString("priority"),
        rs.getString("priority_label"),
        rs.getString("assigned_to"),
        rs.getString("assignment_group"),
        rs.getString("cmdb_ci"),
        rs.getString("short_description"),
        rs.getString("description"),
        WorkItemCursors.instant(rs, "opened_at"),
        WorkItemCursors.instant(rs, "closed_at"),
        WorkItemCursors.instant(rs, "resolved_at"),
        WorkItemCursors.instant(rs, "created_on"),
        WorkItemCursors.instant(rs, "updated_on"),
        rs.getInt("mod_count"),
        rs.getBoolean("ours"),
        WorkItemCursors.instant(rs, "gone_at"),
        fields(rs.getString("fields")));
  }

  private static Map<String, Shown> fields(String json) {
    try {
      return json == null ? null : Json.MAPPER.readValue(json, FIELDS);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }
}
