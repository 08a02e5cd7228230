package dev.ropeway.integration.authorization;

import dev.ropeway.integration.LoginEnded;
import dev.ropeway.integration.Secrets.UnreadableSecretException;
import dev.ropeway.servicenow.Connection;
import dev.ropeway.servicenow.Credentials.OAuth;
import dev.ropeway.servicenow.TokenRevocation;
import io.quarkus.runtime.ShutdownEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/**
 * Gives tokens back to the instances that granted them, once they are needed no more. Nothing fails
 * with that; the log says when an instance could not be asked, and what a person does instead.
 */
@ApplicationScoped
class Revocations {

  private static final Logger LOG = Logger.getLogger(Revocations.class);
  private static final Duration LONGEST = Duration.ofSeconds(3);

  /** More at once is a mistake, or an attack on the instance by us. */
  private static final int WAITING = 1000;

  private final OAuthTokenStore store;
  private final TokenRevocation instance;
  private final ExecutorService thread =
      new ThreadPoolExecutor(
          0,
          1,
          1,
          TimeUnit.MINUTES,
          new LinkedBlockingQueue<>(WAITING),
          task -> {
            Thread made = new Thread(task, "revocations");
            made.setDaemon(true);
            return made;
          },
          (task, pool) ->
              LOG.warn(
                  "former tokens were not revoked, because too many wait or Ropeway stops. Revoke them at"
                      + " the instance: System OAuth > Manage Tokens"));

  Revocations(OAuthTokenStore store, TokenRevocation instance) {
    this.store = store;
    this.instance = instance;
  }

  void stop(@Observes ShutdownEvent event) {
    thread.shutdown();
  }

  /**
   * The tokens are forgotten at once, so that the next call logs in. A deletion does not wait for
   * the instance; another login does, for some seconds.
   */
  void ended(@Observes LoginEnded login) {
    Connection connection = login.connection();
    if (!(connection.credentials() instanceof OAuth)) {
      return;
    }
    try {
      store
          .take(connection.name(), OAuthTokens.login(connection))
          .ifPresent(
              former -> {
                if (login.deleted()) {
                  revoke(connection, former, null);
                } else {
                  revokeNow(connection, former, null);
                }
              });
    } catch (UnreadableSecretException e) {
      LOG.warnf(
          "the tokens of integration %s were not revoked: %s", connection.name(), e.getMessage());
    }
  }

  /**
   * Revokes tokens in the background, but for those that were granted again: an instance repeats a
   * token that lives.
   *
   * @param now what is held in their place; null for nothing
   */
  void revoke(Connection connection, HeldTokens former, HeldTokens now) {
    thread.execute(() -> revokeNow(connection, former, now));
  }

  private void revokeNow(Connection connection, HeldTokens former, HeldTokens now) {
    if (former.refresh() != null && (now == null || !former.refresh().equals(now.refresh()))) {
      revoke(connection, "refresh", former.refresh());
    }
    if (now == null || !former.access().equals(now.access())) {
      revoke(connection, "access", former.access());
    }
  }

  private void revoke(Connection connection, String kind, String token) {
    instance
        .revoke(connection, token, LONGEST)
        .ifPresentOrElse(
            why ->
                LOG.warnf(
                    "the former %s token of integration %s was not revoked at %s: %s. Revoke it there:"
                        + " System OAuth > Manage Tokens",
                    kind, connection.name(), connection.url(), why),
            () ->
                LOG.infof(
                    "the former %s token of integration %s was revoked", kind, connection.name()));
  }
}
