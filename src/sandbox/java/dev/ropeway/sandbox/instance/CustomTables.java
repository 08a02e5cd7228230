package dev.ropeway.sandbox.instance;

import dev.ropeway.sandbox.table.TableRows;
import java.util.regex.Pattern;

/** Tables that come and go while the instance runs. */
public final class CustomTables {
  private static final Pattern NAME = Pattern.compile("(u|x)_[a-z0-9_]+");

  private final Instance instance;

  CustomTables(Instance instance) {
    this.instance = instance;
  }

  /** Makes the table; one that is there gets other states, columns and roles and keeps its rows. */
  public TableRows define(String name, CustomTable custom) {
    if (!NAME.matcher(name).matches()) {
      throw new IllegalArgumentException(
          "The name of a custom table begins with u_ or x_: " + name);
    }
    if (custom.label() == null) {
      throw new IllegalArgumentException("A table needs a label");
    }
    TableRows table = instance.database.define(name, custom.definition());
    Descriptions descriptions = descriptions();
    descriptions.forget(name);
    descriptions.describe(table);
    descriptions.choices(name, "state", custom.stateLabels());
    custom
        .columns()
        .forEach(column -> descriptions.choices(name, column.element(), column.choices()));
    instance.database.choices().rebuild();
    instance.access.set(name, custom.roles());
    return table;
  }

  /** The table, its rows and all that tells about it are gone, as if it had never been there. */
  public void drop(String name) {
    TableRows table = instance.table(name);
    if (!table.isPartOf("task") && !table.isPartOf("sys_import_set_row")) {
      throw new IllegalArgumentException("The sandbox cannot do without " + name);
    }
    instance.database.drop(table);
    descriptions().forget(name);
    instance.database.choices().rebuild();
  }

  private Descriptions descriptions() {
    return new Descriptions(instance.database, instance.stamps.now());
  }
}
