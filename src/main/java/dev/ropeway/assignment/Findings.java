package dev.ropeway.assignment;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.uuid.Generators;
import com.fasterxml.uuid.impl.TimeBasedEpochGenerator;
import dev.ropeway.assignment.TimelineEntry.What;
import dev.ropeway.assignment.Verdict.Known;
import dev.ropeway.assignment.Verdict.Made;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.inject.Named;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/** Takes events in: what this answers is durable (promise 1). */
@ApplicationScoped
@Named("findings")
public class Findings {

  /** A sender's clock may run ahead this far; a date beyond it would shut out every later event. */
  private static final Duration MAX_AHEAD = Duration.ofHours(1);

  /** Events in one transaction, and requests that may wait for one before others get a 429. */
  private static final int MAX_TOGETHER = 500;

  private static final int MAX_WAITING = 100;

  private final Database database;
  private final Clock clock;
  private final Event<WorkArrived> arrivals;
  private final SharedCommit<List<Arrival>> commits;
  private final TimeBasedEpochGenerator ids = Generators.timeBasedEpochGenerator();

  Findings(Database database, Clock clock, Event<WorkArrived> arrivals) {
    this.database = database;
    this.clock = clock;
    this.arrivals = arrivals;
    commits = new SharedCommit<>("intake", this::accept, List::size, MAX_TOGETHER, MAX_WAITING);
  }

  /** One event with all that the store needs of it, and where its outcome is to be told. */
  private record Arrival(
      Outcome[] outcomes,
      int place,
      String who,
      Proposal proposal,
      Digest key,
      byte[] fingerprint) {}

  /** A SHA-256 that can be a map's key and sorts as PostgreSQL sorts it. */
  private record Digest(String hex) implements Comparable<Digest> {
    static Digest of(String text) {
      return new Digest(java.util.HexFormat.of().formatHex(sha256(text)));
    }

    byte[] bytes() {
      return java.util.HexFormat.of().parseHex(hex);
    }

    @Override
    public int compareTo(Digest other) {
      return hex.compareTo(other.hex);
    }
  }

  /** Accepts events in one transaction and says, in their order, what became of each. */
  public List<Outcome> accept(List<Proposal> proposals, String who) {
    Instant now = clock.instant();
    Outcome[] outcomes = new Outcome[proposals.size()];
    List<Arrival> arrivals = new ArrayList<>(proposals.size());
    for (int i = 0; i < outcomes.length; i++) {
      Proposal proposal = proposals.get(i);
      if (proposal.isRejected()) {
        outcomes[i] = Outcome.rejected(proposal.rejection());
      } else {
        arrivals.add(arrival(outcomes, i, who, proposal, now));
      }
    }
    if (!arrivals.isEmpty()) {
      commits.commit(arrivals);
      this.arrivals.fire(new WorkArrived());
    }
    return List.of(outcomes);
  }

  private void accept(List<List<Arrival>> requests) {
    Instant now = clock.instant();
    List<Arrival> all = requests.stream().flatMap(List::stream).toList();
    database.inTransaction(
        handle -> {
          for (List<Arrival> round : rounds(all)) {
            acceptDistinct(handle, round, now);
          }
          return null;
        });
  }

  private Arrival arrival(
      Outcome[] outcomes, int place, String who, Proposal proposal, Instant now) {
    Recommendation event = proposal.recommendation();
    byte[] fingerprint = sha256(Json.write(event.withoutRaw().dated(event.stateChangedAt(), null)));
    Instant seen = event.occurredAt() == null ? now : event.occurredAt();
    Instant changed = event.stateChangedAt() == null ? seen : event.stateChangedAt();
    Instant latest = now.plus(MAX_AHEAD);
    Recommendation dated =
        event.dated(changed.isAfter(latest) ? now : changed, seen.isAfter(latest) ? now : seen);
    Proposal datedProposal =
        new Proposal(dated, proposal.snapshot(), proposal.order(), proposal.rejection());
    return new Arrival(outcomes, place, who, datedProposal, Digest.of(event.id()), fingerprint);
  }

