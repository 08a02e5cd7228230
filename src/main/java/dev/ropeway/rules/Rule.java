package dev.ropeway.rules;

import dev.ropeway.assignment.Order;
import dev.ropeway.assignment.Recommendation;
import dev.ropeway.assignment.Severity;
import dev.ropeway.assignment.Terms;
import dev.ropeway.assignment.TicketType;
import dev.ropeway.integration.Integration;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Which recommendations become which order. Empty conditions hold for all.
 *
 * @param ticketType null for that of the integration
 */
record Rule(
    String name,
    int priority,
    Conditions conditions,
    String integration,
    TicketType ticketType,
    Terms terms) {

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
          && (scopePrefix == null || finding.liesUnder(scopePrefix))
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
  }

  boolean matches(Recommendation finding) {
    return conditions.hold(finding);
  }

  Order orderTo(Integration there) {
    return Order.single(
        integration, ticketType == null ? there.ticketType() : ticketType, name, terms);
  }
}
