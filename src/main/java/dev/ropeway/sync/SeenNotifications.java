package dev.ropeway.sync;

import dev.ropeway.store.Database;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;

/**
 * The signatures of hints that were taken, on any replica, for as long as they could come again.
 */
@ApplicationScoped
class SeenNotifications {

  private final Database database;

  SeenNotifications(Database database) {
    this.database = database;
  }

  /** False when it was taken before. */
  boolean add(byte[] signature, Instant expiresAt, Instant now) {
    return database.inTransaction(
        handle -> {
          handle
              .createUpdate("delete from hint where expires_at < :now")
              .bind("now", now)
              .execute();
          return handle
                  .createUpdate(
                      "insert into hint (signature, expires_at) values (:signature, :expiresAt)"
                          + " on conflict do nothing")
                  .bind("signature", signature)
                  .bind("expiresAt", expiresAt)
                  .execute()
              == 1;
        });
  }
}
