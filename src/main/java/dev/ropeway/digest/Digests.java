package dev.ropeway.digest;

import dev.ropeway.assignment.Page;
import dev.ropeway.digest.Digest.Status;
import dev.ropeway.store.Database;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;

/**
 * Keeps one row for each recipient, kind and period. A row is taken before a mail server is called
 * and never goes back from an end that is not known, so that nobody gets two mails of a period.
 */
@ApplicationScoped
public class Digests {

  /** Longer than any attempt takes: {@link Smtp} ends each before. */
  static final Duration LEASE = Duration.ofMinutes(5);

  private static final String COLUMNS =
      "id, recipient, kind, period, name, status, why, send_at, attempts, sent_to, subject, overdue, due_soon, on_time,"
          + " planned_at, ended_at";

  private static final String TAKE =
      "update digest set status = 'sending', leased_until = :until, attempts = attempts + 1, ended_at = null";

  private static final String OF_RECIPIENT =
      "(recipient = :recipient or contact = :contact) and kind = :kind and period = :period";

  private final Database database;
  private final Clock clock;

  Digests(Database database, Clock clock) {
    this.database = database;
    this.clock = clock;
  }

  /**
   * A mail that is to go out.
   *
   * @param recipient an address; of an owner without one, the integration and the name
   * @param contact whose address it is; null of managers, who are told of others
   * @param unreachable why there is no address; null where there is one
   */
  record Planned(
      String recipient,
      DigestKind kind,
      String period,
      String name,
      String contact,
      Instant sendAt,
      String unreachable) {}

  /**
   * A row that was asked for by hand.
   *
   * @param taken whether it is ours to send
   */
  public record Taken(Digest digest, boolean taken) {}

  /** Which mails a list shows; null conditions hold for all. */
  public record Filter(Status status, DigestKind kind, String recipient, String period) {}

  /** The place behind a row of a list. */
  public record Place(Instant plannedAt, UUID id) {

    public String text() {
      return plannedAt + " " + id;
    }

    /**
     * Reads what {@link #text} wrote.
     *
     * @throws RuntimeException for anything else
     */
    public static Place of(String text) {
      String[] parts = text.split(" ", 2);
      return new Place(Instant.parse(parts[0]), UUID.fromString(parts[1]));
    }
  }

  /** Plans mails; those that are planned already stay as they are. How many were new. */
  int plan(Collection<Planned> mails) {
    Instant now = clock.instant();
    return database.inTransaction(
        handle -> mails.stream().mapToInt(mail -> insert(handle, mail, now)).sum());
  }

  private static int insert(Handle handle, Planned mail, Instant now) {
    boolean reachable = mail.unreachable() == null;
    return handle
        .createUpdate(
            """
            insert into digest (id, recipient, kind, period, name, contact, status, why, send_at, give_up_at, planned_at, ended_at)
            values (:id, :recipient, :kind, :period, :name, :contact, :status, :why, :sendAt, :giveUpAt, :now, :endedAt)
            on conflict do nothing
            """)
        .bind("id", UUID.randomUUID())
        .bind("recipient", mail.recipient())
        .bind("kind", mail.kind().word())
        .bind("period", mail.period())
        .bind("name", mail.name())
        .bind("contact", mail.contact())
        .bind("status", (reachable ? Status.PLANNED : Status.UNREACHABLE).word())
        .bind("why", mail.unreachable())
        .bind("sendAt", mail.sendAt())
        .bind("giveUpAt", mail.sendAt().plus(DigestTimes.WINDOW))
        .bind("now", now)
        .bind("endedAt", reachable ? null : now)
        .execute();
  }

  /** Takes the mail that is due first; empty if none is. */
  Optional<Digest> take() {
    Instant now = clock.instant();
    return database.inTransaction(
        handle -> {
          settle(handle, now);
          return handle
              .createQuery(
                  TAKE
                      + """
                       where id = (select id from digest where status = 'planned' and send_at <= :now
                        order by send_at limit 1 for update skip locked)
                      returning
                      """
                      + COLUMNS)
              .bind("now", now)
              .bind("until", now.plus(LEASE))
              .map((rs, context) -> digest(rs))
              .findOne();
        });
  }

  /** A replica that died may have handed the mail over, so it is not repeated. */
  private static void settle(Handle handle, Instant now) {
    handle
        .createUpdate(
            "update digest set status = 'unknown', ended_at = :now,"
                + " why = 'Ropeway was stopped while it sent this mail; the mail server may have taken it'"
                + " where status = 'sending' and leased_until < :now")
        .bind("now", now)
        .execute();
    handle
        .createUpdate(
            "update digest set status = 'refused', ended_at = :now,"
                + " why = coalesce(why, 'no mail could be sent within a day')"
                + " where status = 'planned' and give_up_at <= :now")
        .bind("now", now)
        .execute();
  }

  /** Takes a mail to send it now, unless it was sent in its period or may have been. */
  Taken takeNow(Planned mail) {
    Instant now = clock.instant();
    return database.inTransaction(
        handle -> {
          settle(handle, now);
          insert(handle, mail, now);
          Optional<Digest> taken =
              bound(
                      handle.createQuery(
                          TAKE
                              + ", give_up_at = :giveUpAt"
                              + " where id = (select id from digest mine where "
                              + OF_RECIPIENT
                              + " and not exists (select 1 from digest where "
                              + OF_RECIPIENT
                              + " and status in ('sent', 'unknown', 'sending'))"
                              + " order by planned_at limit 1 for update) returning "
                              + COLUMNS),
                      mail)
                  .bind("until", now.plus(LEASE))
                  .bind("giveUpAt", now.plus(DigestTimes.WINDOW))
                  .map((rs, context) -> digest(rs))
                  .findOne();
          return taken
              .map(digest -> new Taken(digest, true))
              .orElseGet(
                  () ->
                      new Taken(
                          bound(
                                  handle.createQuery(
                                      "select "
                                          + COLUMNS
                                          + " from digest where "
                                          + OF_RECIPIENT
                                          + " order by status in ('sent', 'unknown', 'sending') desc limit 1"),
                                  mail)
                              .map((rs, context) -> digest(rs))
                              .one(),
                          false));
        });
  }

