package dev.ropeway.sandbox.table;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The choice lists as the rows of sys_choice say right now. */
public final class ChoiceLists {
  private final Map<String, Map<String, String>> lists = new HashMap<>();
  private final TableRows choices;

  ChoiceLists(TableRows choices) {
    this.choices = choices;
  }

  /** Called after each write to sys_choice. */
  public void rebuild() {
    lists.clear();
    List<Row> rows = new ArrayList<>(choices.rows());
    rows.sort(Comparator.comparingInt(ChoiceLists::sequence).thenComparing(row -> row.sequence));
    for (Row row : rows) {
      if (!row.get("inactive").equals("true")) {
        lists
            .computeIfAbsent(key(row.get("name"), row.get("element")), k -> new LinkedHashMap<>())
            .put(row.get("value"), row.get("label"));
      }
    }
  }

  /** Value to label in list order, empty without one; a list of a table hides that of its base. */
  public Map<String, String> of(TableRows table, String column) {
    for (TableRows one = table; one != null; one = one.base) {
      Map<String, String> list = lists.get(key(one.name, column));
      if (list != null) {
        return list;
      }
    }
    return Map.of();
  }

  private static int sequence(Row row) {
    String text = row.get("sequence");
    return text.isEmpty() ? Integer.MAX_VALUE : Integer.parseInt(text);
  }

  private static String key(String table, String column) {
    return table + '.' + column;
  }
}
