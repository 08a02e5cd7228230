package dev.ropeway.sandbox.instance;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ropeway.sandbox.table.Column;
import dev.ropeway.sandbox.table.TableDefinition;
import dev.ropeway.sandbox.table.TableRows;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/** The staging tables of the instance with their transform maps. */
public final class ImportTables {
  /** The documented way into sn_si_incident. */
  static final String SECURITY_INCIDENTS = "sn_si_incident_import";

  private static final ObjectMapper MAPPER =
      new ObjectMapper().configure(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES, true);

  private final Map<String, ImportTable> known = new LinkedHashMap<>();
  private final Instance instance;

  ImportTables(Instance instance) {
    this.instance = instance;
  }

  /** Null when no staging table has that name. */
  public ImportTable of(String staging) {
    return known.get(staging);
  }

  /** Makes a staging table, or changes what becomes of its rows. */
  public ImportTable set(String staging, ImportTable made) {
    TableRows target = instance.database.table(made.table());
    if (target == null || !target.isPartOf("task")) {
      throw new IllegalArgumentException("Rows are imported into task tables only");
    }
    boolean other = !known.containsKey(staging) && instance.database.table(staging) != null;
    if (other || !staging.matches("[a-z0-9_]+")) {
      throw new IllegalArgumentException("That is no name for a staging table: " + staging);
    }
    String map = made.map() == null ? target.label() + " Transform" : made.map();
    known.put(staging, made.withMap(map));
    TableRows table = instance.database.define(staging, definition(made, target));
    Descriptions descriptions = new Descriptions(instance.database, instance.stamps.now());
    descriptions.forget(staging);
    descriptions.describe(table);
    instance.access.set(staging, made.roles());
    return known.get(staging);
  }

  /** Changes what is named and leaves the rest. */
  public ImportTable merge(String staging, JsonNode document) throws IOException {
    ImportTable before = known.get(staging);
    ObjectNode all = before == null ? MAPPER.createObjectNode() : MAPPER.valueToTree(before);
    all.setAll((ObjectNode) document);
    return set(staging, MAPPER.treeToValue(all, ImportTable.class));
  }

  /** The transform map for the next row. */
  ImportTable take(String staging) {
    ImportTable now = known.get(staging);
    known.put(staging, now.spent());
    return now;
  }

  void plant() {
    known.clear();
    set(
        SECURITY_INCIDENTS,
        ImportTable.into("sn_si_incident").withMap("Security Incident Transform"));
  }

  /** Widths of staging columns are not in our sources: wide enough for every value here. */
  private static TableDefinition definition(ImportTable made, TableRows target) {
    Set<String> names = new LinkedHashSet<>(made.fields().keySet());
    if (names.isEmpty()) {
      target.columns().stream()
          .map(Column::name)
          .filter(name -> !name.startsWith("sys_"))
          .forEach(names::add);
    }
    names.add("correlation_id");
    LinkedHashMap<String, Column> columns = new LinkedHashMap<>();
    for (String name : names) {
      columns.put(name, new Column(name, "string", 4000, null, null, false, false, false, null));
    }
    columns.put(
        "sys_target_sys_id",
        new Column(
            null, "document_id", 32, target.name, null, false, true, false, "Target record"));
    return new TableDefinition(
        "Import into " + target.label(),
        "sys_import_row",
        "sys_import_set_row",
        null,
        null,
        columns);
  }
}
