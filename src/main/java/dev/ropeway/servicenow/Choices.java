package dev.ropeway.servicenow;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The choice lists of the instances, as their {@code sys_choice} tells them, remembered a while.
 */
@ApplicationScoped
// Caffeine makes its kinds of caches and entries by their names.
@RegisterForReflection(
    classNames = {
      "com.github.benmanes.caffeine.cache.SSMSW",
      "com.github.benmanes.caffeine.cache.PSWMS"
    })
public class Choices {

  private static final Duration REMEMBERED = Duration.ofHours(1);
  private static final int LIMIT = 1000;

  private final Cache<Field, Map<String, String>> known =
      Caffeine.newBuilder().expireAfterWrite(REMEMBERED).maximumSize(10_000).build();

  /** A column whose values are chosen from a list. */
  public record Field(String integration, Table table, String element) {}

  /** Value to label in the instance's order; null until they were read. */
  public Map<String, String> of(Field field) {
    return known.getIfPresent(field);
  }

  /** Asks for the list: the table's own choices and those it inherits from task. */
  public static TableCall question(Field field) {
    EncodedQuery lists = new EncodedQuery().is("name", field.table().wireName());
    if (field.table().isTask()) {
      lists.orIs("name", "task");
    }
    return TableCall.list(
        field.integration(),
        Table.SYS_CHOICE,
        lists
            .is("element", field.element())
            .is("inactive", "false")
            .is("language", "en")
            .orderBy("sequence"),
        List.of("name", "value", "label"),
        LIMIT);
  }

  /** The table's own list hides what it would inherit; none means that it cannot be read. */
  public Map<String, String> learn(Field field, TableAnswer answer) {
    Map<String, String> own = new LinkedHashMap<>();
    Map<String, String> inherited = new LinkedHashMap<>();
    for (TableRecord row : answer.rows()) {
      if (row.text("value").isBlank()) {
        continue;
      }
      (row.text("name").equals(field.table().wireName()) ? own : inherited)
          .put(row.text("value"), row.text("label"));
    }
    Map<String, String> choices = own.isEmpty() ? inherited : own;
    known.put(field, choices);
    return choices;
  }
}
