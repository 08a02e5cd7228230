package dev.ropeway.rules;

import dev.ropeway.enrichment.Scopes;
import dev.ropeway.recommendation.Recommendation;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The rules there are at a moment, and which of them comes first for a recommendation. */
final class RuleBook {

  static final RuleBook EMPTY = new RuleBook();

  private final Map<String, RuleDefinition> definitions = new TreeMap<>();
  private final List<Rule> rules = new ArrayList<>();
  private final Map<String, String> unusable = new TreeMap<>();

  /** A rule that matches a recommendation, and how broad its scope is there. */
  record Match(Rule rule, int breadth) {}

  private RuleBook() {}

  /** The same with one more rule. */
  RuleBook with(RuleDefinition definition, Rule rule) {
    RuleBook more = copy();
    more.definitions.put(definition.name(), definition);
    more.rules.add(rule);
    more.rules.sort(Comparator.comparingInt(Rule::priority).thenComparing(Rule::name));
    return more;
  }

  /** The same with a rule in the place of the one of its name, if there is one. */
  RuleBook replaced(RuleDefinition definition, Rule rule) {
    RuleBook others = copy();
    others.rules.removeIf(one -> one.name().equals(rule.name()));
    others.unusable.remove(rule.name());
    return others.with(definition, rule);
  }

  /** The same with a rule that is there and cannot be used, and why. */
  RuleBook without(String name, String why) {
    RuleBook less = copy();
    less.unusable.put(name, why);
    return less;
  }

  private RuleBook copy() {
    RuleBook copy = new RuleBook();
    copy.definitions.putAll(definitions);
    copy.rules.addAll(rules);
    copy.unusable.putAll(unusable);
    return copy;
  }

  Collection<RuleDefinition> definitions() {
    return Collections.unmodifiableCollection(definitions.values());
  }

  Optional<RuleDefinition> definition(String name) {
    return Optional.ofNullable(definitions.get(name));
  }

  /** By priority. */
  List<Rule> rules() {
    return Collections.unmodifiableList(rules);
  }

  Optional<Rule> rule(String name) {
    return rules.stream().filter(rule -> rule.name().equals(name)).findFirst();
  }

  Map<String, String> unusable() {
    return Collections.unmodifiableMap(unusable);
  }

  /** The rule that has taken this one's priority on one of its scopes (B43). */
  Optional<Rule> rivalOf(Rule rule) {
    return rules.stream().filter(rule::rivals).findFirst();
  }

  /**
   * The rules that match, the first of which decides: the broadest scope, then the priority (B44).
   */
  List<Match> matching(Recommendation recommendation, Scopes map) {
    List<Match> matching = new ArrayList<>();
    for (Rule rule : rules) {
      if (rule.matches(recommendation, map)) {
        matching.add(new Match(rule, rule.breadth(recommendation, map)));
      }
    }
    // Stable: among equally broad ones the order by priority stays.
    matching.sort(Comparator.comparingInt(Match::breadth));
    return matching;
  }
}
