package dev.ropeway.store;

import com.fasterxml.jackson.databind.JsonNode;
import io.smallrye.config.ConfigValidationException;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.StreamSupport;

/** JSON as configuration keys, and keys as places in the JSON: one definition serves both. */
public final class FlatJson {

  private static final Pattern INDEX = Pattern.compile("\\[(\\d+)]");

  private FlatJson() {}

  /**
   * Reads {@code {"auth":{"clientId":"x"}}} as {@code auth.client-id=x}.
   *
   * @param named fields below which all names are chosen by somebody, and kept as they are
   */
  public static Map<String, String> keys(JsonNode json, String... named) {
    Map<String, String> keys = new TreeMap<>();
    flatten("", json, List.of(named), false, keys);
    return keys;
  }

  private static void flatten(
      String prefix, JsonNode json, List<String> named, boolean asIs, Map<String, String> into) {
    json.properties()
        .forEach(
            entry -> {
              String field = entry.getKey();
              String key = prefix + (asIs ? quoted(field) : kebab(field));
              JsonNode value = entry.getValue();
              if (value.isObject()) {
                flatten(key + ".", value, named, asIs || named.contains(field), into);
              } else if (value.isArray() && value.path(0).isObject()) {
                for (int i = 0; i < value.size(); i++) {
                  flatten(key + "[" + i + "].", value.get(i), named, false, into);
                }
              } else if (value.isArray()) {
                into.put(key, list(value));
              } else if (!value.isNull()) {
                into.put(key, text(value));
              }
            });
  }

  /**
   * What was sent over REST, read by the mapping that reads configuration: the same keys and the
   * same defaults.
   *
   * @param prefix of all keys of the kind, with its dot at the end
   * @param keys below the name, as {@link #keys} makes them
   * @param required the key that is named where what is missing cannot be told
   * @throws InvalidSettingException when a value cannot be read
   */
  public static <M, T> T read(
      Class<M> mapping,
      Function<M, Map<String, T>> byName,
      String prefix,
      String name,
      Map<String, String> keys,
      String required) {
    // Quoted: a name may hold dots.
    String below = prefix + "\"" + name + "\".";
    try {
      return readAll(mapping, byName, prefix, Map.of(name, keys)).get(name);
    } catch (ConfigValidationException e) {
      String problem = e.getProblem(0).getMessage();
      String key =
          keys.keySet().stream()
              .filter(found -> problem.contains(below + found))
              .findFirst()
              .orElse(required);
      throw new InvalidSettingException(
          prefix + name + "." + key, "has an invalid format; GET /openapi shows the valid ones");
    }
  }

  /**
   * The same for several at once.
   *
   * @param keys by name
   * @throws ConfigValidationException when a value cannot be read
   */
  public static <M, T> Map<String, T> readAll(
      Class<M> mapping,
      Function<M, Map<String, T>> byName,
      String prefix,
      Map<String, Map<String, String>> keys) {
    Map<String, String> properties = new HashMap<>();
    keys.forEach(
        (name, some) ->
            some.forEach(
                (key, value) -> properties.put(prefix + "\"" + name + "\"." + key, value)));
    // No expressions: what a caller sends is never looked up in our own configuration.
    return byName.apply(
        new SmallRyeConfigBuilder()
            .addDiscoveredConverters()
            .withMapping(mapping)
            .withSources(new PropertiesConfigSource(properties, "sent", 100))
            .build()
            .getConfigMapping(mapping));
  }

  /** A whole number is one in JSON, too, where it is written as 10.0. */
  private static String text(JsonNode value) {
    return value.isFloatingPointNumber()
        ? value.decimalValue().stripTrailingZeros().toPlainString()
        : value.asText();
  }

  private static String list(JsonNode array) {
    return String.join(
        ",",
        StreamSupport.stream(array.spliterator(), false)
            .map(item -> item.asText().replace("\\", "\\\\").replace(",", "\\,"))
            .toList());
  }

  private static String quoted(String name) {
    return "\"" + name.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
  }

  private static String kebab(String camel) {
    return camel.replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
  }

  /**
   * {@code auth.client-id} as {@code /auth/clientId}, {@code sets[0].value} as {@code
   * /sets/0/value}.
   */
  public static String pointer(String key) {
    StringBuilder pointer = new StringBuilder("/");
    String dotted = INDEX.matcher(key).replaceAll(".$1");
    for (int i = 0; i < dotted.length(); i++) {
      char c = dotted.charAt(i);
      if (c == '-' && i + 1 < dotted.length()) {
        pointer.append(Character.toUpperCase(dotted.charAt(++i)));
      } else {
        pointer.append(c == '.' ? '/' : c);
      }
    }
    return pointer.toString();
  }
}
