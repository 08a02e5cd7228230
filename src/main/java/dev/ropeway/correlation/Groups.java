package dev.ropeway.correlation;

import dev.ropeway.assignment.TicketRequest;
import dev.ropeway.recommendation.Recommendation;
import dev.ropeway.recommendation.RecommendationState;
import dev.ropeway.recommendation.Severity;
import dev.ropeway.recommendation.Vulnerability;
import dev.ropeway.store.Digest;
import dev.ropeway.store.Json;
import dev.ropeway.store.Text;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.StringJoiner;
import org.jdbi.v3.core.Handle;

/**
 * Recommendations that share a ticket. A recommendation of our own stands for all of them: it is
 * unhealthy while one of them is, lists them, and lives as any other recommendation does.
 */
final class Groups {

  /** So many are listed; the rest is counted. */
  private static final int LISTED = 50;

  /** What a group's text has of the one that its members have in common. */
  private static final int ABOUT = 1500;

  private Groups() {}

  /** The key of the recommendation that stands for a group. */
  static Digest key(TicketRequest.Group group) {
    return Digest.of(id(group));
  }

  /**
   * The group that an event belongs to; null where it stands alone. A recommendation that has its
   * own work keeps it; one that still needs work stays where it is.
   */
  static Digest keyOf(IncomingEvent incoming, StoredRecommendation before) {
    TicketRequest order = incoming.candidate().order();
    if (before != null && (before.hasLive() || hadItsOwn(before))) {
      return null;
    }
    boolean stays =
        before != null
            && before.group() != null
            && (before.state() == RecommendationState.UNHEALTHY || order == null);
    if (stays) {
      return before.group();
    }
    return order == null || order.group() == null ? null : key(order.group());
  }

  /** A person ended its work while it needed some: a rule that groups it now begins none. */
  private static boolean hadItsOwn(StoredRecommendation before) {
    return before.group() == null
        && before.state() == RecommendationState.UNHEALTHY
        && !before.made().isEmpty();
  }

  private static String id(TicketRequest.Group group) {
    String id = Recommendation.OF_GROUP + group.key();
    return Recommendation.isKey(id) ? id : Recommendation.OF_GROUP + Digest.of(group.key()).hex();
  }

  /** Members that still need work; {@code first} is the one that describes them. */
  private record Members(int count, Severity worst, List<Recommendation> listed) {}

  /**
   * The recommendation that stands for a group, as its members are now.
   *
   * @param key of that recommendation
   * @param group null when no rule wants its members any more, or wants them in another group; then
   *     {@code known} tells its name
   */
  static Recommendation standIn(
      Handle handle,
      Digest key,
      TicketRequest.Group group,
      StoredRecommendation known,
      Instant now) {
    Members members = members(handle, key);
    String title = group == null ? known.title() : group.title();
    RecommendationState state =
        members.count() > 0 ? RecommendationState.UNHEALTHY : RecommendationState.HEALTHY;
    Recommendation first =
        members.listed().isEmpty()
            ? Recommendation.of("none", title).build()
            : members.listed().get(0);
    return Recommendation.of(known == null ? id(group) : known.id(), title)
        .kind(first.kind())
        .assessmentKey(first.assessmentKey())
        .severity(members.count() > 0 ? members.worst() : known == null ? null : known.severity())
        .category(first.category())
        .recommendationCategory(first.recommendationCategory())
        .vulnerability(
            Vulnerability.shared(
                members.listed().stream().map(Recommendation::vulnerability).toList()))
        .source(first.source())
        .recommendationSource(first.recommendationSource())
        .remediation(first.remediation())
        .description(description(title, first, members))
        .configurationItems(
            members.listed().stream()
                .flatMap(member -> member.configurationItems().stream())
                .distinct()
                .limit(100)
                .toList())
        .state(state)
        .stateChangedAt(changedAt(known, state, now))
        .occurredAt(known == null || now.isAfter(known.occurredAt()) ? now : known.occurredAt())
        .build();
  }

  private static Instant changedAt(
      StoredRecommendation known, RecommendationState state, Instant now) {
    if (known == null) {
      return now;
    }
    if (known.state() == state) {
      return known.stateChangedAt();
    }
    Instant next = known.stateChangedAt().plus(1, ChronoUnit.MICROS);
    return now.isAfter(next) ? now : next;
  }

  private static String description(String title, Recommendation first, Members members) {
    StringJoiner lines = new StringJoiner("\n");
    if (title.equals(first.title()) && first.description() != null) {
      lines.add(Text.cut(first.description(), ABOUT)).add("");
    }
    lines.add(members.count() == 1 ? "One finding:" : members.count() + " findings:");
    members.listed().forEach(member -> lines.add("- " + line(title, member)));
    if (members.count() > members.listed().size()) {
      lines.add("and " + (members.count() - members.listed().size()) + " more");
    }
    return lines.toString();
  }

  private static String line(String title, Recommendation member) {
    StringJoiner line = new StringJoiner(" – ");
    if (!title.equals(member.title())) {
      line.add("[" + member.severity().label() + "] " + Text.cut(member.title(), 200));
    }
    Recommendation.Resource resource = member.resource();
    if (resource != null) {
      String name = resource.name() == null ? resource.id() : resource.name();
      line.add(
          resource.id() == null || resource.id().equals(name)
              ? name
              : name + " (" + resource.id() + ")");
    }
    return line.length() == 0 ? member.id() : line.toString();
  }

  private static Members members(Handle handle, Digest key) {
    List<Recommendation> listed =
        handle
            .createQuery(
                """
                select document from recommendation where group_key = :group and state = 'unhealthy'
                order by created_at, key limit :limit
                """)
            .bind("group", key.bytes())
            .bind("limit", LISTED)
            .map((rs, context) -> Json.read(rs.getString(1), Recommendation.class))
            .list();
    return handle
        .createQuery(
            """
            select count(*), min(array_position(array['critical', 'high', 'medium', 'low', 'informational'],
              document ->> 'severity'))
            from recommendation where group_key = :group and state = 'unhealthy'
            """)
        .bind("group", key.bytes())
        .map(
            (rs, context) ->
                new Members(rs.getInt(1), Severity.values()[Math.max(0, rs.getInt(2) - 1)], listed))
        .one();
  }
}
