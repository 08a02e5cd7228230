package dev.ropeway.activity;

import dev.ropeway.activity.Privilege.Holder;
import dev.ropeway.store.Columns;
import dev.ropeway.store.Database;
import dev.ropeway.store.Text;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.statement.Query;

/**
 * Who has which role on the instances, as they were listed last. A page and the place behind it are
 * one transaction; what a whole listing did not see is deleted at its end.
 */
@ApplicationScoped
public class Privileges {

  private static final int LONGEST_FAILURE = 500;

  private static final Columns<Privilege> COLUMNS =
      new Columns<Privilege>()
          .with("sys_id", "text", Privilege::sysId)
          .with("holder", "text", one -> one.holder().word())
          .with("holder_id", "text", Privilege::holderId)
          .with("name", "text", Privilege::name)
          .with("full_name", "text", Privilege::fullName)
          .with("role", "text", Privilege::role)
          .with("inherited", "boolean", Privilege::inherited)
          .with("active", "boolean", Privilege::active)
          .with("since", "timestamptz", Privilege::since)
          .with("last_login", "timestamptz", Privilege::lastLogin);

  private static final String NAMES =
      "sys_id, holder, holder_id, name, full_name, role, inherited, active, since, last_login";

  private static final String STORE =
      """
      insert into privilege (integration, listed_at, %1$s)
      select :integration, :beganAt, %1$s from (select distinct on (sys_id) * from %2$s order by sys_id) d
      on conflict (integration, sys_id) do update set holder = excluded.holder, holder_id = excluded.holder_id,
        name = excluded.name, full_name = excluded.full_name, role = excluded.role, inherited = excluded.inherited,
        active = excluded.active, since = excluded.since, last_login = excluded.last_login,
        listed_at = excluded.listed_at
      """
          .formatted(NAMES, COLUMNS.unnest("u"));

  private final Database database;

  Privileges(Database database) {
    this.database = database;
  }

  /** Which are meant; null conditions hold for all. */
  public record Filter(
      String integration,
      Holder holder,
      String name,
      String role,
      Boolean inherited,
      Boolean active,
      Instant lastLoginBefore) {}

  public Optional<PrivilegeListing> listing(String integration) {
    return database.inTransaction(
        handle ->
            handle
                .createQuery("select * from privilege_listing where integration = :integration")
                .bind("integration", integration)
                .map(
                    (rs, context) ->
                        new PrivilegeListing(
                            rs.getString("integration"),
                            rs.getString("instance"),
                            instant(rs, "began_at"),
                            rs.getString("source"),
                            rs.getString("place_id"),
                            instant(rs, "finished_at")))
                .findOne());
  }

  /** Begins a listing in the place of the one before. */
  public void begin(PrivilegeListing listing) {
    database.inTransaction(
        handle ->
            handle
                .createUpdate(
                    """
                    insert into privilege_listing (integration, instance, began_at, source, place_id)
                    values (:integration, :instance, :beganAt, :source, :placeId)
                    on conflict (integration) do update set instance = excluded.instance, began_at = excluded.began_at,
                      source = excluded.source, place_id = excluded.place_id, finished_at = null, failure = null
                    """)
                .bind("integration", listing.integration())
                .bind("instance", listing.instance())
                .bind("beganAt", listing.beganAt())
                .bind("source", listing.source())
                .bind("placeId", listing.placeId())
                .execute());
  }

  /**
   * Stores a page and moves the listing; both or neither.
   *
   * @return false if the listing stands elsewhere by now
   */
  public boolean store(PrivilegeListing from, PrivilegeListing to, List<Privilege> page) {
    return database.inTransaction(
        handle -> {
          int moved =
              handle
                  .createUpdate(
                      """
                      update privilege_listing set source = :source, place_id = :placeId, failure = null
                      where integration = :integration and began_at = :beganAt and finished_at is null
                        and source = :fromSource and place_id = :fromPlaceId
                      """)
                  .bind("source", to.source())
                  .bind("placeId", to.placeId())
                  .bind("integration", from.integration())
                  .bind("beganAt", from.beganAt())
                  .bind("fromSource", from.source())
                  .bind("fromPlaceId", from.placeId())
                  .execute();
          if (moved == 1 && !page.isEmpty()) {
            COLUMNS
                .bind(handle.createUpdate(STORE), page)
                .bind("integration", from.integration())
                .bind("beganAt", from.beganAt())
                .execute();
          }
          return moved == 1;
        });
  }

