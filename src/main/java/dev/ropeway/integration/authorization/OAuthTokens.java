package dev.ropeway.integration.authorization;

import dev.ropeway.integration.IntegrationsChanged;
import dev.ropeway.integration.PasswordTraded;
import dev.ropeway.integration.Secrets.UnreadableSecretException;
import dev.ropeway.servicenow.BearerTokens;
import dev.ropeway.servicenow.Connection;
import dev.ropeway.servicenow.Credentials.Grant;
import dev.ropeway.servicenow.Credentials.OAuth;
import dev.ropeway.servicenow.NoTokenException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.enterprise.event.Observes;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/**
 * Tokens for the connections that log in with OAuth: kept encrypted in the store, renewed ahead of
 * their expiry by one thread of one replica, exchanged when the instance refuses one. A refused
 * refresh token heals with a new login where the grant needs nobody for it.
 */
@ApplicationScoped
class OAuthTokens implements BearerTokens {

  private static final long LOOK_AGAIN_MILLIS = 100;

  /** A login comes instead of a refresh when only this part of the refresh token's life is left. */
  private static final int LAST_PART = 10;

  private final OAuthTokenStore store;
  private final OAuthTokenEndpoint endpoint;
  private final Event<PasswordTraded> traded;
  private final Clock clock;
  private final Map<String, HeldTokens> known = new ConcurrentHashMap<>();
  private final Map<String, ReentrantLock> locks = new ConcurrentHashMap<>();

  OAuthTokens(
      OAuthTokenStore store,
      OAuthTokenEndpoint endpoint,
      Event<PasswordTraded> traded,
      Clock clock) {
    this.store = store;
    this.endpoint = endpoint;
    this.traded = traded;
    this.clock = clock;
  }

  /** What tokens are held for: another instance, client or grant makes them useless. */
  static String login(Connection connection) {
    OAuth oauth = (OAuth) connection.credentials();
    return connection.url() + " " + oauth.grant() + " " + oauth.clientId();
  }

  /** Tokens that were learned for earlier settings are looked up again. */
  private static String key(Connection connection) {
    return connection.name() + " " + connection.version();
  }

  /** Those of integrations that are gone, or were other ones, are of no use. */
  void changed(@Observes IntegrationsChanged change) {
    known.clear();
  }

  @Override
  public String token(Connection connection) {
    HeldTokens held = known.get(key(connection));
    Instant now = clock.instant();
    if (held != null && held.goodAt(now)) {
      if (!held.dueAt(now)) {
        return held.access();
      }
      ReentrantLock lock = lock(connection);
      if (!lock.tryLock()) {
        return held.access();
      }
      lock.unlock();
    }
    return locked(connection, () -> current(connection, null));
  }

  @Override
  public String renewed(Connection connection, String refused) {
    String other = locked(connection, () -> current(connection, refused));
    return other.equals(refused) ? null : other;
  }

  /** Takes what a consent brought. */
  void consented(Connection connection, HeldTokens tokens) {
    locked(connection, () -> keep(connection, tokens).access());
  }

  /** What a new consent replaces; nothing where it cannot be read any more. */
  Optional<HeldTokens> replaced(Connection connection) {
    try {
      return held(connection);
    } catch (UnreadableSecretException e) {
      return Optional.empty();
    }
  }

  /** What is held for the connection now, if anything. */
  Optional<HeldTokens> held(Connection connection) {
    return store.read(connection.name(), login(connection));
  }

  private ReentrantLock lock(Connection connection) {
    return locks.computeIfAbsent(connection.name(), name -> new ReentrantLock());
  }

