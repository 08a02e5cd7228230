package dev.ropeway.sandbox.table;

import io.vertx.core.MultiMap;
import java.util.ArrayList;
import java.util.List;

/** How the caller wants records shown, from the sysparm_ parameters. */
public record ReadOptions(
    Display display, boolean excludeLinks, List<FieldPath> fields, String linkBase) {

  enum Display {
    VALUES,
    LABELS,
    BOTH
  }

  public static ReadOptions of(
      MultiMap parameters, Tables database, TableRows table, String linkBase) {
    Display display =
        switch (String.valueOf(parameters.get("sysparm_display_value"))) {
          case "true" -> Display.LABELS;
          case "all" -> Display.BOTH;
          default -> Display.VALUES;
        };
    return new ReadOptions(
        display,
        isTrue(parameters, "sysparm_exclude_reference_link"),
        fields(parameters.get("sysparm_fields"), database, table),
        linkBase);
  }

  public static boolean isTrue(MultiMap parameters, String name) {
    return "true".equals(parameters.get(name));
  }

  /** Unknown names are ignored; when none is left the platform's answer is not established. */
  private static List<FieldPath> fields(String names, Tables database, TableRows table) {
    if (names == null || names.isBlank()) {
      return database.allFields(table);
    }
    List<FieldPath> fields = new ArrayList<>();
    for (String name : names.split(",")) {
      FieldPath field = FieldPath.of(database, table, name.strip());
      if (field != null) {
        fields.add(field);
      }
    }
    return fields;
  }
}
