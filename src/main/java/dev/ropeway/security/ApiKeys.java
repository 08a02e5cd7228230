package dev.ropeway.security;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.ropeway.security.ConfiguredKeys.Caller;
import dev.ropeway.store.ChangeRefusedException;
import dev.ropeway.store.FollowedTable;
import dev.ropeway.store.StoreReady;
import dev.ropeway.store.StoreUnavailableException;
import io.quarkus.runtime.LaunchMode;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.Startup;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Every caller that has a key, from configuration and from the store. What is in the store is known
 * to every replica within seconds. While PostgreSQL is away those known before stay known, and
 * nobody else gets in.
 */
@ApplicationScoped
@Startup
public class ApiKeys {

  private final ConfiguredKeys configured;
  private final StoredKeys store;
  private final Clock clock;
  private final FollowedTable table;

  private volatile List<StoredKey> stored = List.of();
  private volatile boolean loaded;

  ApiKeys(ApiSettings settings, TokenCallers tokens, StoredKeys store, Clock clock) {
    this.configured =
        ConfiguredKeys.of(settings, tokens.accepted(), LaunchMode.current() == LaunchMode.NORMAL);
    this.store = store;
    this.clock = clock;
    table = store.followed(this::takeOver);
  }

  /**
   * A caller with a key, as owners see it.
   *
   * @param scopes paths that it is limited to; null if it is not
   */
  @RegisterForReflection // JSON of answers
  public record Shown(
      String name,
      Set<String> roles,
      @JsonInclude(JsonInclude.Include.NON_NULL) Set<String> scopes,
      String source,
      String createdBy,
      Instant createdAt,
      Instant rotatedAt,
      Instant formerKeyUntil) {}

  /** A caller that was made or given another key: the only time that the key is shown. */
  @RegisterForReflection // JSON of answers
  public record Issued(String key, Shown caller) {}

  void start(@Observes @Priority(StoreReady.TAKE_OVER) StoreReady ready) {
    table.start();
  }

  void stop(@Observes ShutdownEvent event) {
    table.stop();
  }

  private void takeOver() {
    stored = store.all();
    loaded = true;
  }

  boolean isOpen() {
    return configured.open();
  }

  /**
   * The caller with that key. Takes the same time whichever key it is, or none.
   *
   * @throws StoreUnavailableException when it may be a key of the store, which was never read yet
   */
  Optional<Caller> find(String key) {
    Optional<Caller> found = findByDigest(KeyText.digest(key));
    if (found.isEmpty() && !loaded && key.startsWith(KeyText.PREFIX)) {
      throw new StoreUnavailableException(
          "the API keys have not been read from the database yet", null);
    }
    return found;
  }

  /** The caller whose key has that digest now. Takes the same time whichever it is, or none. */
  Optional<Caller> findByDigest(byte[] digest) {
    Caller found = null;
    for (Caller caller : configured.callers()) {
      if (MessageDigest.isEqual(caller.digest(), digest)) {
        found = caller;
      }
    }
    Instant now = clock.instant();
    for (StoredKey one : stored) {
      boolean current = MessageDigest.isEqual(one.digest(), digest);
      boolean former =
          MessageDigest.isEqual(one.formerDigest(), digest) & isAhead(one.formerUntil(), now);
      if (current | former) {
        found = new Caller(one.name(), digest, one.roles(), one.scopes());
      }
    }
    return Optional.ofNullable(found);
  }

  /** The caller of that name in the configuration. */
  Optional<Caller> configured(String name) {
    return configured.callers().stream().filter(caller -> caller.name().equals(name)).findFirst();
  }

  private static boolean isAhead(Instant until, Instant now) {
    return until != null && now.isBefore(until);
  }

  /** All callers, by name. */
  public List<Shown> all() {
    List<Shown> all = new ArrayList<>();
    configured.callers().stream().map(ApiKeys::shown).forEach(all::add);
    store.all().stream().map(this::shown).forEach(all::add);
    all.sort(Comparator.comparing(Shown::name));
    return all;
  }

  /**
   * Makes a caller; empty when the name is taken.
   *
   * @param scopes paths that it is limited to; null if it is not
   */
  public Optional<Issued> issue(String name, Set<Role> roles, Set<String> scopes, String who) {
    if (isConfigured(name)) {
      return Optional.empty();
    }
    String key = KeyText.random();
    StoredKey made =
        new StoredKey(
            name, roles, scopes, KeyText.digest(key), null, null, who, clock.instant(), null);
    if (!store.add(made)) {
      return Optional.empty();
    }
    table.changed();
    return Optional.of(new Issued(key, shown(made)));
  }

  /**
   * Another key for a caller, while the old one stays good for the grace period; empty: nobody.
   *
   * @throws ChangeRefusedException when configuration has the caller
   */
  public Optional<Issued> rotate(String name, Duration grace) {
    requireStored(name);
    String key = KeyText.random();
    Instant now = clock.instant();
    Optional<StoredKey> rotated = store.rotate(name, KeyText.digest(key), now.plus(grace), now);
    table.changed();
    return rotated.map(caller -> new Issued(key, shown(caller)));
  }

  /**
   * Shuts a caller out; false when the store knows none of that name.
   *
   * @throws ChangeRefusedException when configuration has the caller
   */
  public boolean delete(String name) {
    requireStored(name);
    boolean deleted = store.delete(name);
    table.changed();
    return deleted;
  }

  private void requireStored(String name) {
    if (isConfigured(name)) {
      throw ChangeRefusedException.configured("caller", name);
    }
  }

  private boolean isConfigured(String name) {
    return configured(name).isPresent();
  }

  private static Shown shown(Caller caller) {
    return new Shown(
        caller.name(),
        words(caller.roles()),
        sorted(caller.scopes()),
        "configuration",
        null,
        null,
        null,
        null);
  }

  private Shown shown(StoredKey key) {
    return new Shown(
        key.name(),
        words(key.roles()),
        sorted(key.scopes()),
        "store",
        key.createdBy(),
        key.createdAt(),
        key.rotatedAt(),
        isAhead(key.formerUntil(), clock.instant()) ? key.formerUntil() : null);
  }

  private static Set<String> sorted(Set<String> scopes) {
    return scopes == null ? null : new TreeSet<>(scopes);
  }

  private static Set<String> words(Set<Role> roles) {
    return roles.stream().map(Role::word).collect(Collectors.toCollection(TreeSet::new));
  }
}
