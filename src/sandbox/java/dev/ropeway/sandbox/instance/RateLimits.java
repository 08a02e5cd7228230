package dev.ropeway.sandbox.instance;

import dev.ropeway.sandbox.table.RateRule;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Counts calls against the rate rules, per user and clock hour, as exactly as no real instance
 * does: there each node counts for itself and tells the others every 30 seconds.
 */
public final class RateLimits {
  private static final Duration WINDOW = Duration.ofHours(1);

  private final Instance instance;
  private final Map<Key, RateWindow> windows = new LinkedHashMap<>();

  RateLimits(Instance instance) {
    this.instance = instance;
  }

  private record Key(String rule, String user, Instant start) {}

  /** What the rule that applies to a call says about it. */
  public record Verdict(RateRule rule, boolean admitted, Instant now, Instant reset) {

    public Map<String, String> headers() {
      return Map.of(
          "X-RateLimit-Limit", Integer.toString(rule.limit()),
          "X-RateLimit-Reset", Long.toString(reset.getEpochSecond()),
          "X-RateLimit-Rule", rule.id());
    }

    /** The seconds are rounded up: who waits that long is in the next window. */
    public Answer refusal() {
      long millis = Duration.between(now, reset).toMillis();
      return Answer.error(
              429,
              "Rate limit exceeded",
              "Rate limit of %d requests per hour for Table API exceeded".formatted(rule.limit()))
          .header("Retry-After", Long.toString(Math.max(1, (millis + 999) / 1000)));
    }
  }

  /** Counts a call; null when no rule applies to it. */
  public Verdict count(String userName) {
    RateRule rule = rule(userName);
    if (rule == null) {
      return null;
    }
    Instant now = instance.stamps.instant();
    Instant start = now.truncatedTo(ChronoUnit.HOURS);
    Key key = new Key(rule.id(), userName, start);
    RateWindow before = windows.getOrDefault(key, new RateWindow(rule, userName, start, 0, 0));
    boolean admitted = before.accepted() < rule.limit();
    windows.put(
        key,
        new RateWindow(
            rule,
            userName,
            start,
            before.accepted() + (admitted ? 1 : 0),
            before.refused() + (admitted ? 0 : 1)));
    return new Verdict(rule, admitted, now, start.plus(WINDOW));
  }

  /** In the order in which they began. */
  public List<RateWindow> windows() {
    return new ArrayList<>(windows.values());
  }

  void forget() {
    windows.clear();
  }

  /** One for the user, else the strictest of the user's roles, else the one for all. */
  private RateRule rule(String userName) {
    List<RateRule> rules = instance.faults.switches.rateRules;
    Set<String> roles = instance.roles.of(userName);
    return rules.stream()
        .filter(rule -> userName.equals(rule.user()))
        .findFirst()
        .or(
            () ->
                rules.stream()
                    .filter(rule -> rule.role() != null && roles.contains(rule.role()))
                    .min(Comparator.comparingInt(RateRule::limit)))
        .or(
            () ->
                rules.stream()
                    .filter(rule -> rule.user() == null && rule.role() == null)
                    .findFirst())
        .orElse(null);
  }
}
