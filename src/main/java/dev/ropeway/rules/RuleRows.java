package dev.ropeway.rules;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ropeway.store.Database;
import dev.ropeway.store.FollowedTable;
import dev.ropeway.store.Json;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;
import org.jdbi.v3.core.Handle;

/** The rows of rules that were made over REST. */
@ApplicationScoped
class RuleRows {

  private final Database database;

  RuleRows(Database database) {
    this.database = database;
  }

  /** One of them. */
  record Row(String name, long version, RuleDocument document, RuleDefinition.Edits edits) {}

  /** Has every replica take over what is stored, now and after each change. */
  FollowedTable followed(Runnable takeOver) {
    return new FollowedTable("rule", "max(version)", database, takeOver);
  }

  List<Row> all() {
    return database.inTransaction(RuleRows::all);
  }

  private static List<Row> all(Handle handle) {
    return handle
        .createQuery("select * from rule order by name")
        .map((rs, context) -> row(rs))
        .list();
  }

  private static Row row(ResultSet rs) throws SQLException {
    return new Row(
        rs.getString("name"),
        rs.getLong("version"),
        new RuleDocument((ObjectNode) Json.tree(rs.getString("settings"))),
        new RuleDefinition.Edits(
            rs.getString("created_by"),
            rs.getTimestamp("created_at").toInstant(),
            rs.getString("updated_by"),
            rs.getTimestamp("updated_at").toInstant()));
  }

  /**
   * Makes one or changes it; true when made.
   *
   * @param check sees all rows as they are, and throws when this one cannot be beside them
   */
  boolean put(
      String name, RuleDocument document, String who, Instant now, Consumer<List<Row>> check) {
    return database.inTransaction(
        handle -> {
          // One change at a time: two new rules of one priority could not see each other.
          handle.execute("lock table rule in share row exclusive mode");
          List<Row> before = all(handle);
          check.accept(before);
          handle
              .createUpdate(
                  """
                  insert into rule (name, version, settings, created_by, created_at, updated_by, updated_at)
                  values (:name, nextval('rule_version'), cast(:settings as jsonb), :who, :now, :who, :now)
                  on conflict (name) do update set version = nextval('rule_version'),
                    settings = excluded.settings, updated_by = :who, updated_at = :now
                  """)
              .bind("name", name)
              .bind("settings", Json.write(document.json()))
              .bind("who", who)
              .bind("now", now)
              .execute();
          return before.stream().noneMatch(row -> row.name().equals(name));
        });
  }

  /** False when there is no such rule. */
  boolean delete(String name) {
    return database.inTransaction(
        handle ->
            handle.createUpdate("delete from rule where name = :name").bind("name", name).execute()
                == 1);
  }
}
