package dev.ropeway.throttling;

import dev.ropeway.servicenow.Purpose;
import dev.ropeway.servicenow.RateLimit;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;

/**
 * The calls that an instance's rate rule allows in an hour, and what became of them.
 *
 * <p>Each purpose has a floor that the others leave to it, and what is not spent of a floor melts
 * with the hour: early on no purpose can eat what another may still need, at the end nothing is
 * left over. So a crowd of one purpose slows down well before the limit. Reading is spread over the
 * hour besides.
 *
 * @param limit calls of an hour, as the instance says it
 * @param rule the sys_id of the rule
 * @param reset when the hour ends by the instance's clock; names the hour
 * @param endsAt when it ends by ours
 * @param confirmed whether an answer named this hour; false while it only follows from the last one
 * @param used our calls by purpose
 * @param elsewhere calls that others must have made, since the instance refused ours
 */
record Budget(
    int limit,
    String rule,
    Instant reset,
    Instant endsAt,
    boolean confirmed,
    Map<Purpose, Integer> used,
    int elsewhere) {

  private static final Duration WINDOW = Duration.ofHours(1);

  /** Answers of the next hour may come this much before we think that it began. */
  private static final Duration SKEW = Duration.ofSeconds(10);

  /** For calls of other clients under the same rule, and for an instance that counts late. */
  private static final double MARGIN = 0.02;

  private static final int BURST = 2;

  Budget {
    used = Map.copyOf(used);
  }

  /** The budget of a rule that an answer names for the first time. */
  static Budget of(RateLimit seen, Instant now) {
    return new Budget(
        seen.limit(), seen.rule(), seen.reset(), now.plus(seen.left()), true, Map.of(), 0);
  }

  /** Share of the hour that is left to a purpose whatever the others want. */
  private static double floor(Purpose purpose) {
    return switch (purpose) {
      case CREATE -> 0.30;
      case CLOSE -> 0.20;
      case UPDATE -> 0.10;
      case NOTE -> 0.03;
      case POLL -> 0.05;
      case IMPORT -> 0.02;
    };
  }

  /** Share of the hour that a purpose may spend evenly; 1 for what need not be even. */
  private static double pace(Purpose purpose) {
    return switch (purpose) {
      case CREATE, CLOSE, UPDATE, NOTE -> 1;
      case POLL -> 0.20;
      case IMPORT -> 0.10;
    };
  }

  /** What we spend of the limit at most. */
  int ceiling() {
    return Math.max(1, limit - Math.max(1, (int) Math.ceil(limit * MARGIN)));
  }

  /** Calls of this hour, as far as we know of them. */
  int total() {
    return elsewhere + used.values().stream().mapToInt(Integer::intValue).sum();
  }

  int used(Purpose purpose) {
    return used.getOrDefault(purpose, 0);
  }

  /** The budget of the hour that {@code now} lies in. */
  Budget at(Instant now) {
    if (now.isBefore(endsAt)) {
      return this;
    }
    Duration over = WINDOW.multipliedBy(Duration.between(endsAt, now).dividedBy(WINDOW) + 1);
    return new Budget(limit, rule, reset.plus(over), endsAt.plus(over), false, Map.of(), 0);
  }

  /** How many calls of a purpose may be made now. */
  int room(Purpose purpose, Instant now) {
    double left =
        Math.min(
            1, Math.max(0, (double) Duration.between(now, endsAt).toMillis()) / WINDOW.toMillis());
    double kept = 0;
    for (Purpose other : Purpose.values()) {
      if (other != purpose) {
        double floor = floor(other) * ceiling();
        kept += Math.min(Math.max(0, floor - used(other)), floor * left);
      }
    }
    int room = (int) Math.floor(ceiling() - total() - kept);
    if (pace(purpose) < 1) {
      double even = BURST + pace(purpose) * ceiling() * (1 - left);
      room = Math.min(room, (int) Math.floor(even) - used(purpose));
    }
    return Math.max(0, room);
  }

  Budget spending(Purpose purpose, int calls) {
    Map<Purpose, Integer> more = new EnumMap<>(Purpose.class);
    more.putAll(used);
    more.merge(purpose, calls, Integer::sum);
    return new Budget(limit, rule, reset, endsAt, confirmed, more, elsewhere);
  }

  /** Whether an answer says nothing that is not known. */
  boolean agrees(RateLimit seen) {
    return confirmed
        && limit == seen.limit()
        && rule.equals(seen.rule())
        && !seen.reset().isAfter(reset);
  }

  /** What an answer says about the rule is believed; an answer of an hour that is over is late. */
  Budget hearing(RateLimit seen, Instant now) {
    if (seen.reset().isBefore(reset) && confirmed) {
      return this;
    }
    boolean nextHour = seen.reset().isAfter(reset) && !now.isBefore(endsAt.minus(SKEW));
    // An hour whose end only moved is the same hour: what was spent stays spent.
    boolean sameEnd = seen.reset().equals(reset);
    return new Budget(
        seen.limit(),
        seen.rule(),
        seen.reset(),
        sameEnd ? endsAt : now.plus(seen.left()),
        true,
        nextHour ? Map.of() : used,
        nextHour ? 0 : elsewhere);
  }

  /** The instance refused a call under the rule: somebody spent what we had left. */
  Budget exhausted() {
    return new Budget(
        limit, rule, reset, endsAt, confirmed, used, elsewhere + Math.max(0, limit - total()));
  }
}
