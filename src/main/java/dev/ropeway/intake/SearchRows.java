package dev.ropeway.intake;

import dev.ropeway.correlation.Candidate;
import dev.ropeway.correlation.Candidate.Row;
import dev.ropeway.intake.words.CaseBlind;
import dev.ropeway.recommendation.Recommendation;
import dev.ropeway.store.Digest;
import dev.ropeway.store.Text;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The rows of a log alert (E24): of the results that it has with it, or else its dimensions, which
 * are what newer log alerts tell of a row. Read only when a rule asks for them.
 */
record SearchRows(CaseBlind essentials, CaseBlind context, String title) implements Candidate.Rows {

  private static final int NAME = 40;
  private static final int VALUE = 500;
  private static final int TEXT = 4000;
  private static final int TITLE = 100;
  private static final int ITEM = 2048;
  private static final int NAMED = 3;

  /** What differs each time that the same is found again. */
  private static final Set<String> MEASURES =
      Set.of("datetime", "date", "timespan", "time", "real", "double", "decimal");

  private static final Pattern MEASURED =
      Pattern.compile(
          "(?i)(d?count|sum|avg|min|max|stdev|percentile|arg_max|arg_min)_.*|count|AggregatedValue"
              + "|TimeGenerated");

  /** A value and its column. */
  private record Cell(String column, String value, boolean tells) {}

  @Override
  public List<Row> first(int most) {
    Map<String, Row> rows = new LinkedHashMap<>();
    for (CaseBlind table : context.at("SearchResults", "tables").items()) {
      List<CaseBlind> columns = table.at("columns").items();
      for (CaseBlind row : table.at("rows").items()) {
        if (rows.size() >= most) {
          return List.copyOf(rows.values());
        }
        add(rows, cells(columns, row));
      }
    }
    if (rows.isEmpty()) {
      AlertContext.dimensioned(context)
          .limit(most)
          .forEach(dimensions -> add(rows, dimensions(dimensions)));
    }
    return List.copyOf(rows.values());
  }

  private static List<Cell> cells(List<CaseBlind> columns, CaseBlind row) {
    List<Cell> cells = new ArrayList<>();
    for (int i = 0; i < columns.size() && i < row.node().size(); i++) {
      String name = columns.get(i).at("name").text();
      String value = new CaseBlind(row.node().path(i)).text();
      if (name != null && value != null) {
        boolean measures =
            MEASURES.contains(columns.get(i).at("type").word()) || MEASURED.matcher(name).matches();
        cells.add(new Cell(name, value, !measures));
      }
    }
    return cells;
  }

  private static List<Cell> dimensions(List<CaseBlind> dimensions) {
    List<Cell> cells = new ArrayList<>();
    for (CaseBlind dimension : dimensions) {
      String name = dimension.at("name").text();
      String value = dimension.at("value").text();
      if (name != null && value != null) {
        cells.add(new Cell(name, value, true));
      }
    }
    return cells;
  }

  /** Rows that nothing tells apart are one. */
  private void add(Map<String, Row> rows, List<Cell> cells) {
    if (cells.isEmpty()) {
      return;
    }
    List<Cell> telling = cells.stream().filter(Cell::tells).toList();
    List<Cell> known = telling.isEmpty() ? cells : telling;
    String key =
        known.stream()
            .map(cell -> cell.column() + "=" + cell.value())
            .sorted()
            .collect(Collectors.joining("\n"));
    rows.putIfAbsent(key, new Row(id(key), name(known), text(cells), item(cells)));
  }

  /** Of the alert rule, not of the alert: the next time that it fires it finds the same again. */
  private String id(String key) {
    Set<String> targets = new TreeSet<>();
    essentials.at("alertTargetIDs").texts().forEach(id -> targets.add(id.toLowerCase(Locale.ROOT)));
    String rule = essentials.at("alertRule").text();
    String of = rule == null ? title : rule;
    String plain =
        Text.cut(of, VALUE) + "#row=" + Digest.of(of + "\n" + targets + "\n" + key).hex();
    return Recommendation.isKey(plain)
        ? plain
        : AzureMonitorReader.SOURCE + plain.substring(plain.lastIndexOf('#'));
  }

  private static String name(List<Cell> known) {
    return Text.cut(
        known.stream().limit(NAMED).map(Cell::value).collect(Collectors.joining(", ")), TITLE);
  }

  private static String text(List<Cell> cells) {
    StringBuilder text = new StringBuilder();
    for (Cell cell : cells) {
      if (text.length() < TEXT) {
        text.append(text.length() == 0 ? "" : "\n")
            .append(Text.cut(cell.column(), NAME))
            .append(": ")
            .append(Text.cut(cell.value(), VALUE));
      }
    }
    return text.toString();
  }

  private static String item(List<Cell> cells) {
    return AlertContext.COLUMNS.stream()
        .flatMap(column -> cells.stream().filter(cell -> cell.column().equalsIgnoreCase(column)))
        .map(Cell::value)
        .filter(value -> value.length() <= ITEM)
        .findFirst()
        .orElse(null);
  }
}
