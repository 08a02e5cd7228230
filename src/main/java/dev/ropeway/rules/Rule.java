package dev.ropeway.rules;

import dev.ropeway.assignment.AssignmentSpec;
import dev.ropeway.assignment.Policy;
import dev.ropeway.assignment.TicketRequest;
import dev.ropeway.correlation.Candidate;
import dev.ropeway.enrichment.Scopes;
import dev.ropeway.enrichment.Tags;
import dev.ropeway.integration.Integration;
import dev.ropeway.recommendation.Recommendation;
import dev.ropeway.store.InvalidSettingException;
import dev.ropeway.store.Text;
import dev.ropeway.tickettype.TicketType;
import dev.ropeway.tickettype.TicketTypes;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Which recommendations become which order.
 *
 * @param scopes paths of which one must hold the resource; empty for all
 * @param match conditions that must all hold
 * @param conditionSets of which one must hold, if there are any (B45)
 * @param ticketType null for that of the integration
 * @param ownerTag the tag that names the owner; null where the terms do
 * @param grouping null where there is a groupBy
 * @param groupBy null where there is a grouping
 * @param newPerDay null for as many as there are recommendations
 */
record Rule(
    String name,
    boolean enabled,
    int priority,
    Set<String> scopes,
    Set<String> excludedScopes,
    List<Condition> match,
    List<List<Condition>> conditionSets,
    String integration,
    TicketType ticketType,
    String ownerTag,
    AssignmentSpec spec,
    DueFrom dueFrom,
    Policy life,
    Grouping grouping,
    GroupBy groupBy,
    Integer newPerDay) {

  /** The longest name that an owner has (openapi.yaml). */
  /** Of what one rule says, so much is told: of each list the first, and characters in all. */
  private static final int SAID = 10;

  private static final int MAX_SAID = 1000;

  private static final int MAX_OWNER = 320;

  boolean matches(Recommendation recommendation, Scopes map) {
    return refusal(recommendation, map) == null;
  }

  /**
   * Why the recommendation is not for this rule, to be said when somebody asks; null when it is.
   */
  Supplier<String> refusal(Recommendation recommendation, Scopes map) {
    if (!enabled) {
      return () -> "the rule is disabled";
    }
    for (String excluded : excludedScopes) {
      if (map.contain(excluded, recommendation)) {
        return () -> place(recommendation) + " is under the excluded " + excluded;
      }
    }
    if (!scopes.isEmpty()
        && scopes.stream().noneMatch(scope -> map.contain(scope, recommendation))) {
      return () ->
          place(recommendation)
              + " is not under any of "
              + Text.cut(scopes.stream().sorted().limit(SAID).toList().toString(), MAX_SAID);
    }
    for (Condition condition : match) {
      if (!condition.holds(recommendation)) {
        return () -> condition.unmet(recommendation);
      }
    }
    if (!conditionSets.isEmpty()
        && conditionSets.stream().noneMatch(set -> holds(set, recommendation))) {
      return () -> unmetSets(recommendation);
    }
    if (!recommendation.kind().isWork() && !wantsKindOf(recommendation)) {
      return () ->
          "kind is "
              + recommendation.kind().word()
              + ", which matches only a rule with a condition on kind";
    }
    return null;
  }

  /** Whether it is enabled and has conditions that ask for a kind. */
  boolean mayWant(Recommendation.Kind kind) {
    return enabled
        && conditionSets.stream()
            .flatMap(List::stream)
            .anyMatch(
                condition ->
                    condition.wants(Property.Field.KIND) && condition.isMetBy(kind.word()));
  }

  private static boolean holds(List<Condition> set, Recommendation recommendation) {
    return set.stream().allMatch(condition -> condition.holds(recommendation));
  }

  private boolean wantsKindOf(Recommendation recommendation) {
    return conditionSets.stream()
        .filter(set -> holds(set, recommendation))
        .flatMap(List::stream)
        .anyMatch(condition -> condition.wants(Property.Field.KIND));
  }

  private String unmetSets(Recommendation recommendation) {
    List<String> said =
        conditionSets.stream()
            .limit(SAID)
            .map(
                set ->
                    set.stream()
                        .filter(condition -> !condition.holds(recommendation))
                        .limit(SAID)
                        .map(condition -> condition.unmet(recommendation))
                        .collect(Collectors.joining(", and ")))
            .toList();
    return Text.cut(
        conditionSets.size() == 1
            ? said.get(0)
            : "no condition set matches: " + String.join("; ", said),
        MAX_SAID);
  }

  /** How many conditions it may hold a recommendation against. */
  int size() {
    return 1 + match.size() + conditionSets.stream().mapToInt(List::size).sum();
  }

  /** What made a recommendation match that does. */
  String reason(Recommendation recommendation, Scopes map) {
    List<String> said = new ArrayList<>();
    scopes.stream()
        .filter(scope -> map.contain(scope, recommendation))
        .sorted()
        .findFirst()
        .ifPresent(scope -> said.add(place(recommendation) + " is under " + scope));
    Stream<Condition> held =
        conditionSets.stream().filter(set -> holds(set, recommendation)).findFirst().stream()
            .flatMap(List::stream);
    Stream.concat(match.stream(), held)
        .limit(SAID)
        .map(condition -> condition.said(recommendation))
        .forEach(said::add);
    return said.isEmpty()
        ? "the rule matches everything"
        : Text.cut(String.join(", ", said), MAX_SAID);
  }

  private static String place(Recommendation recommendation) {
    List<String> paths = Property.SCOPE.of(recommendation);
    return paths.isEmpty() ? "a recommendation without a resource" : paths.get(0);
  }

  /**
   * How broad the scope is that holds the recommendation, less being broader (B44). A rule without
   * scopes is the broadest.
   */
  int breadth(Recommendation recommendation, Scopes map) {
    return scopes.stream()
        .flatMapToInt(scope -> map.depth(scope, recommendation).stream())
        .min()
        .orElse(Integer.MIN_VALUE);
  }

  /**
   * Whether both want to decide of the same priority on a scope, which nobody could foresee (B43).
   */
  boolean rivals(Rule other) {
    return enabled
        && other.enabled
        && priority == other.priority
        && !name.equals(other.name)
        && (scopes.isEmpty() && other.scopes.isEmpty()
            || scopes.stream()
                .anyMatch(scope -> other.scopes.stream().anyMatch(scope::equalsIgnoreCase)));
  }

  /**
   * The same; a kind of ticket that nobody defined is refused where it is written.
   *
   * @throws InvalidSettingException naming the setting
   */
  Rule requireKnown(TicketTypes types) {
    try {
      if (ticketType != null) {
        types.usable(ticketType);
      }
      return this;
    } catch (IllegalArgumentException e) {
      throw new InvalidSettingException(
          RuleValidator.PREFIX + name + ".ticket-type", e.getMessage());
    }
  }

  /** The order for a recommendation that matches. */
  TicketRequest orderTo(Integration there, Recommendation recommendation, Instant now) {
    AssignmentSpec owned = dueFrom.date(spec.ownedBy(owner(recommendation)), recommendation, now);
    return new TicketRequest(
        integration,
        ticketType == null ? there.ticketType() : ticketType,
        name,
        owned,
        life,
        groupBy == null
            ? grouping.of(name, recommendation, owned, now)
            : groupBy.of(name, recommendation, owned),
        newPerDay,
        there.holdsNew());
  }

  /** The recommendation, or each of its parts where these have tickets of their own. */
  Stream<Candidate> parts(Candidate candidate, int room) {
    return groupBy == null ? grouping.parts(candidate, room) : Stream.of(candidate);
  }

  /** B46: whom the nearest tag names, else the fixed one, else nobody. */
  private String owner(Recommendation recommendation) {
    return ownerTag == null
        ? spec.assignedTo()
        : Tags.of(recommendation, ownerTag).stream()
            .map(String::strip)
            .filter(owner -> owner.length() <= MAX_OWNER)
            .findFirst()
            .orElse(spec.assignedTo());
  }
}
