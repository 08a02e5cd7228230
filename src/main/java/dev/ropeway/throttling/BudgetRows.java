package dev.ropeway.throttling;

import dev.ropeway.servicenow.Purpose;
import dev.ropeway.store.Database;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Update;

/** The budgets that all replicas spend together, one row for each integration under a rule. */
@ApplicationScoped
class BudgetRows {

  private static final String COLUMNS =
      Arrays.stream(Purpose.values()).map(BudgetRows::column).collect(Collectors.joining(", "));

  private static final String VALUES =
      Arrays.stream(Purpose.values())
          .map(purpose -> ":" + column(purpose))
          .collect(Collectors.joining(", "));

  private final Database database;

  BudgetRows(Database database) {
    this.database = database;
  }

  private static String column(Purpose purpose) {
    return "used_" + purpose.word();
  }

  Map<String, Budget> all() {
    return database.inTransaction(
        handle -> {
          Map<String, Budget> all = new HashMap<>();
          handle
              .createQuery("select * from rate_budget")
              .map((rs, context) -> all.put(rs.getString("integration"), budget(rs)))
              .list();
          return all;
        });
  }

  Optional<Budget> find(String integration) {
    return database.inTransaction(handle -> find(handle, integration, ""));
  }

  private static Optional<Budget> find(Handle handle, String integration, String lock) {
    return handle
        .createQuery("select * from rate_budget where integration = :integration " + lock)
        .bind("integration", integration)
        .map((rs, context) -> budget(rs))
        .findOne();
  }

  /** Counts one call if there is room for it, whoever else counts at the same time. */
  Optional<Budget> count(String integration, Purpose purpose, Instant now) {
    return database.inTransaction(
        handle ->
            handle
                .createQuery(
                    "update rate_budget set %1$s = %1$s + 1 where integration = :integration"
                            .formatted(column(purpose))
                        + " and used < ceiling and ends_at > :now returning *")
                .bind("integration", integration)
                .bind("now", now)
                .map((rs, context) -> budget(rs))
                .findOne());
  }

  /**
   * Changes a budget under its lock.
   *
   * @param first what it starts from where there is none; null leaves it at that
   */
  Optional<Budget> change(String integration, Budget first, UnaryOperator<Budget> change) {
    return database.inTransaction(
        handle -> {
          if (first != null) {
            write(handle, integration, first, "nothing");
          }
          Optional<Budget> before = find(handle, integration, "for update");
          Optional<Budget> after = before.map(change);
          if (after.isPresent() && !after.equals(before)) {
            write(
                handle,
                integration,
                after.get(),
                "update set (hourly, ceiling, rule, reset, ends_at, confirmed, used_elsewhere, "
                    + COLUMNS
                    + ") = (excluded.hourly, excluded.ceiling, excluded.rule, excluded.reset,"
                    + " excluded.ends_at, excluded.confirmed, excluded.used_elsewhere, "
                    + COLUMNS.replace("used_", "excluded.used_")
                    + ")");
          }
          return after;
        });
  }

  private static void write(Handle handle, String integration, Budget budget, String conflict) {
    Update insert =
        handle
            .createUpdate(
                "insert into rate_budget (integration, hourly, ceiling, rule, reset, ends_at,"
                    + " confirmed, used_elsewhere, "
                    + COLUMNS
                    + ") values (:integration, :hourly, :ceiling, :rule, :reset, :endsAt, :confirmed,"
                    + " :elsewhere, "
                    + VALUES
                    + ") on conflict (integration) do "
                    + conflict)
            .bind("integration", integration)
            .bind("hourly", budget.limit())
            .bind("ceiling", budget.ceiling())
            .bind("rule", budget.rule())
            .bind("reset", budget.reset())
            .bind("endsAt", budget.endsAt())
            .bind("confirmed", budget.confirmed())
            .bind("elsewhere", budget.elsewhere());
    for (Purpose purpose : Purpose.values()) {
      insert.bind(column(purpose), budget.used(purpose));
    }
    insert.execute();
  }

  /** The rule is gone: its budget, unless an answer named it meanwhile. */
  void forget(String integration) {
    database.inTransaction(
        handle ->
            handle
                .createUpdate(
                    "delete from rate_budget where integration = :integration and not confirmed")
                .bind("integration", integration)
                .execute());
  }

  private static Budget budget(ResultSet rs) throws SQLException {
    Map<Purpose, Integer> used = new EnumMap<>(Purpose.class);
    for (Purpose purpose : Purpose.values()) {
      used.put(purpose, rs.getInt(column(purpose)));
    }
    return new Budget(
        rs.getInt("hourly"),
        rs.getString("rule"),
        instant(rs.getTimestamp("reset")),
        instant(rs.getTimestamp("ends_at")),
        rs.getBoolean("confirmed"),
        used,
        rs.getInt("used_elsewhere"));
  }

  private static Instant instant(Timestamp timestamp) {
    return timestamp.toInstant();
  }
}
