package dev.ropeway.sync;

import dev.ropeway.servicenow.EncodedQuery;
import dev.ropeway.servicenow.Fault;
import dev.ropeway.servicenow.TableAnswer;
import dev.ropeway.servicenow.TableCall;
import dev.ropeway.servicenow.TableRecord;
import dev.ropeway.workitem.OvertakenException;
import dev.ropeway.workitem.ReadUpTo;
import dev.ropeway.workitem.WorkItem;
import dev.ropeway.workitem.WorkItemCursors;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Named;
import java.util.List;
import java.util.Optional;
import org.apache.camel.ExchangeProperty;
import org.jboss.logging.Logger;

/** What imports ask of a table, how they read a page, and what a page that fails means to them. */
@ApplicationScoped
@Named("importPages")
@RegisterForReflection // routes call it by name
public class ImportPages {

  private static final Logger LOG = Logger.getLogger(ImportPages.class);

  private final WorkItemCursors cursors;

  ImportPages(WorkItemCursors cursors) {
    this.cursors = cursors;
  }

  TableCall question(ImportRun run, EncodedQuery query) {
    TableRun table = run.table();
    return TableCall.list(
            run.integration(),
            table.table(),
            query,
            WorkItemColumns.of(table.table().wireName()),
            run.pageSize())
        .labelled(table.hidden());
  }

  /**
   * Whether a page is empty because nothing on it may be read: rows that an ACL hides are taken out
   * after the page was cut, but they are counted.
   */
  static boolean isHidden(ImportRun run, TableAnswer answer) {
    Long total = answer.headers().total();
    return answer.received() == 0 && total != null && total > run.table().hidden();
  }

  /**
   * The last row of a page. A page whose rows cannot be placed, or that does not lie behind the one
   * before, means that the instance drops conditions or fields: going on would read for ever.
   */
  static ReadUpTo last(TableRun table, TableAnswer answer, boolean backwards) {
    List<TableRecord> placed =
        answer.rows().stream()
            .filter(row -> row.updatedOn() != null && !row.sysId().isEmpty())
            .toList();
    if (placed.isEmpty()) {
      throw TableAnswer.unusable(
          "the instance returned rows without sys_updated_on: let the integration user read it");
    }
    TableRecord row = placed.get(placed.size() - 1);
    ReadUpTo last = new ReadUpTo(row.updatedOn(), row.sysId());
    if (!table.isAhead(last, backwards)) {
      throw TableAnswer.unusable(
          "the instance ignores the order or the range of the import: check its query_range ACLs");
    }
    return last;
  }

  static List<WorkItem> items(ImportRun run, TableAnswer answer) {
    TableRun table = run.table();
    return answer.rows().stream()
        .map(
            row ->
                WorkItemColumns.read(
                    run.integration(), table.type(), table.table().wireName(), row))
        .flatMap(Optional::stream)
        .toList();
  }

  /**
   * A page that was cut off or did not come is asked for again, half as long. A table that cannot
   * be read keeps no other from being read. Everything else ends the run.
   */
  public ImportRun failed(
      @ExchangeProperty("poll") ImportRun run,
      @ExchangeProperty("CamelExceptionCaught") Exception thrown)
      throws Exception {
    if (thrown instanceof OvertakenException) {
      LOG.debugf("%s: %s", run.integration(), thrown.getMessage());
      return run.next();
    }
    Fault fault = Fault.of(thrown);
    boolean cut = fault.kind() == Fault.Kind.UNREADABLE || fault.kind() == Fault.Kind.NO_ANSWER;
    if (cut && run.mayAskForLess()) {
      return run.askingForLess();
    }
    if (fault.kind() != Fault.Kind.REFUSED && fault.kind() != Fault.Kind.UNREADABLE) {
      throw thrown;
    }
    LOG.warnf(
        "the work items of type %s of %s cannot be read (%s); the next run tries again",
        run.table().type(), run.integration(), fault.said());
    cursors.refused(run.integration(), run.table().type(), fault.said());
    return run.next();
  }

  Sync.Report report(ImportRun run, String done) {
    if (run.changed() > 0) {
      LOG.infof(
          "%s: %s %d work items with %d calls",
          run.integration(), done, run.changed(), run.calls());
    }
    return new Sync.Report(run.integration(), run.calls(), run.changed(), 0, 0, 0, 0, List.of());
  }
}
