package dev.ropeway.store;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;

/** Shares out what one replica is to do for all of them from time to time. */
@ApplicationScoped
public class Leases {

  private final Database database;

  Leases(Database database) {
    this.database = database;
  }

  /** True for the one who is to do it now; for nobody else until so much time has passed. */
  public boolean take(String name, Duration every, Instant now) {
    return database.inTransaction(
        handle ->
            handle
                    .createUpdate(
                        """
                        insert into chore (name, begun_at) values (:name, :now)
                        on conflict (name) do update set begun_at = :now where chore.begun_at <= :before
                        """)
                    .bind("name", name)
                    .bind("now", now)
                    .bind("before", now.minus(every))
                    .execute()
                == 1);
  }
}
