package dev.ropeway.assignment.lists;

import dev.ropeway.store.ChangeRefusedException;
import dev.ropeway.store.Database;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.List;
import org.jdbi.v3.core.Handle;

/** Keeps the views of the list of assignments that people save; nobody sees those of another. */
@ApplicationScoped
public class SavedViews {

  /** How many views a person may have. */
  static final int MOST = 50;

  private final Database database;
  private final Clock clock;

  SavedViews(Database database, Clock clock) {
    this.database = database;
    this.clock = clock;
  }

  /** Those of a person, by name. */
  public List<SavedView> of(String person) {
    return database.inTransaction(
        handle ->
            handle
                .createQuery(
                    "select name, query, saved_at from saved_view where person = :person order by lower(name), name")
                .bind("person", person)
                .map(
                    (rs, context) ->
                        new SavedView(
                            rs.getString("name"),
                            rs.getString("query"),
                            rs.getTimestamp("saved_at").toInstant()))
                .list());
  }

  /**
   * Saves a view, in the place of one of that name. True when there was none.
   *
   * @throws ChangeRefusedException when the person has too many
   */
  public boolean save(String person, SavedView view) {
    return database.inTransaction(
        handle -> {
          oneAtATime(handle, person);
          return handle
              .createQuery(
                  """
                  insert into saved_view (person, name, query, saved_at) select :person, :name, :query, cast(:now as timestamptz)
                  where (select count(*) from saved_view where person = :person and name <> :name) < :most
                  on conflict (person, name) do update set query = excluded.query, saved_at = excluded.saved_at
                  returning xmax = 0
                  """)
              .bind("person", person)
              .bind("name", view.name())
              .bind("query", view.query())
              .bind("now", clock.instant())
              .bind("most", MOST)
              .mapTo(boolean.class)
              .findOne()
              .orElseThrow(
                  () ->
                      new ChangeRefusedException(
                          "you have " + MOST + " views, and no more are kept: delete one first"));
        });
  }

  /** Two windows of one person could save one too many. */
  private static void oneAtATime(Handle handle, String person) {
    handle
        .createQuery("select 1 from pg_advisory_xact_lock(hashtextextended(:person, 32))")
        .bind("person", person)
        .mapTo(int.class)
        .one();
  }

  /** Deletes a view; false when the person has none of that name. */
  public boolean delete(String person, String name) {
    return database.inTransaction(
        handle ->
            handle
                    .createUpdate("delete from saved_view where person = :person and name = :name")
                    .bind("person", person)
                    .bind("name", name)
                    .execute()
                == 1);
  }
}
