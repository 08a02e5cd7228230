package dev.ropeway.tickettype;

import dev.ropeway.store.ChangeRefusedException;
import dev.ropeway.store.FollowedTable;
import dev.ropeway.store.InvalidSettingException;
import dev.ropeway.store.StoreReady;
import io.quarkus.runtime.ShutdownEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.enterprise.event.Observes;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jboss.logging.Logger;

/**
 * Kinds of ticket that are made, changed and deleted over REST. Every replica follows within about
 * a second; until then it leaves the tickets of a new kind to the others.
 */
@ApplicationScoped
public class StoredTicketTypes {

  private static final Logger LOG = Logger.getLogger(StoredTicketTypes.class);

  /** Before the rules and mappings that name them. */
  private static final int FIRST = StoreReady.TAKE_OVER - 1;

  private final TicketTypeRows rows;
  private final TicketTypes types;
  private final Event<TicketTypesChanged> changed;
  private final Clock clock;
  private final FollowedTable table;
  private final Map<String, String> unusable = new ConcurrentHashMap<>();

  StoredTicketTypes(
      TicketTypeRows rows, TicketTypes types, Event<TicketTypesChanged> changed, Clock clock) {
    this.rows = rows;
    this.types = types;
    this.changed = changed;
    this.clock = clock;
    table = rows.followed(this::takeOver);
  }

  void start(@Observes @Priority(FIRST) StoreReady ready) {
    table.start();
  }

  void stop(@Observes ShutdownEvent event) {
    table.stop();
  }

  private void takeOver() {
    List<Known> stored = new ArrayList<>();
    for (TicketTypeRows.Row row : rows.all()) {
      read(row).ifPresent(stored::add);
    }
    types.learn(stored);
    changed.fire(new TicketTypesChanged());
  }

  /** A later version of the program may not go with what is stored. */
  private Optional<Known> read(TicketTypeRows.Row row) {
    try {
      Known known = new Known(row.document().read(row.name()), Known.STORED, row.edits());
      unusable.remove(row.name());
      return Optional.of(known);
    } catch (InvalidSettingException e) {
      if (!e.getMessage().equals(unusable.put(row.name(), e.getMessage()))) {
        LOG.errorf("ticket type %s is not used: %s", row.name(), e.getMessage());
      }
      return Optional.empty();
    }
  }

  /**
   * Makes a kind or changes it; true when it was made.
   *
   * @throws InvalidSettingException naming the setting that is wrong
   * @throws ChangeRefusedException when configuration has it, or its tickets lie in another table
   */
  public boolean put(String name, TicketTypeDocument document, boolean hasTickets, String who) {
    TicketTypeDefinition wanted = document.read(name);
    requireStored(name);
    types
        .find(wanted.name())
        .filter(before -> !before.table().equals(wanted.table()))
        .filter(before -> hasTickets || types.origin(before.name()).orElseThrow().isShipped())
        .ifPresent(
            before -> {
              throw new ChangeRefusedException(
                  "the tickets of the ticket type "
                      + name
                      + " are in the table "
                      + before.table()
                      + "; define another ticket type for "
                      + wanted.table());
            });
    boolean made = rows.put(name, document, who, clock.instant());
    table.changed();
    return made;
  }

  /** Deletes a kind; one that comes with Ropeway is as shipped again. False if none is stored. */
  public boolean delete(String name) {
    requireStored(name);
    boolean deleted = rows.delete(name);
    table.changed();
    return deleted;
  }

  /**
   * Refuses what is not changed over REST.
   *
   * @throws ChangeRefusedException saying where it is changed
   */
  public void requireStored(String name) {
    types
        .origin(TicketType.of(name))
        .ifPresent(
            known -> {
              if (known.isProvisioned()) {
                throw new ChangeRefusedException(
                    "ticket type \"%s\" comes from %s; change it there"
                        .formatted(name, known.origin()));
              }
              if (!known.type().isTask()) {
                throw new ChangeRefusedException(
                    "the ticket type " + name + " cannot be changed: Event Management defines it");
              }
            });
  }
}
