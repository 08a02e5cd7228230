package dev.ropeway.bench;

import dev.ropeway.packaged.PostedEvents;
import dev.ropeway.packaged.Store;
import java.util.List;
import java.util.Map;

/** Rows put into the store past the application, as it would have left them. */
final class StoredRows {

  private static final int CHUNK = 10_000;

  private StoredRows() {}

  /**
   * Open assignments number {@code first} to {@code last}, with tickets that nobody will ask for.
   */
  static void open(Store store, int first, int last) {
    insert(
        store,
        "generate_series(" + first + "," + last + ") n",
        "md5('ticket' || n)",
        "'2026-01-01 00:00:00Z'");
    timelines(store, first, last);
    store.execute("vacuum analyze");
  }

  /** What happened to them so far: ten lines each. */
  private static void timelines(Store store, int first, int last) {
    store.execute(
        """
        begin;
        set local session_replication_role = replica;
        set local synchronous_commit = off;
        insert into timeline (assignment_id, at, who, what, detail)
          select ('01900000-0000-7000-8000-' || lpad(to_hex(n), 12, '0'))::uuid, '2026-01-01', 'ropeway', 'changed-there',
            'state: New → In Progress'
          from generate_series(%d, %d) n, generate_series(1, 10);
        commit;
        """
            .formatted(first, last));
  }

  /** One open assignment for each of these tickets. */
  static void openTickets(Store store, List<Map<String, Object>> tickets) {
    for (int from = 0; from < tickets.size(); from += CHUNK) {
      StringBuilder values = new StringBuilder();
      for (int i = from; i < Math.min(tickets.size(), from + CHUNK); i++) {
        Map<String, Object> ticket = tickets.get(i);
        values
            .append(values.isEmpty() ? "(" : ",(")
            .append(i + 1)
            .append(",'")
            .append(ticket.get("sys_id"))
            .append("','")
            .append(ticket.get("sys_updated_on"))
            .append("Z')");
      }
      insert(
          store,
          "(values " + values + ") t(n, sys_id, updated)",
          "sys_id",
          "cast(updated as timestamptz)");
    }
    store.execute("vacuum analyze");
  }

  private static void insert(Store store, String source, String sysId, String updated) {
    String document =
        PostedEvents.one("stored", 7).replace("'", "''").replace("stored-7", "stored-' || n || '");
    // Foreign keys are kept by how the rows are made; checking a million of them takes minutes.
    store.execute(
        """
        begin;
        set local session_replication_role = replica;
        set local synchronous_commit = off;
        insert into recommendation (key, id, state, state_changed_at, occurred_at, fingerprint, matched, document, created_at, updated_at)
          select sha256(('stored-' || n)::bytea), 'stored-' || n, 'unhealthy', '2026-01-01', '2026-01-01',
            sha256(('print-' || n)::bytea), true, ('%s')::jsonb, '2026-01-01', '2026-01-01' from %s;
        insert into assignment (id, recommendation_key, status, integration, ticket_type, rule, severity, terms,
            revision, delivered_revision, sent, echoed,
            ticket_table, ticket_sys_id, ticket_number, ticket_state, ticket_state_label, ticket_updated_at, ticket_mod_count,
            created_at, updated_at)
          select ('01900000-0000-7000-8000-' || lpad(to_hex(n), 12, '0'))::uuid, sha256(('stored-' || n)::bytea),
            'open', 'x', 'incident', 'all', 'high', '{}', 1, 1,
            '{"impact":"1","urgency":"2"}', '{"impact":"1","urgency":"2"}',
            'incident', %s, 'INC' || lpad(n::text, 7, '0'), '1', 'New', %s, 0,
            '2026-01-01', '2026-01-01' from %s;
        commit;
        """
            .formatted(document, source, sysId, updated, source));
  }
}
