package dev.ropeway.metrics;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.core.instrument.config.MeterFilterReply;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.util.Set;

/** Keeps verbs that strangers make up out of the metrics: each would be a series for ever. */
final class RequestVerbs implements MeterFilter {

  private static final Set<String> KNOWN =
      Set.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS");

  @Produces
  @Singleton
  static MeterFilter verbs() {
    return new RequestVerbs();
  }

  @Override
  public MeterFilterReply accept(Meter.Id id) {
    String verb = id.getName().startsWith("http.server.") ? id.getTag("method") : null;
    return verb == null || KNOWN.contains(verb) ? MeterFilterReply.NEUTRAL : MeterFilterReply.DENY;
  }
}
