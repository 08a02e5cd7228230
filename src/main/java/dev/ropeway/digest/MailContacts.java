package dev.ropeway.digest;

import dev.ropeway.digest.Contact.ReportsTo;
import dev.ropeway.store.Database;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Keeps where mails to owners and groups go, as ServiceNow last said. */
@ApplicationScoped
public class MailContacts {

  private static final String COLUMNS =
      "integration, kind, key, name, address, zone, why, manager_name, manager_address, manager_zone, manager_why";

  private final Database database;

  MailContacts(Database database) {
    this.database = database;
  }

  /** All that were read since then. */
  List<Contact> since(Instant since) {
    return database.inTransaction(
        handle ->
            handle
                .createQuery("select " + COLUMNS + " from mail_contact where read_at >= :since")
                .bind("since", since)
                .map((rs, context) -> contact(rs))
                .list());
  }

  /** Whose work is told to a recipient. */
  List<Contact> of(DigestKind kind, String recipient) {
    String condition =
        switch (kind) {
          case OWNER, CRITICAL -> "kind = 'user' and address = :recipient";
          case GROUP -> "kind = 'group' and address = :recipient";
          case MANAGER -> "kind = 'user' and manager_address = :recipient";
        };
    return database.inTransaction(
        handle ->
            handle
                .createQuery(
                    "select "
                        + COLUMNS
                        + " from mail_contact where "
                        + condition
                        + " order by integration, key")
                .bind("recipient", recipient)
                .map((rs, context) -> contact(rs))
                .list());
  }

  /** The owners or groups whom somebody may ask for, by their names or where their mails go. */
  List<String> keys(DigestQuestion asked) {
    List<String> keys = new ArrayList<>();
    if (asked.kind() != DigestKind.MANAGER) {
      keys.add(asked.key());
    }
    of(asked.kind(), asked.key()).forEach(one -> keys.add(one.key()));
    return keys;
  }

  /** The owner or group that is called so, in the first integration that has one. */
  Optional<Contact> named(boolean group, String key) {
    return database.inTransaction(
        handle ->
            handle
                .createQuery(
                    "select "
                        + COLUMNS
                        + " from mail_contact where kind = :kind and (key = :key or address = :key)"
                        + " order by why is not null, integration limit 1")
                .bind("kind", kind(group))
                .bind("key", key)
                .map((rs, context) -> contact(rs))
                .findOne());
  }

  /** Stores what was read of some, in the place of what was known. */
  void learn(List<Contact> contacts, Instant now) {
    database.inTransaction(
        handle -> {
          var batch =
              handle.prepareBatch(
                  """
                  insert into mail_contact (integration, kind, key, name, address, zone, why, manager_name, manager_address,
                    manager_zone, manager_why, read_at)
                  values (:integration, :kind, :key, :name, :address, :zone, :why, :managerName, :managerAddress,
                    :managerZone, :managerWhy, :now)
                  on conflict (integration, kind, key) do update set name = excluded.name, address = excluded.address,
                    zone = excluded.zone, why = excluded.why, manager_name = excluded.manager_name,
                    manager_address = excluded.manager_address, manager_zone = excluded.manager_zone,
                    manager_why = excluded.manager_why, read_at = excluded.read_at
                  """);
          contacts.forEach(
              one ->
                  batch
                      .bind("integration", one.integration())
                      .bind("kind", kind(one.group()))
                      .bind("key", one.key())
                      .bind("name", one.name())
                      .bind("address", one.address())
                      .bind("zone", one.zone())
                      .bind("why", one.why())
                      .bind("managerName", one.manager().name())
                      .bind("managerAddress", one.manager().address())
                      .bind("managerZone", one.manager().zone())
                      .bind("managerWhy", one.manager().why())
                      .bind("now", now)
                      .add());
          return batch.execute();
        });
  }

  /** Forgets those whom nobody looked up since then: they have no open work any more. */
  void forget(Instant before) {
    database.inTransaction(
        handle ->
            handle
                .createUpdate("delete from mail_contact where read_at < :before")
                .bind("before", before)
                .execute());
  }

  private static String kind(boolean group) {
    return group ? "group" : "user";
  }

  private static Contact contact(ResultSet rs) throws SQLException {
    return new Contact(
        rs.getString("integration"),
        rs.getString("kind").equals("group"),
        rs.getString("key"),
        rs.getString("name"),
        rs.getString("address"),
        rs.getString("zone"),
        rs.getString("why"),
        new ReportsTo(
            rs.getString("manager_name"),
            rs.getString("manager_address"),
            rs.getString("manager_zone"),
            rs.getString("manager_why")));
  }
}
