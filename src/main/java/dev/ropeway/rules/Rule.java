package dev.ropeway.rules;

import dev.ropeway.assignment.Order;
import dev.ropeway.assignment.Recommendation;
import dev.ropeway.assignment.Severity;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Which recommendations become which order. Empty conditions hold for all. */
record Rule(String name, int priority, Conditions conditions, Order order) {

  /** Everything a recommendation must be. Words are kept in lower case. */
  record Conditions(
      Set<Severity> severities,
      Set<String> categories,
      Set<String> sources,
      String scopePrefix,
      Map<String, String> tags) {

    boolean hold(Recommendation finding) {
      return (severities.isEmpty() || severities.contains(finding.severity()))
          && anyOf(categories, finding.category())
          && anyOf(sources, finding.source())
          && under(scopePrefix, finding)
          && tags.entrySet().stream()
              .allMatch(tag -> tag.getValue().equalsIgnoreCase(finding.tags().get(tag.getKey())));
    }

    private static boolean anyOf(Set<String> words, String word) {
      return words.isEmpty() || (word != null && words.contains(word.toLowerCase(Locale.ROOT)));
    }

    /** A prefix of whole path segments: {@code /subscriptions/a} is not above {@code /subscriptions/ab}. */
    private static boolean under(String prefix, Recommendation finding) {
      if (prefix == null) {
        return true;
      }
      Recommendation.Resource resource = finding.resource();
      return resource != null
          && (startsWith(resource.scope(), prefix) || startsWith(resource.id(), prefix));
    }

    private static boolean startsWith(String path, String prefix) {
      if (path == null || path.length() < prefix.length()) {
        return false;
      }
      boolean starts = path.regionMatches(true, 0, prefix, 0, prefix.length());
      return starts
          && (prefix.endsWith("/")
              || path.length() == prefix.length()
              || path.charAt(prefix.length()) == '/');
    }
  }

  boolean matches(Recommendation finding) {
    return conditions.hold(finding);
  }
}
