package dev.ropeway.sync;

import dev.ropeway.integration.Integration;
import dev.ropeway.integration.Integrations;
import dev.ropeway.servicenow.Purpose;
import dev.ropeway.servicenow.Table;
import dev.ropeway.servicenow.TableAnswer;
import dev.ropeway.servicenow.TableCall;
import dev.ropeway.tickettype.TicketTypeDefinition;
import dev.ropeway.tickettype.TicketTypes;
import dev.ropeway.workitem.ReadUpTo;
import dev.ropeway.workitem.WorkItemCursor;
import dev.ropeway.workitem.WorkItemCursors;
import dev.ropeway.workitem.WorkItemCursors.Move;
import dev.ropeway.workitem.WorkItems;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Named;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.camel.Body;
import org.apache.camel.ExchangeProperty;

/**
 * Reads what was in the tables before their import began, the newest change first and a page of
 * each table in turn, back to the days that are configured. It goes on where the last run stopped,
 * and reads nothing twice: what changes meanwhile is read by {@link WorkItemImport}.
 */
@ApplicationScoped
@Named("workItemBackfill")
@RegisterForReflection // routes call it by name
public class WorkItemBackfill {

  private final Integrations integrations;
  private final TicketTypes types;
  private final WorkItems items;
  private final WorkItemCursors cursors;
  private final ImportPages pages;
  private final PollTurns turns;

  WorkItemBackfill(
      Integrations integrations,
      TicketTypes types,
      WorkItems items,
      WorkItemCursors cursors,
      ImportPages pages,
      PollTurns turns) {
    this.integrations = integrations;
    this.types = types;
    this.items = items;
    this.cursors = cursors;
    this.pages = pages;
    this.turns = turns;
  }

  public ImportRun begin(@Body String name) {
    Integration integration = integrations.named(name);
    List<TableRun> tables =
        integration.workItems().types().stream()
            .map(types::find)
            .flatMap(Optional::stream)
            .flatMap(type -> begin(integration, type))
            .toList();
    return new ImportRun(name, tables, integration.pageSize(), 0, 0);
  }

  /** Nothing to do before an import began, and after the last day was read. */
  private Stream<TableRun> begin(Integration integration, TicketTypeDefinition type) {
    String instance = integration.url().toString();
    return cursors
        .find(integration.name(), type.name().word())
        .filter(cursor -> cursor.instance().equals(instance))
        .filter(cursor -> !cursor.isCompleteFrom(end(integration, cursor)))
        .map(
            cursor ->
                new TableRun(
                    cursor.type(),
                    Table.of(type),
                    cursor.backfill(),
                    cursor.backfill(),
                    end(integration, cursor),
                    0))
        .stream();
  }

  private static Instant end(Integration integration, WorkItemCursor cursor) {
    return cursor.startedAt().minus(integration.workItems().lookBack());
  }

  public boolean unfinished(@ExchangeProperty("poll") ImportRun run) {
    return run.unfinished() && turns.mayCheck(run.integration());
  }

  public TableCall ask(@ExchangeProperty("poll") ImportRun run) {
    return pages.question(run, run.table().backward()).as(Purpose.IMPORT);
  }

  /** Stores a page with its cursor; a page of the next table or the end follows. */
  public ImportRun apply(@ExchangeProperty("poll") ImportRun run, @Body TableAnswer answer) {
    TableRun table = run.table();
    if (ImportPages.isHidden(run, answer)) {
      return run.with(table.hiding(run.pageSize()), 0);
    }
    if (answer.received() == 0) {
      items.store(
          run.integration(),
          table.type(),
          List.of(),
          new Move.Backward(table.stored(), table.stored(), table.since()));
      return run.next();
    }
    ReadUpTo last = ImportPages.last(table, answer, true);
    int changed =
        items.store(
            run.integration(),
            table.type(),
            ImportPages.items(run, answer),
            new Move.Backward(table.stored(), last, null));
    return run.turning(table.at(last, last), changed);
  }

  public Sync.Report report(@ExchangeProperty("poll") ImportRun run) {
    return pages.report(run, "backfilled");
  }
}
