package dev.ropeway.rules;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.ropeway.assignment.AssignmentSpec;
import dev.ropeway.assignment.Policy;
import dev.ropeway.store.InvalidSettingException;
import dev.ropeway.store.Json;
import dev.ropeway.store.Text;
import dev.ropeway.tickettype.TicketType;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The settings of one rule, under examination. */
record RuleValidator(String name, RuleSettings.Rule settings) {

  static final String PREFIX = "ropeway.rules.";

  private static final int LAST_PRIORITY = 1000;

  /**
   * The rule that the settings make.
   *
   * @throws InvalidSettingException naming the setting that is wrong
   */
  Rule rule() {
    if (settings.priority() < 0 || settings.priority() > LAST_PRIORITY) {
      throw invalid("priority", "must be from 0 to " + LAST_PRIORITY);
    }
    return new Rule(
        name,
        settings.enabled(),
        settings.priority(),
        paths(settings.scopes()),
        paths(settings.excludedScopes()),
        match(settings.match()),
        conditionSets(),
        settings.integration(),
        ticketType(),
        settings.ownerTag().orElse(null),
        spec(),
        settings.dueFrom(),
        life(settings.life()),
        settings.groupingOrDefault(),
        groupBy(),
        newPerDay());
  }

  /** Without a last slash, so that equal scopes are equal texts but for their case. */
  private static Set<String> paths(Optional<Set<String>> paths) {
    return paths.orElse(Set.of()).stream()
        .map(path -> path.length() > 1 ? Text.withoutEnding(path, '/') : path)
        .collect(Collectors.toCollection(() -> new TreeSet<>(String.CASE_INSENSITIVE_ORDER)));
  }

  private TicketType ticketType() {
    try {
      return settings.ticketType().map(TicketType::of).orElse(null);
    } catch (IllegalArgumentException e) {
      throw invalid("ticket-type", e.getMessage());
    }
  }

  private AssignmentSpec spec() {
    return new AssignmentSpec(
        settings.assignedTo().orElse(null),
        settings.assignmentGroup().orElse(null),
        settings.caller().orElse(null),
        null,
        null,
        null,
        null,
        null,
        null,
        timeframe(),
        settings.gracePeriod(),
        notification(settings.notified()));
  }

  private static AssignmentSpec.Notify notification(RuleSettings.Notified notified) {
    return notified.owner().isEmpty() && notified.manager().isEmpty()
        ? null
        : new AssignmentSpec.Notify(notified.owner().orElse(null), notified.manager().orElse(null));
  }

  private Duration timeframe() {
    Duration timeframe = settings.remediationTimeframe().orElse(null);
    if (timeframe != null && (timeframe.isNegative() || timeframe.isZero())) {
      throw invalid("remediation-timeframe", "must be greater than zero");
    }
    if (timeframe == null && settings.gracePeriod()) {
      throw invalid("grace-period", "requires a remediation-timeframe");
    }
    return timeframe;
  }

  private Policy life(RuleSettings.Life life) {
    if (life.reopenWithin().filter(Duration::isNegative).isPresent()) {
      throw invalid("life.reopen-within", "must not be negative");
    }
    if (life.turnsPerDay().isPresent() && life.turnsPerDay().getAsInt() < 1) {
      throw invalid("life.turns-per-day", "must be at least 1");
    }
    return new Policy(
        life.healed().orElse(null),
        life.healedOnHold().orElse(null),
        life.exempted().orElse(null),
        life.deleted().orElse(null),
        life.reopenWithin().orElse(null),
        life.returnedAfterPerson().orElse(null),
        boxed(life.turnsPerDay()),
        life.closeCode().orElse(null),
        life.closeNote().orElse(null));
  }

  private GroupBy groupBy() {
    List<String> names = settings.groupBy().orElse(null);
    if (names == null) {
      return null;
    }
    if (settings.grouping().isPresent()) {
      throw invalid("group-by", "cannot be combined with grouping; use one of them");
    }
    List<GroupBy.Criterion> criteria =
        names.stream()
            .map(
                name ->
                    GroupBy.Criterion.named(name)
                        .orElseThrow(() -> invalid("group-by", GroupBy.Criterion.unknown(name))))
            .distinct()
            .toList();
    if (criteria.isEmpty() || criteria.size() > GroupBy.MOST) {
      throw invalid("group-by", "must have from 1 to " + GroupBy.MOST + " criteria");
    }
    return new GroupBy(criteria);
  }

