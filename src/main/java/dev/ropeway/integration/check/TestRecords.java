package dev.ropeway.integration.check;

import dev.ropeway.store.Database;
import dev.ropeway.store.Json;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.Optional;

/** The last report of each integration, and who tests now; shared by the replicas. */
@ApplicationScoped
class TestRecords {

  private final Database database;

  TestRecords(Database database) {
    this.database = database;
  }

  /** Takes the right to test; false while somebody has it. */
  boolean begin(String integration, Instant now, Instant until) {
    return database.inTransaction(
        handle ->
            handle
                    .createUpdate(
                        """
                        insert into integration_state as s (name, testing_until, changed_at)
                        values (:name, :until, :now)
                        on conflict (name) do update set testing_until = :until
                        where s.testing_until is null or s.testing_until <= :now
                        """)
                    .bind("name", integration)
                    .bind("until", until)
                    .bind("now", now)
                    .execute()
                == 1);
  }

  /**
   * Keeps the report, and gives the right to test back. False when that was lost: the integration
   * was changed meanwhile, and the report is of another connection.
   */
  boolean end(String integration, Instant until, ConnectionReport report) {
    return database.inTransaction(
        handle ->
            handle
                    .createUpdate(
                        "update integration_state set testing_until = null,"
                            + " test_report = cast(:report as jsonb)"
                            + " where name = :name and testing_until = :until")
                    .bind("name", integration)
                    .bind("until", until)
                    .bind("report", Json.write(report))
                    .execute()
                == 1);
  }

  /** Gives the right to test back without a report. */
  void giveUp(String integration, Instant until) {
    database.inTransaction(
        handle ->
            handle
                .createUpdate(
                    "update integration_state set testing_until = null where name = :name")
                .bind("name", integration)
                .execute());
  }

  boolean isTesting(String integration, Instant now) {
    return database.inTransaction(
        handle ->
            handle
                .createQuery(
                    "select exists (select 1 from integration_state"
                        + " where name = :name and testing_until > :now)")
                .bind("name", integration)
                .bind("now", now)
                .mapTo(Boolean.class)
                .one());
  }

  Optional<ConnectionReport> last(String integration) {
    return database.inTransaction(
        handle ->
            handle
                .createQuery(
                    "select test_report from integration_state"
                        + " where name = :name and test_report is not null")
                .bind("name", integration)
                .mapTo(String.class)
                .findOne()
                .map(json -> Json.read(json, ConnectionReport.class)));
  }
}
