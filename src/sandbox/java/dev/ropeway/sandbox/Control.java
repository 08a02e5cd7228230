package dev.ropeway.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ropeway.sandbox.faults.FaultDocument;
import dev.ropeway.sandbox.instance.Instance;
import dev.ropeway.sandbox.instance.RateWindow;
import dev.ropeway.sandbox.instance.RegistryDocument;
import dev.ropeway.sandbox.table.ErrorAnswer;
import dev.ropeway.sandbox.table.Row;
import dev.ropeway.sandbox.table.TableRows;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** {@code /sandbox/*}: how another process sets switches, loads rows and reads counters. */
final class Control {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private final Instance instance;
  private final BulkWork bulk;
  private final FaultDocument document;
  private final RegistryDocument registry;

  Control(Instance instance) {
    this.instance = instance;
    this.bulk = new BulkWork(instance);
    this.document = new FaultDocument(instance.faults);
    this.registry = new RegistryDocument(instance);
  }

  void faults(RoutingContext context) {
    send(context, 200, document.written());
  }

  void setFaults(RoutingContext context) {
    guarded(
        context,
        () -> {
          document.merge(body(context));
          return document.written();
        });
  }

  void reset(RoutingContext context) {
    instance.reset();
    send(context, 200, MAPPER.createObjectNode().put("reset", true));
  }

  void rows(RoutingContext context) {
    guarded(
        context,
        () -> {
          List<Row> rows = instance.table(context.pathParam("table")).rowsByAge();
          return MAPPER.valueToTree(rows.stream().map(Control::cells).toList());
        });
  }

  void insert(RoutingContext context) {
    guarded(
        context,
        () -> {
          TableRows table = instance.table(context.pathParam("table"));
          Row row = instance.records.insert(table, texts(body(context)), instance.admin());
          return MAPPER.valueToTree(cells(row));
        });
  }

  void update(RoutingContext context) {
    guarded(
        context,
        () -> {
          Row row = row(context);
          instance.records.update(row, texts(body(context)), instance.admin());
          return MAPPER.valueToTree(cells(row));
        });
  }

  void delete(RoutingContext context) {
    guarded(
        context,
        () -> {
          instance.records.delete(row(context), instance.admin());
          return MAPPER.createObjectNode().put("deleted", true);
        });
  }

  void registry(RoutingContext context) {
    send(context, 200, registry.written());
  }

  void setRegistry(RoutingContext context) {
    guarded(
        context,
        () -> {
          registry.merge(body(context));
          return registry.written();
        });
  }

  void fill(RoutingContext context) {
    guarded(context, () -> MAPPER.createObjectNode().put("inserted", bulk.fill(body(context))));
  }

  void act(RoutingContext context) {
    guarded(
        context,
        () ->
            MAPPER
                .createObjectNode()
                .put("happened", new ActivityWork(instance).fill(body(context))));
  }

  void touch(RoutingContext context) {
    guarded(context, () -> MAPPER.createObjectNode().put("touched", bulk.touch(body(context))));
  }

  void stats(RoutingContext context) {
    ObjectNode stats = MAPPER.createObjectNode();
    stats.set("calls", MAPPER.valueToTree(instance.log.counters()));
    Map<String, Integer> rows = new TreeMap<>();
    ObjectNode correlation = MAPPER.createObjectNode();
    for (TableRows table : instance.database.tables().values()) {
      rows.put(table.name, table.size());
      if (!table.firstNumber.isEmpty()) {
        List<String> duplicated =
            table.correlationIds().stream()
                .filter(id -> table.lookUp("correlation_id", id).size() > 1)
                .toList();
        ObjectNode one = correlation.putObject(table.name);
        one.put("distinct", table.correlationIds().size());
        one.put("duplicated", duplicated.size());
        one.set("duplicates", MAPPER.valueToTree(duplicated.stream().limit(100).toList()));
      }
    }
    stats.set("rows", MAPPER.valueToTree(rows));
    stats.set("correlationIds", correlation);
    stats.set("rateWindows", rateWindows());
    stats.put("maxInFlight", instance.log.maxInFlight());
    stats.put("cookiesReceived", instance.log.cookiesReceived());
    stats.put("javascriptSeen", instance.log.javascriptSeen());
    stats.set("javascript", MAPPER.valueToTree(instance.log.javascript()));
    stats.set("complaints", MAPPER.valueToTree(instance.log.complaints()));
    stats.set("unknownTerms", MAPPER.valueToTree(instance.log.unknownTerms()));
    send(context, 200, stats);
  }

  private JsonNode rateWindows() {
    ArrayNode windows = MAPPER.createArrayNode();
    for (RateWindow window : instance.rates.windows()) {
      windows
          .addObject()
          .put("rule", window.rule().id())
          .put("limit", window.rule().limit())
          .put("user", window.user())
          .put("start", window.start().toString())
          .put("accepted", window.accepted())
          .put("refused", window.refused());
    }
    return windows;
  }

  static Map<String, String> cells(Row row) {
    Map<String, String> cells = new TreeMap<>();
    row.table.columns().forEach(column -> cells.put(column.name(), row.get(column.name())));
    return cells;
  }

  private Row row(RoutingContext context) {
    Row row = instance.table(context.pathParam("table")).find(context.pathParam("sysId"));
    if (row == null) {
      throw new IllegalArgumentException("There is no such row");
    }
    return row;
  }

  private static Map<String, String> texts(JsonNode body) {
    Map<String, String> values = new TreeMap<>();
    body.properties().forEach(field -> values.put(field.getKey(), field.getValue().asText()));
    return values;
  }

  interface Work {
    JsonNode run() throws IOException;
  }

  static void guarded(RoutingContext context, Work work) {
    try {
      send(context, 200, work.run());
    } catch (IOException | IllegalArgumentException | ErrorAnswer e) {
      send(context, 400, MAPPER.createObjectNode().put("error", e.getMessage()));
    }
  }

  static JsonNode body(RoutingContext context) throws IOException {
    JsonNode body =
        MAPPER.readTree(
            context.body().isEmpty() ? new byte[0] : context.body().buffer().getBytes());
    if (!body.isObject()) {
      throw new IllegalArgumentException("Send a JSON object");
    }
    return body;
  }

  private static void send(RoutingContext context, int status, JsonNode body) {
    context
        .response()
        .setStatusCode(status)
        .putHeader("Content-Type", "application/json")
        .end(body.toPrettyString());
  }
}
