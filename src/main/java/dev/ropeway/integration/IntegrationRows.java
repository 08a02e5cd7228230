package dev.ropeway.integration;

import com.fasterxml.jackson.core.type.TypeReference;
import dev.ropeway.store.Database;
import dev.ropeway.store.FollowedTable;
import dev.ropeway.store.Json;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jdbi.v3.core.Handle;

/** The rows of integrations that were made over REST, their secrets encrypted. */
@ApplicationScoped
class IntegrationRows {

  private static final TypeReference<Map<String, String>> TEXTS = new TypeReference<>() {};

  private static final String INSERT =
      """
      insert into integration (name, version, settings, secrets, created_at, updated_at)
      values (:name, nextval('integration_version'), cast(:settings as jsonb), :secrets, :now, :now)
      on conflict (name) do nothing
      """;

  private static final String UPDATE =
      """
      update integration set version = nextval('integration_version'), settings = cast(:settings as jsonb),
        secrets = :secrets, updated_at = :now where name = :name
      """;

  private final Database database;
  private final Secrets secrets;

  IntegrationRows(Database database, Secrets secrets) {
    this.database = database;
    this.secrets = secrets;
  }

  /**
   * One of them.
   *
   * @param document without secrets when those cannot be decrypted
   * @param unreadable why not; null when they can
   * @param removal how it is being deleted; null when it is not
   */
  record Row(
      String name,
      long version,
      SettingsDocument document,
      String unreadable,
      Removal removal,
      Instant createdAt,
      Instant updatedAt) {}

  /** Has every replica take over what is stored, now and after each change. */
  FollowedTable followed(Runnable takeOver) {
    return new FollowedTable("integration", "max(version)", database, takeOver);
  }

  List<Row> all() {
    return database.inTransaction(
        handle ->
            handle
                .createQuery("select * from integration order by name")
                .map((rs, context) -> row(rs))
                .list());
  }

  Optional<Row> find(String name) {
    return database.inTransaction(handle -> find(handle, name, ""));
  }

  private Optional<Row> find(Handle handle, String name, String lock) {
    return handle
        .createQuery("select * from integration where name = :name " + lock)
        .bind("name", name)
        .map((rs, context) -> row(rs))
        .findOne();
  }

  private Row row(ResultSet rs) throws SQLException {
    String name = rs.getString("name");
    Map<String, String> settings =
        Json.MAPPER.convertValue(Json.tree(rs.getString("settings")), TEXTS);
    Map<String, String> plain = Map.of();
    String unreadable = null;
    byte[] encrypted = rs.getBytes("secrets");
    if (encrypted != null) {
      try {
        plain = Json.MAPPER.convertValue(Json.tree(secrets.decrypt(place(name), encrypted)), TEXTS);
      } catch (Secrets.UnreadableSecretException e) {
        unreadable = e.getMessage();
      }
    }
    return new Row(
        name,
        rs.getLong("version"),
        new SettingsDocument(settings, plain),
        unreadable,
        Removal.of(rs.getString("removal")),
        rs.getTimestamp("created_at").toInstant(),
        rs.getTimestamp("updated_at").toInstant());
  }

  /** Makes one or changes it; the change sees the row as it is, null for none. True when made. */
  boolean put(String name, UnaryOperator<Row> change, Instant now) {
    return database.inTransaction(
        handle -> {
          // Who is overtaken by another who makes it changes that one, and may not be allowed to.
          while (true) {
            Row before = find(handle, name, "for update").orElse(null);
            SettingsDocument after = change.apply(before).document();
            if (write(handle, before == null ? INSERT : UPDATE, name, after, now)) {
              return before == null;
            }
          }
        });
  }

  private boolean write(
      Handle handle, String statement, String name, SettingsDocument document, Instant now) {
    return handle
            .createUpdate(statement)
            .bind("name", name)
            .bind("settings", Json.write(document.settings()))
            .bind("secrets", encrypted(name, document))
            .bind("now", now)
            .execute()
        == 1;
  }

  private byte[] encrypted(String name, SettingsDocument document) {
    return document.secrets().isEmpty()
        ? null
        : secrets.encrypt(place(name), Json.write(document.secrets()));
  }

  /** Begins a removal. False when there is no such integration. */
  boolean remove(String name, Removal removal, Instant now) {
    return database.inTransaction(
        handle ->
            handle
                    .createUpdate(
                        """
                        update integration set removal = :removal, updated_at = :now,
                          version = nextval('integration_version') where name = :name
                        """)
                    .bind("name", name)
                    .bind("removal", removal.word())
                    .bind("now", now)
                    .execute()
                == 1);
  }

  /** Ends a removal: nothing of the integration is left but its assignments. */
  void forget(String name) {
    database.inTransaction(
        handle -> {
          for (String table :
              List.of(
                  "integration where name",
                  "oauth_token where integration",
                  "consent where integration",
                  "rate_budget where integration",
                  "mapping where integration",
                  "cache_refresh where integration",
                  "configuration_item where integration",
                  "integration_state where name")) {
            handle.createUpdate("delete from " + table + " = :name").bind("name", name).execute();
          }
          return null;
        });
  }

  /** Encrypts anew what an older key encrypted; how many that were. */
  int encryptAnew() {
    Rekeying rekeying = new Rekeying("integration", "name", "secrets", IntegrationRows::place);
    return database.inTransaction(handle -> rekeying.run(handle, secrets));
  }

  private static String place(String name) {
    return "integration " + name;
  }
}
