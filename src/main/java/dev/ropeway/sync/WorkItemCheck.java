package dev.ropeway.sync;

import dev.ropeway.integration.Integration;
import dev.ropeway.integration.Integrations;
import dev.ropeway.servicenow.EncodedQuery;
import dev.ropeway.servicenow.Fault;
import dev.ropeway.servicenow.Purpose;
import dev.ropeway.servicenow.Stamp;
import dev.ropeway.servicenow.Table;
import dev.ropeway.servicenow.TableAnswer;
import dev.ropeway.servicenow.TableCall;
import dev.ropeway.sync.CheckRun.Checked;
import dev.ropeway.tickettype.TicketType;
import dev.ropeway.tickettype.TicketTypes;
import dev.ropeway.workitem.WorkItem;
import dev.ropeway.workitem.WorkItemCursor;
import dev.ropeway.workitem.WorkItemCursors;
import dev.ropeway.workitem.WorkItems;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Named;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.camel.Body;
import org.apache.camel.ExchangeProperty;
import org.jboss.logging.Logger;

/**
 * Finds what imports cannot see: records that were archived or deleted, and changes that left no
 * newer sys_updated_on. Costs one call for each page of records and one for the count of each
 * table. A record that the instance counts and does not show is hidden, not gone.
 */
@ApplicationScoped
@Named("workItemCheck")
@RegisterForReflection // routes call it by name
public class WorkItemCheck {

  private static final Logger LOG = Logger.getLogger(WorkItemCheck.class);

  /**
   * Their sys_ids fit into a request line of 2048 characters, with the columns that are asked for.
   */
  private static final int GROUP = 30;

  /** Where the instance counts nothing, so many missing at once are an ACL, as for tickets. */
  private static final int SUSPICIOUS_COUNT = 10;

  private static final double SUSPICIOUS_SHARE = 0.1;
  private static final String CHANGED = "sys_updated_on";

  private final Integrations integrations;
  private final TicketTypes types;
  private final WorkItems items;
  private final WorkItemCursors cursors;
  private final PollTurns turns;
  private final Clock clock;

  WorkItemCheck(
      Integrations integrations,
      TicketTypes types,
      WorkItems items,
      WorkItemCursors cursors,
      PollTurns turns,
      Clock clock) {
    this.integrations = integrations;
    this.types = types;
    this.items = items;
    this.cursors = cursors;
    this.turns = turns;
    this.clock = clock;
  }

  public CheckRun begin(@Body String name) {
    Integration integration = integrations.named(name);
    List<Checked> tables =
        integration.workItems().types().stream()
            .filter(type -> isImported(integration, type))
            .map(types::find)
            .flatMap(Optional::stream)
            .map(type -> new Checked(type.name().word(), Table.of(type)))
            .toList();
    return nextRange(
        new CheckRun(name, tables, "", List.of(), false, List.of(), List.of(), 0, 0, 0, 0));
  }

  private boolean isImported(Integration integration, TicketType type) {
    return cursors
        .find(integration.name(), type.word())
        .filter(cursor -> cursor.instance().equals(integration.url().toString()))
        .filter(cursor -> cursor.polledAt() != null)
        .isPresent();
  }

  private CheckRun nextRange(CheckRun run) {
    return run.unfinished()
        ? run.range(
            items.presentAfter(run.integration(), run.table().type(), run.after(), pageSize(run)))
        : run;
  }

  private int pageSize(CheckRun run) {
    return integrations.named(run.integration()).pageSize();
  }

  public boolean unfinished(@ExchangeProperty("poll") CheckRun run) {
    return run.unfinished() && turns.mayCheck(run.integration());
  }

  public TableCall ask(@ExchangeProperty("poll") CheckRun run) {
    if (!run.doubtful().isEmpty()) {
      EncodedQuery group = new EncodedQuery().in("sys_id", run.doubtful().get(0));
      return list(run, group.orderBy("sys_id"), GROUP);
    }
    return run.swept() ? count(run) : list(run, range(run), pageSize(run));
  }

  private static TableCall list(CheckRun run, EncodedQuery query, int limit) {
    Table table = run.table().table();
    return TableCall.list(
            run.integration(), table, query, WorkItemColumns.of(table.wireName()), limit)
        .labelled(0)
        .as(Purpose.IMPORT);
  }

  /** The last range of a table has no end, so that records that were never seen are found too. */
  private EncodedQuery range(CheckRun run) {
    EncodedQuery query = new EncodedQuery();
    if (!run.after().isEmpty()) {
      query.where("sys_id", ">", run.after());
    }
    if (!isLast(run)) {
      query.where("sys_id", "<=", run.expected().get(run.expected().size() - 1));
    }
    return query.since(CHANGED, heldSince(cursor(run))).orderBy("sys_id");
  }

  private boolean isLast(CheckRun run) {
    return run.expected().size() < pageSize(run);
  }

  private TableCall count(CheckRun run) {
    WorkItemCursor cursor = cursor(run);
    EncodedQuery held =
        new EncodedQuery()
            .since(CHANGED, heldSince(cursor))
            .where(CHANGED, "<=", Stamp.of(heldUntil(run, cursor)));
    return TableCall.list(run.integration(), run.table().table(), held, List.of("sys_id"), 1)
        .as(Purpose.IMPORT);
  }

  private WorkItemCursor cursor(CheckRun run) {
    return cursors.find(run.integration(), run.table().type()).orElseThrow();
  }

