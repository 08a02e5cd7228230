package dev.ropeway.api;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.spi.CamelEvent;
import org.apache.camel.spi.CamelEvent.ExchangeEvent;
import org.apache.camel.spi.CamelEvent.ExchangeFailedEvent;
import org.apache.camel.spi.CamelEvent.ExchangeFailureHandledEvent;
import org.apache.camel.spi.CamelEvent.RouteStartedEvent;
import org.apache.camel.support.SimpleEventNotifierSupport;

/**
 * Counts what failed in a route, and leaves out mistakes of callers: Camel's own counter takes a
 * request that is answered with 404 for a failure of the route.
 */
@Singleton // Camel finds it by its type, and asks it at every step: through no proxy
class FailedRoutes extends SimpleEventNotifierSupport {

  private static final int OURS = 500;

  private static final String COUNTED = "ropeway.failure.counted";

  private final MeterRegistry metrics;

  FailedRoutes(MeterRegistry metrics) {
    this.metrics = metrics;
    setIgnoreExchangeEvents(false);
    setIgnoreExchangeFailedEvents(false);
  }

  void start(@Observes StartupEvent event, CamelContext camel) {
    camel.getRoutes().forEach(route -> failures(route.getRouteId()));
  }

  @Override
  public boolean isEnabled(CamelEvent event) {
    return event instanceof ExchangeFailedEvent
        || event instanceof ExchangeFailureHandledEvent
        || event instanceof RouteStartedEvent;
  }

  @Override
  public void notify(CamelEvent event) {
    if (event instanceof RouteStartedEvent started) {
      failures(started.getRoute().getRouteId());
    } else if (event instanceof ExchangeEvent ended) {
      Exchange exchange = ended.getExchange();
      Throwable cause = cause(exchange);
      // A failure may be told more than once: by each route that it passes.
      boolean counted = cause != null && exchange.getProperty(COUNTED) == cause;
      if (!counted && !isCallersMistake(cause)) {
        exchange.setProperty(COUNTED, cause);
        failures(route(exchange)).increment();
      }
    }
  }

  private static Throwable cause(Exchange exchange) {
    return exchange.getException() == null
        ? exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Throwable.class)
        : exchange.getException();
  }

  static boolean isCallersMistake(Throwable thrown) {
    for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
      if (cause instanceof ProblemException known) {
        return known.problem().status() < OURS;
      }
    }
    return false;
  }

  /** Where it failed; else where it began. */
  private static String route(Exchange exchange) {
    String failed = exchange.getProperty(Exchange.FAILURE_ROUTE_ID, String.class);
    String route = failed == null ? exchange.getFromRouteId() : failed;
    return route == null ? "none" : route;
  }

  /** At 0 from the start: an alert on an increase would miss the first failure. */
  private Counter failures(String route) {
    return metrics.counter("ropeway.routes.failed", "route", route);
  }
}
