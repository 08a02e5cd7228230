package dev.ropeway.digest;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.ropeway.assignment.Page;
import dev.ropeway.store.Database;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Keeps who gets no mail: whoever unsubscribed, and addresses that a mail server refused. */
@ApplicationScoped
public class Suppressions {

  /** Of every kind of mail. */
  public static final String ALL = "all";

  private final Database database;
  private final Clock clock;

  Suppressions(Database database, Clock clock) {
    this.database = database;
    this.clock = clock;
  }

  /**
   * Who gets no mail.
   *
   * @param kind of digests, or all
   * @param reason unsubscribed, or refused by the mail server
   */
  @RegisterForReflection // JSON of answers
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Suppression(
      String address, String kind, String reason, String detail, Instant at) {}

  /** What keeps mails of a kind from an address; empty for nothing. */
  Optional<Suppression> of(String address, DigestKind kind) {
    return database.inTransaction(
        handle ->
            handle
                .createQuery(
                    "select address, kind, reason, detail, at from mail_suppression"
                        + " where address = :address and kind in (:kind, 'all') order by kind limit 1")
                .bind("address", address)
                .bind("kind", kind.word())
                .map((rs, context) -> row(rs))
                .findOne());
  }

  /** By address. */
  public Page<Suppression> page(String after, int limit) {
    List<Suppression> found =
        database.inTransaction(
            handle ->
                handle
                    .createQuery(
                        "select address, kind, reason, detail, at from mail_suppression"
                            + " where address || ' ' || kind > :after order by address || ' ' || kind limit :limit")
                    .bind("after", after == null ? "" : after)
                    .bind("limit", limit + 1)
                    .map((rs, context) -> row(rs))
                    .list());
    List<Suppression> shown = found.size() > limit ? found.subList(0, limit) : found;
    Suppression last = shown.isEmpty() ? null : shown.get(shown.size() - 1);
    return new Page<>(shown, found.size() > limit ? last.address() + " " + last.kind() : null);
  }

  private static Suppression row(ResultSet rs) throws SQLException {
    return new Suppression(
        rs.getString("address"),
        rs.getString("kind"),
        rs.getString("reason"),
        rs.getString("detail"),
        rs.getTimestamp("at").toInstant());
  }

  /** Adds one; what was said of it first stands. */
  void add(String address, String kind, String reason, String detail) {
    database.inTransaction(
        handle ->
            handle
                .createUpdate(
                    "insert into mail_suppression (address, kind, reason, detail, at)"
                        + " values (:address, :kind, :reason, :detail, :now) on conflict do nothing")
                .bind("address", address)
                .bind("kind", kind)
                .bind("reason", reason)
                .bind("detail", detail)
                .bind("now", clock.instant())
                .execute());
  }

  /** Lets an address have mails again; false if it had them. */
  public boolean remove(String address) {
    return database.inTransaction(
        handle ->
            handle
                    .createUpdate("delete from mail_suppression where address = :address")
                    .bind("address", address)
                    .execute()
                > 0);
  }
}
