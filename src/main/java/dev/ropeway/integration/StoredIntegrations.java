package dev.ropeway.integration;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ropeway.activity.Activities;
import dev.ropeway.activity.Privileges;
import dev.ropeway.assignment.InstanceStates;
import dev.ropeway.assignment.Withdrawals;
import dev.ropeway.integration.IntegrationRows.Row;
import dev.ropeway.servicenow.Connection;
import dev.ropeway.store.ChangeRefusedException;
import dev.ropeway.store.FollowedTable;
import dev.ropeway.store.InvalidSettingException;
import dev.ropeway.store.PeriodicTask;
import dev.ropeway.store.StoreReady;
import dev.ropeway.tickettype.TicketTypes;
import dev.ropeway.workitem.WorkItems;
import io.quarkus.runtime.ShutdownEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.enterprise.event.Observes;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jboss.logging.Logger;

/**
 * Integrations that are made, changed and deleted over REST. Every replica follows within seconds,
 * and deletions that take their time go on after a restart.
 */
@ApplicationScoped
public class StoredIntegrations {

  private static final Logger LOG = Logger.getLogger(StoredIntegrations.class);
  private static final Duration REMOVE_EVERY = Duration.ofSeconds(1);
  private static final int BATCH = 500;

  private final IntegrationRows rows;
  private final Integrations integrations;
  private final InstanceSettings instances;
  private final Secrets secrets;
  private final InstanceStates states;
  private final Withdrawals withdrawals;
  private final Event<LoginEnded> loginEnded;
  private final TicketTypes types;
  private final WorkItems workItems;
  private final Activities activities;
  private final Privileges privileges;
  private final Clock clock;
  private final Map<String, String> unreadable = new ConcurrentHashMap<>();
  private final FollowedTable table;
  private final PeriodicTask removals =
      new PeriodicTask("removals", REMOVE_EVERY, this::goOnRemoving);

  StoredIntegrations(
      IntegrationRows rows,
      Integrations integrations,
      InstanceSettings instances,
      Secrets secrets,
      InstanceStates states,
      Withdrawals withdrawals,
      Event<LoginEnded> loginEnded,
      TicketTypes types,
      WorkItems workItems,
      Activities activities,
      Privileges privileges,
      Clock clock) {
    this.types = types;
    this.workItems = workItems;
    this.activities = activities;
    this.privileges = privileges;
    this.rows = rows;
    this.integrations = integrations;
    this.instances = instances;
    this.secrets = secrets;
    this.states = states;
    this.withdrawals = withdrawals;
    this.loginEnded = loginEnded;
    this.clock = clock;
    table = rows.followed(this::takeOver);
  }

  void start(@Observes @Priority(StoreReady.TAKE_OVER) StoreReady ready) {
    int anew = rows.encryptAnew();
    if (anew > 0) {
      LOG.infof("the secrets of %d integrations were encrypted again with the active key", anew);
    }
    table.start();
    removals.begin();
  }

  void stop(@Observes ShutdownEvent event) {
    removals.end();
    table.stop();
  }

  private void takeOver() {
    List<ValidatedIntegration> usable = new ArrayList<>();
    for (Row row : rows.all()) {
      usable(row).ifPresent(usable::add);
    }
    integrations.learn(usable);
  }

  /** Nothing when it cannot be used; why is remembered. */
  private Optional<ValidatedIntegration> usable(Row row) {
    if (row.unreadable() != null) {
      if (unreadable.put(row.name(), row.unreadable()) == null) {
        LOG.error(row.unreadable());
      }
      return Optional.empty();
    }
    try {
      ValidatedIntegration blueprint = read(row.name(), row.version(), row.document());
      unreadable.remove(row.name());
      return Optional.of(row.removal() == null ? blueprint : blueprint.removing(row.removal()));
    } catch (InvalidSettingException e) {
      if (unreadable.put(row.name(), e.getMessage()) == null) {
        LOG.errorf("integration %s is not used: %s", row.name(), e.getMessage());
      }
      return Optional.empty();
    }
  }

  private ValidatedIntegration read(String name, long version, SettingsDocument document) {
    return ValidatedIntegration.of(
        name, version, new InstanceAddress(instances).permitted(name, document).read(name));
  }

  /** Why a stored integration is not used; nothing when it is. */
  public Map<String, String> unusable() {
    return Map.copyOf(unreadable);
  }

  /**
   * Makes an integration, or gives one other settings; secrets that are not given stay. True when
   * it was made.
   *
   * @param authority what the caller may decide of one that is there already
   * @throws InvalidSettingException naming the setting that is wrong
   * @throws ForbiddenChangeException when the caller may not change so much
   * @throws ChangeRefusedException when there is something else in the way
   */
  public boolean put(String name, SettingsDocument wanted, Authority authority) {
    requireStored(name);
    return write(
        name,
        before -> {
          SettingsDocument after =
              before == null ? wanted : authority.change(name, before.document(), wanted);
          read(name, 1, after).requireCurrent(clock.instant()).requireKnown(types);
          return after;
        });
  }

  private Row changed(String name, Row before, SettingsDocument document) {
    if (before != null && before.removal() != null) {
      throw new ChangeRefusedException("integration " + name + " is being deleted");
    }
    return new Row(name, 0, document, null, null, null, null);
  }

