package dev.ropeway.rest;

import dev.ropeway.api.Answers;
import dev.ropeway.api.ProblemException;
import dev.ropeway.assignment.Page;
import dev.ropeway.assignment.TicketPages;
import dev.ropeway.tickettype.TicketType;
import dev.ropeway.tickettype.TicketTypes;
import dev.ropeway.workitem.WorkItem;
import dev.ropeway.workitem.WorkItemCursor;
import dev.ropeway.workitem.WorkItemCursors;
import dev.ropeway.workitem.WorkItemFilter;
import dev.ropeway.workitem.WorkItemPlace;
import dev.ropeway.workitem.WorkItemSummaries;
import dev.ropeway.workitem.WorkItemSummary;
import dev.ropeway.workitem.WorkItems;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Named;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.apache.camel.Exchange;
import org.apache.camel.Header;
import org.apache.camel.Headers;

/** The steps of the routes by which people and programs read imported records. */
@ApplicationScoped
@Named("workItemResource")
@RegisterForReflection // routes call it by name
public class WorkItemResource {

  private static final String ITSMC = "itsmc";
  private static final int AT_ONCE = 500;
  private static final int DEFAULT_DAYS = 30;
  private static final int MAX_DAYS = 400;

  private final WorkItems items;
  private final WorkItemCursors cursors;
  private final WorkItemSummaries summaries;
  private final TicketTypes types;
  private final TicketPages pages;
  private final Answers answers;

  WorkItemResource(
      WorkItems items,
      WorkItemCursors cursors,
      WorkItemSummaries summaries,
      TicketTypes types,
      TicketPages pages,
      Answers answers) {
    this.items = items;
    this.cursors = cursors;
    this.summaries = summaries;
    this.types = types;
    this.pages = pages;
    this.answers = answers;
  }

  /** A page as JSON, or everything as lines of JSON where the caller asks for that. */
  public void list(
      @Header("Accept") String accept, @Headers Map<String, Object> headers, Exchange exchange) {
    Query query = new Query(headers);
    WorkItemFilter filter = filter(query);
    boolean itsmc = ITSMC.equals(query.word("columns"));
    RowFormat<Object> lines = RowFormat.lines();
    if (lines.isWanted(accept)) {
      StreamedRows.refuseCursor(query, lines);
      answers.streamed(
          exchange,
          lines.contentType(),
          new StreamedRows<>(
              lines,
              StreamedRows.everything(
                  after -> items.list(filter, itsmc, after, AT_ONCE),
                  WorkItem::place,
                  shown(itsmc))));
      return;
    }
    int limit = query.limit();
    List<WorkItem> found = items.list(filter, itsmc, query.cursor(WorkItemPlace::of), limit + 1);
    List<WorkItem> page = found.size() > limit ? found.subList(0, limit) : found;
    String next = found.size() > limit ? Query.cursorOf(page.get(limit - 1).place().text()) : null;
    exchange.getMessage().setBody(new Page<>(page.stream().map(shown(itsmc)).toList(), next));
    answers.ok(exchange);
  }

  private Function<WorkItem, Object> shown(boolean itsmc) {
    return itsmc ? ItsmcColumns::of : this::view;
  }

  private WorkItemView view(WorkItem item) {
    String table =
        types.find(TicketType.of(item.type())).map(type -> type.table()).orElse(item.type());
    return WorkItemView.of(item, pages.of(item.integration(), table, item.sysId()));
  }

  private WorkItemFilter filter(Query query) {
    return new WorkItemFilter(
        query.text("integration"),
        type(query),
        query.text("state"),
        query.flag("active"),
        query.text("priority"),
        query.text("assignedTo"),
        query.text("assignmentGroup"),
        query.text("configurationItem"),
        query.text("text"),
        query.time("createdAfter"),
        query.time("createdBefore"),
        query.time("updatedAfter"),
        query.time("updatedBefore"),
        query.flag("ours"),
        query.flag("gone"));
  }

  /** A name that nobody gave to a kind of ticket would find nothing, and say nothing of it. */
  private String type(Query query) {
    String word = query.text("type");
    if (word == null || cursors.all().stream().anyMatch(cursor -> cursor.type().equals(word))) {
      return word;
    }
    try {
      return types.named(word).word();
    } catch (IllegalArgumentException e) {
      throw ProblemException.badField("type", e.getMessage());
    }
  }

  public WorkItemView show(
      @Header("integration") String integration,
      @Header("type") String type,
      @Header("sysId") String sysId) {
    return items
        .find(integration, type, sysId)
        .map(this::view)
        .orElseThrow(
            () ->
                ProblemException.notFound("no work item of that integration and type has that id"));
  }

  public WorkItemSummaryView summary(@Headers Map<String, Object> headers) {
    Query query = new Query(headers);
    Integer days = query.number("days", 1, MAX_DAYS);
    int told = days == null ? DEFAULT_DAYS : days;
    String integration = query.text("integration");
    String type = type(query);
    WorkItemSummary summary = summaries.of(integration, type, told);
    List<WorkItemCursor> shown =
        cursors.all().stream()
            .filter(
                cursor ->
                    Objects.requireNonNullElse(integration, cursor.integration())
                        .equals(cursor.integration()))
            .filter(cursor -> Objects.requireNonNullElse(type, cursor.type()).equals(cursor.type()))
            .toList();
    return new WorkItemSummaryView(
        told,
        summary.open(),
        summary.perDay(),
        summary.configurationItems(),
        summary.assignmentGroups(),
        summary.oldestOpen() == null ? null : view(summary.oldestOpen()),
        shown.stream().map(WorkItemSummaryView.Import::of).toList());
  }
}
