package dev.ropeway.integration.check;

import dev.ropeway.assignment.InstanceState;
import dev.ropeway.assignment.InstanceState.Status;
import dev.ropeway.assignment.InstanceStates;
import dev.ropeway.assignment.TicketTypesOfAssignments;
import dev.ropeway.assignment.WorkArrived;
import dev.ropeway.integration.Integration;
import dev.ropeway.servicenow.Connections;
import dev.ropeway.servicenow.Table;
import dev.ropeway.tickettype.TicketType;
import dev.ropeway.tickettype.TicketTypeDefinition;
import dev.ropeway.tickettype.TicketTypes;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;

/**
 * Tests connections, one test of each at a time on all replicas, and keeps what was found: a test
 * in which nothing fails lets deliveries go on at once.
 */
@ApplicationScoped
public class ConnectionTests {

  private static final Logger LOG = Logger.getLogger(ConnectionTests.class);

  /** After which a test whose replica died no longer holds up others. */
  private static final Duration LEASE = Examination.LONGEST.plusSeconds(3);

  private static final long LOOK_AGAIN_MILLIS = 100;

  private final Examination examination;
  private final TestRecords records;
  private final InstanceStates states;
  private final Connections connections;
  private final TicketTypesInUse types;
  private final TicketTypes known;
  private final TicketTypesOfAssignments assigned;
  private final Event<WorkArrived> work;
  private final Clock clock;

  ConnectionTests(
      Examination examination,
      TestRecords records,
      InstanceStates states,
      Connections connections,
      TicketTypesInUse types,
      TicketTypes known,
      TicketTypesOfAssignments assigned,
      Event<WorkArrived> work,
      Clock clock) {
    this.examination = examination;
    this.records = records;
    this.states = states;
    this.connections = connections;
    this.types = types;
    this.known = known;
    this.assigned = assigned;
    this.work = work;
    this.clock = clock;
  }

  /** What the last test found; empty when there was none. */
  public Optional<ConnectionReport> last(String integration) {
    return records.last(integration);
  }

  /**
   * Tests the connection. Who asks while it is being tested waits for that test and shares what it
   * finds, unless the integration has changed since: then it is tested once more.
   */
  public ConnectionReport test(Integration integration) {
    long giveUp = System.nanoTime() + LEASE.toNanos();
    while (System.nanoTime() < giveUp) {
      Optional<ConnectionReport> own = tryTest(integration);
      if (own.isPresent()) {
        return own.get();
      }
      Optional<ConnectionReport> shared = others(integration, giveUp);
      if (shared.isPresent()) {
        return shared.get();
      }
    }
    throw new TestUnderWayException(integration.name());
  }

  /** Tests the connection, unless somebody does already. */
  Optional<ConnectionReport> tryTest(Integration integration) {
    String name = integration.name();
    Instant now = clock.instant();
    Instant until = now.plus(LEASE);
    if (!records.begin(name, now, until)) {
      return Optional.empty();
    }
    try {
      Instant workedUntil = workedUntil(states.of(name), now);
      ConnectionReport report =
          examination.of(
              new Subject(
                  integration,
                  connections.named(name),
                  inUse(integration),
                  imported(integration),
                  workedUntil));
      if (records.end(name, until, report)) {
        note(report, workedUntil != null);
      }
      return Optional.of(report);
    } catch (RuntimeException e) {
      records.giveUp(name, until);
      throw e;
    }
  }

  /** While its status says so it works: deliveries and polls would have noticed. */
  private static Instant workedUntil(InstanceState state, Instant now) {
    if (state.connectedAt() == null) {
      return null;
    }
    return state.status() == Status.CONNECTED ? now : state.since();
  }

  private Set<TicketTypeDefinition> inUse(Integration integration) {
    Set<TicketType> inUse = new TreeSet<>(types.of(integration.name()));
    inUse.add(integration.ticketType());
    inUse.addAll(assigned.of(integration.name()));
    return inUse.stream()
        .flatMap(type -> known.find(type).stream())
        .collect(Collectors.toCollection(LinkedHashSet::new));
  }

  private List<Table> imported(Integration integration) {
    return integration.workItems().types().stream()
        .flatMap(type -> known.find(type).stream())
        .map(Table::of)
        .toList();
  }

  private void note(ConnectionReport report, boolean workedBefore) {
    LOG.infof(
        "connection tested: %s is %s after %d ms. %s",
        report.integration(), report.verdict().word(), report.millis(), report.advice());
    Instant now = clock.instant();
    if (report.verdict().isReady()) {
      states.works(report.integration(), now);
      work.fire(new WorkArrived());
      return;
    }
    if (report.verdict() == ConnectionStatus.LIMITED && workedBefore) {
      return;
    }
    ConnectionReport.Line failure = report.firstFailure();
    boolean refused =
        failure.id() == ConnectionCheck.AUTHORIZED
            && report.verdict() != ConnectionStatus.UNREACHABLE
            && report.verdict() != ConnectionStatus.ASLEEP
            && report.verdict() != ConnectionStatus.LIMITED;
    states.fails(
        report.integration(),
        refused ? Status.NOT_AUTHORIZED : Status.FAILING,
        failure.seen() + ". " + failure.fix(),
        now);
  }

  /** Waits until the test of another is over; what it found, if it was of what we ask about. */
  private Optional<ConnectionReport> others(Integration integration, long giveUp) {
    Instant asked = clock.instant();
    while (records.isTesting(integration.name(), clock.instant()) && System.nanoTime() < giveUp) {
      try {
        TimeUnit.MILLISECONDS.sleep(LOOK_AGAIN_MILLIS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new TestUnderWayException(integration.name());
      }
    }
    return last(integration.name())
        .filter(report -> report.version() == integration.version())
        .filter(report -> !report.startedAt().plusMillis(report.millis()).isBefore(asked));
  }

  /** Somebody else tests the connection, and does not come to an end. */
  public static final class TestUnderWayException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    TestUnderWayException(String integration) {
      super(integration + " is being tested now; try again in a few seconds");
    }
  }
}
