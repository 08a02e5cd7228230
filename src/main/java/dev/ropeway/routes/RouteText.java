package dev.ropeway.routes;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/** The text of a route file: says of each of its values which route and step it stands in. */
final class RouteText {

  private static final Set<String> ROUTES = Set.of("route", "routeTemplate", "routeConfiguration");

  /** What people tell each other; Camel never reads it. */
  private static final Set<String> PROSE = Set.of("description", "note");

  private final List<Value> values = new ArrayList<>();

  /**
   * A name or a value of the file.
   *
   * @param text empty for what has parts
   * @param named for a name, the line of its value as Camel counts it; 0 for a value
   */
  record Value(String text, String route, String step, int line, int column, int named) {}

  private RouteText() {}

  /** What stands in the text, in its order; nothing for what is no YAML. */
  static List<Value> values(String yaml) {
    RouteText text = new RouteText();
    try {
      new Compose(LoadSettings.builder().build())
          .composeString(yaml)
          .ifPresent(root -> text.walk(root, null, null));
    } catch (YamlEngineException e) {
      return List.of();
    }
    return text.values;
  }

  /** What stands at that place, or last before it; lines and columns begin with 1. */
  static Optional<Value> at(String yaml, int line, int column) {
    return values(yaml).stream()
        .filter(value -> value.line() < line || (value.line() == line && value.column() <= column))
        .reduce((before, last) -> last);
  }

  /** The line of a step that has no id: Camel counts from 0 where the step has parts. */
  static int line(String yaml, String kind, int camels) {
    return values(yaml).stream()
        .filter(value -> value.named() == camels && value.text().equals(kind))
        .map(Value::line)
        .findFirst()
        .orElse(camels);
  }

  private void walk(Node node, String route, String step) {
    if (node instanceof MappingNode mapping) {
      mapping.getValue().forEach(field -> field(field, route, step, false));
    } else if (node instanceof SequenceNode sequence) {
      sequence.getValue().forEach(item -> walk(item, route, step));
    } else if (node instanceof ScalarNode scalar) {
      add(scalar, route, step, 0);
    }
  }

  private void field(NodeTuple field, String route, String step, boolean isStep) {
    String name = text(field.getKeyNode());
    Node value = field.getValueNode();
    String inRoute = ROUTES.contains(name) && id(value) != null ? id(value) : route;
    String inStep = step(field, step, isStep);
    add(field.getKeyNode(), inRoute, inStep, line(value) - (value instanceof MappingNode ? 1 : 0));
    if (PROSE.contains(name)) {
      return;
    }
    if (name.equals("steps") && value instanceof SequenceNode steps) {
      steps.getValue().forEach(item -> item(item, inRoute, inStep));
    } else {
      walk(value, inRoute, inStep);
    }
  }

  private static String step(NodeTuple field, String outer, boolean isStep) {
    String name = text(field.getKeyNode());
    if (ROUTES.contains(name)) {
      return null;
    }
    String id = id(field.getValueNode());
    return id != null || isStep || name.equals("from")
        ? RouteFault.step(id, name, line(field.getKeyNode()))
        : outer;
  }

  private void item(Node item, String route, String step) {
    if (item instanceof MappingNode mapping && !mapping.getValue().isEmpty()) {
      // Camel finds fault with the whole of it, which begins before its name.
      add(item, route, step(mapping.getValue().get(0), step, true), 0);
      mapping.getValue().forEach(field -> field(field, route, step, true));
    } else {
      walk(item, route, step);
    }
  }

  private void add(Node node, String route, String step, int named) {
    values.add(new Value(text(node), route, step, line(node), column(node), named));
  }

  private static String id(Node node) {
    return node instanceof MappingNode mapping
        ? mapping.getValue().stream()
            .filter(field -> text(field.getKeyNode()).equals("id"))
            .map(field -> text(field.getValueNode()))
            .findFirst()
            .orElse(null)
        : null;
  }

  private static String text(Node node) {
    return node instanceof ScalarNode scalar ? scalar.getValue() : "";
  }

  private static int line(Node node) {
    return node.getStartMark().map(Mark::getLine).orElse(-1) + 1;
  }

  private static int column(Node node) {
    return node.getStartMark().map(Mark::getColumn).orElse(-1) + 1;
  }
}
