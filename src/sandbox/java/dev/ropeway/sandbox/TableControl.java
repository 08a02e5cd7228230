package dev.ropeway.sandbox;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.ropeway.sandbox.instance.CustomTable;
import dev.ropeway.sandbox.instance.Instance;
import io.vertx.ext.web.RoutingContext;

/**
 * {@code /sandbox/tables} and {@code /sandbox/imports}: how another process makes tables and takes
 * them away.
 */
final class TableControl {
  private static final ObjectMapper MAPPER =
      new ObjectMapper().configure(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES, true);

  private final Instance instance;

  TableControl(Instance instance) {
    this.instance = instance;
  }

  void define(RoutingContext context) {
    Control.guarded(
        context,
        () -> {
          CustomTable custom = MAPPER.treeToValue(Control.body(context), CustomTable.class);
          instance.customTables.define(context.pathParam("table"), custom);
          return MAPPER.valueToTree(custom);
        });
  }

  void setImport(RoutingContext context) {
    Control.guarded(
        context,
        () ->
            MAPPER.valueToTree(
                instance.imports.merge(context.pathParam("staging"), Control.body(context))));
  }

  void drop(RoutingContext context) {
    Control.guarded(
        context,
        () -> {
          instance.customTables.drop(context.pathParam("table"));
          return MAPPER.createObjectNode().put("dropped", true);
        });
  }
}
