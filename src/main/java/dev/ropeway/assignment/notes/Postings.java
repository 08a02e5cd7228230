package dev.ropeway.assignment.notes;

import dev.ropeway.assignment.Claim;
import java.time.Instant;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/** What callers posted and tickets are still to get: each is sent under the fence of a claim. */
public interface Postings {

  /** It was refused before anything could be written. */
  void untried(Claim claim, UUID posted);

  /** The ticket does not take it, now or later. */
  void refused(UUID assignment, UUID posted, String why);

  /** Holds an assignment against others who change what it waits for. */
  static void lock(Handle handle, UUID assignment) {
    handle
        .createQuery("select 1 from assignment where id = :id for no key update")
        .bind("id", assignment)
        .mapTo(Integer.class)
        .findOne();
  }

  /**
   * Remembers when a row of a table was sent; null for not. False where another worker has the
   * claim by now.
   */
  static boolean mark(Handle handle, String table, Claim claim, UUID posted, Instant at) {
    return handle
            .createUpdate(
                "update "
                    + table
                    + " p set tried_at = :at from assignment a"
                    + " where p.id = :posted and a.id = p.assignment_id and a.id = :id and a.fence = :fence")
            .bind("at", at)
            .bind("posted", posted)
            .bind("id", claim.id())
            .bind("fence", claim.fence())
            .execute()
        == 1;
  }
}
