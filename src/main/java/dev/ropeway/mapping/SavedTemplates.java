package dev.ropeway.mapping;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.ropeway.integration.Integration;
import dev.ropeway.servicenow.EncodedQuery;
import dev.ropeway.servicenow.Table;
import dev.ropeway.servicenow.TableAnswer;
import dev.ropeway.servicenow.TableCall;
import dev.ropeway.servicenow.TableRecord;
import dev.ropeway.store.Alike;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.camel.ProducerTemplate;

/**
 * The templates that people saved on the instances, each table's read when they are first wanted, a
 * day later, when one is missed, and on demand (E26, E09).
 */
@ApplicationScoped
public class SavedTemplates {

  private static final int LIMIT = 1000;

  private static final int SHOWN = 20;

  private final ProducerTemplate camel;
  private final Cache<Key, Map<String, SavedTemplate>> known =
      Caffeine.newBuilder().expireAfterWrite(Dictionaries.REMEMBERED).maximumSize(1000).build();

  private record Key(String integration, long version, Table table) {

    static Key of(Integration integration, Table table) {
      return new Key(integration.name(), integration.version(), table);
    }
  }

  SavedTemplates(ProducerTemplate camel) {
    this.camel = camel;
  }

  /** Whether a template of that name is cached. */
  public boolean has(Integration integration, Table table, String name) {
    Map<String, SavedTemplate> cached = known.getIfPresent(Key.of(integration, table));
    return cached != null && cached.containsKey(name);
  }

  /** Asks for the templates of a table that are in use. */
  public static TableCall question(String integration, Table table) {
    return TableCall.list(
        integration,
        Table.SYS_TEMPLATE,
        new EncodedQuery().is("table", table.wireName()).is("active", "true").orderBy("name"),
        List.of("name", "table", "template"),
        LIMIT);
  }

  /** Takes over what the instance answered. */
  public void learn(Integration integration, Table table, TableAnswer answer) {
    Map<String, SavedTemplate> templates = new TreeMap<>();
    for (TableRecord row : answer.rows()) {
      if (row.text("table").equals(table.wireName()) && !row.text("name").isEmpty()) {
        // Names are not unique: the first stands, as in the list that people choose from.
        templates.putIfAbsent(
            row.text("name"), SavedTemplate.of(row.text("name"), row.text("template")));
      }
    }
    known.put(Key.of(integration, table), templates);
  }

  /** Reads the templates of a table now; how many there are. */
  public int read(Integration integration, Table table) {
    learn(
        integration,
        table,
        camel.requestBody(
            "direct:call-servicenow", question(integration.name(), table), TableAnswer.class));
    return known.get(Key.of(integration, table), key -> Map.of()).size();
  }

  /** Reads again whatever is wanted next of that integration. */
  void forget(String integration) {
    known.asMap().keySet().removeIf(key -> key.integration().equals(integration));
  }

  /**
   * A template that was read before.
   *
   * @throws UnmappableException naming what is like it, when the instance has none of that name or
   *     tickets cannot start from it
   */
  public SavedTemplate named(Integration integration, Table table, String name) {
    Map<String, SavedTemplate> templates = known.get(Key.of(integration, table), key -> Map.of());
    SavedTemplate template = templates.get(name);
    if (template == null) {
      throw new UnmappableException(missing(table, name, templates));
    }
    template.complaints().stream()
        .findFirst()
        .ifPresent(
            complaint -> {
              throw new UnmappableException(complaint);
            });
    return template;
  }

  private static String missing(Table table, String name, Map<String, SavedTemplate> templates) {
    String others =
        Alike.to(name, templates.keySet())
            .map(meant -> "did you mean \"" + meant + "\"?")
            .orElse(
                templates.isEmpty()
                    ? "it shows no template of that table to the integration user"
                    : "it has "
                        + String.join(", ", templates.keySet().stream().limit(SHOWN).toList()));
    return "template: the instance has no saved template \"%s\" for %s; %s"
        .formatted(name, table.wireName(), others);
  }
}
