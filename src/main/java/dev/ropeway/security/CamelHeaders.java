package dev.ropeway.security;

import io.vertx.core.MultiMap;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Names by which components of Camel take orders from a message: what a caller sends under one of
 * them reaches no route, whichever header filter the route has (CVE-2026-49098).
 */
final class CamelHeaders {

  private static final List<String> BEGINNINGS = List.of("camel", "org.apache.camel.", "kafka.");

  private CamelHeaders() {}

  static boolean isOrder(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    return BEGINNINGS.stream().anyMatch(lower::startsWith);
  }

  /** Takes them out of what was sent. */
  static void drop(MultiMap sent) {
    Set<String> orders =
        sent.names().stream().filter(CamelHeaders::isOrder).collect(Collectors.toUnmodifiableSet());
    orders.forEach(sent::remove);
  }
}