  private static Query bound(Query query, Planned mail) {
    return query
        .bind("recipient", mail.recipient())
        .bind("contact", mail.contact())
        .bind("kind", mail.kind().word())
        .bind("period", mail.period());
  }

  /** Whose mail had a link to unsubscribe; empty for nobody's. */
  Optional<Digest> ofToken(byte[] hash) {
    return database.inTransaction(
        handle ->
            handle
                .createQuery("select " + COLUMNS + " from digest where token = :token")
                .bind("token", hash)
                .map((rs, context) -> digest(rs))
                .findOne());
  }

  /** Records how a mail that was taken ended. */
  void end(UUID id, Status status, String why) {
    ended(id, status, why, clock.instant(), null);
  }

  /** Records that a mail is tried again then, or is refused if that is too late. */
  void putOff(UUID id, String why, Instant again) {
    ended(id, Status.PLANNED, why, null, again);
  }

  private void ended(UUID id, Status status, String why, Instant at, Instant again) {
    database.inTransaction(
        handle ->
            handle
                .createUpdate(
                    "update digest set status = :status, why = :why, ended_at = :at, leased_until = null,"
                        + " send_at = coalesce(:again, send_at) where id = :id and status = 'sending'")
                .bind("id", id)
                .bind("status", status.word())
                .bind("why", why)
                .bind("at", at)
                .bindByType("again", again, Instant.class)
                .execute());
  }

  /**
   * Records what a mail says and where it goes, before it goes.
   *
   * @param token SHA-256 of what its link to refuse more has; null for no link
   */
  void saying(UUID id, Mail mail, DigestContent content, String to, byte[] token) {
    database.inTransaction(
        handle ->
            handle
                .createUpdate(
                    "update digest set subject = :subject, sent_to = :to, overdue = :overdue, due_soon = :soon,"
                        + " on_time = :later, token = coalesce(:token, token) where id = :id")
                .bind("id", id)
                .bind("subject", mail.subject())
                .bind("to", to)
                .bind("overdue", content.overdue())
                .bind("soon", content.isManager() ? null : content.soon())
                .bind("later", content.isManager() ? null : content.later())
                .bind("token", token)
                .execute());
  }

  /** The row of that id, which must be there. */
  public Digest find(UUID id) {
    return database.inTransaction(
        handle ->
            handle
                .createQuery("select " + COLUMNS + " from digest where id = :id")
                .bind("id", id)
                .map((rs, context) -> digest(rs))
                .one());
  }

  /** Newest plans first. */
  public Page<Digest> page(Filter filter, Place from, int limit) {
    List<Digest> found =
        database.inTransaction(
            handle -> {
              Query query =
                  handle
                      .createQuery(
                          "select "
                              + COLUMNS
                              + " from digest where (cast(:status as text) is null or status = :status)"
                              + " and (cast(:kind as text) is null or kind = :kind)"
                              + " and (cast(:recipient as text) is null or recipient = lower(:recipient))"
                              + " and (cast(:period as text) is null or period = :period)"
                              + (from == null ? "" : " and (planned_at, id) < (:at, :id)")
                              + " order by planned_at desc, id desc limit :limit")
                      .bind("status", filter.status() == null ? null : filter.status().word())
                      .bind("kind", filter.kind() == null ? null : filter.kind().word())
                      .bind("recipient", filter.recipient())
                      .bind("period", filter.period())
                      .bind("limit", limit + 1);
              if (from != null) {
                query.bind("at", from.plannedAt()).bind("id", from.id());
              }
              return query.map((rs, context) -> digest(rs)).list();
            });
    List<Digest> shown = found.size() > limit ? found.subList(0, limit) : found;
    Digest last = shown.isEmpty() ? null : shown.get(shown.size() - 1);
    return new Page<>(
        shown, found.size() > limit ? new Place(last.plannedAt(), last.id()).text() : null);
  }

  /**
   * When somebody was last told of open work, or had none when the time came; else since when mails
   * are planned. Empty if none ever was.
   */
  public Optional<Instant> lastTold() {
    return database.inTransaction(
        handle ->
            handle
                .createQuery(
                    "select coalesce((select max(ended_at) from digest where status in ('sent', 'nothing-open')),"
                        + " (select min(planned_at) from digest))")
                .map((rs, context) -> time(rs, "coalesce"))
                .findOne());
  }

  private static Digest digest(ResultSet rs) throws SQLException {
    return new Digest(
        rs.getObject("id", UUID.class),
        rs.getString("recipient"),
        DigestKind.of(rs.getString("kind")),
        rs.getString("period"),
        rs.getString("name"),
        Status.of(rs.getString("status")),
        rs.getString("why"),
        time(rs, "send_at"),
        rs.getInt("attempts"),
        rs.getString("sent_to"),
        rs.getString("subject"),
        number(rs, "overdue"),
        number(rs, "due_soon"),
        number(rs, "on_time"),
        time(rs, "planned_at"),
        time(rs, "ended_at"));
  }

  private static Instant time(ResultSet rs, String column) throws SQLException {
    Timestamp time = rs.getTimestamp(column);
    return time == null ? null : time.toInstant();
  }

  private static Long number(ResultSet rs, String column) throws SQLException {
    long number = rs.getLong(column);
    return rs.wasNull() ? null : number;
  }
}