  private Integer newPerDay() {
    if (settings.maxNewPerDay().isPresent() && settings.maxNewPerDay().getAsInt() < 1) {
      throw invalid("max-new-per-day", "must be at least 1");
    }
    return boxed(settings.maxNewPerDay());
  }

  private static Integer boxed(OptionalInt number) {
    return number.isPresent() ? number.getAsInt() : null;
  }

  private List<Condition> match(RuleSettings.Match match) {
    List<Condition> conditions = new ArrayList<>();
    match.severity().ifPresent(words -> conditions.add(anyOf(Property.SEVERITY, words)));
    match.category().ifPresent(words -> conditions.add(anyOf(Property.CATEGORY, words)));
    match.source().ifPresent(words -> conditions.add(anyOf(Property.SOURCE, words)));
    match
        .scopePrefix()
        .ifPresent(
            path ->
                conditions.add(new Condition(Property.SCOPE, Operator.STARTS_WITH, List.of(path))));
    match
        .tags()
        .forEach(
            (tag, value) ->
                conditions.add(new Condition(Property.tag(tag), Operator.EQUALS, List.of(value))));
    conditions.forEach(condition -> requireWords("match." + condition.property(), condition));
    return List.copyOf(conditions);
  }

  private static Condition anyOf(Property property, Set<String> words) {
    return new Condition(property, Operator.IN, words.stream().sorted().toList());
  }

  private List<List<Condition>> conditionSets() {
    List<List<Condition>> sets = new ArrayList<>();
    List<RuleSettings.ConditionSet> given = settings.conditionSets().orElse(List.of());
    for (int i = 0; i < given.size(); i++) {
      List<Condition> set = new ArrayList<>();
      for (int j = 0; j < given.get(i).conditions().size(); j++) {
        String at = "condition-sets[" + i + "].conditions[" + j + "]";
        set.add(condition(at, given.get(i).conditions().get(j)));
      }
      sets.add(List.copyOf(set));
    }
    return List.copyOf(sets);
  }

  private Condition condition(String at, RuleSettings.Condition given) {
    Property property =
        Property.named(given.property())
            .orElseThrow(() -> invalid(at + ".property", Property.unknown(given.property())));
    Operator operator =
        Operator.named(given.operator())
            .orElseThrow(() -> invalid(at + ".operator", Operator.unknown(given.operator())));
    Condition condition = new Condition(property, operator, values(at, operator, given.value()));
    requireWords(at + ".value", condition);
    return condition;
  }

  private List<String> values(String at, Operator operator, String value) {
    if (operator != Operator.IN) {
      return List.of(value);
    }
    List<String> values;
    try {
      values = several(value);
    } catch (IllegalArgumentException e) {
      throw invalid(at + ".value", e.getMessage());
    }
    if (values.isEmpty()) {
      throw invalid(at + ".value", "must have a value");
    }
    return values;
  }

  /** The values of an In: words with commas between them, or a JSON array in a string (B45). */
  static List<String> several(String value) {
    if (!value.strip().startsWith("[")) {
      return Stream.of(value.split(",")).map(String::strip).filter(one -> !one.isEmpty()).toList();
    }
    List<String> values = new ArrayList<>();
    try {
      for (JsonNode item : Json.MAPPER.readTree(value)) {
        values.add(item.asText());
      }
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("begins with [ but is not a JSON array", e);
    }
    return values;
  }

  private void requireWords(String at, Condition condition) {
    Set<String> words = condition.property().words();
    if (words.isEmpty() || !condition.operator().isExact()) {
      return;
    }
    condition.values().stream()
        .filter(value -> words.stream().noneMatch(value::equalsIgnoreCase))
        .findFirst()
        .ifPresent(
            value -> {
              throw invalid(at, "must be one of " + String.join(", ", words) + ", not " + value);
            });
  }

  private InvalidSettingException invalid(String key, String complaint) {
    return new InvalidSettingException(PREFIX + name + "." + key, complaint);
  }
}
