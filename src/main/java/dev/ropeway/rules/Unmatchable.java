package dev.ropeway.rules;

import dev.ropeway.recommendation.Recommendation;
import dev.ropeway.store.Text;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Why a rule can never decide of anything, as far as the rules alone tell it. */
final class Unmatchable {

  /** What a recommendation has one of at most, so that two demands on it can exclude each other. */
  private static final List<Property.Field> SINGLE =
      List.of(
          Property.Field.SEVERITY,
          Property.Field.RISK_LEVEL,
          Property.Field.CATEGORY,
          Property.Field.ASSESSMENT_KEY,
          Property.Field.DISPLAY_NAME,
          Property.Field.KIND,
          Property.Field.RESOURCE_TYPE,
          Property.Field.RECOMMENDATION_CATEGORY,
          Property.Field.PACKAGE,
          Property.Field.FIX_AVAILABLE,
          Property.Field.EXPLOITED);

  /** Characters of one reason, and paths that are named: people read them. */
  private static final int MAX_SAID = 300;

  private static final int MAX_PATHS = 10;

  private Unmatchable() {}

  /** A sentence for each reason; none if there may be recommendations for it. */
  static List<String> why(Rule rule, Collection<Rule> all) {
    List<String> reasons = new ArrayList<>(contradictions(rule));
    if (!rule.scopes().isEmpty()
        && rule.scopes().stream().allMatch(scope -> isExcluded(scope, rule))) {
      reasons.add("all its scopes are under its excludedScopes, so it matches nothing");
    }
    Stream.of(rule.scopes(), rule.excludedScopes())
        .flatMap(Collection::stream)
        .filter(path -> List.of(path.split("/")).contains("*"))
        .sorted()
        .limit(MAX_PATHS)
        .forEach(
            path ->
                reasons.add(
                    path
                        + " contains a *, which is not a wildcard: a path covers everything under it"));
    all.stream()
        .filter(other -> takesAll(other, rule))
        .findFirst()
        .ifPresent(
            other ->
                reasons.add(
                    "rule " + other.name() + " always wins: it has no scopes and no conditions"));
    return reasons;
  }

  private static boolean isExcluded(String scope, Rule rule) {
    return rule.excludedScopes().stream().anyMatch(out -> Recommendation.isUnder(scope, out));
  }

  private static List<String> contradictions(Rule rule) {
    if (rule.conditionSets().isEmpty()) {
      return contradiction(rule.match())
          .map(what -> what + ", so the rule matches nothing")
          .stream()
          .toList();
    }
    List<String> reasons = new ArrayList<>();
    for (int i = 0; i < rule.conditionSets().size(); i++) {
      String set = "conditionSets[" + i + "] never matches: ";
      contradiction(
              Stream.concat(rule.match().stream(), rule.conditionSets().get(i).stream()).toList())
          .ifPresent(what -> reasons.add(set + what));
    }
    return reasons;
  }

  /** What the first property is that no value of it satisfies; empty where there may be one. */
  private static Optional<String> contradiction(List<Condition> conditions) {
    return conditions.stream()
        .map(Condition::property)
        .distinct()
        .filter(property -> SINGLE.contains(property.field()))
        .map(property -> contradiction(property, conditions))
        .flatMap(Optional::stream)
        .findFirst();
  }

  private static Optional<String> contradiction(Property property, List<Condition> all) {
    List<Condition> demands =
        all.stream().filter(condition -> condition.property().equals(property)).toList();
    return possible(property, demands).filter(Set::isEmpty).isEmpty()
        ? Optional.empty()
        : Optional.of(
            "no "
                + property
                + " is "
                + Text.cut(
                    demands.stream()
                        .map(one -> one.operator() + " " + String.join(" or ", one.values()))
                        .collect(Collectors.joining(" and ")),
                    MAX_SAID));
  }

  /** The values that meet all demands; nothing where they cannot be counted. */
  private static Optional<Set<String>> possible(Property property, List<Condition> demands) {
    Set<String> left = null;
    // Sets, since a rule may hold thousands of words against thousands.
    for (Condition demand : demands) {
      if (demand.operator().isExact() && demand.wants(property.field())) {
        Set<String> named = property.named(demand.values());
        if (left != null) {
          named.retainAll(left);
        }
        left = named;
      }
    }
    if (left == null && property.words().isEmpty()) {
      return Optional.empty();
    }
    Set<String> values = left == null ? new HashSet<>(property.words()) : left;
    demands.stream()
        .filter(demand -> !demand.operator().isExact() || !demand.wants(property.field()))
        .forEach(demand -> values.removeIf(value -> !demand.isMetBy(value)));
    return Optional.of(values);
  }

  /** Whether another rule leaves nothing to this one: it asks for nothing and comes before. */
  private static boolean takesAll(Rule other, Rule rule) {
    return rule.enabled()
        && other.enabled()
        && !other.name().equals(rule.name())
        && other.scopes().isEmpty()
        && other.excludedScopes().isEmpty()
        && other.match().isEmpty()
        && other.conditionSets().isEmpty()
        && (!rule.scopes().isEmpty() || other.priority() < rule.priority())
        && rule.conditionSets().stream()
            .flatMap(List::stream)
            .noneMatch(condition -> condition.wants(Property.Field.KIND));
  }
}