  /** Everything was listed: what was not seen is gone. */
  public void finish(PrivilegeListing listing, Instant now) {
    database.inTransaction(
        handle -> {
          int ended =
              handle
                  .createUpdate(
                      """
                      update privilege_listing set finished_at = :now
                      where integration = :integration and began_at = :beganAt and finished_at is null
                      """)
                  .bind("now", now)
                  .bind("integration", listing.integration())
                  .bind("beganAt", listing.beganAt())
                  .execute();
          return ended == 0
              ? 0
              : handle
                  .createUpdate(
                      "delete from privilege where integration = :integration and listed_at < :beganAt")
                  .bind("integration", listing.integration())
                  .bind("beganAt", listing.beganAt())
                  .execute();
        });
  }

  /** Notes why they cannot be listed. What was listed before stays. */
  public void refused(String integration, String why, Instant now) {
    database.inTransaction(
        handle ->
            handle
                .createUpdate(
                    "update privilege_listing set failure = :why, finished_at = :now"
                        + " where integration = :integration")
                .bind("why", Text.cut(Text.oneLine(why), LONGEST_FAILURE))
                .bind("now", now)
                .bind("integration", integration)
                .execute());
  }

  /**
   * In the order of their integrations and rows.
   *
   * @param after integration and sys_id of the last one of the page before; null for the first page
   */
  public List<Privilege> list(Filter filter, List<String> after, int limit) {
    List<String> all = new ArrayList<>(List.of("true"));
    Map<String, Object> bindings = new HashMap<>();
    add(all, bindings, "integration = :integration", "integration", filter.integration());
    add(all, bindings, "holder = :holder", "holder", word(filter.holder()));
    add(all, bindings, "lower(name) = lower(:name)", "name", filter.name());
    add(all, bindings, "lower(role) = lower(:role)", "role", filter.role());
    add(all, bindings, "inherited = :inherited", "inherited", filter.inherited());
    add(all, bindings, "active = :active", "active", filter.active());
    add(
        all,
        bindings,
        "holder = 'user' and (last_login is null or last_login < :lastLoginBefore)",
        "lastLoginBefore",
        filter.lastLoginBefore());
    if (after != null) {
      all.add("(integration, sys_id) > (:afterIn, :afterId)");
    }
    return database.inTransaction(
        handle -> {
          Query query =
              handle
                  .createQuery(
                      "select * from privilege where "
                          + String.join(" and ", all)
                          + " order by integration, sys_id limit :limit")
                  .bindMap(bindings)
                  .bind("limit", limit);
          if (after != null) {
            query.bind("afterIn", after.get(0)).bind("afterId", after.get(1));
          }
          return query.map((rs, context) -> read(rs)).list();
        });
  }

  /** Deletes what was listed of an integration. */
  public void forget(String integration) {
    database.inTransaction(
        handle -> {
          for (String table : List.of("privilege_listing", "privilege")) {
            handle
                .createUpdate("delete from " + table + " where integration = :integration")
                .bind("integration", integration)
                .execute();
          }
          return null;
        });
  }

  private static String word(Holder holder) {
    return holder == null ? null : holder.word();
  }

  private static void add(
      List<String> all, Map<String, Object> bindings, String term, String name, Object value) {
    if (value != null) {
      all.add(term);
      bindings.put(name, value);
    }
  }

  private static Privilege read(ResultSet rs) throws SQLException {
    return new Privilege(
        rs.getString("integration"),
        rs.getString("sys_id"),
        Holder.of(rs.getString("holder")),
        rs.getString("holder_id"),
        rs.getString("name"),
        rs.getString("full_name"),
        rs.getString("role"),
        rs.getBoolean("inherited"),
        rs.getBoolean("active"),
        instant(rs, "since"),
        instant(rs, "last_login"));
  }

  private static Instant instant(ResultSet rs, String column) throws SQLException {
    Timestamp at = rs.getTimestamp(column);
    return at == null ? null : at.toInstant();
  }
}
