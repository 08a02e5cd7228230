package dev.ropeway.rules;

import dev.ropeway.assignment.Assignment;
import dev.ropeway.assignment.AssignmentSpec;
import dev.ropeway.assignment.Assignments;
import dev.ropeway.correlation.Candidate;
import dev.ropeway.correlation.IntakeOutcome;
import dev.ropeway.correlation.OpenRecommendations;
import dev.ropeway.correlation.Recommendations;
import dev.ropeway.enrichment.Scopes;
import dev.ropeway.rules.RuleRun.Status;
import dev.ropeway.rules.RunRows.Held;
import dev.ropeway.rules.RunRows.Progress;
import dev.ropeway.store.ChangeRefusedException;
import dev.ropeway.store.PeriodicTask;
import dev.ropeway.store.StoreBusyException;
import dev.ropeway.store.StoreReady;
import dev.ropeway.store.StoreUnavailableException;
import io.quarkus.runtime.ShutdownDelayInitiatedEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jboss.logging.Logger;

/**
 * Applies rules to the recommendations that are here already (B48): in the background, page by
 * page, on whichever replica, after a restart too. A page that was done twice changes nothing the
 * second time.
 */
@ApplicationScoped
public class RuleRuns {

  private static final Logger LOG = Logger.getLogger(RuleRuns.class);
  private static final Duration LOOK_EVERY = Duration.ofSeconds(1);
  private static final int PAGE = 100;

  private final RunRows rows;
  private final Rules rules;
  private final StoredRules stored;
  private final Scopes scopes;
  private final OpenRecommendations openRecommendations;
  private final Recommendations recommendations;
  private final Assignments assignments;
  private final Clock clock;
  private final PeriodicTask periodicTask = new PeriodicTask("rule-runs", LOOK_EVERY, this::look);

  RuleRuns(
      RunRows rows,
      Rules rules,
      StoredRules stored,
      Scopes scopes,
      OpenRecommendations openRecommendations,
      Recommendations recommendations,
      Assignments assignments,
      Clock clock) {
    this.rows = rows;
    this.rules = rules;
    this.stored = stored;
    this.scopes = scopes;
    this.openRecommendations = openRecommendations;
    this.recommendations = recommendations;
    this.assignments = assignments;
    this.clock = clock;
  }

  /** The last run of a rule, if it was ever applied. */
  public Optional<RuleRun> last(String rule) {
    return rows.find(rule);
  }

  /**
   * Begins to apply a rule.
   *
   * @param override false: only what is missing is filled
   * @throws ChangeRefusedException when the rule is disabled or being applied already
   */
  public RuleRun start(String rule, boolean override, String who) {
    if (!isEnabled(rule)) {
      throw new ChangeRefusedException("rule " + rule + " is disabled: enable it to apply it");
    }
    if (!rows.start(rule, override, who, clock.instant())) {
      throw new ChangeRefusedException("rule " + rule + " is already being applied");
    }
    return rows.find(rule).orElseThrow();
  }

  private boolean isEnabled(String rule) {
    return rules.book().rule(rule).filter(Rule::enabled).isPresent();
  }

  void start(@Observes StoreReady ready) {
    periodicTask.begin();
  }

  /** The page under way is finished, and another replica goes on with the next. */
  void stop(@Observes ShutdownDelayInitiatedEvent event) {
    periodicTask.end();
  }

  private void look() {
    Optional<Held> run = rows.claim(clock.instant());
    while (run.isPresent()) {
      work(run.get());
      run = periodicTask.isOver() ? Optional.empty() : rows.claim(clock.instant());
    }
  }

  /** Store troubles go up: the run goes on when its lease is over. */
  private void work(Held claimed) {
    // The rule may have been made on another replica a moment ago.
    stored.takeOverNow();
    Held run = claimed;
    try {
      while (!periodicTask.isOver()) {
        if (!isEnabled(run.rule())) {
          rows.end(run, Status.CANCELED, "the rule was deleted or disabled", clock.instant());
          return;
        }
        List<OpenRecommendations.OpenRecommendation> page =
            openRecommendations.after(run.done(), PAGE, clock.instant());
        if (page.isEmpty()) {
          rows.end(run, Status.SUCCEEDED, null, clock.instant());
          return;
        }
        Progress progress = apply(run, page);
        run = run.upTo(page.get(page.size() - 1).key());
        if (!rows.advance(run, progress, clock.instant())) {
          return;
        }
      }
      rows.giveBack(run, clock.instant());
    } catch (StoreUnavailableException | StoreBusyException e) {
      throw e;
    } catch (RuntimeException e) {
      LOG.errorf(e, "rule %s could not be applied", run.rule());
      rows.end(
          run,
          Status.FAILED,
          "an unexpected error occurred; the log has the details",
          clock.instant());
    }
  }

  private Progress apply(Held run, List<OpenRecommendations.OpenRecommendation> page) {
    List<Candidate> unassigned = new ArrayList<>();
    int updated = 0;
    for (OpenRecommendations.OpenRecommendation recommendation : page) {
      List<Candidate> decided = decidedBy(run.rule(), recommendation);
      if (decided.isEmpty()) {
        continue;
      }
      if (recommendation.assignments().isEmpty()) {
        unassigned.addAll(decided);
      }
      for (Assignment live : recommendation.live()) {
        if (update(run, live.id(), live, decided.get(0).order().spec())) {
          updated++;
        }
      }
    }
    return new Progress(page.size(), assign(run, unassigned), updated);
  }

  /**
   * The recommendation, or its parts, with the order of the rule; none where another one decides.
   */
  private List<Candidate> decidedBy(
      String rule, OpenRecommendations.OpenRecommendation recommendation) {
    return rules
        .assign(scopes.enrich(List.of(Candidate.of(recommendation.recommendation()))))
        .stream()
        .filter(part -> part.order() != null && rule.equals(part.order().rule()))
        .toList();
  }

  /** By the way of every event, so that one that arrives meanwhile makes no second assignment. */
  private int assign(Held run, List<Candidate> unassigned) {
    return (int)
        recommendations.reconsider(unassigned, run.askedBy()).stream()
            .filter(outcome -> outcome.outcome() == IntakeOutcome.Kind.CREATED)
            .map(IntakeOutcome::assignment)
            .distinct()
            .count();
  }

  private boolean update(Held run, UUID id, Assignment seen, AssignmentSpec wanted) {
    if (RuleBackfill.of(seen, wanted, run.override()).equals(seen.spec())) {
      return false;
    }
    try {
      return assignments
          .change(id, now -> RuleBackfill.of(now, wanted, run.override()), run.askedBy())
          .isPresent();
    } catch (Assignments.RefusedException e) {
      LOG.debugf("assignment %s is not changed: %s", id, e.getMessage());
      return false;
    }
  }
}
