package dev.ropeway.sync;

import dev.ropeway.assignment.Tickets;
import dev.ropeway.assignment.Tickets.Applied;
import dev.ropeway.assignment.Tickets.Seen;
import dev.ropeway.mapping.CorrelationKey;
import dev.ropeway.servicenow.Purpose;
import dev.ropeway.servicenow.TableAnswer;
import dev.ropeway.servicenow.TableCall;
import dev.ropeway.servicenow.Ticketing;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Named;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.camel.Body;
import org.apache.camel.ExchangeProperty;
import org.jboss.logging.Logger;

/**
 * Finds what a poll cannot see: tickets that were deleted, and changes that left no newer
 * sys_updated_on. Costs one call for each 1000 open tickets, and one for each that is missed there.
 */
@ApplicationScoped
@Named("reconcile")
@RegisterForReflection // routes call it by name
public class Reconcile {

  private static final Logger LOG = Logger.getLogger(Reconcile.class);
  private static final int RANGE = 1000;

  /** A range may hold resolved tickets too, which are still active. */
  private static final int ROWS = 10_000;

  /**
   * More than this many and this share missing at once is an ACL, not a person deleting tickets.
   */
  private static final int SUSPICIOUS_COUNT = 10;

  private static final double SUSPICIOUS_SHARE = 0.1;

  private final Tickets tickets;
  private final Sync sync;

  Reconcile(Tickets tickets, Sync sync) {
    this.tickets = tickets;
    this.sync = sync;
  }

  public ReconcilePass begin(@Body String integration) {
    return nextRange(
        new ReconcilePass(
            integration,
            sync.watched(integration),
            List.of(),
            List.of(),
            List.of(),
            0,
            0,
            Applied.NOTHING),
        "");
  }

  private ReconcilePass nextRange(ReconcilePass check, String after) {
    ReconcilePass here = check;
    String from = after;
    while (here.unfinished()) {
      List<String> open =
          tickets.openAfter(here.integration(), here.table().wireName(), from, RANGE);
      if (!open.isEmpty()) {
        return here.range(open);
      }
      here = here.nextTable();
      from = "";
    }
    return here;
  }

  public boolean unfinished(@ExchangeProperty("poll") ReconcilePass check) {
    return check.unfinished();
  }

  public TableCall ask(@ExchangeProperty("poll") ReconcilePass check) {
    return question(check).as(Purpose.IMPORT);
  }

  private static TableCall question(ReconcilePass check) {
    if (!check.doubtful().isEmpty()) {
      // A list, not a record: what is not there is then an empty answer and no error.
      return TableCall.list(
          check.integration(),
          check.table(),
          CorrelationKey.ours(check.table()).is("sys_id", check.doubtful().get(0)),
          Ticketing.fields(check.table()),
          1);
    }
    return TableCall.list(
        check.integration(),
        check.table(),
        CorrelationKey.open(check.table())
            .where("sys_id", ">=", check.expected().get(0))
            .where("sys_id", "<=", check.expected().get(check.expected().size() - 1))
            .orderBy("sys_id"),
        Ticketing.fields(check.table()),
        ROWS);
  }

  public ReconcilePass apply(
      @ExchangeProperty("poll") ReconcilePass check, @Body TableAnswer answer) {
    List<Seen> seen = sync.seen(check.integration(), check.table(), answer.rows());
    Applied applied = tickets.apply(check.integration(), check.table().wireName(), seen, null);
    ReconcilePass next;
    if (check.doubtful().isEmpty()) {
      Set<String> there = new HashSet<>();
      answer.rows().forEach(row -> there.add(row.sysId()));
      next =
          check.answered(
              check.expected().stream().filter(sysId -> !there.contains(sysId)).toList(), applied);
    } else if (answer.rows().isEmpty()) {
      List<String> missing = new ArrayList<>(check.missing());
      missing.add(check.doubtful().get(0));
      next = check.lost(missing);
    } else {
      next = check.found(applied);
    }
    return next.doubtful().isEmpty()
        ? nextRange(next, next.expected().get(next.expected().size() - 1))
        : next;
  }

  /**
   * Goes on with the next table: the tickets of one that is gone may come back with it.
   *
   * @throws Exception what was thrown, if that is not what happened
   */
  public ReconcilePass leave(
      @ExchangeProperty("poll") ReconcilePass check,
      @ExchangeProperty("CamelExceptionCaught") Exception thrown)
      throws Exception {
    Sync.requireGone(thrown);
    return nextRange(check.nextTable(), "");
  }

  public Sync.Report report(@ExchangeProperty("poll") ReconcilePass check) {
    int gone = 0;
    int missing = check.missing().size();
    if (missing > SUSPICIOUS_COUNT && missing > check.checked() * SUSPICIOUS_SHARE) {
      LOG.warnf(
          "reconcile of %s: %d of %d open tickets cannot be seen, which is too many to treat them as"
              + " deleted; nothing was closed. Check the integration user's read ACLs",
          check.integration(), missing, check.checked());
    } else if (missing > 0) {
      gone = tickets.gone(check.integration(), check.missing());
      LOG.infof("reconcile of %s: %d tickets are gone", check.integration(), gone);
    }
    Applied applied = check.applied();
    return new Sync.Report(
        check.integration(),
        check.calls(),
        applied.changed(),
        applied.closed() + gone,
        applied.reopened(),
        applied.reassigned(),
        0,
        List.of());
  }
}
