package dev.ropeway.mapping;

import dev.ropeway.servicenow.Choices;
import dev.ropeway.store.Database;
import dev.ropeway.store.FollowedTable;
import dev.ropeway.store.StoreReady;
import io.quarkus.runtime.ShutdownEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.HashMap;
import java.util.Map;

/**
 * Has every replica forget what it cached of an instance, within about a second: its columns,
 * choices and saved templates (E09).
 */
@ApplicationScoped
public class CacheRefreshes {

  private final Database database;
  private final Dictionaries dictionaries;
  private final SavedTemplates templates;
  private final Choices choices;
  private final FollowedTable table;
  private Map<String, Long> seen = Map.of();

  CacheRefreshes(
      Database database, Dictionaries dictionaries, SavedTemplates templates, Choices choices) {
    this.database = database;
    this.dictionaries = dictionaries;
    this.templates = templates;
    this.choices = choices;
    table = new FollowedTable("cache_refresh", "max(number)", database, this::takeOver);
  }

  void start(@Observes @Priority(StoreReady.TAKE_OVER) StoreReady ready) {
    table.start();
  }

  void stop(@Observes ShutdownEvent event) {
    table.stop();
  }

  /** Forgets it here at once, and soon on every other replica. */
  public void refresh(String integration) {
    database.inTransaction(
        handle ->
            handle
                .createUpdate(
                    """
                    insert into cache_refresh (integration, number)
                    values (:integration, nextval('cache_refresh_number'))
                    on conflict (integration) do update set number = excluded.number
                    """)
                .bind("integration", integration)
                .execute());
    table.changed();
  }

  /** One at a time: the table sees to that. */
  private void takeOver() {
    Map<String, Long> now = new HashMap<>();
    database.inTransaction(
        handle -> {
          handle
              .createQuery("select integration, number from cache_refresh")
              .map((rs, context) -> now.put(rs.getString("integration"), rs.getLong("number")))
              .list();
          return null;
        });
    now.forEach(
        (integration, number) -> {
          if (!number.equals(seen.get(integration))) {
            dictionaries.forget(integration);
            templates.forget(integration);
            choices.forget(integration);
          }
        });
    seen = now;
  }
}
