package dev.ropeway.throttling;

import dev.ropeway.servicenow.HeldBackException;
import dev.ropeway.servicenow.Purpose;
import dev.ropeway.servicenow.RateLimit;
import dev.ropeway.store.StoreBusyException;
import dev.ropeway.store.StoreUnavailableException;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.ToDoubleFunction;
import java.util.function.UnaryOperator;

/**
 * The rate budgets of all integrations, shared by the replicas: learned from answers, counted
 * before a call is sent, never overdrawn. An integration whose instance names no rule has none, and
 * costs nothing.
 */
@ApplicationScoped
public class Budgets {

  /** How long a budget that another replica learned may be unknown here. */
  private static final Duration REFRESH = Duration.ofSeconds(1);

  private final BudgetRows rows;
  private final Clock clock;
  private final MeterRegistry metrics;
  private final Map<String, Budget> known = new ConcurrentHashMap<>();
  private final Set<String> measured = ConcurrentHashMap.newKeySet();
  private final AtomicLong refreshAt = new AtomicLong(System.nanoTime());

  Budgets(BudgetRows rows, Clock clock, MeterRegistry metrics) {
    this.rows = rows;
    this.clock = clock;
    this.metrics = metrics;
  }

  /** How an integration stands; null while its instance names no rule. */
  public BudgetUsage of(String integration) {
    Budget budget = now(integration);
    if (budget == null) {
      return null;
    }
    Map<String, Integer> byPurpose = new TreeMap<>();
    for (Purpose purpose : Purpose.values()) {
      byPurpose.put(purpose.word(), budget.used(purpose));
    }
    return new BudgetUsage(
        budget.limit(), budget.total(), byPurpose, budget.endsAt(), budget.rule());
  }

  /** Whether calls of an integration are counted at all. */
  public boolean kept(String integration) {
    return now(integration) != null;
  }

  /**
   * How many calls of a purpose may be begun now.
   *
   * @param lent calls that were promised and may not have been sent yet
   */
  public int room(String integration, Purpose purpose, Map<Purpose, Integer> lent) {
    Budget budget = now(integration);
    if (budget == null) {
      return Integer.MAX_VALUE;
    }
    for (Map.Entry<Purpose, Integer> one : lent.entrySet()) {
      budget = budget.spending(one.getKey(), one.getValue());
    }
    return budget.room(purpose, clock.instant());
  }

  /** Until when no call may be sent; null if some may. */
  Instant spentUntil(String integration) {
    Budget budget = now(integration);
    return budget == null || budget.total() < budget.ceiling() ? null : budget.endsAt();
  }

  private Budget now(String integration) {
    refresh();
    Budget budget = known.get(integration);
    return budget == null ? null : budget.at(clock.instant());
  }

  /** Looks once a second what other replicas learned and spent. */
  private void refresh() {
    long due = refreshAt.get();
    long now = System.nanoTime();
    if (now - due < 0 || !refreshAt.compareAndSet(due, now + REFRESH.toNanos())) {
      return;
    }
    try {
      Map<String, Budget> all = rows.all();
      known.keySet().retainAll(all.keySet());
      all.forEach(this::know);
    } catch (StoreUnavailableException | StoreBusyException e) {
      // What was known stands; the next second asks again.
    }
  }

  private void know(String integration, Budget budget) {
    known.put(integration, budget);
    if (measured.add(integration)) {
      gauge("ropeway.budget.limit", integration, BudgetUsage::limit);
      gauge("ropeway.budget.used", integration, BudgetUsage::used);
    }
  }

  private void gauge(String name, String integration, ToDoubleFunction<BudgetUsage> value) {
    metrics.gauge(
        name,
        Tags.of("integration", integration),
        this,
        budgets -> {
          BudgetUsage spent = budgets.of(integration);
          return spent == null ? Double.NaN : value.applyAsDouble(spent);
        });
  }

  /**
   * Counts a call that is about to be sent; false where nothing is counted.
   *
   * @throws HeldBackException when the instance would refuse it
   */
  boolean count(String integration, Purpose purpose) {
    if (now(integration) == null) {
      return false;
    }
    try {
      return countKept(integration, purpose);
    } catch (StoreUnavailableException | StoreBusyException e) {
      throw new HeldBackException(
          "the rate budget cannot be read: the database cannot be reached or is busy", REFRESH);
    }
  }

  private boolean countKept(String integration, Purpose purpose) {
    Instant now = clock.instant();
    Optional<Budget> counted = rows.count(integration, purpose, now);
    if (counted.isEmpty()) {
      // The hour may be over, which nobody noted yet.
      rows.change(integration, null, budget -> budget.at(now));
      counted = rows.count(integration, purpose, now);
    }
    if (counted.isPresent()) {
      know(integration, counted.get());
      return true;
    }
    Optional<Budget> spent = rows.find(integration);
    if (spent.isEmpty()) {
      known.remove(integration);
      return false;
    }
    know(integration, spent.get());
    throw new HeldBackException(
        "the %d calls of this hour that the instance's rate rule allows are spent"
            .formatted(spent.get().limit()),
        Duration.between(now, spent.get().endsAt()));
  }

  /**
   * Learns from an answer.
   *
   * @param counted whether the call was counted when it was sent
   * @param refused whether the instance refused it under the rule
   */
  void heard(
      String integration, Purpose purpose, boolean counted, RateLimit seen, boolean refused) {
    Budget before = known.get(integration);
    if (counted && !refused && before != null && before.agrees(seen)) {
      return;
    }
    Instant now = clock.instant();
    UnaryOperator<Budget> lesson =
        budget -> {
          Budget after = budget.hearing(seen, now);
          boolean newHour = !after.reset().equals(budget.reset()) && after.total() == 0;
          after = counted && !newHour ? after : after.spending(purpose, 1);
          return refused ? after.exhausted() : after;
        };
    try {
      rows.change(integration, Budget.of(seen, now), lesson)
          .ifPresent(budget -> know(integration, budget));
    } catch (StoreUnavailableException | StoreBusyException e) {
      // The next answer says it again.
    }
  }

  /** An answer that names no rule, in an hour in which none did: the rule was taken away. */
  void heardNothing(String integration) {
    Budget before = known.get(integration);
    if (before != null && !before.confirmed()) {
      try {
        rows.forget(integration);
        known.remove(integration);
      } catch (StoreUnavailableException | StoreBusyException e) {
        // The next answer says it again.
      }
    }
  }
}
