package dev.ropeway.rules;

import dev.ropeway.correlation.OpenRecommendations;
import dev.ropeway.correlation.OpenRecommendations.NameUsage;
import dev.ropeway.correlation.OpenRecommendations.Naming;
import dev.ropeway.enrichment.Reference;
import dev.ropeway.enrichment.Scopes;
import dev.ropeway.enrichment.WrittenNames;
import dev.ropeway.enrichment.WrittenNames.Written;
import dev.ropeway.integration.Integration;
import dev.ropeway.integration.Integrations;
import dev.ropeway.recommendation.Recommendation;
import dev.ropeway.tickettype.TicketType;
import dev.ropeway.tickettype.TicketTypes;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What may keep a rule from doing what it is there for: names that nobody has any more (B88),
 * people whom the instance does not know, and conditions that cannot hold.
 */
@ApplicationScoped
public class RuleWarnings {

  private static final Duration LATELY = Duration.ofDays(30);

  /** Who recommends something, which a condition on the source may name too (A21). */
  private static final Set<String> WORDS =
      Set.of(Recommendation.MICROSOFT, "user", "Microsoft recommendation", "User recommendation");

  private final Rules rules;
  private final Integrations integrations;
  private final OpenRecommendations openRecommendations;
  private final Scopes scopes;
  private final TicketTypes types;
  private final WrittenNames names;
  private final Clock clock;

  RuleWarnings(
      Rules rules,
      Integrations integrations,
      OpenRecommendations openRecommendations,
      Scopes scopes,
      TicketTypes types,
      WrittenNames names,
      Clock clock) {
    this.rules = rules;
    this.integrations = integrations;
    this.openRecommendations = openRecommendations;
    this.scopes = scopes;
    this.types = types;
    this.names = names;
    this.clock = clock;
  }

  /**
   * Sentences for the person who looks after the rule; none if all is well.
   *
   * @param senders the sources whose events Ropeway reads itself
   * @param ask whether the instance is asked for the people whom the rule names; else what it said
   *     before is told
   */
  public List<String> of(String name, Set<String> senders, boolean ask) {
    RuleBook book = rules.book();
    return book.rule(name).map(rule -> of(rule, book, senders, ask)).orElse(List.of());
  }

  /** The same of a rule among the others of a book. */
  List<String> of(Rule rule, RuleBook book, Set<String> senders, boolean ask) {
    List<String> warnings = new ArrayList<>();
    Optional<Integration> there = integrations.find(rule.integration());
    if (there.isEmpty()) {
      warnings.add("integration " + rule.integration() + " does not exist");
    }
    if (isElsewhere(rule)) {
      warnings.add("its scopes and those of integration " + rule.integration() + " do not overlap");
    }
    warnings.addAll(Unmatchable.why(rule, everywhere(book)));
    floods(rule, warnings);
    unknownSources(rule, senders, warnings);
    undefined(rule, there, warnings);
    callerless(rule, there, warnings);
    there.ifPresent(integration -> people(rule, integration, ask, warnings));
    lost(rule, Property.Field.ASSESSMENT_KEY, Naming.ASSESSMENT_KEY, warnings);
    lost(rule, Property.Field.DISPLAY_NAME, Naming.TITLE, warnings);
    return warnings;
  }

  private static TicketType type(Rule rule, Optional<Integration> there) {
    return rule.ticketType() == null
        ? there.map(Integration::ticketType).orElse(null)
        : rule.ticketType();
  }

  /** Whom its tickets will look for, and not find. */
  private void people(Rule rule, Integration integration, boolean ask, List<String> warnings) {
    if (!type(rule, Optional.of(integration)).isTask()) {
      return;
    }
    List<Written> written = new ArrayList<>();
    written(written, "assignedTo", Reference.Kind.USER, rule.spec().assignedTo());
    written(written, "assignmentGroup", Reference.Kind.GROUP, rule.spec().assignmentGroup());
    written(written, "caller", Reference.Kind.USER, rule.spec().caller());
    warnings.addAll(ask ? names.asked(integration, written) : names.known(integration, written));
  }

