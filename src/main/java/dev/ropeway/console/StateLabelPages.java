package dev.ropeway.console;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ropeway.api.ProblemException;
import dev.ropeway.store.Json;
import io.quarkus.runtime.annotations.RegisterForReflection;
import io.quarkus.vertx.web.Route;
import io.quarkus.vertx.web.Route.HandlerType;
import io.quarkus.vertx.web.Route.HttpMethod;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** How people say on the page of a connection what states of tickets are called. */
@ApplicationScoped
class StateLabelPages {

  /** The ticket types whose states can be renamed over REST. */
  private static final List<String> TYPES =
      List.of("incident", "problem", "change_request", "alert");

  private static final int MORE_ROWS = 3;

  private final ApiCalls api;

  StateLabelPages(ApiCalls api) {
    this.api = api;
  }

  /** A state and what it is called; both are empty in a row for another one. */
  @RegisterForReflection // its page asks it by name
  record State(String value, String label) {}

  /**
   * The states of a ticket type that have a label of their own.
   *
   * @param editable whether the reader may change them; there is room for more then
   */
  @RegisterForReflection // its page asks it by name
  record Labels(String type, boolean editable, int named, List<State> rows) {}

  /**
   * The labels of a connection, by ticket type; of those that cannot be changed only what is there.
   *
   * @param may whether the reader may change labels
   */
  static List<Labels> of(JsonNode connection, boolean may) {
    boolean editable = may && connection.path("origin").asText().equals("rest");
    JsonNode labels = connection.path("stateLabels");
    Set<String> types = new TreeSet<>(editable ? TYPES : List.of());
    labels.fieldNames().forEachRemaining(types::add);
    return types.stream()
        .map(type -> labels(type, labels.path(type), editable && TYPES.contains(type)))
        .toList();
  }

  private static Labels labels(String type, JsonNode named, boolean editable) {
    List<State> rows = new ArrayList<>();
    named.properties().forEach(one -> rows.add(new State(one.getKey(), one.getValue().asText())));
    int count = rows.size();
    for (int i = 0; editable && i < MORE_ROWS; i++) {
      rows.add(new State("", ""));
    }
    return new Labels(type, editable, count, rows);
  }

  @Route(
      path = "/connections/:name/labels/:ticketType",
      methods = HttpMethod.POST,
      type = HandlerType.BLOCKING)
  void save(RoutingContext context) {
    Form form = Form.of(context);
    String name = context.pathParam("name");
    String type = context.pathParam("ticketType");
    PageAnswer.act(
        context,
        "/connections/" + name,
        () -> {
          api.call(
              context,
              "put-state-labels",
              Map.of("name", name, "ticketType", type),
              filledIn(form));
          return "The labels are saved. They show at once.";
        });
  }

  /** A state without a label has that of the instance again. */
  private static ObjectNode filledIn(Form form) {
    ObjectNode labels = Json.MAPPER.createObjectNode();
    for (int i = 0; form.fields().contains("value-" + i); i++) {
      String value = form.text("value-" + i);
      String label = form.text("label-" + i);
      if (label == null) {
        continue;
      }
      if (value == null) {
        throw ProblemException.badRequest("fill in which state is called \"" + label + "\"");
      }
      if (labels.has(value)) {
        throw ProblemException.badRequest("the state " + value + " is named twice");
      }
      labels.put(value, label);
    }
    return labels;
  }
}
