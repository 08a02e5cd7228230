package dev.ropeway.rules;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ropeway.integration.FlatJson;
import dev.ropeway.integration.InvalidSettingException;
import io.smallrye.config.ConfigValidationException;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A rule that was made over REST: the same keys as in configuration, read by the same mapping with
 * the same defaults.
 */
public record RuleDocument(ObjectNode json) {

  /** What an answer shows beside the rule; sent back, it says nothing. */
  private static final List<String> SHOWN =
      List.of(
          "name",
          "origin",
          "problem",
          "warnings",
          "createdBy",
          "createdAt",
          "updatedBy",
          "updatedAt");

  public RuleDocument {
    json = json.deepCopy().remove(SHOWN);
  }

  /**
   * The settings as configuration would have them.
   *
   * @throws InvalidSettingException when a value cannot be read
   */
  RuleSettings.Rule read(String name) {
    Map<String, String> properties = new HashMap<>();
    String prefix = RuleValidator.PREFIX + "\"" + name + "\".";
    requireSingleValues(name);
    keys().forEach((key, value) -> properties.put(prefix + key, value));
    try {
      // No expressions: what a caller sends is never looked up in our own configuration.
      return new SmallRyeConfigBuilder()
          .addDiscoveredConverters()
          .withMapping(RuleSettings.class)
          .withSources(new PropertiesConfigSource(properties, name, 100))
          .build()
          .getConfigMapping(RuleSettings.class)
          .byName()
          .get(name);
    } catch (ConfigValidationException e) {
      String problem = e.getProblem(0).getMessage();
      String key =
          properties.keySet().stream()
              .filter(problem::contains)
              .findFirst()
              .map(found -> found.substring(prefix.length()))
              .orElse("integration");
      throw new InvalidSettingException(
          RuleValidator.PREFIX + name + "." + key,
          "has an invalid format; GET /openapi shows the valid ones");
    }
  }

  /** As a text, a list would be compared with its brackets, and equal nothing. */
  private void requireSingleValues(String name) {
    JsonNode sets = json.path("conditionSets");
    for (int i = 0; i < sets.size(); i++) {
      JsonNode conditions = sets.get(i).path("conditions");
      for (int j = 0; j < conditions.size(); j++) {
        JsonNode condition = conditions.get(j);
        boolean several =
            Operator.IN.toString().equalsIgnoreCase(condition.path("operator").asText());
        if (condition.path("value").isArray() && !several) {
          throw new InvalidSettingException(
              RuleValidator.PREFIX
                  + name
                  + ".condition-sets["
                  + i
                  + "].conditions["
                  + j
                  + "].value",
              "must be one string; only the operator In accepts a list");
        }
      }
    }
  }

  private Map<String, String> keys() {
    ObjectNode one = json.deepCopy();
    for (JsonNode condition : one.findParents("operator")) {
      // Kept whole: a value may have commas, which would part it otherwise.
      if (condition.path("value").isArray()) {
        ((ObjectNode) condition).put("value", condition.get("value").toString());
      }
    }
    return FlatJson.keys(one, "tags");
  }

  /**
   * {@code ropeway.rules.urgent.condition-sets[0].conditions} as {@code
   * /conditionSets/0/conditions}.
   */
  public static String pointer(String configurationKey) {
    return FlatJson.pointer(configurationKey.replaceFirst("^ropeway\\.rules\\.[^.]+\\.", ""));
  }
}
