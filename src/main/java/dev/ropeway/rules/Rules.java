package dev.ropeway.rules;

import dev.ropeway.assignment.TicketRequest;
import dev.ropeway.correlation.Candidate;
import dev.ropeway.enrichment.Scopes;
import dev.ropeway.integration.Integration;
import dev.ropeway.integration.Integrations;
import dev.ropeway.integration.Secrets;
import dev.ropeway.recommendation.Recommendation;
import dev.ropeway.rules.Explanation.Passed;
import dev.ropeway.rules.RuleBook.Match;
import dev.ropeway.store.InvalidSettingException;
import dev.ropeway.tickettype.TicketType;
import dev.ropeway.tickettype.TicketTypes;
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

  /** A row costs few bytes in a request, and a whole recommendation here. */
  private static final int MAX_ROWS = 2000;

  private static final int MAX_EXPLAINED_ROWS = 50;

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
      TicketTypes types,
      Scopes scopes,
      Clock clock) {
    this.integrations = integrations;
    this.scopes = scopes;
    this.clock = clock;
    RuleBook read = RuleBook.EMPTY;
    for (var entry : new TreeMap<>(settings.byName()).entrySet()) {
      RuleDefinition definition = new RuleDefinition(entry.getKey(), entry.getValue(), null);
      Rule rule = definition.rule().requireKnown(types);
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
    return new InvalidSettingException(RuleValidator.PREFIX + rule.name() + "." + key, complaint);
  }

  static String rivalry(Rule rule, Rule rival) {
    return "is "
        + rule.priority()
        + ", the same as rule "
        + rival.name()
        + " on the same scope: change one of them";
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

  /**
   * Whether a rule that is enabled asks for recommendations of a kind that is no work of itself.
   */
  public boolean want(Recommendation.Kind kind) {
    return book.rules().stream().anyMatch(rule -> rule.mayWant(kind));
  }

  /** The names of the rules that order from an integration, enabled or not. */
  public List<String> of(String integration) {
    return book.definitions().stream()
        .filter(rule -> rule.settings().integration().equals(integration))
        .map(RuleDefinition::name)
        .sorted()
        .toList();
  }

  /** Why stored rules are not used, by their name. */
  public Map<String, String> unusable() {
    return book.unusable();
  }

  /**
   * The same proposals, each with the order that a rule gives it, if any does; parts of one where
   * its rule wants a ticket for each.
   */
  public List<Candidate> assign(List<Candidate> candidates) {
    RuleBook rules = book;
    Instant now = clock.instant();
    List<Candidate> assigned = new ArrayList<>();
    int room = MAX_ROWS;
    for (Candidate candidate : candidates) {
      int before = assigned.size();
      // What was found is a tree of the event, and too large to wait with it for the store.
      assigned(rules, candidate, now, room).map(one -> one.finding(null)).forEach(assigned::add);
      room -= candidate.rows() == null ? 0 : assigned.size() - before - 1;
    }
    return assigned;
  }

  /** What the rules of a book make of one at a moment. */
  List<Candidate> assign(RuleBook rules, Candidate candidate, Instant now) {
    return assigned(rules, candidate, now, MAX_ROWS).toList();
  }

  private Stream<Candidate> assigned(RuleBook rules, Candidate candidate, Instant now, int room) {
    if (candidate.isRejected()) {
      return Stream.of(candidate);
    }
    for (Match match : rules.matching(candidate.recommendation(), scopes)) {
      if (obstacle(match.rule(), candidate.recommendation()) == null) {
        return ordered(match.rule(), candidate, now, room);
      }
    }
    return Stream.of(candidate.ordered(null));
  }

  private Stream<Candidate> ordered(Rule rule, Candidate candidate, Instant now, int room) {
    Integration there = integrations.named(rule.integration());
    return rule.parts(candidate, room)
        .map(part -> part.ordered(rule.orderTo(there, part.recommendation(), now)));
  }

  /** Whether an integration is for the recommendation, whoever wants to send it there. */
  public boolean admit(Integration there, Recommendation recommendation) {
    return scopes.cover(there, recommendation);
  }

  /**
   * Why the integration of a rule that matches cannot have the recommendation; null when it can.
   */
  private Supplier<String> obstacle(Rule rule, Recommendation recommendation) {
    Optional<Integration> there = integrations.find(rule.integration());
    if (there.isEmpty()) {
      return () -> "integration " + rule.integration() + " does not exist";
    }
    return admit(there.get(), recommendation)
        ? null
        : () -> "integration " + rule.integration() + " does not cover this recommendation";
  }

  /**
   * Which rule decides and why the others do not; nothing is changed.
   *
   * @throws TooManyException when the rules have so many conditions that it would take too long
   */
  public List<Explanation> explain(List<Candidate> candidates) {
    RuleBook rules = book;
    int conditions = rules.rules().stream().mapToInt(Rule::size).sum();
    if ((long) conditions * candidates.size() > MAX_EXPLAINED) {
      throw new TooManyException(Math.max(1, MAX_EXPLAINED / conditions));
    }
    Instant now = clock.instant();
    return candidates.stream().flatMap(candidate -> explained(rules, candidate, now)).toList();
  }

  /** More events than can be explained at once. */
  public static final class TooManyException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    TooManyException(int most) {
      super("with the current rules, at most " + most + " events can be evaluated at once");
    }
  }

  private Stream<Explanation> explained(RuleBook rules, Candidate candidate, Instant now) {
    if (candidate.isRejected()) {
      return Stream.of(Explanation.unreadable(candidate.rejection()));
    }
    Recommendation recommendation = candidate.recommendation();
    List<Match> matching = rules.matching(recommendation, scopes);
    Match winner =
        matching.stream()
            .filter(match -> obstacle(match.rule(), recommendation) == null)
            .findFirst()
            .orElse(null);
    List<Passed> others = new ArrayList<>();
    for (Rule rule : rules.rules()) {
      if (winner == null || rule != winner.rule()) {
        others.add(
            new Passed(
                rule.name(), rule.priority(), whyNot(rule, recommendation, matching, winner)));
      }
    }
    if (winner == null) {
      return Stream.of(
          new Explanation(
              recommendation.id(),
              recommendation.title(),
              null,
              "no rule matches",
              null,
              others,
              null));
    }
    String because = winner.rule().reason(recommendation, scopes) + afterthought(recommendation);
    return ordered(winner.rule(), candidate, now, MAX_EXPLAINED_ROWS)
        .map(
            part ->
                new Explanation(
                    part.recommendation().id(),
                    recommendation.title(),
                    winner.rule().name(),
                    because,
                    due(part.order(), now),
                    others,
                    null));
  }

  private static String afterthought(Recommendation recommendation) {
    return recommendation.needsWork()
        ? ""
        : "; state is " + recommendation.state().word() + ", so no new ticket is created";
  }

  /** As it would be stored: with the date that follows from the timeframe. */
  private static TicketRequest due(TicketRequest order, Instant now) {
    return new TicketRequest(
        order.integration(),
        order.ticketType(),
        order.rule(),
        order.spec().dueFrom(now),
        order.policy(),
        order.group(),
        order.newPerDay(),
        order.hold());
  }

  private String whyNot(
      Rule rule, Recommendation recommendation, List<Match> matching, Match winner) {
    Supplier<String> refusal = rule.refusal(recommendation, scopes);
    if (refusal == null) {
      refusal = obstacle(rule, recommendation);
    }
    if (refusal != null) {
      return refusal.get();
    }
    int breadth =
        matching.stream().filter(match -> match.rule() == rule).findFirst().orElseThrow().breadth();
    return winner.breadth() < breadth
        ? "it also matches, but rule " + winner.rule().name() + " has the broader scope"
        : "it also matches, but rule "
            + winner.rule().name()
            + " has the lower priority number, "
            + winner.rule().priority()
            + " before "
            + rule.priority();
  }

  /** Those that rules name; where a rule names none, the integration's own is meant. */
  /** The names of the rules that ask for a kind of ticket. */
  public List<String> naming(TicketType type) {
    return all().stream()
        .filter(rule -> rule.settings().ticketType().filter(type.word()::equals).isPresent())
        .map(RuleDefinition::name)
        .toList();
  }

  Set<TicketType> ticketTypes(String integration) {
    return book.rules().stream()
        .filter(rule -> rule.enabled() && rule.integration().equals(integration))
        .filter(rule -> rule.ticketType() != null)
        .map(Rule::ticketType)
        .collect(Collectors.toSet());
  }
}
