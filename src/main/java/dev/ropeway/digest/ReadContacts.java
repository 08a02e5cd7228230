package dev.ropeway.digest;

import dev.ropeway.assignment.lists.OpenWork;
import dev.ropeway.assignment.lists.OpenWork.Whose;
import dev.ropeway.integration.Integration;
import dev.ropeway.integration.Integrations;
import dev.ropeway.servicenow.EncodedQuery;
import dev.ropeway.servicenow.Fault;
import dev.ropeway.servicenow.Purpose;
import dev.ropeway.servicenow.Table;
import dev.ropeway.servicenow.TableAnswer;
import dev.ropeway.servicenow.TableCall;
import dev.ropeway.throttling.Stopping;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Named;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.camel.Body;
import org.apache.camel.ExchangeProperty;
import org.apache.camel.Variable;
import org.jboss.logging.Logger;

/**
 * Looks up where mails to owners and groups go: many in one call, at the lowest priority. An
 * instance that does not answer is left alone; what was known of its people stands.
 */
@ApplicationScoped
@Named("readContacts")
@RegisterForReflection // routes call it by name
public class ReadContacts {

  private static final Logger LOG = Logger.getLogger(ReadContacts.class);

  /** People change their address less often. */
  static final Duration REMEMBERED = Duration.ofHours(12);

  /** Whoever looks at a preview wants to see what was just mended. */
  private static final Duration JUST_NOW = Duration.ofMinutes(1);

  /** Nobody has open work who was not looked up for so long. */
  private static final Duration FORGOTTEN = Duration.ofDays(90);

  private static final int ROWS = 500;

  /** More than that would keep whoever asks for one person waiting. */
  private static final int LOOKED_THROUGH = 200;

  private static final List<String> USER =
      List.of(
          "sys_id",
          "name",
          "email",
          "user_name",
          "active",
          "time_zone",
          "manager",
          "manager.name",
          "manager.email",
          "manager.active",
          "manager.time_zone",
          "manager.manager");

  private static final List<String> GROUP = List.of("sys_id", "name", "email", "active");

  private final OpenWork work;
  private final MailContacts contacts;
  private final Integrations integrations;
  private final Stopping stopping;
  private final Clock clock;

  ReadContacts(
      OpenWork work,
      MailContacts contacts,
      Integrations integrations,
      Stopping stopping,
      Clock clock) {
    this.work = work;
    this.contacts = contacts;
    this.integrations = integrations;
    this.stopping = stopping;
    this.clock = clock;
  }

  /**
   * Begins a look-up of those with open work whom nobody looked up lately.
   *
   * @param asked whom a person asked for; null asks for all
   */
  public ContactReading begin(@Variable("asked") DigestQuestion asked) {
    Instant now = clock.instant();
    if (asked == null) {
      contacts.forget(now.minus(FORGOTTEN));
      return unread(work.owners(), now.minus(REMEMBERED), Integer.MAX_VALUE);
    }
    List<Whose> meant =
        work.owners(contacts.keys(asked)).stream()
            .filter(one -> one.group() == (asked.kind() == DigestKind.GROUP))
            .toList();
    // Somebody who was never looked up may be meant by an address.
    return meant.isEmpty()
        ? unread(work.owners(), now.minus(REMEMBERED), LOOKED_THROUGH)
        : unread(meant, now.minus(JUST_NOW), Integer.MAX_VALUE);
  }

  private ContactReading unread(List<Whose> owners, Instant since, int most) {
    Set<Whose> fresh =
        contacts.since(since).stream().map(Contact::whose).collect(Collectors.toSet());
    return ContactReading.of(
        owners.stream()
            .filter(
                one ->
                    integrations.find(one.integration()).filter(Integration::enabled).isPresent())
            .filter(one -> !fresh.contains(one.withoutName()))
            .limit(most)
            .toList());
  }

  public boolean unfinished(@ExchangeProperty("contacts") ContactReading reading) {
    return !reading.asked().isEmpty() && !stopping.isOrdered();
  }

  /** The call that looks up the next ones. */
  public TableCall ask(@ExchangeProperty("contacts") ContactReading reading) {
    boolean group = reading.group();
    List<String> ways = group ? List.of("name", "email") : List.of("email", "user_name", "name");
    EncodedQuery query = new EncodedQuery();
    boolean first = true;
    for (Whose who : reading.asked()) {
      if (!EncodedQuery.isSafe(who.name())) {
        continue;
      }
      if (first) {
        query.is("sys_id", who.name());
      } else {
        query.orIs("sys_id", who.name());
      }
      first = false;
      ways.forEach(way -> query.orIs(way, who.name()));
    }
    if (first) {
      // Nobody can be asked for, and nobody is to be found.
      query.is("sys_id", "none");
    }
    return TableCall.list(
            reading.integration(),
            group ? Table.SYS_USER_GROUP : Table.SYS_USER,
            query,
            group ? GROUP : USER,
            ROWS)
        .as(Purpose.IMPORT);
  }

  /** Stores who was found, and who was not. */
  public ContactReading apply(
      @ExchangeProperty("contacts") ContactReading reading, @Body TableAnswer answer) {
    boolean cut = answer.received() >= ROWS;
    contacts.learn(
        reading.asked().stream()
            .map(
                who ->
                    cut
                        ? FoundContact.unreachable(who, "too many match")
                        : FoundContact.of(who, answer.rows()))
            .toList(),
        clock.instant());
    return reading.next();
  }

  /** Goes on with the people of other instances. */
  public ContactReading refused(
      @ExchangeProperty("contacts") ContactReading reading,
      @ExchangeProperty("CamelExceptionCaught") Exception thrown) {
    LOG.warnf(
        "the owners of open work cannot be looked up in %s (%s); what is known of them is used",
        reading.integration(), Fault.of(thrown).said());
    return reading.withoutIntegration();
  }
}
