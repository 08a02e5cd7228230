package dev.ropeway.assignment.bulk;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.uuid.Generators;
import com.fasterxml.uuid.impl.TimeBasedEpochGenerator;
import dev.ropeway.assignment.Page;
import dev.ropeway.assignment.WorkArrived;
import dev.ropeway.assignment.bulk.BulkItem.Outcome;
import dev.ropeway.assignment.bulk.BulkPreview.WillNot;
import dev.ropeway.assignment.bulk.BulkRows.Held;
import dev.ropeway.assignment.bulk.BulkRows.Placed;
import dev.ropeway.assignment.bulk.BulkRows.Viewer;
import dev.ropeway.assignment.bulk.BulkRun.Status;
import dev.ropeway.recommendation.Bounds;
import dev.ropeway.store.BackgroundRuns;
import dev.ropeway.store.ChangeRefusedException;
import dev.ropeway.store.Database;
import dev.ropeway.store.StoreBusyException;
import dev.ropeway.store.StoreReady;
import dev.ropeway.store.StoreUnavailableException;
import io.quarkus.runtime.ShutdownDelayInitiatedEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.enterprise.event.Observes;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jboss.logging.Logger;

/**
 * Does to many assignments what people ask, in the background, one after another, on whichever
 * replica, after a restart too. Each has exactly one turn: what is done to it and that it had its
 * turn are one transaction.
 */
@ApplicationScoped
public class BulkRuns {

  /** The most assignments of one run. */
  public static final int MAX_TOTAL = 100_000;

  private static final Logger LOG = Logger.getLogger(BulkRuns.class);

  private static final int MAX_AT_WORK = 20;

  /** After so many another run has its turn, so that a short one does not wait for a long one. */
  private static final int PART = 100;

  private static final int EXAMPLES = 20;

  /** Which assignments are meant is told within that. */
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final Database database;
  private final BulkActions actions;
  private final Event<WorkArrived> arrivals;
  private final Clock clock;
  private final TimeBasedEpochGenerator ids = Generators.timeBasedEpochGenerator();
  private final BackgroundRuns<Held> background = new BackgroundRuns<>("bulk-runs", new Parts());

  BulkRuns(Database database, BulkActions actions, Event<WorkArrived> arrivals, Clock clock) {
    this.database = database;
    this.actions = actions;
    this.arrivals = arrivals;
    this.clock = clock;
  }

