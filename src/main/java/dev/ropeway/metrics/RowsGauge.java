package dev.ropeway.metrics;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.MultiGauge.Row;
import io.micrometer.core.instrument.Tags;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/** A gauge with a row for each of some tags; a row that stays is in every scrape. */
final class RowsGauge {

  private final MultiGauge gauge;
  private final Map<Tags, Supplier<Number>> values = new ConcurrentHashMap<>();

  /**
   * @param unit null for a number
   */
  RowsGauge(MeterRegistry metrics, String name, String unit, String description) {
    gauge =
        MultiGauge.builder("ropeway." + name)
            .baseUnit(unit)
            .description(description)
            .register(metrics);
  }

  /** Shows these rows and no others; a value is asked for when it is read. */
  void show(Map<Tags, Supplier<Number>> rows) {
    values.putAll(rows);
    // Overwriting takes a row away before it is there again, and a scrape in between would miss it.
    gauge.register(
        rows.keySet().stream().map(tags -> Row.of(tags, () -> value(tags))).toList(), false);
    values.keySet().retainAll(rows.keySet());
  }

  private Number value(Tags tags) {
    Supplier<Number> value = values.get(tags);
    return value == null ? Double.NaN : value.get();
  }
}
