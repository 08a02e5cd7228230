package dev.ropeway.mapping;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.ropeway.integration.Integration;
import dev.ropeway.mapping.Dictionary.Field;
import dev.ropeway.servicenow.EncodedQuery;
import dev.ropeway.servicenow.Table;
import dev.ropeway.servicenow.TableAnswer;
import dev.ropeway.servicenow.TableCall;
import dev.ropeway.servicenow.TableRecord;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.camel.ProducerTemplate;

/**
 * The dictionaries and choice lists of the instances, each read when it is first wanted, a day
 * later and on demand (E09).
 */
@ApplicationScoped
// Caffeine makes its kinds of caches and entries by their names.
@RegisterForReflection(
    classNames = {
      "com.github.benmanes.caffeine.cache.SSMSW",
      "com.github.benmanes.caffeine.cache.PSWMS"
    })
public class Dictionaries {

  static final Duration REMEMBERED = Duration.ofHours(24);

  /** Some ten times what a customized table has. */
  private static final int LIMIT = 5000;

  /** Suggestions: any other value is good too. */
  private static final String SUGGESTION = "2";

  private final ProducerTemplate camel;
  private final Clock clock;
  private final Cache<Key, Dictionary> known =
      Caffeine.newBuilder().expireAfterWrite(REMEMBERED).maximumSize(1000).build();

  private record Key(String integration, long version, Table table) {}

  Dictionaries(ProducerTemplate camel, Clock clock) {
    this.camel = camel;
    this.clock = clock;
  }

  /** The instance answered, and yet does not describe the table. */
  public static final class HiddenDictionaryException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public HiddenDictionaryException(String message) {
      super(message);
    }
  }

  /**
   * Describes a table.
   *
   * @param anew whether the instance is asked even if it told before
   * @throws HiddenDictionaryException when the integration user may not read it; what goes wrong on
   *     the way is thrown as the route throws it
   */
  public Dictionary of(Integration integration, Table table, boolean anew) {
    Key key = new Key(integration.name(), integration.version(), table);
    Dictionary before = anew ? null : known.getIfPresent(key);
    if (before != null) {
      return before;
    }
    Dictionary read = read(integration.name(), table);
    known.put(key, read);
    return read;
  }

  /** Reads again whatever is wanted next of that integration. */
  void forget(String integration) {
    known.asMap().keySet().removeIf(key -> key.integration().equals(integration));
  }

  private Dictionary read(String integration, Table table) {
    TableAnswer columns = ask(columns(integration, table));
    if (columns.rows().isEmpty() || columns.rows().size() < columns.received()) {
      throw new HiddenDictionaryException(
          "the integration user may not read sys_dictionary of " + table.wireName());
    }
    return dictionary(integration, table, columns, ask(choices(integration, table)));
  }

  private TableAnswer ask(TableCall call) {
    return camel.requestBody("direct:call-servicenow", call, TableAnswer.class);
  }

  /** The table and what it extends. */
  private static List<String> lineage(Table table) {
    return table.isTask() ? List.of("task", table.wireName()) : List.of(table.wireName());
  }

  private static TableCall columns(String integration, Table table) {
    return TableCall.list(
        integration,
        Table.SYS_DICTIONARY,
        new EncodedQuery().in("name", lineage(table)).is("active", "true").orderBy("element"),
        List.of(
            "name",
            "element",
            "column_label",
            "internal_type",
            "max_length",
            "mandatory",
            "read_only",
            "default_value",
            "reference",
            "choice"),
        LIMIT);
  }

  private static TableCall choices(String integration, Table table) {
    return TableCall.list(
        integration,
        Table.SYS_CHOICE,
        new EncodedQuery()
            .in("name", lineage(table))
            .is("inactive", "false")
            .is("language", "en")
            .orderBy("sequence"),
        List.of("name", "element", "value", "label"),
        LIMIT);
  }

  private Dictionary dictionary(
      String integration, Table table, TableAnswer columns, TableAnswer choices) {
    // What the table says of itself comes last and stands.
    Map<String, TableRecord> rows = new TreeMap<>();
    for (String name : lineage(table)) {
      columns.rows().stream()
          .filter(row -> row.text("name").equals(name) && !row.text("element").isEmpty())
          .forEach(row -> rows.put(row.text("element"), row));
    }
    Map<String, Map<String, String>> lists = new LinkedHashMap<>();
    for (String name : lineage(table)) {
      lists.putAll(lists(choices, name));
    }
    return new Dictionary(
        integration,
        table.wireName(),
        clock.instant(),
        rows.values().stream().map(row -> field(row, lists)).toList());
  }

  /** A table's own list hides the whole of the one that it would inherit. */
  private static Map<String, Map<String, String>> lists(TableAnswer choices, String name) {
    Map<String, Map<String, String>> lists = new LinkedHashMap<>();
    choices.rows().stream()
        .filter(row -> row.text("name").equals(name) && !row.text("value").isEmpty())
        .forEach(
            row ->
                lists
                    .computeIfAbsent(row.text("element"), element -> new LinkedHashMap<>())
                    .put(row.text("value"), row.text("label")));
    return lists;
  }

  private static Field field(TableRecord row, Map<String, Map<String, String>> lists) {
    String element = row.text("element");
    return new Field(
        element,
        row.text("column_label"),
        row.text("internal_type"),
        number(row.text("max_length")),
        row.text("mandatory").equals("true"),
        row.text("read_only").equals("true"),
        row.text("default_value"),
        row.text("reference").isEmpty() ? null : row.text("reference"),
        row.text("choice").equals(SUGGESTION) ? Map.of() : lists.get(element));
  }

  private static Integer number(String text) {
    return text.matches("\\d{1,9}") ? Integer.valueOf(text) : null;
  }
}