  /** More assignments are selected than a run may have, or finding them takes too long. */
  public static final class TooBroadException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    TooBroadException(String message) {
      super(message);
    }
  }

  /**
   * What a run would come to.
   *
   * @throws TooBroadException when too many are selected
   */
  public BulkPreview preview(BulkAction action, Selection selection) {
    List<Standings.Alike> all =
        database
            .inTransaction(
                PATIENCE,
                handle ->
                    Standings.count(handle, selection, MAX_TOTAL + 1, EXAMPLES, clock.instant()))
            .orElseThrow(BulkRuns::slow);
    requireFew(all.stream().mapToInt(Standings.Alike::count).sum());
    int will = 0;
    Map<String, WillNot> willNot = new LinkedHashMap<>();
    for (Standings.Alike alike : all) {
      String refusal = actions.refusal(action, alike.standing());
      if (refusal == null) {
        will += alike.count();
      } else {
        willNot.merge(
            refusal, new WillNot(refusal, alike.count(), alike.examples()), BulkRuns::both);
      }
    }
    unknown(selection).ifPresent(missing -> willNot.put(missing.reason(), missing));
    return new BulkPreview(
        will,
        willNot.values().stream().sorted(Comparator.comparing(WillNot::count).reversed()).toList());
  }

  private static WillNot both(WillNot one, WillNot other) {
    List<UUID> examples = new ArrayList<>(one.examples());
    examples.addAll(other.examples());
    return new WillNot(
        one.reason(), one.count() + other.count(), examples.stream().limit(EXAMPLES).toList());
  }

  /** The named ones that are not there, or not for this caller. */
  private Optional<WillNot> unknown(Selection selection) {
    if (selection.ids() == null) {
      return Optional.empty();
    }
    List<UUID> missing = new ArrayList<>(selection.ids().stream().distinct().toList());
    missing.removeAll(
        database.inTransaction(handle -> Standings.found(handle, selection, clock.instant())));
    return missing.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new WillNot(
                BulkActions.UNKNOWN, missing.size(), missing.stream().limit(EXAMPLES).toList()));
  }

  /**
   * Begins a run over the assignments that are selected now.
   *
   * @param filter how they were selected, to be shown; null where they were named
   * @throws TooBroadException when too many are selected
   * @throws ChangeRefusedException when too many runs are under way
   */
  public BulkRun start(BulkAction action, Selection selection, JsonNode filter, String who) {
    UUID id = ids.generate();
    Instant now = clock.instant();
    Viewer asker = new Viewer(who, selection.filter().within());
    return database
        .inTransaction(
            PATIENCE,
            handle -> {
              if (BulkRows.atWork(handle) >= MAX_AT_WORK) {
                throw new ChangeRefusedException(
                    MAX_AT_WORK
                        + " bulk runs are under way: wait until one has ended, or stop one");
              }
              int total = BulkRows.fix(handle, id, selection, MAX_TOTAL + 1, now);
              requireFew(total);
              BulkRows.add(handle, id, action, filter, total, asker, now);
              return BulkRows.find(handle, id, asker).orElseThrow();
            })
        .orElseThrow(BulkRuns::slow);
  }

  private static void requireFew(int total) {
    if (total > MAX_TOTAL) {
      throw new TooBroadException(
          "matches more than " + MAX_TOTAL + " assignments: narrow it, or do it in parts");
    }
  }

  private static TooBroadException slow() {
    return new TooBroadException(
        "takes more than " + PATIENCE.toSeconds() + " seconds to find assignments: narrow it");
  }

  /** A run, if whoever asks may see it. */
  public Optional<BulkRun> find(UUID run, String who, Bounds within) {
    return database.inTransaction(handle -> BulkRows.find(handle, run, new Viewer(who, within)));
  }

  /** Runs that whoever asks may see, the newest first. */
  public Page<BulkRun> list(String who, Bounds within, UUID before, int limit) {
    List<BulkRun> found =
        database.inTransaction(
            handle -> BulkRows.list(handle, new Viewer(who, within), before, limit + 1));
    return found.size() <= limit
        ? new Page<>(found, null)
        : new Page<>(found.subList(0, limit), found.get(limit - 1).id().toString());
  }

  /**
   * What became of the assignments of a run, in the order of their turns.
   *
   * @param outcome null for all
   * @param after the place behind which to begin; null for the first
   */
  public Page<BulkItem> items(UUID run, Outcome outcome, Integer after, int limit) {
    List<Placed> found =
        database.inTransaction(
            handle -> BulkRows.items(handle, run, outcome, after == null ? -1 : after, limit + 1));
    List<BulkItem> items = found.stream().map(Placed::item).limit(limit).toList();
    return new Page<>(
        items, found.size() <= limit ? null : String.valueOf(found.get(limit - 1).place()));
  }

  /**
   * Stops a run; the assignments that had no turn keep as they are. Empty if whoever asks sees no
   * such run.
   *
   * @throws ChangeRefusedException when it is over
   */
  public Optional<BulkRun> stop(UUID run, String who, Bounds within) {
    Viewer viewer = new Viewer(who, within);
    return database.inTransaction(
        handle -> {
          Optional<BulkRun> there = BulkRows.find(handle, run, viewer);
          if (there.isPresent() && !BulkRows.stop(handle, run, who, clock.instant())) {
            throw new ChangeRefusedException("the bulk run is over");
          }
          return BulkRows.find(handle, run, viewer);
        });
  }

  void start(@Observes StoreReady ready) {
    background.begin();
  }

  /** The assignment under way is finished, and another replica goes on with the next. */
  void stop(@Observes ShutdownDelayInitiatedEvent event) {
    background.end();
  }

  private final class Parts implements BackgroundRuns.Work<Held> {

    @Override
    public Optional<Held> claim() {
      return database.inTransaction(handle -> BulkRows.claim(handle, clock.instant()));
    }

    /** Gives it back after some, so that the others have their turns. */
    @Override
    public Optional<Held> part(Held run) {
      boolean more = true;
      for (int i = 0; i < PART && more; i++) {
        more = turn(run);
      }
      arrivals.fire(new WorkArrived());
      if (more) {
        giveBack(run);
      }
      return Optional.empty();
    }

    @Override
    public void giveBack(Held run) {
      database.inTransaction(
          handle -> {
            BulkRows.giveBack(handle, run, clock.instant());
            return null;
          });
    }

    @Override
    public void fail(Held run, RuntimeException why) {
      LOG.errorf(why, "bulk run %s failed", run.id());
      database.inTransaction(
          handle -> {
            BulkRows.end(handle, run, Status.FAILED, unforeseen(), clock.instant());
            return null;
          });
    }
  }

  private static String unforeseen() {
    return "an unexpected error occurred; the log has the details";
  }

  /** Does it to the next assignment; false when there is none, or the run is no longer ours. */
  private boolean turn(Held run) {
    try {
      return turn(run, null);
    } catch (StoreUnavailableException | StoreBusyException e) {
      throw e;
    } catch (RuntimeException e) {
      LOG.errorf(e, "bulk run %s failed at an assignment; it goes on", run.id());
      return turn(run, unforeseen());
    }
  }

  /**
   * @param failure why nothing was done, because it failed before; null to do it
   */
  private boolean turn(Held run, String failure) {
    return database.inTransaction(
        handle -> {
          Instant now = clock.instant();
          Integer place = BulkRows.keep(handle, run, now).orElse(null);
          if (place == null) {
            return false;
          }
          UUID id = BulkRows.at(handle, run, place).orElse(null);
          if (id == null) {
            BulkRows.end(handle, run, Status.ENDED, null, now);
            return false;
          }
          if (failure != null) {
            BulkRows.record(handle, run, place, Outcome.FAILED, failure, now);
            return true;
          }
          Standing standing = Standings.lock(handle, id, run.within(), now).orElse(null);
          String why = actions.run(run.action(), id, standing, run.within(), run.askedBy());
          Outcome outcome = why == null ? Outcome.DONE : Outcome.SKIPPED;
          BulkRows.record(handle, run, place, outcome, why, now);
          return true;
        });
  }
}
