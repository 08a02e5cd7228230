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
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import org.apache.camel.Body;
import org.apache.camel.ExchangeProperty;

/**
 * Reads what changed in the tables that an integration imports, every record and not only ours, by
 * keyset on (sys_updated_on, sys_id) until an empty page. It goes on where the last run stopped,
 * and reads again only what may have been committed late.
 */
@ApplicationScoped
@Named("workItemImport")
@RegisterForReflection // routes call it by name
public class WorkItemImport {

  private final Integrations integrations;
  private final TicketTypes types;
  private final WorkItems items;
  private final WorkItemCursors cursors;
  private final ImportPages pages;
  private final PollTurns turns;
  private final Clock clock;

  WorkItemImport(
      Integrations integrations,
      TicketTypes types,
      WorkItems items,
      WorkItemCursors cursors,
      ImportPages pages,
      PollTurns turns,
      Clock clock) {
    this.integrations = integrations;
    this.types = types;
    this.items = items;
    this.cursors = cursors;
    this.pages = pages;
    this.turns = turns;
    this.clock = clock;
  }

  public ImportRun begin(@Body String name) {
    Integration integration = integrations.named(name);
    List<TableRun> tables =
        integration.workItems().types().stream()
            .map(types::find)
            .flatMap(Optional::stream)
            .map(type -> begin(integration, type))
            .toList();
    return new ImportRun(name, tables, integration.pageSize(), 0, 0);
  }

  private TableRun begin(Integration integration, TicketTypeDefinition type) {
    WorkItemCursor cursor = cursor(integration, type.name().word());
    Duration overlap = integration.overlap();
    ReadUpTo last = cursor.forward();
    // What is older than that at the time of reading has been committed, and need not be read
    // again.
    boolean settled =
        !last.sysId().isEmpty() && !last.updatedOn().isAfter(cursor.readAt().minus(overlap));
    return new TableRun(
        type.name().word(),
        Table.of(type),
        last,
        settled ? last : null,
        last.updatedOn().minus(overlap),
        0);
  }

  private WorkItemCursor cursor(Integration integration, String type) {
    String instance = integration.url().toString();
    Optional<WorkItemCursor> known = cursors.find(integration.name(), type);
    if (known.isPresent() && known.get().instance().equals(instance)) {
      return known.get();
    }
    // What another instance had is not there any more.
    items.forget(integration.name(), type);
    Instant now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
    cursors.begin(WorkItemCursor.beginning(integration.name(), type, instance, now));
    return cursors.find(integration.name(), type).orElseThrow();
  }

  public boolean unfinished(@ExchangeProperty("poll") ImportRun run) {
    return run.unfinished() && turns.mayCheck(run.integration());
  }

  public TableCall ask(@ExchangeProperty("poll") ImportRun run) {
    return pages.question(run, run.table().forward()).as(Purpose.IMPORT);
  }

  /** Stores a page with its cursor; the next page, the next table or the end follows. */
  public ImportRun apply(@ExchangeProperty("poll") ImportRun run, @Body TableAnswer answer) {
    TableRun table = run.table();
    Present present = new Present(clock.instant(), answer.date());
    if (ImportPages.isHidden(run, answer)) {
      return run.with(table.hiding(run.pageSize()), 0);
    }
    if (answer.received() == 0) {
      ReadUpTo rest = atRest(table, present);
      items.store(
          run.integration(),
          table.type(),
          List.of(),
          new Move.Forward(table.stored(), rest, present.earlier(), true));
      return run.next();
    }
    ReadUpTo last = ImportPages.last(table, answer, false);
    ReadUpTo stored = notBehind(last, present);
    int changed =
        items.store(
            run.integration(),
            table.type(),
            ImportPages.items(run, answer),
            new Move.Forward(table.stored(), stored, present.earlier(), false));
    return run.with(table.at(stored, last), changed);
  }

  /** As {@link Sync} rests: at the present by both clocks, or where it stands without theirs. */
  private static ReadUpTo atRest(TableRun table, Present present) {
    ReadUpTo last = table.place();
    if (present.theirs() == null) {
      return last == null ? table.stored() : notBehind(last, present);
    }
    return last == null || present.earlier().isAfter(last.updatedOn())
        ? new ReadUpTo(present.earlier(), "")
        : notBehind(last, present);
  }

  private static ReadUpTo notBehind(ReadUpTo place, Present present) {
    return place.updatedOn().isAfter(present.earlier())
        ? new ReadUpTo(present.earlier(), "")
        : place;
  }

  public Sync.Report report(@ExchangeProperty("poll") ImportRun run) {
    return pages.report(run, "imported");
  }
}
