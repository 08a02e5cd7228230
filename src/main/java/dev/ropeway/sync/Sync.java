package dev.ropeway.sync;

import dev.ropeway.assignment.InstanceStates;
import dev.ropeway.assignment.Tickets;
import dev.ropeway.assignment.Tickets.Applied;
import dev.ropeway.assignment.Tickets.Cursor;
import dev.ropeway.assignment.Tickets.Seen;
import dev.ropeway.integration.Integration;
import dev.ropeway.integration.Integrations;
import dev.ropeway.mapping.CorrelationKey;
import dev.ropeway.mapping.Mappings;
import dev.ropeway.servicenow.Choices;
import dev.ropeway.servicenow.Connections;
import dev.ropeway.servicenow.EncodedQuery;
import dev.ropeway.servicenow.Stamp;
import dev.ropeway.servicenow.Table;
import dev.ropeway.servicenow.TableAnswer;
import dev.ropeway.servicenow.TableCall;
import dev.ropeway.servicenow.TableRecord;
import dev.ropeway.servicenow.TicketState;
import dev.ropeway.servicenow.Ticketing;
import dev.ropeway.throttling.Stopping;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Named;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.camel.Body;
import org.apache.camel.ExchangeProperty;
import org.jboss.logging.Logger;

/**
 * Brings back what people did to tickets. Reads by keyset on (sys_updated_on, sys_id), from a
 * little before the last row seen, or before the present where that is earlier, until an empty
 * page, so that ties, short pages, late commits and rows from times to come lose nothing (promise
 * 4; servicenow-wire § 2).
 */
@ApplicationScoped
@Named("sync")
@RegisterForReflection // routes call it by name
public class Sync {

  private static final Logger LOG = Logger.getLogger(Sync.class);

  private final Integrations integrations;
  private final Mappings mappings;
  private final Connections connections;
  private final Tickets tickets;
  private final InstanceStates states;
  private final Choices choices;
  private final Stopping stopping;
  private final Clock clock;
  private final Warnings warnings;

  Sync(
      Integrations integrations,
      Mappings mappings,
      Connections connections,
      Tickets tickets,
      InstanceStates states,
      Choices choices,
      Stopping stopping,
      Clock clock) {
    this.integrations = integrations;
    this.mappings = mappings;
    this.connections = connections;
    this.tickets = tickets;
    this.states = states;
    this.choices = choices;
    this.stopping = stopping;
    this.clock = clock;
    this.warnings = new Warnings(clock);
  }

  /** What a poll did. */
  public record Report(
      String integration,
      int calls,
      int changed,
      int closed,
      int reopened,
      int reassigned,
      List<String> warnings) {}

  public Poll begin(@Body String integration) {
    return startTable(
        new Poll(
            integration, watched(integration), null, null, false, 0, Applied.NOTHING, Set.of()));
  }

  /** The tables whose records people change. */
  List<Table> watched(String integration) {
    return tickets.tables(integration).stream().map(Table::named).filter(Table::isWatched).toList();
  }

  private Poll startTable(Poll poll) {
    if (!poll.unfinished()) {
      return poll;
    }
    Cursor cursor = tickets.cursor(poll.integration(), poll.table().wireName());
    Integration integration = integrations.named(poll.integration());
    Instant from =
        cursor == null
            ? clock.instant().minus(integration.lookBack())
            : cursor.updatedOn().minus(integration.overlap());
    return poll.starting(from, choices.of(states(poll)) == null);
  }

  public boolean unfinished(@ExchangeProperty("poll") Poll poll) {
    // The cursor stands behind the last page; whoever polls next goes on there.
    return poll.unfinished() && !stopping.isOrdered();
  }

  public TableCall ask(@ExchangeProperty("poll") Poll poll) {
    return poll.askingChoices() ? Choices.question(states(poll)) : page(poll);
  }

