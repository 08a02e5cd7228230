package dev.ropeway.notification;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ropeway.assignment.StateLabels;
import dev.ropeway.store.Database;
import dev.ropeway.store.Json;
import dev.ropeway.store.QueueStarts;
import dev.ropeway.store.QueueStarts.Reading;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.UUID;

/** What the replicas share of the feed: who tells whom, and what is still to be told. */
@ApplicationScoped
class FeedRows {

  /** Who looks knows enough by then. */
  static final int MOST = 10_000;

  static final Duration FORGOTTEN = Duration.ofMinutes(10);

  private final Database database;
  private final StateLabels labels;
  private final QueueStarts<String> starts = new QueueStarts<>();

  FeedRows(Database database, StateLabels labels) {
    this.database = database;
    this.labels = labels;
  }

  /** How it stands with a target that this replica may tell now. */
  record Held(int failures, Instant pausedUntil) {}

  /**
   * How many events wait, counted up to {@link #MOST}, and since when the oldest does; null for
   * none.
   */
  record Waiting(long events, Instant since) {}

  /**
   * Lets changes be written for these targets. What nobody held for {@link #FORGOTTEN} goes with
   * what it was still to be told: replicas of another configuration may run beside this one.
   */
  void configure(Collection<Subscriber> targets, Instant now) {
    database.inTransaction(
        handle -> {
          targets.forEach(
              target ->
                  handle
                      .createUpdate(
                          """
                          insert into feed_target (name, types, held_until) values (:name, :types, :now)
                          on conflict (name) do update set types = excluded.types
                          """)
                      .bind("name", target.name())
                      .bindByType("types", target.types().toArray(String[]::new), String[].class)
                      .bind("now", now)
                      .execute());
          return handle
              .createUpdate(
                  "delete from feed_target where name <> all (:names) and held_until < :before")
              .bindByType(
                  "names",
                  targets.stream().map(Subscriber::name).toArray(String[]::new),
                  String[].class)
              .bind("before", now.minus(FORGOTTEN))
              .execute();
        });
  }

  /** Takes or keeps the right to tell a target; null while another replica has it. */
  Held hold(Subscriber target, String who, Instant now, Duration lease) {
    return database.inTransaction(
        handle ->
            handle
                .createQuery(
                    """
                    update feed_target set holder = :who, held_until = :until
                    where name = :name and (holder = :who or holder is null or held_until < :now)
                    returning failures, paused_until
                    """)
                .bind("name", target.name())
                .bind("who", who)
                .bind("until", now.plus(lease))
                .bind("now", now)
                .map(
                    (rs, context) ->
                        new Held(
                            rs.getInt("failures"),
                            rs.getTimestamp("paused_until") == null
                                ? null
                                : rs.getTimestamp("paused_until").toInstant()))
                .findOne()
                .orElse(null));
  }

  void release(Subscriber target, String who) {
    database.inTransaction(
        handle ->
            handle
                .createUpdate(
                    "update feed_target set holder = null where name = :name and holder = :who")
                .bind("name", target.name())
                .bind("who", who)
                .execute());
  }

  /**
   * What is due, of each assignment the earliest only. What waits behind one that was put off may
   * be found only when the whole is read again.
   */
  List<FeedEvent> due(Subscriber target, Instant now, int limit) {
    Instant from = starts.of(target.name(), now);
    List<Instant> found = new ArrayList<>();
    long begin = System.nanoTime();
    List<FeedEvent> due =
        database.inTransaction(
            handle -> {
              found.clear();
              return handle
                  .createQuery(
                      """
                      select id, assignment_id, at, body, attempts, next_at from feed_event f
                      where target = :target and next_at between :from and :now
                        and not exists (select 1 from feed_event earlier where earlier.target = f.target
                          and earlier.assignment_id = f.assignment_id and earlier.id < f.id)
                      order by next_at, id limit :limit
                      """)
                  .bind("target", target.name())
                  .bind("from", from)
                  .bind("now", now)
                  .bind("limit", limit)
                  .map(
                      (rs, context) -> {
                        found.add(rs.getTimestamp("next_at").toInstant());
                        return new FeedEvent(
                            target,
                            rs.getLong("id"),
                            rs.getObject("assignment_id", UUID.class),
                            rs.getTimestamp("at").toInstant(),
                            named(rs.getString("body")),
                            rs.getInt("attempts"));
                      })
                  .list();
            });
    Duration took = Duration.ofNanos(System.nanoTime() - begin);
    starts.learn(new Reading<>(target.name(), from, now, found, took));
    return due;
  }

  /** The event with the label that people read for the state of its ticket. */
  private String named(String body) {
    JsonNode event = Json.tree(body);
    JsonNode data = event.path("data");
    if (!(data.path("ticket") instanceof ObjectNode ticket)) {
      return body;
    }
    String label = ticket.path("stateLabel").textValue();
    String shown =
        labels.shown(
            data.path("integration").textValue(),
            ticket.path("table").textValue(),
            ticket.path("state").textValue(),
            label);
    if (Objects.equals(shown, label)) {
      return body;
    }
    ticket.put("stateLabel", shown);
    return Json.write(event);
  }

  void told(FeedEvent event) {
    database.inTransaction(
        handle -> {
          handle
              .createUpdate(
                  "update feed_target set failures = 0, paused_until = null"
                      + " where name = :target and (failures > 0 or paused_until is not null)")
              .bind("target", event.target().name())
              .execute();
          return handle
              .createUpdate(
                  "delete from feed_event where target = :target and assignment_id = :assignment and id = :id")
              .bind("target", event.target().name())
              .bind("assignment", event.assignment())
              .bind("id", event.id())
              .execute();
        });
  }

  /** Puts an event off, and with it those of its assignment, which wait behind it. */
  void refused(FeedEvent event, Instant next) {
    database.inTransaction(
        handle ->
            handle
                .createUpdate(
                    """
                    update feed_event set next_at = :next, attempts = attempts + case id when :id then 1 else 0 end
                    where target = :target and assignment_id = :assignment and id >= :id
                    """)
                .bind("target", event.target().name())
                .bind("assignment", event.assignment())
                .bind("id", event.id())
                .bind("next", next)
                .execute());
  }

  /** Puts a target off as a whole. */
  void pause(Subscriber target, int failures, Instant until) {
    database.inTransaction(
        handle ->
            handle
                .createUpdate(
                    "update feed_target set failures = :failures, paused_until = :until where name = :name")
                .bind("name", target.name())
                .bind("failures", failures)
                .bind("until", until)
                .execute());
  }

  /** Drops what happened before that; how many events that were. */
  int giveUp(Subscriber target, Instant before, int limit) {
    return database.inTransaction(
        handle ->
            handle
                .createUpdate(
                    """
                    delete from feed_event where (target, assignment_id, id) in (
                      select target, assignment_id, id from feed_event where target = :target and at < :before
                      order by at limit :limit)
                    """)
                .bind("target", target.name())
                .bind("before", before)
                .bind("limit", limit)
                .execute());
  }

  Waiting waiting(Subscriber target) {
    return database.inTransaction(
        handle ->
            handle
                .createQuery(
                    """
                    select (select count(*) from (
                        select 1 from feed_event where target = :target limit :most) first) as events,
                      (select at from feed_event where target = :target order by at limit 1) as since
                    """)
                .bind("target", target.name())
                .bind("most", MOST)
                .map(
                    (rs, context) ->
                        new Waiting(
                            rs.getLong("events"),
                            rs.getTimestamp("since") == null
                                ? null
                                : rs.getTimestamp("since").toInstant()))
                .one());
  }
}
