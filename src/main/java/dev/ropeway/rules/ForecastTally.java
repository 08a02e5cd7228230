package dev.ropeway.rules;

import dev.ropeway.assignment.TicketRequest.Group;
import dev.ropeway.correlation.Candidate;
import dev.ropeway.correlation.KnownRecommendations.Known;
import dev.ropeway.rules.RuleForecast.Sample;
import dev.ropeway.rules.RuleForecast.Taken;
import dev.ropeway.store.Digest;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Counts what a rule would take, recommendation by recommendation. */
final class ForecastTally {

  private static final int SHOWN = 10;

  private int recommendations;
  private int byNone;
  private final Map<String, Integer> byRule = new HashMap<>();
  private final List<Sample> sample = new ArrayList<>();

  /** Digests, because names of tickets are long and there are many. */
  private final Set<Digest> tickets = new HashSet<>();

  private final Map<Digest, Group> groups = new HashMap<>();
  private final Map<Digest, Instant> begun = new HashMap<>();

  /**
   * One that needs work and that the rule would take.
   *
   * @param parts what the rule would make of it now
   * @param today the rule that takes it today; null if none does
   */
  void takes(Known known, List<Candidate> parts, String today) {
    recommendations++;
    if (today == null) {
      byNone++;
    } else {
      byRule.merge(today, 1, Integer::sum);
    }
    if (sample.size() < SHOWN) {
      sample.add(new Sample(known.recommendation().id(), known.recommendation().title(), today));
    }
    if (known.assigned()) {
      return;
    }
    for (Candidate part : parts) {
      Digest ticket = ticket(part);
      tickets.add(ticket);
      if (part.order().group() != null) {
        groups.put(ticket, part.order().group());
      }
    }
  }

  /** What the rule would have made of one when it was heard of first. */
  void heard(Known known, List<Candidate> parts) {
    parts.forEach(
        part ->
            begun.merge(
                ticket(part),
                known.createdAt(),
                (one, other) -> one.isBefore(other) ? one : other));
  }

  /** Recommendations that share a ticket are one. */
  private static Digest ticket(Candidate part) {
    Group group = part.order().group();
    return Digest.of(group == null ? "id " + part.recommendation().id() : "group " + group.key());
  }

  List<Group> groups() {
    return List.copyOf(groups.values());
  }

  /**
   * What was counted.
   *
   * @param joined groups that have a ticket already
   */
  RuleForecast forecast(
      boolean complete, int seen, int joined, Instant now, Duration days, List<String> warnings) {
    long lately = begun.values().stream().filter(first -> !first.isBefore(now.minus(days))).count();
    return new RuleForecast(
        complete,
        seen,
        recommendations,
        byRule.entrySet().stream()
            .map(one -> new Taken(one.getKey(), one.getValue()))
            .sorted(Comparator.comparing(Taken::count).reversed().thenComparing(Taken::rule))
            .limit(SHOWN)
            .toList(),
        byNone,
        tickets.size() - joined,
        Math.round(10.0 * lately / days.toDays()) / 10.0,
        sample,
        warnings);
  }
}