  private String locked(Connection connection, Supplier<String> work) {
    ReentrantLock lock = lock(connection);
    try {
      if (!lock.tryLock(connection.loginTimeout().toMillis(), TimeUnit.MILLISECONDS)) {
        throw new NoTokenException(false, "a token request is still in progress", null);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new NoTokenException(false, "interrupted while waiting for a token", e);
    }
    try {
      return work.get();
    } finally {
      lock.unlock();
    }
  }

  /** What the store holds if it is good and not the refused one; else what renewing brings. */
  private String current(Connection connection, String refused) {
    long giveUp = System.nanoTime() + connection.loginTimeout().toNanos();
    while (true) {
      HeldTokens held = learned(connection);
      Instant now = clock.instant();
      if (isFresh(held, refused, now)) {
        return held.access();
      }
      if (store.lease(
          connection.name(),
          login(connection),
          now,
          now.plus(connection.loginTimeout().multipliedBy(2)))) {
        return renewOnce(connection, refused);
      }
      if (isUsable(held, refused, now)) {
        return held.access();
      }
      // Another replica is asking; what it gets is for us too.
      if (System.nanoTime() > giveUp) {
        throw new NoTokenException(false, "another replica is still requesting a token", null);
      }
      await();
    }
  }

  private static boolean isUsable(HeldTokens held, String refused, Instant now) {
    return held != null && held.goodAt(now) && !held.access().equals(refused);
  }

  private static boolean isFresh(HeldTokens held, String refused, Instant now) {
    return isUsable(held, refused, now) && !held.dueAt(now);
  }

  private static void await() {
    try {
      TimeUnit.MILLISECONDS.sleep(LOOK_AGAIN_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new NoTokenException(false, "interrupted while waiting for a token", e);
    }
  }

  private HeldTokens learned(Connection connection) {
    return readable(connection)
        .map(
            held -> {
              known.put(key(connection), held);
              return held;
            })
        .orElse(null);
  }

  /** Tokens whose key is gone are none, where others can be had without anybody. */
  private Optional<HeldTokens> readable(Connection connection) {
    try {
      return held(connection);
    } catch (UnreadableSecretException e) {
      if (((OAuth) connection.credentials()).canLogIn()) {
        return Optional.empty();
      }
      throw new NoTokenException(true, e.getMessage(), e);
    }
  }

  /** Looks again first: another replica may have renewed between our look and our lease. */
  private String renewOnce(Connection connection, String refused) {
    HeldTokens held = learned(connection);
    if (isFresh(held, refused, clock.instant())) {
      store.release(connection.name());
      return held.access();
    }
    try {
      return keep(connection, granted(connection, held, refused)).access();
    } catch (RuntimeException e) {
      store.release(connection.name());
      if (isUsable(held, refused, clock.instant())) {
        // Renewed too early to matter; the next call tries again.
        return held.access();
      }
      throw e;
    }
  }

  private HeldTokens granted(Connection connection, HeldTokens held, String refused) {
    OAuth oauth = (OAuth) connection.credentials();
    Instant now = clock.instant();
    if (held == null
        || !held.refreshableAt(now)
        || (oauth.canLogIn() && isLast(held, oauth, now))) {
      return login(connection, oauth, held);
    }
    HeldTokens refreshed;
    try {
      refreshed = endpoint.refresh(connection, oauth, held);
    } catch (NoTokenException e) {
      if (!e.refused() || !oauth.canLogIn()) {
        throw e;
      }
      return endpoint.login(connection, oauth);
    }
    // An instance repeats a living token even where it no longer takes it.
    return refreshed.access().equals(refused) && oauth.canLogIn()
        ? endpoint.login(connection, oauth)
        : refreshed;
  }

  private static boolean isLast(HeldTokens held, OAuth oauth, Instant now) {
    return now.plus(oauth.refreshTokenLife().dividedBy(LAST_PART)).isAfter(held.refreshExpiresAt());
  }

  private HeldTokens login(Connection connection, OAuth oauth, HeldTokens held) {
    if (oauth.canLogIn()) {
      return endpoint.login(connection, oauth);
    }
    String what =
        held == null
            ? (isConsent(oauth) ? "consent is" : "the password is") + " missing"
            : "the refresh token has expired";
    throw new NoTokenException(true, what + ": " + Advice.again(oauth, connection.name()), null);
  }

  private static boolean isConsent(OAuth oauth) {
    return oauth.grant() == Grant.AUTHORIZATION_CODE;
  }

  private HeldTokens keep(Connection connection, HeldTokens tokens) {
    OAuth oauth = (OAuth) connection.credentials();
    HeldTokens kept = store.write(connection.name(), login(connection), tokens, clock.instant());
    known.put(key(connection), kept);
    if (oauth.forgetPassword() && oauth.password() != null && kept.refresh() != null) {
      traded.fire(new PasswordTraded(connection.name()));
    }
    return kept;
  }
}
