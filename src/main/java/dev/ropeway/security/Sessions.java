package dev.ropeway.security;

import dev.ropeway.security.ConfiguredKeys.Caller;
import dev.ropeway.store.Database;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Who is signed in at the console with a key, on whichever replica. A session ends after a while,
 * with the sign-out, and as soon as its key opens nothing any more.
 */
@ApplicationScoped
class Sessions {

  /** A token that was stolen is of no use after that, once its owner goes on. */
  private static final Duration RENEWED_AFTER = Duration.ofHours(1);

  /** Requests that were on their way with the token before. */
  private static final Duration FORMER = Duration.ofMinutes(1);

  private static final int FORGOTTEN_AT_ONCE = 1000;

  private final Database database;
  private final ApiKeys keys;
  private final Clock clock;
  private final Duration length;

  Sessions(Database database, ApiKeys keys, Clock clock, SignInSettings settings) {
    this.database = database;
    this.keys = keys;
    this.clock = clock;
    this.length = settings.session();
  }

  /** Who a token belongs to, and the token that replaces it; null where it stays. */
  record Session(Caller caller, String renewed) {}

  private record Row(String caller, byte[] key, Instant renewedAt, boolean former) {}

  /** Begins a session of whoever has that key; empty if nobody has. */
  Optional<String> begin(String key) {
    return keys.find(key)
        .map(
            caller -> {
              String token = KeyText.random();
              Instant now = clock.instant();
              database.inTransaction(
                  handle -> {
                    handle
                        .createUpdate(
                            """
                            delete from console_session where digest in
                              (select digest from console_session where ends_at < :now limit :limit)
                            """)
                        .bind("now", now)
                        .bind("limit", FORGOTTEN_AT_ONCE)
                        .execute();
                    return handle
                        .createUpdate(
                            """
                            insert into console_session (digest, caller, key_digest, renewed_at, ends_at)
                            values (:digest, :caller, :key, :now, :ends)
                            """)
                        .bind("digest", KeyText.digest(token))
                        .bind("caller", caller.name())
                        .bind("key", KeyText.digest(key))
                        .bind("now", now)
                        .bind("ends", now.plus(length))
                        .execute();
                  });
              return token;
            });
  }

  /**
   * The session with that token; empty if there is none, or no longer.
   *
   * @param renew whether the browser takes another token with this answer
   */
  Optional<Session> find(String token, boolean renew) {
    byte[] digest = KeyText.digest(token);
    Instant now = clock.instant();
    return database.inTransaction(
        handle ->
            handle
                .createQuery(
                    """
                    select caller, key_digest, renewed_at, digest <> :digest as former
                      from console_session
                     where (digest = :digest or (former = :digest and former_until > :now)) and ends_at > :now
                    """)
                .bind("digest", digest)
                .bind("now", now)
                .map(
                    (rs, context) ->
                        new Row(
                            rs.getString("caller"),
                            rs.getBytes("key_digest"),
                            rs.getTimestamp("renewed_at").toInstant(),
                            rs.getBoolean("former")))
                .findOne()
                .flatMap(
                    row ->
                        keys.findByDigest(row.key())
                            .filter(caller -> caller.name().equals(row.caller()))
                            .map(
                                caller ->
                                    new Session(
                                        caller,
                                        renew && !row.former() && isOld(row, now)
                                            ? renewed(handle, digest, now)
                                            : null))));
  }

  private static boolean isOld(Row row, Instant now) {
    return row.renewedAt().plus(RENEWED_AFTER).isBefore(now);
  }

  /** Null where another request was faster. */
  private static String renewed(org.jdbi.v3.core.Handle handle, byte[] digest, Instant now) {
    String token = KeyText.random();
    int renewed =
        handle
            .createUpdate(
                """
                update console_session
                   set digest = :next, former = :digest, former_until = :until, renewed_at = :now
                 where digest = :digest
                """)
            .bind("next", KeyText.digest(token))
            .bind("digest", digest)
            .bind("until", now.plus(FORMER))
            .bind("now", now)
            .execute();
    return renewed == 1 ? token : null;
  }

  /** Ends the session with that token. */
  void end(String token) {
    byte[] digest = KeyText.digest(token);
    database.inTransaction(
        handle ->
            handle
                .createUpdate(
                    "delete from console_session where digest = :digest or former = :digest")
                .bind("digest", digest)
                .execute());
  }

  /** For how long a browser keeps a token. */
  Duration length() {
    return length;
  }
}
