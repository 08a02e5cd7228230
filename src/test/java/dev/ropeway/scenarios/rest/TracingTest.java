package dev.ropeway.scenarios.rest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ropeway.scenarios.RopewayTest;
import io.opentelemetry.api.OpenTelemetry;
import jakarta.inject.Inject;
import org.junit.jupiter.api.Test;

/** Tracing is off; what a caller sends for it costs nothing, also where an operator turns it on. */
@RopewayTest
class TracingTest {

  @Inject OpenTelemetry tracing;

  @Test
  void baggage_of_callers_is_not_read() {
    assertThat(tracing.getPropagators().getTextMapPropagator().fields()).doesNotContain("baggage");
  }
}
