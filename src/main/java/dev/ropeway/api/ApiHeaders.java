package dev.ropeway.api;

import dev.ropeway.assignment.Text;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Named;
import java.util.Locale;
import java.util.Set;
import org.apache.camel.Exchange;
import org.apache.camel.spi.HeaderFilterStrategy;

/**
 * Lets only our own headers out, and keeps headers that steer Camel, or hold secrets, from coming
 * in: as shipped, request headers are echoed and an X-API-Key would come back with a 400.
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
    return lower.startsWith("camel")
        || lower.startsWith("org.apache.camel")
        || lower.equals("authorization")
        || lower.equals("cookie")
        || lower.equals("x-api-key");
  }
}
