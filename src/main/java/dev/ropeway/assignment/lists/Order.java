package dev.ropeway.assignment.lists;

import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** The order of a list: by a key, and among equals by id. */
public record Order(Key key, boolean descending) {

  /** The newest first. */
  public static final Order DEFAULT = new Order(Key.CREATED, true);

  private static final String DESCENDING = "-";

  /** What a list can be sorted by; all but the last change have an index (docs/decisions/0053). */
  public enum Key {
    /** Ids grow with time. */
    CREATED("created", "a.id", "uuid", UUID::fromString),
    DUE("due", AssignmentSql.DUE, "timestamptz", Key::time),
    UPDATED("updated", "a.updated_at", "timestamptz", Key::time),
    SEVERITY("severity", AssignmentSql.SEVERITY, "int", Integer::parseInt),
    OWNER("owner", AssignmentSql.OWNER, "text", Key::storable);

    /** What is never due is due then. */
    private static final String NEVER = "infinity";

    private final String word;
    private final String sql;
    private final String type;
    private final Consumer<String> check;

    /**
     * @param type as PostgreSQL names it
     * @param check throws for what is no value of that type
     */
    Key(String word, String sql, String type, Consumer<String> check) {
      this.word = word;
      this.sql = sql;
      this.type = type;
      this.check = check;
    }

    /** Throws for what cannot be a key: a cursor comes from outside. */
    void require(String key) {
      check.accept(key);
    }

    private static void time(String key) {
      if (!key.equals(NEVER)) {
        int year = OffsetDateTime.parse(key).getYear();
        if (year < 1 || year > 9999) {
          throw new IllegalArgumentException(key);
        }
      }
    }

    private static void storable(String key) {
      if (key.indexOf('\0') >= 0) {
        throw new IllegalArgumentException(key);
      }
    }

    String sql() {
      return sql;
    }
  }

  /** All that there are, as callers write them. */
  public static List<String> words() {
    return Arrays.stream(Key.values())
        .flatMap(key -> Stream.of(key.word, DESCENDING + key.word))
        .toList();
  }

  /** The order that a caller calls so. */
  public static Optional<Order> of(String word) {
    boolean descending = word.startsWith(DESCENDING);
    String name = descending ? word.substring(DESCENDING.length()) : word;
    return Arrays.stream(Key.values())
        .filter(key -> key.word.equals(name))
        .map(key -> new Order(key, descending))
        .findFirst();
  }

  /** As callers write it. */
  public String word() {
    return (descending ? DESCENDING : "") + key.word;
  }

  Order reversed() {
    return new Order(key, !descending);
  }

  /** What follows {@code order by}, of rows {@code of} that have {@code key} and {@code id}. */
  String sql(String of) {
    String way = descending ? " desc" : "";
    return of + "key" + way + ", " + of + "id" + way;
  }

  /** What lies behind a place, which is bound as {@code :placeKey} and {@code :placeId}. */
  String behind() {
    String compares = descending ? " < " : " > ";
    return key == Key.CREATED
        ? "a.id" + compares + ":placeId"
        : "(%s, a.id)%s(cast(:placeKey as %s), :placeId)".formatted(key.sql, compares, key.type);
  }
}
