package dev.ropeway.sync;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jboss.logging.Logger;

/** Logs what polls find odd once an hour for each integration: polls come every half minute. */
final class Warnings {

  private static final Logger LOG = Logger.getLogger(Warnings.class);
  private static final Duration SILENCE = Duration.ofHours(1);

  private final Map<String, Instant> last = new ConcurrentHashMap<>();
  private final Clock clock;

  Warnings(Clock clock) {
    this.clock = clock;
  }

  /** Logs what a poll tells, unless one of the last hour told of that integration too. */
  void log(Sync.Report report) {
    Instant now = clock.instant();
    Instant before = last.get(report.integration());
    if (report.warnings().isEmpty() || before != null && before.plus(SILENCE).isAfter(now)) {
      return;
    }
    last.put(report.integration(), now);
    report
        .warnings()
        .forEach(warning -> LOG.warnf("a poll of %s: %s", report.integration(), warning));
  }
}