  /** Splits events so that none meets another of the same finding: each must see the one before. */
  private static List<List<Arrival>> rounds(List<Arrival> arrivals) {
    List<List<Arrival>> rounds = new ArrayList<>();
    Map<Digest, Integer> seen = new HashMap<>();
    for (Arrival arrival : arrivals) {
      int round = seen.merge(arrival.key(), 1, Integer::sum) - 1;
      if (rounds.size() == round) {
        rounds.add(new ArrayList<>());
      }
      rounds.get(round).add(arrival);
    }
    // Always the same order of locks, or two arrays of the same findings could block each other.
    rounds.forEach(round -> round.sort(Comparator.comparing(Arrival::key)));
    return rounds;
  }

  private void acceptDistinct(Handle handle, List<Arrival> arrivals, Instant now) {
    Map<Digest, Known> known = lock(handle, arrivals);
    List<Arrival> unseen = new ArrayList<>();
    List<Arrival> changed = new ArrayList<>();
    Map<UUID, Arrival> assigned = new LinkedHashMap<>();
    Map<UUID, Goal> nudged = new TreeMap<>();
    List<Timeline.Line> lines = new ArrayList<>();

    for (Arrival arrival : arrivals) {
      Known before = known.get(arrival.key());
      Recommendation event = arrival.proposal().recommendation();
      Verdict verdict = Verdict.of(before, arrival.proposal(), arrival.fingerprint());
      UUID assignment = before == null ? null : before.latest();
      if (verdict.remember()) {
        (before == null ? unseen : changed).add(arrival);
      }
      if (verdict.assign()) {
        assignment = ids.generate();
        assigned.put(assignment, arrival);
        lines.add(
            new Timeline.Line(assignment, now, arrival.who(), What.ACCEPTED, headline(event)));
      } else if (verdict.goal() != null) {
        for (Made made : before.made()) {
          if (made.live()) {
            nudged.put(made.id(), verdict.goal());
            lines.add(
                new Timeline.Line(
                    made.id(), now, arrival.who(), What.CHANGED_HERE, event.state().word()));
          }
        }
      }
      arrival.outcomes()[arrival.place()] = Outcome.of(event.id(), verdict.kind(), assignment);
    }
    insertFindings(handle, unseen, now);
    updateFindings(handle, changed, now);
    insertAssignments(handle, assigned, now);
    nudge(handle, nudged, now);
    Timeline.add(handle, lines);
  }

  private static String headline(Recommendation event) {
    return event.severity().label() + " · " + event.title();
  }

  private static Map<Digest, Known> lock(Handle handle, List<Arrival> arrivals) {
    byte[][] keys = arrivals.stream().map(a -> a.key().bytes()).toArray(byte[][]::new);
    Map<Digest, Known> known = new HashMap<>();
    handle
        .createQuery(
            """
            select r.key, r.state, r.state_changed_at, r.occurred_at, r.fingerprint, r.matched,
              (select string_agg(a.id || ' ' || a.status || ' ' || a.integration, '|' order by a.id desc)
               from assignment a where a.recommendation_key = r.key) as made
            from recommendation r where r.key = any (:keys) order by r.key for update of r
            """)
        .bindByType("keys", keys, byte[][].class)
        .map(
            (rs, context) -> {
              known.put(
                  new Digest(java.util.HexFormat.of().formatHex(rs.getBytes("key"))),
                  new Known(
                      FindingState.of(rs.getString("state")),
                      rs.getTimestamp("state_changed_at").toInstant(),
                      rs.getTimestamp("occurred_at").toInstant(),
                      rs.getBytes("fingerprint"),
                      rs.getBoolean("matched"),
                      made(rs.getString("made"))));
              return null;
            })
        .list();
    return known;
  }

