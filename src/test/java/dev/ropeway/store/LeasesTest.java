package dev.ropeway.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.ropeway.scenarios.RopewayTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

@RopewayTest
class LeasesTest {

  private static final Instant NOW = Instant.parse("2026-05-01T10:00:00Z");
  private static final Duration HOUR = Duration.ofHours(1);

  @Inject Leases leases;

  @Test
  void of_all_who_ask_at_once_one_gets_it_and_the_next_one_an_hour_later() {
    await("the store")
        .ignoreException(StoreUnavailableException.class)
        .until(() -> leases.take("first-" + UUID.randomUUID(), HOUR, NOW));
    String chore = "test-" + UUID.randomUUID();
    List<CompletableFuture<Boolean>> replicas =
        Stream.generate(() -> CompletableFuture.supplyAsync(() -> leases.take(chore, HOUR, NOW)))
            .limit(8)
            .toList();

    assertThat(replicas.stream().map(CompletableFuture::join)).containsOnlyOnce(true);
    assertThat(leases.take(chore, HOUR, NOW.plusSeconds(3599))).isFalse();
    assertThat(leases.take(chore, HOUR, NOW.plusSeconds(3600))).isTrue();
  }
}
