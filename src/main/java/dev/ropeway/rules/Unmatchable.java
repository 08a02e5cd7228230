package dev.ropeway.rules;

import dev.ropeway.recommendation.Recommendation;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
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
          Property.Field.RESOURCE_TYPE);

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
    Collection<String> values =
        demands.stream()
            .filter(condition -> condition.operator().isExact())
            .filter(condition -> condition.wants(property.field()))
            .findFirst()
            .<Collection<String>>map(Condition::values)
            .orElse(property.words());
    boolean possible =
        values.isEmpty()
            || values.stream()
                .anyMatch(value -> demands.stream().allMatch(demand -> demand.isMetBy(value)));
    return possible
        ? Optional.empty()
        : Optional.of(
            "no "
                + property
                + " is "
                + demands.stream()
                    .map(demand -> demand.operator() + " " + String.join(" or ", demand.values()))
                    .collect(Collectors.joining(" and ")));
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
