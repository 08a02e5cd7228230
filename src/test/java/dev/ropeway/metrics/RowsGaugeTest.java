package dev.ropeway.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class RowsGaugeTest {

  private static final Tags A = Tags.of("integration", "a");
  private static final Tags B = Tags.of("integration", "b");

  private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
  private final RowsGauge gauge = new RowsGauge(metrics, "lag", "seconds", "Since then");

  private Gauge row(Tags tags) {
    return metrics.find("ropeway.lag").tags(tags).gauge();
  }

  @Test
  void it_shows_the_rows_of_the_last_look_with_their_newest_values() {
    gauge.show(Map.of(A, () -> 1, B, () -> 2));
    assertThat(row(A).value()).isEqualTo(1);

    AtomicInteger later = new AtomicInteger(3);
    gauge.show(Map.of(A, later::get));

    assertThat(row(A).value()).isEqualTo(3);
    later.set(4);
    assertThat(row(A).value()).isEqualTo(4);
    assertThat(row(B)).isNull();
    gauge.show(Map.of(B, () -> 5));
    assertThat(row(B).value()).isEqualTo(5);
  }

  @Test
  void a_row_that_stays_is_never_missing() throws InterruptedException {
    gauge.show(Map.of(A, () -> 0));
    AtomicBoolean over = new AtomicBoolean();
    Thread looks =
        new Thread(
            () -> {
              while (!over.get()) {
                gauge.show(Map.of(A, () -> 1));
              }
            });
    looks.start();
    try {
      for (int scrapes = 0; scrapes < 50_000; scrapes++) {
        assertThat(row(A)).isNotNull();
      }
    } finally {
      over.set(true);
      looks.join();
    }
  }
}
