package dev.ropeway.correlation;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ropeway.assignment.AssignmentSpec;
import dev.ropeway.assignment.Deliveries;
import dev.ropeway.assignment.DesiredState;
import dev.ropeway.assignment.EndedBy;
import dev.ropeway.assignment.Policy;
import dev.ropeway.assignment.Status;
import dev.ropeway.correlation.StoredRecommendation.StoredAssignment;
import dev.ropeway.recommendation.RecommendationState;
import dev.ropeway.recommendation.Severity;
import dev.ropeway.store.Digest;
import dev.ropeway.store.Json;
import dev.ropeway.tickettype.TicketType;
import dev.ropeway.tickettype.TicketTypes;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/**
 * Reads what is known of recommendations, and keeps others from changing it until the transaction
 * ends.
 */
final class StoredRecommendations {

  /** The assignments as JSON, so that one round trip brings all of a thousand recommendations. */
  private static final String LOCK =
      """
      select r.key, r.id, r.state, r.state_changed_at, r.occurred_at, r.fingerprint, r.group_key, r.turns, r.turning_since, r.sender,
        r.document ->> 'title' as title, r.document ->> 'severity' as severity, r.document ->> 'latestUpdate' as latest_update,
        jsonb_build_array(r.document -> 'tags', r.document -> 'inheritedTags') as tags,
        coalesce(r.document -> 'resource', 'null') as resource,
        (select jsonb_agg(jsonb_build_object('id', a.id, 'status', a.status, 'integration', a.integration,
             'type', a.ticket_type, 'rule', a.rule, 'goal', a.goal, 'delivered', a.delivered_revision = a.revision,
             'endedBy', a.ended_by, 'endedAt', a.ended_at, 'ticket', coalesce(a.ticket_number, a.ticket_sys_id), 'state', a.ticket_state, 'stateLabel', a.ticket_state_label,
             'terms', a.terms, 'orderedOwner', a.ordered_owner, 'policy', a.policy) order by a.id desc)
         from assignment a where a.recommendation_key = r.key) as made
      from recommendation r where r.key = any (:keys) order by r.key for update of r
      """;

  private StoredRecommendations() {}

  static Map<Digest, StoredRecommendation> lock(
      Handle handle, Collection<Digest> keys, TicketTypes types) {
    Map<Digest, StoredRecommendation> known = new HashMap<>();
    handle
        .createQuery(LOCK)
        .bindByType("keys", keys.stream().map(Digest::bytes).toArray(byte[][]::new), byte[][].class)
        .map(
            (rs, context) -> {
              known.put(Digest.of(rs.getBytes("key")), read(rs, types));
              return null;
            })
        .list();
    return known;
  }

  private static StoredRecommendation read(ResultSet rs, TicketTypes types) throws SQLException {
    return new StoredRecommendation(
        rs.getString("id"),
        RecommendationState.of(rs.getString("state")),
        Deliveries.instant(rs.getTimestamp("state_changed_at")),
        Deliveries.instant(rs.getTimestamp("occurred_at")),
        rs.getBytes("fingerprint"),
        rs.getString("title"),
        rs.getString("latest_update"),
        Severity.named(rs.getString("severity")).orElse(Severity.MEDIUM),
        Json.tree(rs.getString("tags")),
        Json.tree(rs.getString("resource")),
        Digest.of(rs.getBytes("group_key")),
        new FlapCount(rs.getInt("turns"), Deliveries.instant(rs.getTimestamp("turning_since"))),
        rs.getString("sender"),
        made(rs.getString("made"), types));
  }

  private static List<StoredAssignment> made(String aggregate, TicketTypes types) {
    List<StoredAssignment> made = new ArrayList<>();
    if (aggregate != null) {
      Json.tree(aggregate).forEach(row -> made.add(made(row, types)));
    }
    return made;
  }

  private static StoredAssignment made(JsonNode row, TicketTypes types) {
    Policy policy = Json.MAPPER.convertValue(row.get("policy"), Policy.class);
    return new StoredAssignment(
        UUID.fromString(row.get("id").textValue()),
        Status.of(row.get("status").textValue()),
        row.get("integration").textValue(),
        types.find(TicketType.of(row.get("type").textValue())).orElse(null),
        row.get("rule").textValue(),
        DesiredState.of(row.get("goal").textValue()),
        row.get("delivered").booleanValue(),
        EndedBy.of(row.get("endedBy").textValue()),
        Json.MAPPER.convertValue(row.get("endedAt"), Instant.class),
        row.get("ticket").textValue(),
        row.get("state").textValue(),
        row.get("stateLabel").textValue(),
        Json.MAPPER.convertValue(row.get("terms"), AssignmentSpec.class),
        row.get("orderedOwner").textValue(),
        policy == null ? Policy.DEFAULT : policy);
  }
}