  private static void written(
      List<Written> written, String field, Reference.Kind kind, String name) {
    if (name != null) {
      written.add(new Written(field, new Reference(kind, name)));
    }
  }

  /** Sources tell a vulnerability of each resource by itself, and there are thousands. */
  private static void floods(Rule rule, List<String> warnings) {
    boolean others =
        !rule.conditionSets().isEmpty()
            && rule.conditionSets().stream()
                .allMatch(set -> set.stream().anyMatch(RuleWarnings::excludesRecommendations));
    if (rule.grouping() == Grouping.FINDING && !others) {
      warnings.add(
          "grouping is finding: each vulnerability on each resource gets a ticket of its own;"
              + " with package, all that one update fixes share a ticket");
    }
  }

  private static boolean excludesRecommendations(Condition condition) {
    return condition.property().field() == Property.Field.KIND
        && !condition.isMetBy(Recommendation.Kind.RECOMMENDATION.word());
  }

  private void undefined(Rule rule, Optional<Integration> there, List<String> warnings) {
    TicketType type = type(rule, there);
    if (type != null && types.find(type).isEmpty()) {
      warnings.add("the ticket type " + type + " is not defined: its assignments wait until it is");
    }
  }

  private static void callerless(Rule rule, Optional<Integration> there, List<String> warnings) {
    TicketType type = type(rule, there);
    if (type != null && !type.isTask() && rule.spec().caller() != null) {
      warnings.add("caller is ignored: an " + type.word() + " has no caller in ServiceNow");
    }
  }

  private void lost(Rule rule, Property.Field field, Naming naming, List<String> warnings) {
    for (NameUsage usage : usages(naming, named(rule, field))) {
      if (!usage.current()) {
        String what = new Property(field, null) + " \"" + usage.name() + "\"";
        warnings.add(
            usage.ever() && !usage.alive()
                ? what + ": all its recommendations are deleted; it may be deprecated or renamed"
                : what + ": no recommendation has had this value in " + LATELY.toDays() + " days");
      }
    }
  }

  /** Whether no place lies both in a scope of the rule and in one of its integration. */
  private boolean isElsewhere(Rule rule) {
    Set<String> theirs =
        integrations.find(rule.integration()).map(Integration::scope).orElse(Set.of());
    return !theirs.isEmpty() && !rule.scopes().isEmpty() && !scopes.overlap(rule.scopes(), theirs);
  }

  /** Rules whose integration takes recommendations from everywhere. */
  private List<Rule> everywhere(RuleBook book) {
    return book.rules().stream()
        .filter(
            rule ->
                integrations
                    .find(rule.integration())
                    .filter(there -> there.scope().isEmpty())
                    .isPresent())
        .toList();
  }

  private void unknownSources(Rule rule, Set<String> senders, List<String> warnings) {
    Set<String> others = named(rule, Property.Field.SOURCE);
    others.removeIf(
        name -> Stream.concat(senders.stream(), WORDS.stream()).anyMatch(name::equalsIgnoreCase));
    for (NameUsage usage : usages(Naming.SOURCE, others)) {
      if (!usage.current()) {
        warnings.add(
            "source \"%s\": no recommendation has had this value in %d days; built-in sources are %s"
                .formatted(usage.name(), LATELY.toDays(), String.join(", ", senders)));
      }
    }
  }

  private List<NameUsage> usages(Naming naming, Set<String> names) {
    return names.isEmpty()
        ? List.of()
        : openRecommendations.usages(naming, names, LATELY, clock.instant());
  }

  private static Set<String> named(Rule rule, Property.Field field) {
    return Stream.concat(Stream.of(rule.match()), rule.conditionSets().stream())
        .flatMap(List::stream)
        .filter(condition -> condition.wants(field) && condition.operator().isExact())
        .flatMap(condition -> condition.values().stream())
        .collect(Collectors.toCollection(TreeSet::new));
  }
}
