package dev.ropeway.mapping;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ropeway.assignment.Recommendation;
import dev.ropeway.assignment.Severity;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * One thing that must hold of a finding, in the words that rules use (B45).
 *
 * @param property a property of the finding, or {@code tag:} and a tag's name
 * @param value a text, or an array of them for {@code In}; any case
 */
public record Condition(String property, Operator operator, JsonNode value) {

  private static final String TAG = "tag:";

  private static final Set<String> PROPERTIES =
      Set.of(
          "severity",
          "riskLevel",
          "category",
          "assessmentKey",
          "displayName",
          "source",
          "kind",
          "resourceType",
          "scope");

  /** How a property is compared. */
  public enum Operator {
    Equals,
    In,
    NotEquals,
    Contains,
    StartsWith,
    EndsWith
  }

  /** Why it can never be evaluated; null if it can. */
  String complaint() {
    if (!PROPERTIES.contains(property) && !(property.startsWith(TAG) && property.length() > 4)) {
      return "no property is called " + property + "; there are " + sortedProperties();
    }
    return value.isArray() == (operator == Operator.In)
        ? null
        : operator + " takes " + (operator == Operator.In ? "an array" : "a text");
  }

  private static String sortedProperties() {
    return String.join(", ", PROPERTIES.stream().sorted().toList()) + " and tag:<name>";
  }

  boolean holds(Recommendation finding) {
    String actual = lower(actual(finding));
    if (operator == Operator.In) {
      List<String> words = new ArrayList<>();
      value.forEach(word -> words.add(lower(word.asText())));
      return words.contains(actual);
    }
    String wanted = lower(value.asText());
    return switch (operator) {
      case Equals -> actual.equals(wanted);
      case NotEquals -> !actual.equals(wanted);
      case Contains -> actual.contains(wanted);
      case StartsWith -> actual.startsWith(wanted);
      case EndsWith -> actual.endsWith(wanted);
      case In -> throw new IllegalStateException("In is answered above");
    };
  }

  private String actual(Recommendation finding) {
    Recommendation.Resource resource = finding.resource();
    return switch (property) {
      case "severity" -> word(finding.severity());
      case "riskLevel" -> word(finding.riskLevel());
      case "category" -> finding.category();
      case "assessmentKey" -> finding.assessmentKey();
      case "displayName" -> finding.title();
      case "source" -> finding.source();
      case "kind" -> finding.kind().word();
      case "resourceType" -> resource == null ? null : resource.type();
      case "scope" -> resource == null ? null : resource.scope();
      default -> tag(finding.tags(), property.substring(TAG.length()));
    };
  }

  private static String tag(Map<String, String> tags, String name) {
    return tags.entrySet().stream()
        .filter(tag -> tag.getKey().equalsIgnoreCase(name))
        .map(Map.Entry::getValue)
        .findFirst()
        .orElse(null);
  }

  private static String word(Severity severity) {
    return severity == null ? null : severity.word();
  }

  private static String lower(String text) {
    return text == null ? "" : text.toLowerCase(Locale.ROOT);
  }
}
