package dev.ropeway.rules;

import dev.ropeway.assignment.Order;
import dev.ropeway.assignment.TicketType;
import dev.ropeway.correlation.Proposal;
import dev.ropeway.enrichment.Scopes;
import dev.ropeway.integration.Integration;
import dev.ropeway.integration.Integrations;
import dev.ropeway.integration.InvalidSettingException;
import dev.ropeway.integration.Secrets;
import dev.ropeway.recommendation.Recommendation;
import dev.ropeway.rules.Explanation.Passed;
import dev.ropeway.rules.RuleBook.Match;
import io.quarkus.runtime.Startup;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Named;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Decides which recommendation becomes which order: of the rules that match and whose integration
 * is there and has the recommendation in its scope (B04), the one of the broadest scope and then of
 * the lowest priority number (B44). What configuration has, stands; the rest is learned.
 */
@ApplicationScoped
@Named("rules")
@RegisterForReflection // routes call it by name
@Startup
public class Rules {

  /** Conditions that one request may hold events against: some seconds of work. */
  private static final int MAX_EXPLAINED = 1_000_000;

  private final Integrations integrations;
  private final Scopes scopes;
  private final Clock clock;
  private final RuleBook configured;
  private volatile RuleBook book;

  Rules(
      RuleSettings settings,
      Integrations integrations,
      Secrets secrets,
      Scopes scopes,
      Clock clock) {
    this.integrations = integrations;
    this.scopes = scopes;
    this.clock = clock;
    RuleBook read = RuleBook.EMPTY;
    for (var entry : new TreeMap<>(settings.byName()).entrySet()) {
      RuleDefinition definition = new RuleDefinition(entry.getKey(), entry.getValue(), null);
      Rule rule = definition.rule();
      // Nobody can make an integration over REST then: what is not configured will never be there.
      if (!secrets.areKept() && integrations.find(rule.integration()).isEmpty()) {
        throw invalid(
            rule, "integration", "names " + rule.integration() + ", which is not configured");
      }
      read.rivalOf(rule)
          .ifPresent(
              rival -> {
                throw invalid(rule, "priority", rivalry(rule, rival));
              });
      read = read.with(definition, rule);
    }
    configured = read;
    book = read;
  }

  private static InvalidSettingException invalid(Rule rule, String key, String complaint) {
    return new InvalidSettingException(RuleReading.PREFIX + rule.name() + "." + key, complaint);
  }

  static String rivalry(Rule rule, Rule rival) {
    return "is "
        + rule.priority()
        + ", which rule "
        + rival.name()
        + " has on the same scope: give one of them another";
  }

  /** What configuration has alone. */
  RuleBook configured() {
    return configured;
  }

  RuleBook book() {
    return book;
  }

  /** Takes over what the store holds now. */
  void learn(RuleBook now) {
    book = now;
  }

  /** Every rule that can be used, by name. */
  public Collection<RuleDefinition> all() {
    return book.definitions();
  }

  public Optional<RuleDefinition> find(String name) {
    return book.definition(name);
  }

  /** Why stored rules are not used, by their name. */
  public Map<String, String> unusable() {
    return book.unusable();
  }

  /**
   * The same proposals, each with the order that a rule gives it, if any does; parts of one where
   * its rule wants a ticket for each.
   */
  public List<Proposal> assign(List<Proposal> proposals) {
    RuleBook rules = book;
    Instant now = clock.instant();
    return proposals.stream().flatMap(proposal -> assigned(rules, proposal, now)).toList();
  }

  private Stream<Proposal> assigned(RuleBook rules, Proposal proposal, Instant now) {
    if (proposal.isRejected()) {
      return Stream.of(proposal);
    }
    for (Match match : rules.matching(proposal.recommendation(), scopes)) {
      if (obstacle(match.rule(), proposal.recommendation()) == null) {
        return ordered(match.rule(), proposal, now);
      }
    }
    return Stream.of(proposal.ordered(null));
  }

  private Stream<Proposal> ordered(Rule rule, Proposal proposal, Instant now) {
    Integration there = integrations.named(rule.integration());
    return rule.grouping()
        .parts(proposal)
        .map(part -> part.ordered(rule.orderTo(there, part.recommendation(), now)));
  }

