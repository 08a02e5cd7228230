package dev.ropeway.correlation;

import com.fasterxml.uuid.Generators;
import com.fasterxml.uuid.impl.TimeBasedEpochGenerator;
import dev.ropeway.assignment.WorkArrived;
import dev.ropeway.correlation.IntakeSettings.Owners;
import dev.ropeway.recommendation.Bounds;
import dev.ropeway.recommendation.Recommendation;
import dev.ropeway.store.Database;
import dev.ropeway.store.Digest;
import dev.ropeway.store.GroupCommit;
import dev.ropeway.tickettype.TicketTypes;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Takes events in: what this answers is durable (promise 1). */
@ApplicationScoped
public class Recommendations {

  /** Ids of recommendations that stand for others; a sender's may not begin so. */
  static final String OURS = "ropeway:";

  /** Events in one transaction, and requests that may wait for one before others get a 429. */
  private static final int MAX_TOGETHER = 500;

  private static final int MAX_WAITING = 100;

  private static final String TAKEN = "ids that begin with " + OURS + " are reserved for Ropeway";

  private static final String OUTSIDE =
      "must lie under one of the paths that the caller is limited to";

  private static final String TOO_LONG =
      "the texts have more than " + Recommendation.MAX_LENGTH + " characters in total";

  private final Database database;
  private final TicketTypes types;
  private final Clock clock;
  private final Event<WorkArrived> arrivals;
  private final boolean owned;
  private final GroupCommit<List<IncomingEvent>> commits;
  private final TimeBasedEpochGenerator ids = Generators.timeBasedEpochGenerator();

  Recommendations(
      Database database,
      TicketTypes types,
      Clock clock,
      Event<WorkArrived> arrivals,
      IntakeSettings settings) {
    this.types = types;
    this.database = database;
    this.clock = clock;
    this.arrivals = arrivals;
    this.owned = settings.owners() == Owners.CALLER;
    commits = new GroupCommit<>("intake", this::accept, List::size, MAX_TOGETHER, MAX_WAITING);
  }

  /** Accepts events in one transaction and says, in their order, what became of each. */
  public List<IntakeOutcome> accept(List<Candidate> candidates, String sender) {
    return accept(candidates, sender, Bounds.EVERYTHING);
  }

  /** The same of a sender that may speak only of what lies within bounds. */
  public List<IntakeOutcome> accept(List<Candidate> candidates, String sender, Bounds within) {
    return accept(candidates, sender, sender, within);
  }

  /**
   * The same of what is known, because a person wants it: the recommendations stay whose they are.
   */
  public List<IntakeOutcome> reconsider(List<Candidate> candidates, String who) {
    return accept(candidates, who, null, Bounds.EVERYTHING);
  }

  private List<IntakeOutcome> accept(
      List<Candidate> candidates, String who, String sender, Bounds within) {
    Instant now = clock.instant();
    IntakeOutcome[] outcomes = new IntakeOutcome[candidates.size()];
    List<IncomingEvent> incomingEvents = new ArrayList<>(candidates.size());
    for (int i = 0; i < outcomes.length; i++) {
      Candidate candidate = candidates.get(i);
      Candidate.Rejection rejection = rejection(candidate, within);
      if (rejection != null) {
        outcomes[i] = IntakeOutcome.rejected(rejection);
      } else {
        int place = i;
        String id = candidate.recommendation().id();
        incomingEvents.add(
            IncomingEvent.of(
                candidate,
                who,
                // A conclusion of ours leaves the recommendation whose it is.
                candidate.isConcluded() ? null : sender,
                within,
                now,
                (kind, assignment) ->
                    outcomes[place] =
                        kind == IntakeOutcome.Kind.REJECTED
                            ? IntakeOutcome.anothers(id)
                            : IntakeOutcome.of(candidate, kind, assignment)));
      }
    }
    if (!incomingEvents.isEmpty()) {
      commits.commit(incomingEvents);
    }
    List<IntakeOutcome> told = List.of(outcomes);
    // To look for deliveries costs as many statements as to store an event.
    if (told.stream().anyMatch(Recommendations::makesWork)) {
      arrivals.fire(new WorkArrived());
    }
    return told;
  }

  private static boolean makesWork(IntakeOutcome outcome) {
    return outcome.outcome() == IntakeOutcome.Kind.CREATED
        || outcome.outcome() == IntakeOutcome.Kind.UPDATED;
  }

  private static Candidate.Rejection rejection(Candidate candidate, Bounds within) {
    if (candidate.isRejected()) {
      return candidate.rejection();
    }
    String id = candidate.recommendation().id();
    if (id.startsWith(OURS)) {
      return new Candidate.Rejection(id, "/id", TAKEN);
    }
    if (!within.contain(candidate.recommendation())) {
      return new Candidate.Rejection(id, "/resource", OUTSIDE);
    }
    return candidate.recommendation().length() > Recommendation.MAX_LENGTH
        ? new Candidate.Rejection(id, "", TOO_LONG)
        : null;
  }

  private void accept(List<List<IncomingEvent>> requests) {
    Instant now = clock.instant();
    List<IncomingEvent> all = requests.stream().flatMap(List::stream).toList();
    database.inTransaction(
        handle -> {
          for (List<IncomingEvent> round : rounds(all)) {
            new EventBatch(handle, now, ids::generate, types, owned).take(round);
          }
          return null;
        });
  }

  /**
   * Splits events so that none meets another of the same recommendation: each must see the one
   * before.
   */
  private static List<List<IncomingEvent>> rounds(List<IncomingEvent> incomingEvents) {
    List<List<IncomingEvent>> rounds = new ArrayList<>();
    Map<Digest, Integer> seen = new HashMap<>();
    for (IncomingEvent incoming : incomingEvents) {
      int round = seen.merge(incoming.key(), 1, Integer::sum) - 1;
      if (rounds.size() == round) {
        rounds.add(new ArrayList<>());
      }
      rounds.get(round).add(incoming);
    }
    // Always the same order of locks, or two arrays of the same recommendations could block each
    // other.
    rounds.forEach(round -> round.sort(Comparator.comparing(IncomingEvent::key)));
    return rounds;
  }
}
