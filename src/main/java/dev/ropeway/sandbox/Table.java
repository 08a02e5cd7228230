package dev.ropeway.sandbox;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Set;
import java.util.TreeSet;

/** The rows of one table with the three indexes its readers need. */
final class Table {
  private static final Comparator<Row> BY_UPDATE =
      Comparator.comparing(Row::updatedOn).thenComparing(Row::sysId);

  final String name;
  final String label;
  final String displayColumn;
  final String parent;
  final String firstNumber;
  final int sysId;
  final int updatedOn;
  private final int correlationId;
  private final List<Column> columns = new ArrayList<>();
  private final Map<String, String> defaults = new HashMap<>();
  private final List<String> mandatory = new ArrayList<>();
  private final Map<String, Integer> positions = new HashMap<>();
  // A hash order on purpose: without ORDERBY the platform promises no order at all.
  private final Map<String, Row> rows = new HashMap<>();
  private final Map<String, List<Row>> byCorrelation = new HashMap<>();
  private final TreeSet<Row> byUpdate = new TreeSet<>(BY_UPDATE);

  Table(String name, Schema.Definition definition) {
    this.name = name;
    this.label = definition.label();
    this.displayColumn = definition.display();
    this.parent = definition.parent() == null ? "" : definition.parent();
    this.firstNumber = definition.firstNumber() == null ? "" : definition.firstNumber();
    definition.columns().forEach((column, kind) -> add(kind.named(column)));
    this.sysId = position("sys_id");
    this.updatedOn = position("sys_updated_on");
    this.correlationId = position("correlation_id");
  }

  void add(Column column) {
    positions.put(column.name(), columns.size());
    columns.add(column);
    summarize(column);
  }

  void replace(Column column) {
    columns.set(position(column.name()), column);
    summarize(column);
  }

  private void summarize(Column column) {
    if (!column.defaultValue().isEmpty()) {
      defaults.put(column.name(), column.defaultValue());
    }
    mandatory.remove(column.name());
    if (column.mandatory()) {
      mandatory.add(column.name());
    }
  }

  Map<String, String> defaults() {
    return defaults;
  }

  List<String> mandatory() {
    return mandatory;
  }

  List<Column> columns() {
    return columns;
  }

  /** The column's place in a row, -1 when the table has no such column. */
  int position(String column) {
    return positions.getOrDefault(column, -1);
  }

  Column column(String column) {
    int position = position(column);
    return position < 0 ? null : columns.get(position);
  }

  Row find(String id) {
    return rows.get(id);
  }

  Collection<Row> rows() {
    return rows.values();
  }

  List<Row> rowsByAge() {
    return rows.values().stream().sorted(Comparator.comparingLong(row -> row.sequence)).toList();
  }

  boolean hasUpdateOrder() {
    return updatedOn >= 0;
  }

  NavigableSet<Row> rowsByUpdate() {
    return byUpdate;
  }

  /** Rows last updated at the given stamp or later, in the order pollers ask for. */
  NavigableSet<Row> updatedSince(String stamp) {
    Row bound = new Row(this, -1);
    bound.set(updatedOn, stamp); // its empty sys_id sorts before all others
    return byUpdate.tailSet(bound, true);
  }

  boolean isIndexed(String column) {
    return column.equals("sys_id") || (correlationId >= 0 && column.equals("correlation_id"));
  }

  List<Row> lookUp(String column, String value) {
    if (column.equals("sys_id")) {
      Row row = rows.get(value);
      return row == null ? List.of() : List.of(row);
    }
    return byCorrelation.getOrDefault(value, List.of());
  }

  Set<String> correlationIds() {
    return byCorrelation.keySet();
  }

  int size() {
    return rows.size();
  }

  void insert(Row row) {
    rows.put(row.sysId(), row);
    if (hasUpdateOrder()) {
      byUpdate.add(row);
    }
    indexCorrelation(row);
  }

  void change(Row row, Map<Integer, String> changes) {
    if (hasUpdateOrder()) {
      byUpdate.remove(row);
    }
    boolean moved = correlationId >= 0 && changes.containsKey(correlationId);
    if (moved) {
      forgetCorrelation(row);
    }
    changes.forEach(row::set);
    if (moved) {
      indexCorrelation(row);
    }
    if (hasUpdateOrder()) {
      byUpdate.add(row);
    }
  }

  void remove(Row row) {
    rows.remove(row.sysId());
    if (hasUpdateOrder()) {
      byUpdate.remove(row);
    }
    forgetCorrelation(row);
  }

  private void indexCorrelation(Row row) {
    String id = row.get(correlationId);
    if (!id.isEmpty()) {
      byCorrelation.computeIfAbsent(id, key -> new ArrayList<>(1)).add(row);
    }
  }

  private void forgetCorrelation(Row row) {
    byCorrelation.computeIfPresent(
        row.get(correlationId),
        (key, holders) -> {
          holders.remove(row);
          return holders.isEmpty() ? null : holders;
        });
  }
}
