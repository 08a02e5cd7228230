package dev.ropeway.rules;

import dev.ropeway.correlation.Candidate;
import dev.ropeway.correlation.KnownRecommendations;
import dev.ropeway.correlation.KnownRecommendations.Known;
import dev.ropeway.enrichment.Scopes;
import dev.ropeway.store.ChangeRefusedException;
import dev.ropeway.store.InvalidSettingException;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Semaphore;

/** Says what a rule would do before it is stored; nothing is written. */
@ApplicationScoped
public class RuleForecasts {

  private static final Duration LATELY = Duration.ofDays(30);

  /** What one forecast may take: it uses a whole core. */
  private static final Duration MOST = Duration.ofSeconds(8);

  private static final int MAX_SEEN = 200_000;
  private static final int PAGE = 200;

  private final Rules rules;
  private final StoredRules stored;
  private final RuleWarnings warnings;
  private final KnownRecommendations known;
  private final Scopes scopes;
  private final Clock clock;
  private final Semaphore room = new Semaphore(1);

  RuleForecasts(
      Rules rules,
      StoredRules stored,
      RuleWarnings warnings,
      KnownRecommendations known,
      Scopes scopes,
      Clock clock) {
    this.rules = rules;
    this.stored = stored;
    this.warnings = warnings;
    this.known = known;
    this.scopes = scopes;
    this.clock = clock;
  }

  /**
   * What a rule would do if it were stored now; empty while another forecast is made.
   *
   * @param senders the sources whose events Ropeway reads itself
   * @throws InvalidSettingException naming the setting that is wrong
   * @throws ChangeRefusedException when there is something else in the way
   */
  public Optional<RuleForecast> of(String name, RuleDocument document, Set<String> senders) {
    Rule rule = stored.require(name, document);
    if (!room.tryAcquire()) {
      return Optional.empty();
    }
    try {
      return Optional.of(forecast(rule, document, senders));
    } finally {
      room.release();
    }
  }

  private RuleForecast forecast(Rule rule, RuleDocument document, Set<String> senders) {
    RuleDefinition definition = new RuleDefinition(rule.name(), document.read(rule.name()), null);
    RuleBook today = rules.book();
    RuleBook then = today.replaced(definition, rule);
    Instant now = clock.instant();
    long end = System.nanoTime() + MOST.toNanos();
    ForecastTally tally = new ForecastTally();
    byte[] done = new byte[0];
    int seen = 0;
    boolean complete = false;
    while (!complete && seen < MAX_SEEN && System.nanoTime() < end) {
      Duration left = Duration.ofNanos(Math.max(1_000_000, end - System.nanoTime()));
      List<Known> page = known.after(done, PAGE, now.minus(LATELY), left).orElse(null);
      if (page == null) {
        break;
      }
      page.forEach(one -> count(tally, one, rule, today, then, now));
      seen += page.size();
      complete = page.size() < PAGE;
      done = complete ? done : page.get(page.size() - 1).key();
    }
    return tally.forecast(
        complete,
        seen,
        known.live(tally.groups()),
        now,
        LATELY,
        warnings.of(rule, then, senders, true));
  }

  private void count(
      ForecastTally tally, Known one, Rule rule, RuleBook today, RuleBook then, Instant now) {
    Candidate candidate = scopes.enrich(List.of(Candidate.of(one.recommendation()))).get(0);
    if (!rule.matches(candidate.recommendation(), scopes)) {
      return;
    }
    List<Candidate> parts = decided(then, candidate, rule, one.createdAt());
    if (parts.isEmpty()) {
      return;
    }
    tally.heard(one, parts);
    if (one.recommendation().needsWork()) {
      Candidate other = rules.assign(today, candidate, now).get(0);
      tally.takes(
          one,
          decided(then, candidate, rule, now),
          other.order() == null ? null : other.order().rule());
    }
  }

  /** The recommendation, or its parts, with the order of the rule; none where another decides. */
  private List<Candidate> decided(RuleBook book, Candidate candidate, Rule rule, Instant at) {
    return rules.assign(book, candidate, at).stream()
        .filter(part -> part.order() != null && rule.name().equals(part.order().rule()))
        .toList();
  }
}
