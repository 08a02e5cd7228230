package dev.ropeway.integration;

import dev.ropeway.assignment.Environments;
import dev.ropeway.assignment.notes.NoteKind;
import dev.ropeway.assignment.notes.SentNotes;
import dev.ropeway.servicenow.Connections;
import dev.ropeway.tickettype.TicketTypes;
import io.quarkus.runtime.Startup;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The integrations there are: those from configuration, and those that were made over REST as soon
 * as the store can be read. A setting in configuration that is missing or contradicts another stops
 * the start with one sentence that names the key.
 */
@ApplicationScoped
@Startup
public class Integrations implements Environments, SentNotes {

  private final Connections connections;
  private final Event<IntegrationsChanged> changed;
  private final Map<String, ValidatedIntegration> provisioned = new TreeMap<>();
  private volatile Map<String, ValidatedIntegration> all = Map.of();

  Integrations(
      IntegrationSettings settings,
      Secrets secrets,
      TicketTypes types,
      Connections connections,
      Event<IntegrationsChanged> changed,
      Clock clock) {
    this.connections = connections;
    this.changed = changed;
    settings
        .byName()
        .forEach(
            (name, one) -> {
              ValidatedIntegration blueprint = ValidatedIntegration.of(name, 0, one);
              blueprint.requireKeepable(secrets);
              blueprint.requireKnown(types);
              blueprint.requireCurrent(clock.instant());
              provisioned.put(name, blueprint);
              connections.put(blueprint.connection());
            });
    all = Collections.unmodifiableMap(new TreeMap<>(provisioned));
  }

  /** Every integration, by name. */
  public Collection<Integration> all() {
    return all.values().stream().map(ValidatedIntegration::integration).toList();
  }

  public Optional<Integration> find(String name) {
    return blueprint(name).map(ValidatedIntegration::integration);
  }

  @Override
  public String of(String name) {
    return find(name).map(one -> one.environment().word()).orElse(null);
  }

  @Override
  public boolean sends(String name, NoteKind kind) {
    return find(name).map(one -> one.notes().out().contains(kind)).orElse(false);
  }

  /** What an integration was made from; empty once it is deleted. */
  public Optional<IntegrationSettings.Settings> settings(String name) {
    return blueprint(name).map(ValidatedIntegration::settings);
  }

  /** The certificates that an integration trusts beside those that Java trusts. */
  public List<X509Certificate> trusted(String name) {
    return blueprint(name).map(one -> one.connection().trust()).orElse(List.of());
  }

  /** How an integration is being deleted; null while it is not. */
  public Removal removal(String name) {
    return blueprint(name).map(ValidatedIntegration::removal).orElse(null);
  }

  private Optional<ValidatedIntegration> blueprint(String name) {
    return Optional.ofNullable(all.get(name));
  }

  /** The integration of that name; deliveries and polls only ask for those that exist. */
  public Integration named(String name) {
    return find(name)
        .orElseThrow(() -> new IllegalArgumentException("no integration is called " + name));
  }

  /** Whether configuration has an integration of that name. */
  boolean isProvisioned(String name) {
    return provisioned.containsKey(name);
  }

  /** Takes over what the store holds now; what configuration has, stands. */
  synchronized void learn(List<ValidatedIntegration> stored) {
    Map<String, ValidatedIntegration> now = new TreeMap<>(provisioned);
    stored.stream()
        .filter(blueprint -> !isProvisioned(blueprint.integration().name()))
        .forEach(
            blueprint -> {
              now.put(blueprint.integration().name(), blueprint);
              connections.put(blueprint.connection());
            });
    List<String> gone = new ArrayList<>(all.keySet());
    gone.removeAll(now.keySet());
    all = Collections.unmodifiableMap(now);
    gone.forEach(connections::remove);
    changed.fire(new IntegrationsChanged());
  }
}
