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
          && tags.entrySet().stream().allMatch(tag -> has(finding.tags(), tag));
    }

    /** Azure keeps tag names in any case and means the same by them. */
    private static boolean has(Map<String, String> tags, Map.Entry<String, String> wanted) {
      return tags.entrySet().stream()
          .anyMatch(
              tag ->
                  tag.getKey().equalsIgnoreCase(wanted.getKey())
                      && tag.getValue().equalsIgnoreCase(wanted.getValue()));
    }

    private static boolean anyOf(Set<String> words, String word) {
      return words.isEmpty() || (word != null && words.contains(word.toLowerCase(Locale.ROOT)));
    }

    /**
     * A prefix of whole path segments: {@code /subscriptions/a} is not above {@code
     * /subscriptions/ab}.
     */
    private static boolean under(String prefix, Recommendation finding) {
      if (prefix == null) {
        return true;
      }
      Recommendation.Resource resource = finding.resource();
      return resource != null
          && (startsWith(resource.scope(), prefix) || startsWith(resource.id(), prefix));
    }

    private static boolean startsWith(String path, String prefix) {
      if (path == null) {
        return false;
      }
      int length = prefix.endsWith("/") ? prefix.length() - 1 : prefix.length();
      return path.regionMatches(true, 0, prefix, 0, length)
          && (path.length() == length || path.charAt(length) == '/');
    }
  }

  boolean matches(Recommendation finding) {
    return conditions.hold(finding);
  }
}
