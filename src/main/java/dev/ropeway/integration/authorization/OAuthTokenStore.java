package dev.ropeway.integration.authorization;

import dev.ropeway.integration.Rekeying;
import dev.ropeway.integration.Secrets;
import dev.ropeway.store.Database;
import dev.ropeway.store.Json;
import dev.ropeway.store.StoreReady;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** The tokens of every integration, encrypted, shared by all replicas and kept over restarts. */
@ApplicationScoped
class OAuthTokenStore {

  private final Database database;
  private final Secrets secrets;

  OAuthTokenStore(Database database, Secrets secrets) {
    this.database = database;
    this.secrets = secrets;
  }

  @RegisterForReflection // JSON of the store
  private record Pair(String access, String refresh) {}

  /** Tokens of integrations that nobody calls for a while must not keep an old key in use. */
  void encryptAnew(@Observes StoreReady ready) {
    Rekeying rekeying =
        new Rekeying("oauth_token", "integration", "tokens", OAuthTokenStore::place);
    database.inTransaction(handle -> rekeying.run(handle, secrets));
  }

  /** What is stored for an integration, if it was given for that login. */
  Optional<HeldTokens> read(String integration, String login) {
    return database.inTransaction(handle -> find(handle, integration, login));
  }

  /** The same, and forgets it. */
  Optional<HeldTokens> take(String integration, String login) {
    return database.inTransaction(
        handle -> {
          Optional<HeldTokens> found = find(handle, integration, login);
          handle
              .createUpdate(
                  "delete from oauth_token where integration = :integration and login = :login")
              .bind("integration", integration)
              .bind("login", login)
              .execute();
          return found;
        });
  }

  private Optional<HeldTokens> find(Handle handle, String integration, String login) {
    return handle
        .createQuery(
            "select * from oauth_token where integration = :integration"
                + " and login = :login and tokens is not null")
        .bind("integration", integration)
        .bind("login", login)
        .map(
            (rs, context) -> {
              Pair pair =
                  Json.read(secrets.decrypt(place(integration), rs.getBytes("tokens")), Pair.class);
              return new HeldTokens(
                  pair.access(),
                  instant(rs.getTimestamp("access_expires_at")),
                  instant(rs.getTimestamp("renew_at")),
                  pair.refresh(),
                  instant(rs.getTimestamp("refresh_expires_at")),
                  rs.getString("username"),
                  rs.getLong("version"));
            })
        .findOne();
  }

  /** Takes the right to renew; false while another replica has it. */
  boolean lease(String integration, String login, Instant now, Instant until) {
    return database.inTransaction(
        handle ->
            handle
                    .createUpdate(
                        """
                        insert into oauth_token as t (integration, login, version, renewing_until, changed_at)
                        values (:integration, :login, 0, :until, :now)
                        on conflict (integration) do update set renewing_until = :until
                        where t.renewing_until is null or t.renewing_until < :now
                        """)
                    .bind("integration", integration)
                    .bind("login", login)
                    .bind("until", until)
                    .bind("now", now)
                    .execute()
                == 1);
  }

  /** Gives the right to renew back. */
  void release(String integration) {
    database.inTransaction(
        handle ->
            handle
                .createUpdate(
                    "update oauth_token set renewing_until = null where integration = :integration")
                .bind("integration", integration)
                .execute());
  }

  /** Stores what was granted, and gives the right to renew back. */
  HeldTokens write(String integration, String login, HeldTokens tokens, Instant now) {
    byte[] pair =
        secrets.encrypt(
            place(integration), Json.write(new Pair(tokens.access(), tokens.refresh())));
    long version =
        database.inTransaction(
            handle ->
                handle
                    .createQuery(
                        """
                        insert into oauth_token as t (integration, login, version, tokens, access_expires_at,
                          renew_at, refresh_expires_at, username, changed_at)
                        values (:integration, :login, 1, :tokens, :accessEnd, :renewAt, :refreshEnd, :username, :now)
                        on conflict (integration) do update set login = :login, version = t.version + 1,
                          tokens = :tokens, access_expires_at = :accessEnd, renew_at = :renewAt, refresh_expires_at = :refreshEnd,
                          username = :username, renewing_until = null, changed_at = :now
                        returning version
                        """)
                    .bind("integration", integration)
                    .bind("login", login)
                    .bind("tokens", pair)
                    .bind("accessEnd", tokens.accessExpiresAt())
                    .bind("renewAt", tokens.renewAt())
                    .bind("refreshEnd", tokens.refreshExpiresAt())
                    .bind("username", tokens.username())
                    .bind("now", now)
                    .mapTo(Long.class)
                    .one());
    return tokens.version(version);
  }

  private static String place(String integration) {
    return "the tokens of integration " + integration;
  }

  private static Instant instant(Timestamp timestamp) {
    return timestamp == null ? null : timestamp.toInstant();
  }
}
