package dev.ropeway.correlation;

import com.fasterxml.uuid.Generators;
import com.fasterxml.uuid.impl.TimeBasedEpochGenerator;
import dev.ropeway.assignment.WorkArrived;
import dev.ropeway.correlation.IntakeSettings.Owners;
import dev.ropeway.recommendation.Recommendation;
import dev.ropeway.store.Database;
import dev.ropeway.store.Digest;
import dev.ropeway.store.SharedCommit;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.inject.Named;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Takes events in: what this answers is durable (promise 1). */
@ApplicationScoped
@Named("findings")
@RegisterForReflection // routes call it by name
public class Findings {

  /** Ids of findings that stand for others; a sender's may not begin so. */
  static final String OURS = "ropeway:";

  /** Events in one transaction, and requests that may wait for one before others get a 429. */
  private static final int MAX_TOGETHER = 500;

  private static final int MAX_WAITING = 100;

  private static final String TAKEN = "ids that begin with " + OURS + " are Ropeway's own";

  private static final String TOO_LONG =
      "the texts have more than " + Recommendation.MAX_LENGTH + " characters together";

  private final Database database;
  private final Clock clock;
  private final Event<WorkArrived> arrivals;
  private final boolean owned;
  private final SharedCommit<List<Arrival>> commits;
  private final TimeBasedEpochGenerator ids = Generators.timeBasedEpochGenerator();

  Findings(Database database, Clock clock, Event<WorkArrived> arrivals, IntakeSettings settings) {
    this.database = database;
    this.clock = clock;
    this.arrivals = arrivals;
    this.owned = settings.owners() == Owners.CALLER;
    commits = new SharedCommit<>("intake", this::accept, List::size, MAX_TOGETHER, MAX_WAITING);
  }

  /** Accepts events in one transaction and says, in their order, what became of each. */
  public List<Outcome> accept(List<Proposal> proposals, String sender) {
    return accept(proposals, sender, sender);
  }

  /** The same of what is known, because a person wants it: the findings stay whose they are. */
  public List<Outcome> reconsider(List<Proposal> proposals, String who) {
    return accept(proposals, who, null);
  }

  private List<Outcome> accept(List<Proposal> proposals, String who, String sender) {
    Instant now = clock.instant();
    Outcome[] outcomes = new Outcome[proposals.size()];
    List<Arrival> arrivals = new ArrayList<>(proposals.size());
    for (int i = 0; i < outcomes.length; i++) {
      Proposal proposal = proposals.get(i);
      Proposal.Rejection rejection = rejection(proposal);
      if (rejection != null) {
        outcomes[i] = Outcome.rejected(rejection);
      } else {
        int place = i;
        String id = proposal.recommendation().id();
        arrivals.add(
            Arrival.of(
                proposal,
                who,
                // A conclusion of ours leaves the finding whose it is.
                proposal.isConcluded() ? null : sender,
                now,
                (kind, assignment) ->
                    outcomes[place] =
                        kind == Outcome.Kind.REJECTED
                            ? Outcome.anothers(id)
                            : Outcome.of(proposal, kind, assignment)));
      }
    }
    if (!arrivals.isEmpty()) {
      commits.commit(arrivals);
      this.arrivals.fire(new WorkArrived());
    }
    return List.of(outcomes);
  }

  private static Proposal.Rejection rejection(Proposal proposal) {
    if (proposal.isRejected()) {
      return proposal.rejection();
    }
    String id = proposal.recommendation().id();
    if (id.startsWith(OURS)) {
      return new Proposal.Rejection(id, "/id", TAKEN);
    }
    return proposal.recommendation().length() > Recommendation.MAX_LENGTH
        ? new Proposal.Rejection(id, "", TOO_LONG)
        : null;
  }

  private void accept(List<List<Arrival>> requests) {
    Instant now = clock.instant();
    List<Arrival> all = requests.stream().flatMap(List::stream).toList();
    database.inTransaction(
        handle -> {
          for (List<Arrival> round : rounds(all)) {
            new Round(handle, now, ids::generate, owned).take(round);
          }
          return null;
        });
  }

  /** Splits events so that none meets another of the same finding: each must see the one before. */
  private static List<List<Arrival>> rounds(List<Arrival> arrivals) {
    List<List<Arrival>> rounds = new ArrayList<>();
    Map<Digest, Integer> seen = new HashMap<>();
    for (Arrival arrival : arrivals) {
      int round = seen.merge(arrival.key(), 1, Integer::sum) - 1;
      if (rounds.size() == round) {
        rounds.add(new ArrayList<>());
      }
      rounds.get(round).add(arrival);
    }
    // Always the same order of locks, or two arrays of the same findings could block each other.
    rounds.forEach(round -> round.sort(Comparator.comparing(Arrival::key)));
    return rounds;
  }
}