  /** Whether an integration is for the finding, whoever wants to send it there. */
  public boolean admit(Integration there, Recommendation finding) {
    return scopes.cover(there, finding);
  }

  /** Why the integration of a rule that matches cannot have the finding; null when it can. */
  private Supplier<String> obstacle(Rule rule, Recommendation finding) {
    Optional<Integration> there = integrations.find(rule.integration());
    if (there.isEmpty()) {
      return () -> "integration " + rule.integration() + " does not exist";
    }
    return admit(there.get(), finding)
        ? null
        : () -> "integration " + rule.integration() + " is for other scopes";
  }

  /**
   * Which rule decides and why the others do not; nothing is changed.
   *
   * @throws TooManyException when the rules have so many conditions that it would take too long
   */
  public List<Explanation> explain(List<Proposal> proposals) {
    RuleBook rules = book;
    int conditions = rules.rules().stream().mapToInt(Rule::size).sum();
    if ((long) conditions * proposals.size() > MAX_EXPLAINED) {
      throw new TooManyException(Math.max(1, MAX_EXPLAINED / conditions));
    }
    Instant now = clock.instant();
    return proposals.stream().flatMap(proposal -> explained(rules, proposal, now)).toList();
  }

  /** More events than can be explained at once. */
  public static final class TooManyException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    TooManyException(int most) {
      super("with the rules that there are, at most " + most + " events are evaluated at once");
    }
  }

  private Stream<Explanation> explained(RuleBook rules, Proposal proposal, Instant now) {
    if (proposal.isRejected()) {
      return Stream.of(Explanation.unreadable(proposal.rejection()));
    }
    Recommendation finding = proposal.recommendation();
    List<Match> matching = rules.matching(finding, scopes);
    Match winner =
        matching.stream()
            .filter(match -> obstacle(match.rule(), finding) == null)
            .findFirst()
            .orElse(null);
    List<Passed> others = new ArrayList<>();
    for (Rule rule : rules.rules()) {
      if (winner == null || rule != winner.rule()) {
        others.add(
            new Passed(rule.name(), rule.priority(), whyNot(rule, finding, matching, winner)));
      }
    }
    if (winner == null) {
      return Stream.of(
          new Explanation(
              finding.id(), finding.title(), null, "no rule wants it", null, others, null));
    }
    String because = winner.rule().reason(finding, scopes) + afterthought(finding);
    return ordered(winner.rule(), proposal, now)
        .map(
            part ->
                new Explanation(
                    part.recommendation().id(),
                    finding.title(),
                    winner.rule().name(),
                    because,
                    due(part.order(), now),
                    others,
                    null));
  }

  private static String afterthought(Recommendation finding) {
    return finding.needsWork()
        ? ""
        : "; state is " + finding.state().word() + ", so that no new ticket comes of it";
  }

  /** As it would be stored: with the date that follows from the timeframe. */
  private static Order due(Order order, Instant now) {
    return new Order(
        order.integration(),
        order.ticketType(),
        order.rule(),
        order.terms().dueFrom(now),
        order.policy(),
        order.group(),
        order.newPerDay());
  }

  private String whyNot(Rule rule, Recommendation finding, List<Match> matching, Match winner) {
    Supplier<String> refusal = rule.refusal(finding, scopes);
    if (refusal == null) {
      refusal = obstacle(rule, finding);
    }
    if (refusal != null) {
      return refusal.get();
    }
    int breadth =
        matching.stream().filter(match -> match.rule() == rule).findFirst().orElseThrow().breadth();
    return winner.breadth() < breadth
        ? "it matches too, but rule " + winner.rule().name() + " has the broader scope"
        : "it matches too, but rule "
            + winner.rule().name()
            + " has the lower priority number, "
            + winner.rule().priority()
            + " before "
            + rule.priority();
  }

  /** Those that rules name; where a rule names none, the integration's own is meant. */
  Set<TicketType> ticketTypes(String integration) {
    return book.rules().stream()
        .filter(rule -> rule.enabled() && rule.integration().equals(integration))
        .filter(rule -> rule.ticketType() != null)
        .map(Rule::ticketType)
        .collect(Collectors.toSet());
  }
}
