package dev.ropeway.sandbox.table;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/** All tables of the instance and what is derived from their rows. */
public final class Tables {
  private final SplittableRandom ids = new SplittableRandom();
  private final Map<String, TableRows> tables = new LinkedHashMap<>();
  private final Map<String, List<FieldPath>> allFields = new HashMap<>();
  private final Map<String, String> userIds = new HashMap<>();
  private final Map<String, Long> numbers = new HashMap<>();
  private ChoiceLists choices;
  private Journal journal;
  private long sequence;

  /** Forgets everything; the caller plants the seed again. */
  public void clear() {
    tables.clear();
    tables.putAll(Schema.tables());
    allFields.clear();
    userIds.clear();
    numbers.clear();
    choices = new ChoiceLists(tables.get("sys_choice"));
    journal = new Journal();
    sequence = 0;
  }

  public Map<String, TableRows> tables() {
    return tables;
  }

  public TableRows table(String name) {
    return tables.get(name);
  }

  public ChoiceLists choices() {
    return choices;
  }

  public Journal journal() {
    return journal;
  }

  public Row newRow(TableRows table) {
    return new Row(table, sequence++);
  }

  public String newSysId() {
    HexFormat hex = HexFormat.of();
    return hex.toHexDigits(ids.nextLong()) + hex.toHexDigits(ids.nextLong());
  }

  /** Seed rows keep their sys_id over restarts, so that bookmarks and scripts stay valid. */
  public static String seededSysId(String table, String key) {
    try {
      byte[] text = (table + '/' + key).getBytes(StandardCharsets.UTF_8);
      return HexFormat.of().formatHex(MessageDigest.getInstance("MD5").digest(text));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java runtime has MD5", e);
    }
  }

  String nextNumber(TableRows table) {
    if (table.firstNumber.isEmpty()) {
      return "";
    }
    String prefix = table.firstNumber.replaceAll("\\d", "");
    long first = Long.parseLong(table.firstNumber.substring(prefix.length()));
    long number = numbers.merge(table.name, first, (current, start) -> current + 1);
    String digits = Long.toString(number);
    return prefix + "0".repeat(Math.max(0, 7 - digits.length())) + digits;
  }

  /** The record a reference points at. */
  Row find(String table, String sysId) {
    TableRows known = tables.get(table);
    return known == null ? null : known.find(sysId);
  }

  /** Makes a table, or changes one that is there; its rows stay. */
  public TableRows define(String name, TableDefinition definition) {
    TableRows known = tables.get(name);
    if (known == null) {
      known = new TableRows(name, definition, tables.get(definition.parent()));
      tables.put(name, known);
    } else {
      known.redefine(definition);
    }
    allFields.remove(name);
    return known;
  }

  /** Takes a table away with all its rows. */
  public void drop(TableRows table) {
    if (table.isExtended()) {
      throw new IllegalArgumentException("Other tables extend " + table.name);
    }
    table.detach();
    tables.remove(table.name);
    allFields.remove(table.name);
  }

  public Row user(String userName) {
    String id = userIds.get(userName);
    return id == null ? null : table("sys_user").find(id);
  }

  public List<FieldPath> allFields(TableRows table) {
    return allFields.computeIfAbsent(
        table.name,
        name -> table.columns().stream().map(c -> FieldPath.of(this, table, c.name())).toList());
  }

  /** Keeps what is derived from rows in step; called after every write. */
  void written(Row row) {
    switch (row.table.name) {
      case "sys_user" -> userIds.put(row.get("user_name"), row.sysId());
      case "sys_choice" -> choices.rebuild();
      case "sys_dictionary" -> redefine(row);
      default -> {}
    }
  }

  /** Lets an experiment make a column mandatory, shorter, or add one, by writing sys_dictionary. */
  private void redefine(Row entry) {
    String element = entry.get("element");
    for (TableRows table : tables.values()) {
      if (!table.isPartOf(entry.get("name"))) {
        continue;
      }
      int length = Integer.parseInt(entry.get("max_length"));
      boolean mandatory = entry.get("mandatory").equals("true");
      Column known = table.column(element);
      if (known != null) {
        table.replace(known.restricted(length, mandatory));
      } else {
        String type = entry.get("internal_type");
        String reference = entry.get("reference");
        String label = entry.get("column_label").isEmpty() ? null : entry.get("column_label");
        String usual = entry.get("default_value");
        boolean choice = entry.get("choice").equals("1");
        table.add(
            new Column(element, type, length, reference, usual, choice, false, mandatory, label)
                .named(element));
      }
      allFields.remove(table.name);
    }
  }
}
