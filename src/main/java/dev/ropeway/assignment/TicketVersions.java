package dev.ropeway.assignment;

import dev.ropeway.store.Database;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Knows which versions of tickets are stored, so that a poll need not read those again. */
@ApplicationScoped
public class TicketVersions {

  private final Database database;

  TicketVersions(Database database) {
    this.database = database;
  }

  /**
   * A ticket that nobody changed since it was made.
   *
   * @param sysId null for one that was changed, or does not tell: it is never known
   */
  public record Unchanged(String sysId, Instant at) {}

  /**
   * How many of the first rows a reader may skip: tickets as they were made, which are stored so,
   * and tickets that belong to nobody here. One whose state has no label yet is to be read.
   */
  public int known(String integration, List<Unchanged> rows) {
    String[] sysIds =
        rows.stream().map(Unchanged::sysId).filter(Objects::nonNull).toArray(String[]::new);
    Map<String, Instant> stored = new HashMap<>();
    database.inTransaction(
        handle ->
            handle
                .createQuery(
                    """
                    select ticket_sys_id, case when ticket_mod_count = 0
                      and ticket_state_label is distinct from ticket_state then ticket_updated_at end as at
                    from assignment where integration = :integration and ticket_sys_id = any (:sysIds)
                    """)
                .bind("integration", integration)
                .bindByType("sysIds", sysIds, String[].class)
                .map(
                    (rs, context) ->
                        stored.put(
                            rs.getString("ticket_sys_id"),
                            Deliveries.instant(rs.getTimestamp("at"))))
                .list());
    int known = 0;
    for (Unchanged row : rows) {
      boolean mayBeNews =
          row.sysId() == null
              || stored.containsKey(row.sysId()) && !row.at().equals(stored.get(row.sysId()));
      if (mayBeNews) {
        return known;
      }
      known++;
    }
    return known;
  }
}
