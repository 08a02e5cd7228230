package dev.ropeway.notification;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import dev.ropeway.assignment.Assignment;
import dev.ropeway.assignment.Assignments;
import dev.ropeway.routes.ExtensionPoints;
import dev.ropeway.store.Json;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Named;
import java.util.Map;
import java.util.Optional;
import org.apache.camel.Body;

/** What the routes of engineers see of a ticket that was created, changed or closed. */
@ApplicationScoped
@Named("ticketHooks")
@RegisterForReflection // routes call it by name
public class TicketHooks {

  private static final TypeReference<Map<String, Object>> MAP = new TypeReference<>() {};

  private final Assignments assignments;
  private final ExtensionPoints extensions;

  TicketHooks(Assignments assignments, ExtensionPoints extensions) {
    this.assignments = assignments;
    this.extensions = extensions;
  }

  /** What happened: {@code what}, {@code who} and {@code detail} of the timeline's entry. */
  public Map<String, Object> change(@Body FeedEvent event) {
    return map(data(event).path("change"));
  }

  /** The route that follows such a change; none for one that no route follows. */
  public String route(@Body FeedEvent event) {
    String type = Json.tree(event.body()).path("type").asText();
    return extensions.hooks().getOrDefault(type.substring(type.lastIndexOf('.') + 1), "none");
  }

  /** The assignment as {@code GET /assignments/{id}} shows it now, or shortly before it went. */
  public Map<String, Object> assignment(@Body FeedEvent event) {
    Optional<Assignment> known = assignments.find(event.assignment());
    return map(known.<JsonNode>map(Json.MAPPER::valueToTree).orElse(data(event)));
  }

  private static JsonNode data(FeedEvent event) {
    return Json.tree(event.body()).path("data");
  }

  private static Map<String, Object> map(JsonNode json) {
    return Json.MAPPER.convertValue(json, MAP);
  }
}