  private static List<Made> made(String aggregate) {
    if (aggregate == null) {
      return List.of();
    }
    List<Made> made = new ArrayList<>();
    for (String row : aggregate.split("\\|")) {
      String[] columns = row.split(" ", 3);
      made.add(new Made(UUID.fromString(columns[0]), Status.of(columns[1]), columns[2]));
    }
    return made;
  }

  private static void insertFindings(Handle handle, List<Arrival> arrivals, Instant now) {
    if (arrivals.isEmpty()) {
      return;
    }
    try (var batch =
        handle.prepareBatch(
            """
            insert into recommendation
              (key, id, state, state_changed_at, occurred_at, fingerprint, matched, document, raw, created_at, updated_at)
            values
              (:key, :id, :state, :changed, :occurred, :fingerprint, :matched, cast(:document as jsonb), :raw, :now, :now)
            """)) {
      // A key that another transaction inserts meanwhile breaks this one, and Database runs it
      // again.
      arrivals.forEach(arrival -> bind(batch, arrival).bind("now", now).add());
      batch.execute();
    }
  }

  private static void updateFindings(Handle handle, List<Arrival> arrivals, Instant now) {
    if (arrivals.isEmpty()) {
      return;
    }
    try (var batch =
        handle.prepareBatch(
            """
            update recommendation set state = :state, state_changed_at = :changed, occurred_at = :occurred,
              fingerprint = :fingerprint, matched = :matched or exists (select 1 from assignment where recommendation_key = key), document = cast(:document as jsonb),
              raw = :raw, updated_at = :now
            where key = :key
            """)) {
      arrivals.forEach(arrival -> bind(batch, arrival).bind("now", now).add());
      batch.execute();
    }
  }

  private static org.jdbi.v3.core.statement.PreparedBatch bind(
      org.jdbi.v3.core.statement.PreparedBatch batch, Arrival arrival) {
    Recommendation event = arrival.proposal().recommendation();
    return batch
        .bind("key", arrival.key().bytes())
        .bind("id", event.id())
        .bind("state", event.state().word())
        .bind("changed", event.stateChangedAt())
        .bind("occurred", event.occurredAt())
        .bind("fingerprint", arrival.fingerprint())
        .bind("matched", arrival.proposal().order() != null || !event.needsWork())
        .bind("document", Json.write(event.withoutRaw()))
        .bind("raw", raw(event));
  }

  /** ASCII only, so that NULs and lone surrogates of the sender survive as escapes. */
  private static String raw(Recommendation event) {
    try {
      return event.raw() == null
          ? null
          : Json.MAPPER
              .writer()
              .with(JsonWriteFeature.ESCAPE_NON_ASCII)
              .writeValueAsString(event.raw());
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void insertAssignments(Handle handle, Map<UUID, Arrival> assigned, Instant now) {
    if (assigned.isEmpty()) {
      return;
    }
    try (var batch = handle.prepareBatch(NewAssignment.INSERT)) {
      assigned.forEach(
          (id, arrival) ->
              NewAssignment.bind(
                      batch,
                      id,
                      arrival.key().bytes(),
                      arrival.proposal().recommendation(),
                      arrival.proposal().order(),
                      now)
                  .add());
      batch.execute();
    }
  }

  private static void nudge(Handle handle, Map<UUID, Goal> nudged, Instant now) {
    if (nudged.isEmpty()) {
      return;
    }
    try (var batch =
        handle.prepareBatch(
            """
            update assignment set goal = :goal, revision = revision + 1, updated_at = :now,
              severity = (select document ->> 'severity' from recommendation where key = recommendation_key),
              next_delivery_at = case when status = 'parked' then null else coalesce(next_delivery_at, cast(:now as timestamptz)) end
            where id = :id
            """)) {
      nudged.forEach(
          (id, goal) -> batch.bind("id", id).bind("goal", goal.word()).bind("now", now).add());
      batch.execute();
    }
  }

  static byte[] sha256(String text) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
