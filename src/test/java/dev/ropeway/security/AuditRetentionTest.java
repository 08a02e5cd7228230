package dev.ropeway.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.ropeway.scenarios.RopewayTest;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The audit log keeps what it has to and no more. */
@RopewayTest
class AuditRetentionTest {

  @Inject Audit audit;
  @Inject AuditLog log;
  @Inject Clock clock;

  private static AuditEntry at(Instant at) {
    return new AuditEntry(
        0, at, "retention", "none", "10.0.0.1", "GET", "/x", "list-assignments", 403, 1);
  }

  private static AuditFilter none() {
    return new AuditFilter(null, null, null);
  }

  @Test
  void what_is_older_than_the_retention_is_deleted_and_nothing_else() {
    await().ignoreExceptions().until(() -> log.list(none(), 1, null) != null);
    Instant now = clock.instant();
    List<AuditEntry> old =
        Stream.generate(() -> at(now.minus(Duration.ofDays(401)))).limit(2500).toList();
    log.write(old, Map.of());
    log.write(List.of(at(now.minus(Duration.ofDays(399)))), Map.of());

    audit.forget();

    assertThat(log.list(new AuditFilter("retention", null, true), 10, null)).hasSize(1);
  }
}
