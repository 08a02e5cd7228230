package dev.ropeway.security;

import dev.ropeway.store.Database;
import dev.ropeway.store.FollowedTable;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** The only SQL on {@code api_key}. */
@ApplicationScoped
class StoredKeys {

  private final Database database;

  StoredKeys(Database database) {
    this.database = database;
  }

  /** Has every replica take over what is stored, now and after each change. */
  FollowedTable followed(Runnable takeOver) {
    return new FollowedTable("api_key", "sum(hashtext(api_key::text))", database, takeOver);
  }

  List<StoredKey> all() {
    return database.inTransaction(
        handle ->
            handle
                .createQuery("select * from api_key order by name")
                .map((rs, context) -> read(rs))
                .list());
  }

  /** False when the name is taken. */
  boolean add(StoredKey key) {
    return database.inTransaction(
        handle ->
            handle
                    .createUpdate(
                        """
                        insert into api_key (name, roles, limited_roles, scopes, digest, created_by, created_at)
                        values (:name, cast(:roles as text[]), cast(:limited as text[]), cast(:scopes as text[]), :digest, :by, :at)
                        on conflict (name) do nothing
                        """)
                    .bind("name", key.name())
                    // A replica that knows no limits must find no role of a limited caller.
                    .bindByType(
                        "roles",
                        key.scopes() == null ? words(key.roles()) : new String[0],
                        String[].class)
                    .bindByType(
                        "limited", key.scopes() == null ? null : words(key.roles()), String[].class)
                    .bindByType(
                        "scopes",
                        key.scopes() == null ? null : key.scopes().toArray(String[]::new),
                        String[].class)
                    .bind("digest", key.digest())
                    .bind("by", key.createdBy())
                    .bind("at", key.createdAt())
                    .execute()
                == 1);
  }

  /** Gives a caller another key; empty when there is no such caller. */
  Optional<StoredKey> rotate(String name, byte[] digest, Instant formerUntil, Instant now) {
    return database.inTransaction(
        handle ->
            handle
                .createQuery(
                    """
                    update api_key
                       set former_digest = digest, former_until = :until, digest = :digest, rotated_at = :now
                     where name = :name
                    returning *
                    """)
                .bind("name", name)
                .bind("digest", digest)
                .bind("until", formerUntil)
                .bind("now", now)
                .map((rs, context) -> read(rs))
                .findOne());
  }

  /** False when there is no such caller. */
  boolean delete(String name) {
    return database.inTransaction(
        handle ->
            handle
                    .createUpdate("delete from api_key where name = :name")
                    .bind("name", name)
                    .execute()
                == 1);
  }

  private static String[] words(Set<Role> roles) {
    return roles.stream().map(Role::word).sorted().toArray(String[]::new);
  }

  private static StoredKey read(ResultSet rs) throws SQLException {
    Array scopes = rs.getArray("scopes");
    Array words = rs.getArray(scopes == null ? "roles" : "limited_roles");
    Set<Role> roles =
        Arrays.stream((String[]) words.getArray())
            // A role of a newer version says nothing to this one.
            .flatMap(word -> Role.named(word).stream())
            .collect(Collectors.toUnmodifiableSet());
    return new StoredKey(
        rs.getString("name"),
        roles,
        scopes == null ? null : Set.of((String[]) scopes.getArray()),
        rs.getBytes("digest"),
        rs.getBytes("former_digest"),
        instant(rs.getTimestamp("former_until")),
        rs.getString("created_by"),
        rs.getTimestamp("created_at").toInstant(),
        instant(rs.getTimestamp("rotated_at")));
  }

  private static Instant instant(Timestamp at) {
    return at == null ? null : at.toInstant();
  }
}
