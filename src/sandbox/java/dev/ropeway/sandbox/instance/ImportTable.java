package dev.ropeway.sandbox.instance;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * A staging table and the transform map from it into a task table. Without fields every column goes
 * into the one of its name; nothing coalesces unless a column is named for it.
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ImportTable(
    String table,
    String map,
    LinkedHashMap<String, String> fields,
    String coalesce,
    Set<String> unmapped,
    Outcome outcome,
    int times,
    String message,
    List<String> roles) {

  /** What the transform map makes of a row. */
  public enum Outcome {
    /** It inserts or updates a record. */
    TRANSFORM,
    /** Nothing is written; status error, with the message. */
    ERROR,
    /** Nothing is written; status ignored. */
    IGNORE,
    /** Nothing is written; status skipped. */
    SKIP,
    /** The record is written, and the answer is a 500. */
    NULL_POINTER;

    @JsonValue
    public String key() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    @JsonCreator
    public static Outcome of(String key) {
      return valueOf(key.toUpperCase(Locale.ROOT).replace('-', '_'));
    }
  }

  public ImportTable {
    fields = fields == null ? new LinkedHashMap<>() : fields;
    unmapped = unmapped == null ? Set.of() : new TreeSet<>(unmapped);
    outcome = outcome == null ? Outcome.TRANSFORM : outcome;
    message = message == null ? "Unable to resolve target record" : message;
    roles = roles == null ? List.of() : List.copyOf(roles);
  }

  public static ImportTable into(String table) {
    return new ImportTable(table, null, null, null, null, null, 0, null, null);
  }

  public ImportTable withMap(String name) {
    return new ImportTable(table, name, fields, coalesce, unmapped, outcome, times, message, roles);
  }

  /** Staging column to column of the target. */
  public ImportTable withFields(Map<String, String> others) {
    return new ImportTable(
        table,
        map,
        new LinkedHashMap<>(others),
        coalesce,
        unmapped,
        outcome,
        times,
        message,
        roles);
  }

  /** A row whose value of that column a record has already updates the record. */
  public ImportTable coalescing(String column) {
    return new ImportTable(table, map, fields, column, unmapped, outcome, times, message, roles);
  }

  /** The transform map has no line for these staging columns, so they are dropped silently. */
  public ImportTable without(String... columns) {
    return new ImportTable(
        table, map, fields, coalesce, Set.of(columns), outcome, times, message, roles);
  }

  public ImportTable always(Outcome other) {
    return next(other, 0);
  }

  /** That outcome for so many rows, then the usual one. */
  public ImportTable next(Outcome other, int rows) {
    return new ImportTable(table, map, fields, coalesce, unmapped, other, rows, message, roles);
  }

  public ImportTable withMessage(String other) {
    return new ImportTable(table, map, fields, coalesce, unmapped, outcome, times, other, roles);
  }

  /** After one more row. */
  ImportTable spent() {
    return times == 0 ? this : next(times == 1 ? Outcome.TRANSFORM : outcome, times - 1);
  }
}
