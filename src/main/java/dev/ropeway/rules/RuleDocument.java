package dev.ropeway.rules;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ropeway.store.FlatJson;
import dev.ropeway.store.InvalidSettingException;
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
    requireSingleValues(name);
    return FlatJson.read(
        RuleSettings.class,
        RuleSettings::byName,
        RuleValidator.PREFIX,
        name,
        keys(),
        "integration");
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