  /** Everything that changed since then is here, or hidden. */
  private static Instant heldSince(WorkItemCursor cursor) {
    return cursor.completeFrom() == null ? cursor.backfill().updatedOn() : cursor.completeFrom();
  }

  private Instant heldUntil(CheckRun run, WorkItemCursor cursor) {
    return cursor.forward().updatedOn().minus(integrations.named(run.integration()).overlap());
  }

  /** Takes over what is there, and doubts what is not; the next range or table follows. */
  public CheckRun apply(@ExchangeProperty("poll") CheckRun run, @Body TableAnswer answer) {
    if (!run.doubtful().isEmpty()) {
      return goOn(judge(run, answer));
    }
    return run.swept() ? counted(run, answer) : goOn(compare(run, answer));
  }

  private CheckRun goOn(CheckRun run) {
    return run.doubtful().isEmpty() && !run.swept() ? nextRange(run) : run;
  }

  private CheckRun compare(CheckRun run, TableAnswer answer) {
    Set<String> there = there(answer);
    List<String> expected = run.expected();
    Long total = answer.headers().total();
    boolean more = total == null ? answer.received() >= pageSize(run) : total > pageSize(run);
    boolean cut = more && !there.isEmpty();
    String end = expected.isEmpty() ? run.after() : expected.get(expected.size() - 1);
    String reached = cut ? there.stream().max(String::compareTo).get() : end;
    List<String> judged =
        expected.stream().filter(sysId -> !cut || sysId.compareTo(reached) <= 0).toList();
    List<String> doubts = judged.stream().filter(sysId -> !there.contains(sysId)).toList();
    return run.answered(
        reached,
        !cut && isLast(run),
        expected.size() - judged.size(),
        groups(doubts),
        store(run, answer));
  }

  private static List<List<String>> groups(List<String> doubts) {
    return IntStream.iterate(0, from -> from < doubts.size(), from -> from + GROUP)
        .mapToObj(from -> doubts.subList(from, Math.min(from + GROUP, doubts.size())))
        .toList();
  }

  /** What the instance neither shows nor counts is gone; a group with both kinds is split. */
  private CheckRun judge(CheckRun run, TableAnswer answer) {
    Set<String> there = there(answer);
    List<String> lacking =
        run.doubtful().get(0).stream().filter(sysId -> !there.contains(sysId)).toList();
    Long total = answer.headers().total();
    long hidden = total == null ? 0 : total - answer.received();
    int stored = store(run, answer);
    if (hidden <= 0) {
      return run.judged(lacking, List.of(), stored);
    }
    if (hidden >= lacking.size()) {
      return run.judged(List.of(), List.of(), stored);
    }
    int half = lacking.size() / 2;
    return run.judged(
        List.of(),
        Stream.of(lacking.subList(0, half), lacking.subList(half, lacking.size())).toList(),
        stored);
  }

  private static Set<String> there(TableAnswer answer) {
    return answer.rows().stream()
        .map(row -> row.sysId())
        .filter(sysId -> !sysId.isEmpty())
        .collect(Collectors.toSet());
  }

  private int store(CheckRun run, TableAnswer answer) {
    Checked table = run.table();
    List<WorkItem> seen =
        answer.rows().stream()
            .map(
                row ->
                    WorkItemColumns.read(
                        run.integration(), table.type(), table.table().wireName(), row))
            .flatMap(Optional::stream)
            .toList();
    return items.store(run.integration(), table.type(), seen);
  }

  private CheckRun counted(CheckRun run, TableAnswer answer) {
    String type = run.table().type();
    int marked = mark(run, answer.headers().total() != null);
    WorkItemCursor cursor = cursor(run);
    long held = items.present(run.integration(), type, heldSince(cursor), heldUntil(run, cursor));
    cursors.checked(run.integration(), type, answer.headers().total(), held, clock.instant());
    return nextRange(run.next(marked));
  }

  private int mark(CheckRun run, boolean counts) {
    int missing = run.missing().size();
    boolean all = missing == run.checked() && missing > SUSPICIOUS_COUNT;
    boolean many = missing > SUSPICIOUS_COUNT && missing > run.checked() * SUSPICIOUS_SHARE;
    if (all || many && !counts) {
      LOG.warnf(
          "check of %s: %d of %d work items of type %s cannot be seen, which is too many to take"
              + " them for archived or deleted; none was marked. Check the integration user's read ACLs",
          run.integration(), missing, run.checked(), run.table().type());
      return 0;
    }
    return missing == 0 ? 0 : items.gone(run.integration(), run.table().type(), run.missing());
  }

  /**
   * A table that cannot be read keeps no other from being checked; everything else ends the run.
   */
  public CheckRun failed(
      @ExchangeProperty("poll") CheckRun run,
      @ExchangeProperty("CamelExceptionCaught") Exception thrown)
      throws Exception {
    Fault fault = Fault.of(thrown);
    if (fault.kind() != Fault.Kind.REFUSED) {
      throw thrown;
    }
    LOG.warnf(
        "the work items of type %s of %s cannot be checked (%s)",
        run.table().type(), run.integration(), fault.said());
    return nextRange(run.next(0));
  }

  public Sync.Report report(@ExchangeProperty("poll") CheckRun run) {
    if (run.gone() + run.changed() > 0) {
      LOG.infof(
          "check of %s: %d work items are archived or deleted, %d changed unseen",
          run.integration(), run.gone(), run.changed());
    }
    return new Sync.Report(
        run.integration(), run.calls(), run.changed() + run.gone(), 0, 0, 0, 0, List.of());
  }
}
