package dev.ropeway.rest;

import dev.ropeway.api.Answers;
import dev.ropeway.api.ProblemException;
import dev.ropeway.assignment.Assignment;
import dev.ropeway.assignment.Page;
import dev.ropeway.assignment.TicketTypesOfAssignments;
import dev.ropeway.assignment.lists.AssignmentFilter;
import dev.ropeway.assignment.lists.AssignmentLists;
import dev.ropeway.assignment.lists.Order;
import dev.ropeway.assignment.lists.Place;
import dev.ropeway.recommendation.Bounds;
import dev.ropeway.tickettype.TicketType;
import dev.ropeway.tickettype.TicketTypes;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.List;
import java.util.stream.Stream;
import org.apache.camel.Exchange;

/** Answers lists of assignments: a page as JSON, or everything that matches as lines or CSV. */
@ApplicationScoped
class AssignmentPages {

  private static final int AT_ONCE = 500;

  private final AssignmentLists lists;
  private final TicketTypes types;
  private final TicketTypesOfAssignments assigned;
  private final Answers answers;
  private final Clock clock;

  AssignmentPages(
      AssignmentLists lists,
      TicketTypes types,
      TicketTypesOfAssignments assigned,
      Answers answers,
      Clock clock) {
    this.lists = lists;
    this.types = types;
    this.assigned = assigned;
    this.answers = answers;
    this.clock = clock;
  }

  void answer(Query query, String accept, Exchange exchange) {
    AssignmentFilter filter = query.filter();
    requireKnown(filter.ticketType(), "ticketType");
    String word = query.word("sort", Order.words());
    Order order = word == null ? Order.DEFAULT : Order.of(word).orElseThrow();
    RowFormat<Assignment> streamed =
        Stream.of(AssignmentCsv.format(clock.instant()), RowFormat.<Assignment>lines())
            .filter(format -> format.isWanted(accept))
            .findFirst()
            .orElse(null);
    if (streamed == null) {
      exchange.getMessage().setBody(page(filter, order, query));
      answers.ok(exchange);
    } else {
      StreamedRows.refuseCursor(query, streamed);
      answers.streamed(
          exchange,
          streamed.contentType(),
          new StreamedRows<>(streamed, new Everything(filter, order)::next));
    }
  }

  /** That a list can be asked for with these parameters. */
  void require(Query query) {
    requireKnown(query.filter(Bounds.EVERYTHING).ticketType(), "ticketType");
    query.word("sort", Order.words());
    query.limit();
  }

  static ProblemException otherOrder() {
    return ProblemException.badField(
        "cursor", "is of another order: send the sort of the page that it comes from");
  }

  private Page<Assignment> page(AssignmentFilter filter, Order order, Query query) {
    Place from = query.cursor(Place::of);
    if (from != null && !from.order().equals(order)) {
      throw otherOrder();
    }
    Page<Assignment> page = lists.page(filter, order, from, query.limit());
    return new Page<>(page.items(), Query.cursorOf(page.next()), Query.cursorOf(page.previous()));
  }

  /** A name that nobody gave to a kind of ticket would find nothing, and say nothing of it. */
  void requireKnown(TicketType type, String pointer) {
    try {
      if (type != null) {
        types.of(type);
      }
    } catch (IllegalArgumentException e) {
      if (!assigned.any(type)) {
        throw ProblemException.badField(pointer, e.getMessage());
      }
    }
  }

  /** All that match, page by page, without a transaction that is as long as the answer. */
  private final class Everything {
    private final AssignmentFilter filter;
    private final Order order;
    private Place from;
    private boolean over;

    Everything(AssignmentFilter filter, Order order) {
      this.filter = filter;
      this.order = order;
    }

    List<Assignment> next() {
      if (over) {
        return List.of();
      }
      Page<Assignment> page = lists.page(filter, order, from, AT_ONCE);
      over = page.next() == null;
      from = over ? null : Place.of(page.next());
      return page.items();
    }
  }
}
