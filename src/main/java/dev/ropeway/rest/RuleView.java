package dev.ropeway.rest;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.ropeway.assignment.Policy;
import dev.ropeway.rules.DueFrom;
import dev.ropeway.rules.Grouping;
import dev.ropeway.rules.RuleDefinition;
import dev.ropeway.rules.RuleSettings;
import dev.ropeway.store.Json;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;

/**
 * A rule as its users see it, and as they may send it back.
 *
 * @param origin configuration, where it is read-only, or rest
 * @param warnings what may keep it from doing its work (B88); null in lists
 */
@RegisterForReflection // JSON of answers
@JsonInclude(JsonInclude.Include.NON_EMPTY)
record RuleView(
    String name,
    String origin,
    boolean enabled,
    int priority,
    Set<String> scopes,
    Set<String> excludedScopes,
    Match match,
    List<ConditionSet> conditionSets,
    String integration,
    String ticketType,
    String ownerTag,
    String assignedTo,
    String assignmentGroup,
    String caller,
    Duration remediationTimeframe,
    DueFrom dueFrom,
    boolean gracePeriod,
    @JsonProperty("notify") Notified notified,
    Grouping grouping,
    List<String> groupBy,
    Integer maxNewPerDay,
    Life life,
    List<String> warnings,
    @JsonUnwrapped RuleDefinition.Edits edits)
    implements ListedRule {

  @Override
  public String place() {
    return "%04d %s".formatted(priority, name);
  }

  /** Conditions in short. */
  @JsonInclude(JsonInclude.Include.NON_EMPTY)
  record Match(
      Set<String> severity,
      Set<String> category,
      Set<String> source,
      String scopePrefix,
      Map<String, String> tags) {}

  /** Conditions that must all hold. */
  record ConditionSet(List<Condition> conditions) {}

  /** A condition as it was written; several values are an array. */
  record Condition(String property, String operator, Object value) {}

  /** Who is to be written to. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record Notified(Boolean owner, Boolean manager) {}

  /** What becomes of a ticket as its recommendation lives on. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record Life(
      Policy.Ending healed,
      Policy.Ending healedOnHold,
      Policy.Ending exempted,
      Policy.Ending deleted,
      Duration reopenWithin,
      Policy.Return returnedAfterPerson,
      Integer turnsPerDay,
      String closeCode,
      String closeNote) {}

  /** A stored rule that cannot be used, and why. */
  record Unusable(String name, String origin, String problem) implements ListedRule {

    @Override
    public String place() {
      return "unusable " + name;
    }

    static Unusable of(String name, String why) {
      return new Unusable(name, "rest", why);
    }
  }

  static RuleView of(RuleDefinition rule, List<String> warnings) {
    RuleSettings.Rule settings = rule.settings();
    return new RuleView(
        rule.name(),
        rule.isStored() ? "rest" : "configuration",
        settings.enabled(),
        settings.priority(),
        sorted(settings.scopes()),
        sorted(settings.excludedScopes()),
        match(settings.match()),
        settings.conditionSets().orElse(List.of()).stream().map(RuleView::set).toList(),
        settings.integration(),
        settings.ticketType().orElse(null),
        settings.ownerTag().orElse(null),
        settings.assignedTo().orElse(null),
        settings.assignmentGroup().orElse(null),
        settings.caller().orElse(null),
        settings.remediationTimeframe().orElse(null),
        settings.dueFrom(),
        settings.gracePeriod(),
        notified(settings.notified()),
        settings.groupingOrDefault(),
        settings.groupBy().orElse(null),
        boxed(settings.maxNewPerDay()),
        life(settings.life()),
        warnings,
        rule.edits());
  }

  private static Set<String> sorted(Optional<Set<String>> words) {
    return new TreeSet<>(words.orElse(Set.of()));
  }

  private static Match match(RuleSettings.Match match) {
    Match shown =
        new Match(
            sorted(match.severity()),
            sorted(match.category()),
            sorted(match.source()),
            match.scopePrefix().orElse(null),
            Map.copyOf(match.tags()));
    return shown.equals(new Match(Set.of(), Set.of(), Set.of(), null, Map.of())) ? null : shown;
  }

  private static ConditionSet set(RuleSettings.ConditionSet set) {
    return new ConditionSet(
        set.conditions().stream()
            .map(one -> new Condition(one.property(), one.operator(), value(one)))
            .toList());
  }

  private static Object value(RuleSettings.Condition condition) {
    boolean several =
        condition.operator().equalsIgnoreCase("In") && condition.value().startsWith("[");
    return several ? Json.tree(condition.value()) : condition.value();
  }

  private static Notified notified(RuleSettings.Notified notified) {
    Notified shown = new Notified(notified.owner().orElse(null), notified.manager().orElse(null));
    return shown.equals(new Notified(null, null)) ? null : shown;
  }

  private static Life life(RuleSettings.Life life) {
    Life shown =
        new Life(
            life.healed().orElse(null),
            life.healedOnHold().orElse(null),
            life.exempted().orElse(null),
            life.deleted().orElse(null),
            life.reopenWithin().orElse(null),
            life.returnedAfterPerson().orElse(null),
            boxed(life.turnsPerDay()),
            life.closeCode().orElse(null),
            life.closeNote().orElse(null));
    return shown.equals(new Life(null, null, null, null, null, null, null, null, null))
        ? null
        : shown;
  }

  private static Integer boxed(OptionalInt number) {
    return number.isPresent() ? number.getAsInt() : null;
  }
}
