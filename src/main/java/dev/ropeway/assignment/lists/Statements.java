package dev.ropeway.assignment.lists;

import org.jdbi.v3.core.Handle;

/** How lists and figures are asked for. */
final class Statements {

  private Statements() {}

  /**
   * Lets every statement of the transaction be planned for its own values: what is right for a rare
   * value reads the whole table for a frequent one, and a plan for all values is wrong for both.
   */
  static Handle planned(Handle handle) {
    handle.execute("set local plan_cache_mode = force_custom_plan");
    return handle;
  }
}
