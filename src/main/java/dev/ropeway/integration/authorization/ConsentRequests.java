package dev.ropeway.integration.authorization;

import dev.ropeway.integration.Secrets;
import dev.ropeway.store.Database;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Optional;

/** The consents under way: each can be finished once, on any replica, until it expires. */
@ApplicationScoped
class ConsentRequests {

  private static final String PLACE = "a consent";

  private final Database database;
  private final Secrets secrets;

  ConsentRequests(Database database, Secrets secrets) {
    this.database = database;
    this.secrets = secrets;
  }

  /** Who asked for a consent to what. */
  record Request(String integration, String verifier, String askedBy) {}

  void add(String state, Request request, Instant expiresAt, Instant now) {
    database.inTransaction(
        handle -> {
          handle
              .createUpdate("delete from consent where expires_at < :now")
              .bind("now", now)
              .execute();
          return handle
              .createUpdate(
                  "insert into consent (state, integration, verifier, asked_by, expires_at)"
                      + " values (:state, :integration, :verifier, :askedBy, :expiresAt)")
              .bind("state", sha256(state))
              .bind("integration", request.integration())
              .bind("verifier", secrets.encrypt(PLACE, request.verifier()))
              .bind("askedBy", request.askedBy())
              .bind("expiresAt", expiresAt)
              .execute();
        });
  }

  /** The request of that state, which is gone by it. */
  Optional<Request> take(String state, Instant now) {
    return database.inTransaction(
        handle ->
            handle
                .createQuery(
                    "delete from consent where state = :state"
                        + " returning integration, verifier, asked_by, expires_at > :now as alive")
                .bind("state", sha256(state))
                .bind("now", now)
                .map(
                    (rs, context) ->
                        rs.getBoolean("alive")
                            ? new Request(
                                rs.getString("integration"),
                                secrets.decrypt(PLACE, rs.getBytes("verifier")),
                                rs.getString("asked_by"))
                            : null)
                .findOne());
  }

  static byte[] sha256(String text) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.US_ASCII));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
