package dev.ropeway.sync;

import dev.ropeway.assignment.InstanceStates;
import dev.ropeway.assignment.TicketTypesOfAssignments;
import dev.ropeway.assignment.TicketVersions;
import dev.ropeway.assignment.TicketVersions.Unchanged;
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
import dev.ropeway.servicenow.Fault;
import dev.ropeway.servicenow.Stamp;
import dev.ropeway.servicenow.Table;
import dev.ropeway.servicenow.TableAnswer;
import dev.ropeway.servicenow.TableCall;
import dev.ropeway.servicenow.TableRecord;
import dev.ropeway.servicenow.TicketState;
import dev.ropeway.servicenow.Ticketing;
import dev.ropeway.throttling.Stopping;
import dev.ropeway.tickettype.TicketType;
import dev.ropeway.tickettype.TicketTypeDefinition;
import dev.ropeway.tickettype.TicketTypes;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Named;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
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

  private static final List<String> VERSION = List.of("sys_id", "sys_updated_on", "sys_mod_count");

  /** As many as an instance gives at once, unless it was told otherwise. */
  private static final int SKIMMED = 10_000;

  private final Integrations integrations;
  private final Mappings mappings;
  private final Connections connections;
  private final Tickets tickets;
  private final TicketVersions versions;
  private final TicketTypesOfAssignments assigned;
  private final InstanceStates states;
  private final Choices choices;
  private final TicketTypes types;
  private final Stopping stopping;
  private final Clock clock;
  private final Warnings warnings;

  Sync(
      Integrations integrations,
      Mappings mappings,
      Connections connections,
      Tickets tickets,
      TicketVersions versions,
      TicketTypesOfAssignments assigned,
      InstanceStates states,
      Choices choices,
      TicketTypes types,
      Stopping stopping,
      Clock clock) {
    this.integrations = integrations;
    this.mappings = mappings;
    this.connections = connections;
    this.tickets = tickets;
    this.versions = versions;
    this.assigned = assigned;
    this.states = states;
    this.choices = choices;
    this.types = types;
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
      int notes,
      List<String> warnings) {}

  public Poll begin(@Body String integration) {
    return startTable(
        new Poll(
            integration,
            watched(integration),
            null,
            null,
            false,
            0,
            Applied.NOTHING,
            0,
            Set.of(),
            false));
  }

  /** The tables whose records people change. */
  List<Table> watched(String integration) {
    return assigned.tables(integration).stream()
        .map(Table::ofTickets)
        .filter(Table::isWatched)
        .toList();
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
        poll.skimming() ? VERSION : Ticketing.fields(poll.table()),
        poll.skimming() ? Math.max(SKIMMED, integration.pageSize()) : integration.pageSize());
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
    if (poll.skimming()) {
      return skim(poll.called(), answer, present);
    }
    if (choices.isOutdated(states(poll), states(answer))) {
      return poll.askingChoicesAgain();
    }
    List<Seen> seen =
        seen(
            poll.integration(),
            poll.table(),
            answer.rows().stream().filter(row -> row.updatedOn() != null).toList());
    Cursor place = advanced(poll, places(seen));
    Applied applied = tickets.apply(poll.integration(), table, seen, present.notBehind(place));
    boolean nothingNew =
        applied.equals(Applied.NOTHING)
            && answer.received() >= integrations.named(poll.integration()).pageSize()
            && answer.rows().stream().allMatch(row -> unchanged(row).sysId() != null);
    return poll.telling(present.oddities(seen)).at(place, applied).skimming(place, nothingNew);
  }

  /**
   * Passes over tickets that are as they were made, many with one call: after a burst of creates
   * that is most of what lies in the overlap. From the first that may be news, whole records are
   * read again.
   */
  private Poll skim(Poll poll, TableAnswer answer, Present present) {
    List<TableRecord> rows = answer.rows().stream().filter(row -> row.updatedOn() != null).toList();
    List<Cursor> places =
        rows.stream().map(row -> new Cursor(row.updatedOn(), row.sysId())).toList();
    advanced(poll, places);
    int known = versions.known(poll.integration(), rows.stream().map(Sync::unchanged).toList());
    Cursor place = known == 0 ? poll.place() : places.get(known - 1);
    tickets.apply(poll.integration(), poll.table().wireName(), List.of(), present.notBehind(place));
    return poll.skimming(place, known == rows.size());
  }

  private static Unchanged unchanged(TableRecord row) {
    return new Unchanged(
        "0".equals(row.get("sys_mod_count")) ? row.sysId() : null, row.updatedOn());
  }

  private static List<Cursor> places(List<Seen> seen) {
    return seen.stream()
        .map(Seen::ticket)
        .map(ticket -> new Cursor(ticket.updatedAt(), ticket.sysId()))
        .toList();
  }

  /**
   * Goes on with the next table: one that is gone keeps nobody from hearing of the others.
   *
   * @throws Exception what was thrown, if that is not what happened
   */
  public Poll leave(
      @ExchangeProperty("poll") Poll poll,
      @ExchangeProperty("CamelExceptionCaught") Exception thrown)
      throws Exception {
    requireGone(thrown);
    String gone = "the table " + poll.table() + " is gone: its tickets are not polled";
    return startTable(poll.telling(List.of(gone)).nextTable());
  }

  /** Throws it again, unless it says that the instance has no table of that name any more. */
  static void requireGone(Exception thrown) throws Exception {
    if (!Fault.of(thrown).isUnknownTable()) {
      throw thrown;
    }
  }

  private static Set<String> states(TableAnswer answer) {
    return answer.rows().stream()
        .map(row -> row.text("state"))
        .filter(state -> !state.isEmpty())
        .collect(Collectors.toSet());
  }

  /** What records show, each by its own type: several may share a table. */
  List<Seen> seen(String integration, Table table, List<TableRecord> rows) {
    List<TicketTypeDefinition> there = types.inTable(table.wireName());
    if (there.isEmpty()) {
      // The next poll leaves the table out.
      throw TableAnswer.unusable("the ticket types of " + table + " were deleted meanwhile");
    }
    Map<String, TicketType> ours =
        there.size() == 1
            ? Map.of()
            : assigned.of(integration, rows.stream().map(TableRecord::sysId).toList());
    return rows.stream()
        .map(
            row ->
                seen(
                    integration,
                    Optional.ofNullable(ours.get(row.sysId()))
                        .flatMap(types::find)
                        .orElse(there.get(0)),
                    row))
        .toList();
  }

  private Seen seen(String integration, TicketTypeDefinition type, TableRecord row) {
    Map<String, String> known = choices.of(new Choices.Field(integration, Table.of(type), "state"));
    TicketState state =
        mappings.meaning(integration, type, TicketState.of(type, row.text("state"), known));
    return new Seen(
        Ticketing.read(connections.named(integration), type, row, known),
        Ticketing.owner(row),
        state.over(),
        row.text("sys_updated_by"),
        type.isTask() && !integrations.named(integration).notes().in().isEmpty(),
        type.isTask() && integrations.named(integration).attachments().in());
  }

  /**
   * The last row of the page. A page whose rows cannot be read, or that does not lie behind the one
   * before, means that the instance drops conditions or fields (servicenow-wire § 1.5): going on
   * would read for ever, stopping silently would miss changes.
   */
  private static Cursor advanced(Poll poll, List<Cursor> places) {
    if (places.isEmpty()) {
      throw TableAnswer.unusable(
          "the instance returned rows without sys_updated_on: let the integration user read it");
    }
    Cursor next = places.get(places.size() - 1);
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
    if (applied.changed() > 0 || poll.notes() > 0) {
      LOG.infof(
          "polled %s: %d changed, %d closed, %d reopened, %d reassigned, %d notes",
          poll.integration(),
          applied.changed(),
          applied.closed(),
          applied.reopened(),
          applied.reassigned(),
          poll.notes());
    }
    Report report =
        new Report(
            poll.integration(),
            poll.calls(),
            applied.changed(),
            applied.closed(),
            applied.reopened(),
            applied.reassigned(),
            poll.notes(),
            List.copyOf(poll.odd()));
    warnings.log(report);
    if (!poll.unfinished()) {
      states.polled(poll.integration(), report.warnings(), clock.instant());
    }
    return report;
  }
}
