package dev.ropeway.api;

import dev.ropeway.store.Text;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Named;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.apache.camel.Exchange;
import org.apache.camel.spi.HeaderFilterStrategy;

/**
 * Lets only our own headers out, and only those in that some operation or reader needs: routes do
 * not tell a header from a parameter, some headers steer Camel, and as shipped what came in is
 * echoed with a 400, an X-API-Key too. Parameters of queries come by here as well; headers of their
 * names were taken away at the entrance.
 */
@ApplicationScoped
@Named("apiHeaders")
@RegisterForReflection // routes call it by name
public class ApiHeaders implements HeaderFilterStrategy {

  private static final Set<String> OUT =
      Set.of(
          "content-type",
          "retry-after",
          "location",
          "allow",
          "webhook-allowed-origin",
          "webhook-allowed-rate");

  private static final Set<String> IN =
      Set.of("accept", "content-type", "idempotency-key", "webhook-request-origin");

  private static final List<String> IN_BEGINNINGS =
      List.of("ce-", "x-github-", "x-hub-", "x-ropeway-");

  @Override
  public boolean applyFilterToCamelHeaders(String name, Object value, Exchange exchange) {
    return !OUT.contains(name.toLowerCase(Locale.ROOT)) || !isOneLine(value);
  }

  /** What is folded leads elsewhere: such a header is left out. */
  private static boolean isOneLine(Object value) {
    String text = String.valueOf(value);
    return text.equals(Text.oneLine(text));
  }

  @Override
  public boolean applyFilterToExternalHeaders(String name, Object value, Exchange exchange) {
    String lower = name.toLowerCase(Locale.ROOT);
    return !IN.contains(lower)
        && IN_BEGINNINGS.stream().noneMatch(lower::startsWith)
        && !Parameters.all().contains(name);
  }
}
