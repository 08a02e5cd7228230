package dev.ropeway.sandbox;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;

/** One rate rule for the whole API, counted per clock hour. */
final class RateRule {
  private static final String RULE_ID = Database.seededSysId("sys_rate_limit_rules", "sandbox");

  private final Instance instance;
  private long hour = -1;
  private int used;

  RateRule(Instance instance) {
    this.instance = instance;
  }

  boolean isOn() {
    return instance.faults.switches.requestsPerHour > 0;
  }

  /** Counts a call; false when it is one too many. */
  boolean admits() {
    long current = instance.stamps.instant().getEpochSecond() / 3600;
    if (current != hour) {
      hour = current;
      used = 0;
    }
    used++;
    return used <= instance.faults.switches.requestsPerHour;
  }

  Map<String, String> headers() {
    return headers(instance.faults.switches.requestsPerHour, (hour + 1) * 3600);
  }

  static Map<String, String> headers(int limit, long reset) {
    return Map.of(
        "X-RateLimit-Limit", Integer.toString(limit),
        "X-RateLimit-Reset", Long.toString(reset),
        "X-RateLimit-Rule", RULE_ID);
  }

  Answer refusal() {
    Instant end = Instant.ofEpochSecond((hour + 1) * 3600);
    long wait = Math.max(1, Duration.between(instance.stamps.instant(), end).toSeconds());
    return refusal(instance.faults.switches.requestsPerHour, wait);
  }

  static Answer refusal(int limit, long retryAfter) {
    return Answer.error(
            429,
            "Rate limit exceeded",
            "Rate limit of %d requests per hour for Table API exceeded".formatted(limit))
        .header("Retry-After", Long.toString(retryAfter));
  }
}
