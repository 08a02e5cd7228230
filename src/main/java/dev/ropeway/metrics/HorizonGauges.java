package dev.ropeway.metrics;

import dev.ropeway.store.Horizon;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;

/** Shows what keeps PostgreSQL from removing dead rows, and how many of them the queues have. */
final class HorizonGauges {

  private final Horizon horizon;
  private final RowsGauge seconds;
  private final RowsGauge xids;
  private final RowsGauge dead;

  HorizonGauges(Horizon horizon, MeterRegistry metrics) {
    this.horizon = horizon;
    seconds =
        new RowsGauge(
            metrics,
            "store.held",
            "seconds",
            "How long ago what keeps dead rows from being removed began");
    xids =
        new RowsGauge(
            metrics, "store.held.transactions", null, "How many transactions began since then");
    dead = new RowsGauge(metrics, "store.dead.rows", null, "Dead rows of a queue");
  }

  /** Asks the store now. */
  void look(Instant now) {
    Map<Tags, Supplier<Number>> ages = new HashMap<>();
    Map<Tags, Supplier<Number>> transactions = new HashMap<>();
    Map<Tags, Supplier<Number>> rows = new HashMap<>();
    for (Horizon.Held held : horizon.held(now)) {
      Tags tags = Tags.of("holder", held.holder());
      ages.put(tags, held::seconds);
      transactions.put(tags, held::xids);
    }
    horizon.dead().forEach(one -> rows.put(Tags.of("table", one.table()), one::rows));
    seconds.show(ages);
    xids.show(transactions);
    dead.show(rows);
  }

  /** Shows nothing, since nothing is known. */
  void hide() {
    seconds.show(Map.of());
    xids.show(Map.of());
    dead.show(Map.of());
  }
}
