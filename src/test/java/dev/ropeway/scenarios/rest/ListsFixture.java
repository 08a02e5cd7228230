package dev.ropeway.scenarios.rest;

import dev.ropeway.scenarios.Scenario;
import java.util.UUID;

/** Assignments that are put into the store as they are to be listed; nothing is delivered. */
final class ListsFixture {

  private final Scenario scenario;

  ListsFixture(Scenario scenario) {
    this.scenario = scenario;
  }

  /**
   * An open assignment, later than all before it.
   *
   * @param document more of the recommendation, as JSON
   * @param set more of the assignment, as SQL; empty for nothing
   */
  UUID has(String name, String severity, String document, String set) {
    // Ids grow with time, also within a millisecond.
    UUID id = new UUID(0x01a10000_00007000L + name.charAt(0) * 0x10000L, 0x8000000000000000L);
    scenario.run(
        """
        insert into recommendation (key, id, state, state_changed_at, occurred_at, fingerprint, matched, document, created_at, updated_at)
        select sha256(cast('%1$s' as bytea)), '%1$s', 'unhealthy', now(), now(), '', true,
          jsonb_build_object('id', '%1$s', 'kind', 'recommendation', 'title', 'MFA should be enabled', 'severity', '%2$s',
            'state', 'unhealthy', 'source', 'microsoft', 'tags', '{}'::jsonb) || '%3$s', now(), now()"""
            .formatted(name, severity, document.isEmpty() ? "{}" : document));
    scenario.run(
        """
        insert into assignment (id, recommendation_key, status, integration, ticket_type, rule, severity, terms, created_at, updated_at)
        values ('%s', sha256(cast('%s' as bytea)), 'open', 'snow', 'incident', 'all', '%s', '{}', now(), now())"""
            .formatted(id, name, severity));
    if (!set.isEmpty()) {
      scenario.run("update assignment set " + set + " where id = '" + id + "'");
    }
    return id;
  }
}
