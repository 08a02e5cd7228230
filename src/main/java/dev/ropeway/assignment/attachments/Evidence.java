package dev.ropeway.assignment.attachments;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonValue;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/**
 * A file that a caller sent to be attached to a ticket.
 *
 * @param name as the caller sent it
 * @param attachedAs the name that it has on the ticket
 * @param size in bytes
 * @param sha256 of the bytes that the caller sent
 * @param detail why it was refused, or what could not be compared; null for nothing
 */
@RegisterForReflection // JSON of answers
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Evidence(
    UUID id,
    Instant at,
    String by,
    String name,
    String attachedAs,
    String contentType,
    int size,
    String sha256,
    State state,
    String detail) {

  /** What became of it. */
  public enum State {
    WAITING,
    ATTACHED,
    REFUSED;

    @JsonValue
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }

    static State of(String word) {
      return valueOf(word.toUpperCase(Locale.ROOT));
    }
  }

  private static final String SELECT =
      "select id, assignment_id, at, author, name, content_type, size, sha256, state, detail from evidence"
          + " where assignment_id = :assignment";

  /** All of an assignment, the oldest first. */
  public static List<Evidence> of(Handle handle, UUID assignment) {
    return handle
        .createQuery(SELECT + " order by id")
        .bind("assignment", assignment)
        .map((rs, context) -> read(rs))
        .list();
  }

  static Optional<Evidence> one(Handle handle, UUID assignment, UUID id) {
    return handle
        .createQuery(SELECT + " and id = :id")
        .bind("assignment", assignment)
        .bind("id", id)
        .map((rs, context) -> read(rs))
        .findFirst();
  }

  /** The one with that name and hash which no ticket refused. */
  static Optional<Evidence> same(Handle handle, UUID assignment, String name, String sha256) {
    return handle
        .createQuery(
            SELECT
                + " and name = :name and sha256 = :sha256 and state <> 'refused' order by id limit 1")
        .bind("assignment", assignment)
        .bind("name", name)
        .bind("sha256", sha256)
        .map((rs, context) -> read(rs))
        .findFirst();
  }

  private static Evidence read(ResultSet rs) throws SQLException {
    return new Evidence(
        rs.getObject("id", UUID.class),
        rs.getTimestamp("at").toInstant(),
        rs.getString("author"),
        rs.getString("name"),
        attachedAs(rs.getObject("assignment_id", UUID.class), rs.getString("name")),
        rs.getString("content_type"),
        rs.getInt("size"),
        rs.getString("sha256"),
        State.of(rs.getString("state")),
        rs.getString("detail"));
  }

  /** The name on the ticket: it names the assignment first, so that it is found by it again. */
  static String attachedAs(UUID assignment, String name) {
    return assignment + "-" + name;
  }
}