  /**
   * Gives other secrets, or a user name with its password.
   *
   * @throws InvalidSettingException naming the setting that is wrong
   */
  public boolean rotate(String name, SettingsDocument given) {
    return change(
        name,
        document -> {
          SettingsDocument after = document.with(given.secrets());
          String user = given.settings().get("auth.username");
          return user == null ? after : after.with("auth.username", user);
        });
  }

  /** Lets deliveries and polls go on, or stops them (C13). */
  public boolean enable(String name, boolean enabled) {
    return change(name, document -> document.with("enabled", String.valueOf(enabled)));
  }

  /** Gives the states of a ticket type these labels; what is known of the connection stays. */
  public boolean relabel(String name, String ticketType, JsonNode labels) {
    requireStored(name);
    if (rows.find(name).isEmpty()) {
      return false;
    }
    store(name, before -> present(name, before).labelled(ticketType, labels));
    table.changed();
    return true;
  }

  private boolean change(String name, UnaryOperator<SettingsDocument> change) {
    requireStored(name);
    if (rows.find(name).isEmpty()) {
      return false;
    }
    write(name, before -> change.apply(present(name, before)));
    return true;
  }

  private static SettingsDocument present(String name, Row before) {
    if (before == null) {
      throw new ChangeRefusedException("integration " + name + " was deleted in the meantime");
    }
    return before.document();
  }

  /** Writes what comes of the row before, null for none. True when there was none. */
  private boolean write(String name, Function<Row, SettingsDocument> change) {
    rows.find(name)
        .filter(before -> before.removal() == null)
        .ifPresent(before -> endLogin(before, change.apply(before)));
    boolean made = store(name, change);
    states.forget(name);
    table.changed();
    return made;
  }

  private boolean store(String name, Function<Row, SettingsDocument> change) {
    return rows.put(
        name,
        before -> {
          SettingsDocument document = change.apply(before);
          // Read for its complaints; the version is only known afterwards.
          read(name, 1, document);
          return changed(name, before, document);
        },
        clock.instant());
  }

  /**
   * Before the change is stored: an instance that is asked for new tokens while it knows the former
   * gives those again, and would take them back from us afterwards.
   */
  private void endLogin(Row before, SettingsDocument document) {
    Connection after = read(before.name(), 1, document).connection();
    usable(before)
        .map(ValidatedIntegration::connection)
        .filter(connection -> LoginEnded.by(connection, after))
        .ifPresent(connection -> loginEnded.fire(new LoginEnded(connection, false)));
  }

  /** Forgets a user name and password that were traded for tokens (C07, E05). */
  void traded(@Observes PasswordTraded trade) {
    if (rows.find(trade.integration()).isPresent()) {
      rows.put(
          trade.integration(),
          before ->
              changed(
                  trade.integration(),
                  before,
                  before.document().without(Set.of("auth.username", "auth.password"))),
          clock.instant());
      table.changed();
    }
  }

  /**
   * Deletes an integration: at once, or in the background when its assignments are to be withdrawn
   * first. False when there is none of that name.
   *
   * @param removal null when nothing was said about assignments
   * @throws ChangeRefusedException when something must be said, with how many there are
   */
  public boolean remove(String name, Removal removal) {
    requireStored(name);
    if (rows.find(name).isEmpty()) {
      return false;
    }
    int live = withdrawals.live(name);
    if (live > 0 && removal == null) {
      throw new ChangeRefusedException(
          "integration "
              + name
              + " has "
              + live
              + " live assignments: choose assignments=withdraw (with tickets=cancel to cancel their tickets"
              + " too) or assignments=keep");
    }
    rows.remove(name, removal == null ? Removal.KEEP : removal, clock.instant());
    table.changed();
    goOnRemoving();
    return true;
  }

  private void goOnRemoving() {
    for (Row row : rows.all()) {
      if (row.removal() != null && isOver(row)) {
        usable(row).ifPresent(one -> loginEnded.fire(new LoginEnded(one.connection(), true)));
        privileges.forget(row.name());
        rows.forget(row.name());
        table.changed();
        LOG.infof("integration %s was deleted", row.name());
      }
    }
  }

  private boolean isOver(Row row) {
    if (row.removal() != Removal.KEEP) {
      boolean cancel = row.removal() == Removal.WITHDRAW_CANCEL;
      if (withdrawals.withdraw(row.name(), cancel, "ropeway", BATCH) > 0) {
        return false;
      }
      if (cancel && withdrawals.uncanceled(row.name()) > 0) {
        return false;
      }
    }
    // Calls that were under way when the removal began have ended by then.
    Duration lease =
        integrations.find(row.name()).map(Integration::lease).orElse(Duration.ofMinutes(2));
    boolean quiet =
        withdrawals.isQuiet(row.name()) || row.updatedAt().plus(lease).isBefore(clock.instant());
    return quiet && workItems.forgetSome(row.name()) && activities.forgetSome(row.name());
  }

  private void requireStored(String name) {
    if (integrations.isProvisioned(name)) {
      throw ChangeRefusedException.configured("integration", name);
    }
    if (!secrets.areKept()) {
      throw new ChangeRefusedException(
          "ropeway.secrets.keys must be set before integrations can be made over REST");
    }
  }
}
