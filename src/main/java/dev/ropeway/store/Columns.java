package dev.ropeway.store;

import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jdbi.v3.core.statement.SqlStatement;

/**
 * Many rows as one statement: each column an array that {@code unnest} turns back into rows. A page
 * of a thousand rows costs one round trip and one plan instead of a thousand.
 */
public final class Columns<R> {

  private final Map<String, String> types = new LinkedHashMap<>();
  private final Map<String, Function<R, Object>> values = new LinkedHashMap<>();

  /**
   * @param type of PostgreSQL
   * @param value whose text PostgreSQL reads as that type, or bytes; null is null
   */
  public Columns<R> with(String name, String type, Function<R, Object> value) {
    types.put(name, type);
    values.put(name, value);
    return this;
  }

  /** {@code unnest(…) as alias(…)}, to be used in a from clause. */
  public String unnest(String alias) {
    return types.entrySet().stream()
            .map(column -> "cast(:" + column.getKey() + " as " + column.getValue() + "[])")
            .collect(Collectors.joining(", ", "unnest(", ")"))
        + types.keySet().stream().collect(Collectors.joining(", ", " as " + alias + "(", ")"));
  }

  public <S extends SqlStatement<S>> S bind(S statement, List<R> rows) {
    values.forEach(
        (name, value) ->
            statement.bindByType(
                name,
                rows.stream().map(value).map(Columns::text).toArray(String[]::new),
                String[].class));
    return statement;
  }

  private static String text(Object value) {
    if (value instanceof byte[] bytes) {
      return "\\x" + HexFormat.of().formatHex(bytes);
    }
    return value == null ? null : value.toString();
  }
}