  private TableCall page(Poll poll) {
    Integration integration = integrations.named(poll.integration());
    EncodedQuery query = CorrelationKey.ours(poll.table());
    if (poll.place() == null) {
      query.since("sys_updated_on", poll.since());
    } else {
      String second = Stamp.of(poll.place().updatedOn());
      query
          .where("sys_updated_on", ">", second)
          .orAll(
              CorrelationKey.ours(poll.table())
                  .is("sys_updated_on", second)
                  .where("sys_id", ">", poll.place().sysId()));
    }
    return TableCall.list(
        integration.name(),
        poll.table(),
        query.orderBy("sys_updated_on", "sys_id"),
        Ticketing.fields(poll.table()),
        integration.pageSize());
  }

  /** Applies a page with its cursor; the next page, the next table or the end follows. */
  public Poll apply(@ExchangeProperty("poll") Poll poll, @Body TableAnswer answer) {
    if (poll.askingChoices()) {
      choices.learn(states(poll), answer);
      return poll.knowingChoices();
    }
    String table = poll.table().wireName();
    Present present = new Present(clock.instant(), answer.date());
    if (answer.received() == 0) {
      tickets.apply(poll.integration(), table, List.of(), atRest(poll, present));
      return startTable(poll.telling(present.oddities(List.of())).nextTable());
    }
    List<Seen> seen =
        answer.rows().stream()
            .filter(row -> row.updatedOn() != null)
            .map(row -> seen(poll.integration(), poll.table(), row))
            .toList();
    Cursor place = advanced(poll, seen);
    return poll.telling(present.oddities(seen))
        .at(place, tickets.apply(poll.integration(), table, seen, present.notBehind(place)));
  }

  Seen seen(String integration, Table table, TableRecord row) {
    Map<String, String> known = choices.of(new Choices.Field(integration, table, "state"));
    TicketState state =
        mappings.meaning(integration, table, TicketState.of(table, row.text("state"), known));
    return new Seen(
        Ticketing.read(connections.named(integration), table, row, known),
        Ticketing.owner(row),
        state.over(),
        row.text("sys_updated_by"));
  }

  /**
   * The last row of the page. A page whose rows cannot be read, or that does not lie behind the one
   * before, means that the instance drops conditions or fields (servicenow-wire § 1.5): going on
   * would read for ever, stopping silently would miss changes.
   */
  private static Cursor advanced(Poll poll, List<Seen> seen) {
    if (seen.isEmpty()) {
      throw TableAnswer.unusable(
          "the instance returned rows without sys_updated_on: let the integration user read it");
    }
    var last = seen.get(seen.size() - 1).ticket();
    Cursor next = new Cursor(last.updatedAt(), last.sysId());
    Cursor before = poll.place();
    boolean further =
        before == null
            || next.updatedOn().isAfter(before.updatedOn())
            || (next.updatedOn().equals(before.updatedOn())
                && next.sysId().compareTo(before.sysId()) > 0);
    if (!further) {
      throw TableAnswer.unusable(
          "the instance ignores the order or the range of the poll: check its query_range ACLs");
    }
    return next;
  }

  /**
   * After an empty page everything older than the present has been read, but for rows that commit
   * late, which the overlap of the next poll covers. Without the instance's clock the last row
   * stands.
   */
  private static Cursor atRest(Poll poll, Present present) {
    Cursor last = poll.place();
    boolean beyond = last == null || present.earlier().isAfter(last.updatedOn());
    return present.theirs() != null && beyond
        ? new Cursor(present.earlier(), "")
        : present.notBehind(last);
  }

  private static Choices.Field states(Poll poll) {
    return new Choices.Field(poll.integration(), poll.table(), "state");
  }

  public Report report(@ExchangeProperty("poll") Poll poll) {
    Applied applied = poll.applied();
    if (applied.changed() > 0) {
      LOG.infof(
          "polled %s: %d changed, %d closed, %d reopened, %d reassigned",
          poll.integration(),
          applied.changed(),
          applied.closed(),
          applied.reopened(),
          applied.reassigned());
    }
    Report report =
        new Report(
            poll.integration(),
            poll.calls(),
            applied.changed(),
            applied.closed(),
            applied.reopened(),
            applied.reassigned(),
            List.copyOf(poll.odd()));
    warnings.log(report);
    if (!poll.unfinished()) {
      states.polled(poll.integration(), report.warnings(), clock.instant());
    }
    return report;
  }
}
