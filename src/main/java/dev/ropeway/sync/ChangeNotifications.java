package dev.ropeway.sync;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ropeway.api.Bodies;
import dev.ropeway.api.Problem;
import dev.ropeway.api.ProblemException;
import dev.ropeway.assignment.Tickets;
import dev.ropeway.assignment.Tickets.Applied;
import dev.ropeway.integration.Integration;
import dev.ropeway.integration.Integrations;
import dev.ropeway.mapping.CorrelationKey;
import dev.ropeway.servicenow.Fault;
import dev.ropeway.servicenow.SysId;
import dev.ropeway.servicenow.Table;
import dev.ropeway.servicenow.TableAnswer;
import dev.ropeway.servicenow.TableCall;
import dev.ropeway.servicenow.Ticketing;
import dev.ropeway.tickettype.TicketTypeDefinition;
import dev.ropeway.tickettype.TicketTypes;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Named;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.camel.Body;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangeException;
import org.apache.camel.ExchangeProperty;
import org.apache.camel.component.platform.http.vertx.HttpMessage;
import org.jboss.logging.Logger;

/**
 * Takes an instance's word that a ticket changed, and nothing but that word: who sends it proves
 * that it knows the integration's secret, once, and the ticket itself is read from the instance.
 */
@ApplicationScoped
@Named("changeNotifications")
@RegisterForReflection // routes call it by name
public class ChangeNotifications {

  private static final Logger LOG = Logger.getLogger(ChangeNotifications.class);
  private static final int MAX_BYTES = 16 * 1024;

  private final Integrations integrations;
  private final SeenNotifications taken;
  private final Tickets tickets;
  private final Sync sync;
  private final TicketTypes types;
  private final Clock clock;

  ChangeNotifications(
      Integrations integrations,
      SeenNotifications taken,
      Tickets tickets,
      Sync sync,
      TicketTypes types,
      Clock clock) {
    this.types = types;
    this.integrations = integrations;
    this.taken = taken;
    this.tickets = tickets;
    this.sync = sync;
    this.clock = clock;
  }

  /** Which ticket is said to have changed. */
  public record Hint(String integration, Table table, String sysId) {}

  /** What came of a hint: false when the next poll has to bring the change. */
  public record Answer(boolean fetched, int changed) {}

  /** Size, then headers, then the signature; only then the body is read. */
  public Hint admit(@Body byte[] body, Exchange exchange) {
    if (body == null || body.length > MAX_BYTES) {
      throw new ProblemException(
          Problem.of(
              body == null ? 400 : 413, "a change notification must have a body of at most 16 KB"));
    }
    String name = exchange.getMessage().getHeader("integration", String.class);
    String secret = integrations.find(name).map(Integration::hintSecret).orElse(null);
    if (!NotificationSignature.isBearer(secret, authorization(exchange))) {
      takeOnce(secret, body, exchange);
    }
    return hint(name, Bodies.document(body));
  }

  private static String authorization(Exchange exchange) {
    HttpMessage message = exchange.getIn(HttpMessage.class);
    return message == null ? null : message.getRequest().getHeader("Authorization");
  }

  private void takeOnce(String secret, byte[] body, Exchange exchange) {
    Instant now = clock.instant();
    Optional<byte[]> genuine =
        NotificationSignature.verified(
            secret,
            exchange.getMessage().getHeader("X-Ropeway-Timestamp", String.class),
            exchange.getMessage().getHeader("X-Ropeway-Signature", String.class),
            body,
            now);
    if (genuine.isEmpty()) {
      throw new ProblemException(
          Problem.of(
              401,
              "X-Ropeway-Timestamp and X-Ropeway-Signature must be valid, and the timestamp at most five"
                  + " minutes old"));
    }
    if (!taken.add(genuine.get(), now.plus(NotificationSignature.WINDOW.multipliedBy(2)), now)) {
      throw ProblemException.conflict("this change notification was already received");
    }
  }

  private Hint hint(String integration, JsonNode json) {
    String name = json.path("table").asText();
    Set<String> watched =
        types.all().stream()
            .filter(type -> !type.isEvent())
            .map(TicketTypeDefinition::table)
            .collect(Collectors.toCollection(TreeSet::new));
    if (!watched.contains(name)) {
      throw ProblemException.badField("/table", "must be one of " + String.join(", ", watched));
    }
    Table table = Table.ofTickets(name);
    String sysId = json.path("sys_id").asText();
    if (!SysId.matches(sysId)) {
      throw ProblemException.badField("/sys_id", "must be 32 hexadecimal digits");
    }
    return new Hint(integration, table, sysId);
  }

  public TableCall ask(@ExchangeProperty("hint") Hint hint) {
    return TableCall.list(
        hint.integration(),
        hint.table(),
        CorrelationKey.ours(hint.table()).is("sys_id", hint.sysId()),
        Ticketing.fields(hint.table()),
        1);
  }

  public Answer apply(@ExchangeProperty("hint") Hint hint, @Body TableAnswer answer) {
    Applied applied =
        tickets.apply(
            hint.integration(),
            hint.table().wireName(),
            sync.seen(
                hint.integration(),
                hint.table(),
                answer.rows().stream().filter(row -> row.updatedOn() != null).toList()),
            null);
    return new Answer(true, applied.changed());
  }

  /** A ticket that cannot be read now is read by the next poll: that is what it is for. */
  public Answer leave(@ExchangeProperty("hint") Hint hint, @ExchangeException Exception thrown) {
    LOG.debugf(
        "the change of %s in %s is left to the next poll: %s",
        hint.sysId(), hint.integration(), Fault.of(thrown).said());
    return new Answer(false, 0);
  }
}
