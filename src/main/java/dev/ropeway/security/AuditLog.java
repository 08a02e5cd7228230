package dev.ropeway.security;

import dev.ropeway.store.Database;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.jdbi.v3.core.statement.Query;
import org.jdbi.v3.core.statement.SqlStatement;

/** The only SQL on {@code audit}. */
@ApplicationScoped
class AuditLog {

  private static final String INSERT =
      """
      insert into audit (at, who, how, origin, verb, path, operation, status, repeats)
      values (:at, :who, :how, :origin, :verb, :path, :operation, :status, :repeats)
      """;

  private final Database database;

  AuditLog(Database database) {
    this.database = database;
  }

  /** Stores an entry and says under which id. */
  long add(AuditEntry entry) {
    return database.inTransaction(
        handle ->
            bind(handle.createUpdate(INSERT), entry)
                .executeAndReturnGeneratedKeys("id")
                .mapTo(Long.class)
                .one());
  }

  /** Stores entries, and what became of those stored before: a status by id. */
  void write(List<AuditEntry> entries, Map<Long, Integer> statuses) {
    database.inTransaction(
        handle -> {
          if (!entries.isEmpty()) {
            PreparedBatch batch = handle.prepareBatch(INSERT);
            entries.forEach(entry -> bind(batch, entry).add());
            batch.execute();
          }
          if (!statuses.isEmpty()) {
            PreparedBatch batch =
                handle.prepareBatch("update audit set status = :status where id = :id");
            statuses.forEach((id, status) -> batch.bind("id", id).bind("status", status).add());
            batch.execute();
          }
          return null;
        });
  }

  private static <S extends SqlStatement<S>> S bind(S statement, AuditEntry entry) {
    return statement
        .bind("at", entry.at())
        .bind("who", entry.who())
        .bind("how", entry.how())
        .bind("origin", entry.origin())
        .bind("verb", entry.verb())
        .bind("path", entry.path())
        .bind("operation", entry.operation())
        .bind("status", entry.status())
        .bind("repeats", entry.repeats());
  }

  /** Entries before that id, or the newest for null. */
  List<AuditEntry> list(AuditFilter filter, int limit, Long before) {
    StringBuilder sql = new StringBuilder("select * from audit where true");
    if (filter.who() != null) {
      sql.append(" and who = :who");
    }
    if (filter.since() != null) {
      sql.append(" and at >= :since");
    }
    if (filter.denied() != null) {
      sql.append(
          filter.denied()
              ? " and status in (401, 403)"
              : " and (status is null or status not in (401, 403))");
    }
    if (before != null) {
      sql.append(" and id < :before");
    }
    sql.append(" order by id desc limit :limit");
    return database.inTransaction(
        handle -> {
          Query query = handle.createQuery(sql.toString());
          return query
              .bind("who", filter.who())
              .bind("since", filter.since())
              .bind("before", before)
              .bind("limit", limit)
              .map((rs, context) -> read(rs))
              .list();
        });
  }

  /** Deletes at most so many of the oldest entries before that time, and says how many. */
  int forget(Instant before, int limit) {
    return database.inTransaction(
        handle ->
            handle
                .createUpdate(
                    """
                    delete from audit where id in (
                      select id from audit where at < :before order by at limit :limit for update skip locked)
                    """)
                .bind("before", before)
                .bind("limit", limit)
                .execute());
  }

  private static AuditEntry read(ResultSet rs) throws SQLException {
    return new AuditEntry(
        rs.getLong("id"),
        rs.getTimestamp("at").toInstant(),
        rs.getString("who"),
        rs.getString("how"),
        rs.getString("origin"),
        rs.getString("verb"),
        rs.getString("path"),
        rs.getString("operation"),
        rs.getObject("status", Integer.class),
        rs.getInt("repeats"));
  }
}
