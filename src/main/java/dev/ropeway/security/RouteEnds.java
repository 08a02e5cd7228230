package dev.ropeway.security;

import io.quarkus.arc.Unremovable;
import io.vertx.core.http.HttpServerRequest;
import jakarta.inject.Singleton;
import org.apache.camel.Exchange;
import org.apache.camel.component.platform.http.vertx.HttpMessage;
import org.apache.camel.spi.CamelEvent;
import org.apache.camel.spi.CamelEvent.ExchangeCreatedEvent;
import org.apache.camel.spi.Synchronization;
import org.apache.camel.support.SimpleEventNotifierSupport;

/**
 * Tells when the route of a request begins and ends. A caller that goes away ends its connection,
 * but not the work.
 */
@Unremovable
@Singleton // Camel finds it by its type, and asks it at every step: through no proxy
class RouteEnds extends SimpleEventNotifierSupport {

  private final Admission bodies;

  RouteEnds(Admission bodies) {
    this.bodies = bodies;
    setIgnoreExchangeEvents(false);
    setIgnoreExchangeCreatedEvent(false);
  }

  @Override
  public boolean isEnabled(CamelEvent event) {
    return event instanceof ExchangeCreatedEvent;
  }

  @Override
  public void notify(CamelEvent event) {
    Exchange exchange = ((ExchangeCreatedEvent) event).getExchange();
    if (exchange.getIn() instanceof HttpMessage message) {
      HttpServerRequest request = message.getRequest();
      bodies.routeBegins(request);
      exchange.getExchangeExtension().addOnCompletion(new End(request));
    }
  }

  private final class End implements Synchronization {
    private final HttpServerRequest request;

    End(HttpServerRequest request) {
      this.request = request;
    }

    @Override
    public void onComplete(Exchange exchange) {
      bodies.routeEnds(request);
    }

    @Override
    public void onFailure(Exchange exchange) {
      bodies.routeEnds(request);
    }
  }
}
