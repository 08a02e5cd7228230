package dev.ropeway.routes;

import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Named;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.camel.CamelContext;
import org.apache.camel.model.Model;
import org.apache.camel.model.RouteDefinition;

/**
 * The routes that are there to be replaced, and which of them engineers did replace: what is as it
 * was shipped is left out, so that it costs nothing.
 */
@ApplicationScoped
@Named("extensionPoints")
@RegisterForReflection // routes call it by name
public class ExtensionPoints {

  private static final String ENRICH = "enrich-recommendation";
  private static final String CUSTOMIZE = "customize-fields";
  private static final String OWN_SOURCE = "read-";

  /** The only step that each has as it is shipped. */
  static final Map<String, String> SHIPPED =
      Map.of(
          ENRICH,
          "add-inherited-tags",
          CUSTOMIZE,
          "keep-fields",
          "ticket-created",
          "tell-nobody-of-creation",
          "ticket-changed",
          "tell-nobody-of-change",
          "ticket-closed",
          "tell-nobody-of-end");

  /** What becomes of tickets, by the kind of change that outboxes know. */
  private static final Map<String, String> HOOKS =
      Map.of("opened", "ticket-created", "changed", "ticket-changed", "closed", "ticket-closed");

  private final CamelContext camel;
  private volatile Used used;

  private record Used(
      boolean enrich, boolean customize, Map<String, String> hooks, Set<String> sources) {}

  ExtensionPoints(CamelContext camel) {
    this.camel = camel;
  }

  /** Whether recommendations are enriched by an engineer's route. */
  public boolean enrichRecommendations() {
    return used().enrich();
  }

  /** Whether an engineer's route customizes the fields of tickets. */
  public boolean customizeFields() {
    return used().customize();
  }

  /** The routes that follow what becomes of tickets: their names by {@code opened} and so on. */
  public Map<String, String> hooks() {
    return used().hooks();
  }

  /** The sources of events that engineers' routes read, {@code direct:read-<source>}. */
  public Set<String> sources() {
    return used().sources();
  }

  private Used used() {
    Used known = used;
    if (known == null) {
      known = look();
      used = known;
    }
    return known;
  }

  private Used look() {
    Map<String, RouteDefinition> byAddress = new TreeMap<>();
    camel
        .getCamelContextExtension()
        .getContextPlugin(Model.class)
        .getRouteDefinitions()
        .forEach(route -> byAddress.put(route.getInput().getEndpointUri(), route));
    Map<String, String> hooks = new TreeMap<>(HOOKS);
    hooks.values().removeIf(name -> isAsShipped(name, byAddress));
    Set<String> sources =
        byAddress.entrySet().stream()
            .filter(route -> route.getKey().startsWith(direct(OWN_SOURCE)))
            .filter(route -> isMounted(route.getValue()))
            .map(route -> route.getKey().substring(direct(OWN_SOURCE).length()))
            .collect(Collectors.toCollection(TreeSet::new));
    return new Used(
        !isAsShipped(ENRICH, byAddress), !isAsShipped(CUSTOMIZE, byAddress), hooks, sources);
  }

  private static boolean isAsShipped(String name, Map<String, RouteDefinition> byAddress) {
    RouteDefinition route = byAddress.get(direct(name));
    return route == null
        || route.getOutputs().stream()
            .map(step -> step.getId())
            .toList()
            .equals(List.of(SHIPPED.get(name)));
  }

  /** Shipped routes of such names read tickets, and no sender may reach them. */
  private static boolean isMounted(RouteDefinition route) {
    return route.getResource() != null && route.getResource().getLocation().startsWith("file:");
  }

  private static String direct(String name) {
    return "direct:" + name;
  }
}
