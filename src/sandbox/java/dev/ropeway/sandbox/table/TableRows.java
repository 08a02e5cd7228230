package dev.ropeway.sandbox.table;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Set;
import java.util.TreeSet;

/**
 * The rows of one table with the three indexes its readers need. A table that others extend shows
 * their rows among its own.
 */
public final class TableRows {
  private static final Comparator<Row> BY_UPDATE =
      Comparator.comparing(Row::updatedOn).thenComparing(Row::sysId);

  public final String name;
  public final String displayColumn;
  public final String parent;

  /** The table that this one extends, where the sandbox has it; else null. */
  public final TableRows base;

  public final String firstNumber;
  private String label;
  private Set<String> closedStates;
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
  private final List<TableRows> extensions = new ArrayList<>();

  TableRows(String name, TableDefinition definition, TableRows base) {
    this.name = name;
    this.displayColumn = definition.display();
    this.parent = definition.parent();
    this.firstNumber = definition.firstNumber();
    this.base = base;
    if (base != null) {
      base.columns.forEach(this::add);
      base.extensions.add(this);
    }
    redefine(definition);
    this.sysId = position("sys_id");
    this.updatedOn = position("sys_updated_on");
    this.correlationId = position("correlation_id");
  }

  /** Takes over label, closed states and columns; what is not named stays. */
  void redefine(TableDefinition definition) {
    label = definition.label();
    List<String> closed = definition.closedStates();
    if (closed != null) {
      closedStates = Set.copyOf(closed);
    } else if (closedStates == null) {
      closedStates = base == null ? Set.of() : base.closedStates;
    }
    definition.columns().forEach((column, kind) -> put(kind.named(column)));
  }

  /** The table is gone: those that it extends show its rows no more. */
  void detach() {
    if (base != null) {
      base.extensions.remove(this);
    }
  }

  public boolean isExtended() {
    return !extensions.isEmpty();
  }

  public String label() {
    return label;
  }

  /** The states in which a task of this table is not active. */
  public Set<String> closedStates() {
    return closedStates;
  }

  private void put(Column column) {
    if (position(column.name()) < 0) {
      add(column);
    } else {
      replace(column);
    }
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
    defaults.remove(column.name());
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

  public List<Column> columns() {
    return columns;
  }

  /** The column's place in a row, -1 when the table has no such column. */
  public int position(String column) {
    return positions.getOrDefault(column, -1);
  }

  public Column column(String column) {
    int position = position(column);
    return position < 0 ? null : columns.get(position);
  }

  /** Whether its rows are rows of the named table too. */
  public boolean isPartOf(String table) {
    return name.equals(table) || parent.equals(table) || (base != null && base.isPartOf(table));
  }

  public Row find(String id) {
    Row own = rows.get(id);
    for (int i = 0; own == null && i < extensions.size(); i++) {
      own = extensions.get(i).find(id);
    }
    return own;
  }

  public Collection<Row> rows() {
    if (extensions.isEmpty()) {
      return rows.values();
    }
    List<Row> all = new ArrayList<>(rows.values());
    extensions.forEach(extension -> all.addAll(extension.rows()));
    return all;
  }

  public List<Row> rowsByAge() {
    return rows().stream().sorted(Comparator.comparingLong(row -> row.sequence)).toList();
  }

  /** Whether the order of updates is kept for everything that a reader of this table sees. */
  boolean hasUpdateOrder() {
    return isStamped() && extensions.isEmpty();
  }

  private boolean isStamped() {
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

  public List<Row> lookUp(String column, String value) {
    if (column.equals("sys_id")) {
      Row row = find(value);
      return row == null ? List.of() : List.of(row);
    }
    List<Row> own = byCorrelation.getOrDefault(value, List.of());
    if (extensions.isEmpty()) {
      return own;
    }
    List<Row> all = new ArrayList<>(own);
    extensions.forEach(extension -> all.addAll(extension.lookUp(column, value)));
    return all;
  }

  /** The correlation ids of its rows, and of the rows of the tables that extend it. */
  public Set<String> correlationIds() {
    Set<String> all = new LinkedHashSet<>(byCorrelation.keySet());
    extensions.forEach(extension -> all.addAll(extension.correlationIds()));
    return all;
  }

  public int size() {
    return rows.size();
  }

  public void insert(Row row) {
    rows.put(row.sysId(), row);
    if (isStamped()) {
      byUpdate.add(row);
    }
    indexCorrelation(row);
  }

  void change(Row row, Map<Integer, String> changes) {
    if (isStamped()) {
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
    if (isStamped()) {
      byUpdate.add(row);
    }
  }

  public void remove(Row row) {
    rows.remove(row.sysId());
    if (isStamped()) {
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
