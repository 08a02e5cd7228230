package dev.ropeway.sandbox.table;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads the tables, the seed rows and the choice lists that every sandbox starts with. */
public final class Schema {
  private static final ObjectMapper YAML =
      new ObjectMapper(new YAMLFactory())
          .configure(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES, true);

  private Schema() {}

  static Map<String, TableRows> tables() {
    Map<String, TableDefinition> definitions =
        read("schema.yaml", new TypeReference<LinkedHashMap<String, TableDefinition>>() {});
    Map<String, TableRows> tables = new LinkedHashMap<>();
    // A table stands below the one it extends, whose columns it has first.
    definitions.forEach(
        (name, definition) ->
            tables.put(name, new TableRows(name, definition, tables.get(definition.parent()))));
    return tables;
  }

  /** Table, then key, then column, then value. */
  public static Map<String, Map<String, Map<String, String>>> seed() {
    return read("seed.yaml", new TypeReference<>() {});
  }

  /** Table, then deed, then the roles that may. */
  public static Map<String, Map<Operation, List<String>>> accessRules() {
    return read("acl.yaml", new TypeReference<>() {});
  }

  /** Table, then column, then value, then label, or the dependent value and then these two. */
  public static Map<String, Map<String, Map<String, JsonNode>>> choices() {
    return read("choices.yaml", new TypeReference<>() {});
  }

  private static <T> T read(String file, TypeReference<T> type) {
    try (InputStream in = Schema.class.getResourceAsStream("/sandbox/" + file)) {
      return YAML.readValue(in, type);
    } catch (IOException e) {
      throw new UncheckedIOException("The bundled /sandbox/" + file + " cannot be read", e);
    }
  }
}
