package dev.ropeway.rules;

import dev.ropeway.assignment.Assignment;
import dev.ropeway.assignment.AssignmentSpec;
import dev.ropeway.assignment.Assignments;
import dev.ropeway.assignment.Reassignments;
import dev.ropeway.correlation.Candidate;
import dev.ropeway.correlation.IntakeOutcome;
import dev.ropeway.correlation.OpenRecommendations;
import dev.ropeway.correlation.Recommendations;
import dev.ropeway.enrichment.Scopes;
import dev.ropeway.recommendation.Bounds;
import dev.ropeway.rules.RuleRun.Status;
import dev.ropeway.rules.RunRows.Held;
import dev.ropeway.rules.RunRows.Progress;
import dev.ropeway.store.BackgroundRuns;
import dev.ropeway.store.ChangeRefusedException;
import dev.ropeway.store.StoreReady;
import io.quarkus.runtime.ShutdownDelayInitiatedEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Clock;
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
  private static final int PAGE = 100;

  private final RunRows rows;
  private final Rules rules;
  private final StoredRules stored;
  private final Scopes scopes;
  private final OpenRecommendations openRecommendations;
  private final Recommendations recommendations;
  private final Assignments assignments;
  private final Reassignments reassignments;
  private final Clock clock;
  private final BackgroundRuns<Held> background = new BackgroundRuns<>("rule-runs", new Pages());

  RuleRuns(
      RunRows rows,
      Rules rules,
      StoredRules stored,
      Scopes scopes,
      OpenRecommendations openRecommendations,
      Recommendations recommendations,
      Assignments assignments,
      Reassignments reassignments,
      Clock clock) {
    this.rows = rows;
    this.rules = rules;
    this.stored = stored;
    this.scopes = scopes;
    this.openRecommendations = openRecommendations;
    this.recommendations = recommendations;
    this.assignments = assignments;
    this.reassignments = reassignments;
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
   * @param owners whether tickets are reassigned to the owner and the group of the rule
   * @throws ChangeRefusedException when the rule is disabled or being applied already
   */
  public RuleRun start(String rule, boolean override, boolean owners, String who) {
    if (!isEnabled(rule)) {
      throw new ChangeRefusedException("rule " + rule + " is disabled: enable it to apply it");
    }
    if (!rows.start(rule, override, owners, who, clock.instant())) {
      throw new ChangeRefusedException("rule " + rule + " is already being applied");
    }
    return rows.find(rule).orElseThrow();
  }

  private boolean isEnabled(String rule) {
    return rules.book().rule(rule).filter(Rule::enabled).isPresent();
  }

  void start(@Observes StoreReady ready) {
    background.begin();
  }

  void stop(@Observes ShutdownDelayInitiatedEvent event) {
    background.end();
  }

  private final class Pages implements BackgroundRuns.Work<Held> {
    @Override
    public Optional<Held> claim() {
      Optional<Held> run = rows.claim(clock.instant());
      // The rule may have been made on another replica a moment ago.
      run.ifPresent(claimed -> stored.takeOverNow());
      return run;
    }

    @Override
    public Optional<Held> part(Held run) {
      if (!isEnabled(run.rule())) {
        rows.end(run, Status.CANCELED, "the rule was deleted or disabled", clock.instant());
        return Optional.empty();
      }
      List<OpenRecommendations.OpenRecommendation> page =
          openRecommendations.after(run.done(), PAGE, clock.instant());
      if (page.isEmpty()) {
        rows.end(run, Status.SUCCEEDED, null, clock.instant());
        return Optional.empty();
      }
      Progress progress = apply(run, page);
      Held further = run.upTo(page.get(page.size() - 1).key());
      return rows.advance(further, progress, clock.instant())
          ? Optional.of(further)
          : Optional.empty();
    }

    @Override
    public void giveBack(Held run) {
      rows.giveBack(run, clock.instant());
    }

    @Override
    public void fail(Held run, RuntimeException why) {
      LOG.errorf(why, "rule %s could not be applied", run.rule());
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
        AssignmentSpec wanted = decided.get(0).order().spec();
        if (update(run, live.id(), live, wanted) | reassign(run, live, wanted)) {
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

  /**
   * Only where the ticket shows somebody else: who applies a rule twice hands nothing over again.
   */
  private boolean reassign(Held run, Assignment live, AssignmentSpec wanted) {
    AssignmentSpec shown = live.spec();
    boolean other =
        differs(wanted.assignedTo(), shown.assignedTo())
            || differs(wanted.assignmentGroup(), shown.assignmentGroup());
    if (!run.owners() || live.ticket() == null || !other) {
      return false;
    }
    try {
      return reassignments
          .reassign(
              live.id(),
              Bounds.EVERYTHING,
              wanted.assignedTo(),
              wanted.assignmentGroup(),
              run.askedBy())
          .isPresent();
    } catch (Assignments.RefusedException e) {
      LOG.debugf("assignment %s is not reassigned: %s", live.id(), e.getMessage());
      return false;
    }
  }

  private static boolean differs(String wanted, String shown) {
    return wanted != null && !wanted.equalsIgnoreCase(shown);
  }

  private boolean update(Held run, UUID id, Assignment seen, AssignmentSpec wanted) {
    if (RuleBackfill.of(seen, wanted, run.override()).equals(seen.spec())) {
      return false;
    }
    try {
      return assignments
          .change(
              id,
              Bounds.EVERYTHING,
              now -> RuleBackfill.of(now, wanted, run.override()),
              null,
              run.askedBy())
          .isPresent();
    } catch (Assignments.RefusedException e) {
      LOG.debugf("assignment %s is not changed: %s", id, e.getMessage());
      return false;
    }
  }
}
