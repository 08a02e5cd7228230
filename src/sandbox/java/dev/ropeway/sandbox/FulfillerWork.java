package dev.ropeway.sandbox;

import dev.ropeway.sandbox.instance.Instance;
import dev.ropeway.sandbox.table.BusinessRules;
import dev.ropeway.sandbox.table.PendingRecord;
import dev.ropeway.sandbox.table.Row;
import dev.ropeway.sandbox.table.User;
import io.vertx.core.MultiMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What a fulfiller can do to a ticket; the instance's policies hold for people as well. */
final class FulfillerWork {
  private final Instance instance;

  FulfillerWork(Instance instance) {
    this.instance = instance;
  }

  void act(Row row, MultiMap form) {
    switch (String.valueOf(form.get("action"))) {
      case "start" -> start(row, form);
      case "resolve" -> resolve(row, form);
      case "close" -> close(row, form);
      case "reopen" -> write(row, form, Map.of("state", "Reopen"));
      case "cancel" -> write(row, form, Map.of("state", ended(row, true)));
      case "assign" -> write(row, form, given(form, "assigned_to"));
      case "group" -> write(row, form, given(form, "assignment_group"));
      case "comment" -> write(row, form, given(form, "comments"));
      case "note" -> write(row, form, given(form, "work_notes"));
      case "edit" -> write(row, form, given(form, "short_description"));
      default -> throw new IllegalArgumentException("There is no such action");
    }
  }

  private void start(Row row, MultiMap form) {
    switch (row.table.name) {
      case "incident" -> write(row, form, Map.of("state", "2"));
      case "problem" -> walk(row, form, "104", Map.of());
      case "change_request" -> walk(row, form, "-1", Map.of());
      default -> write(row, form, Map.of("state", started(row)));
    }
  }

  private void resolve(Row row, MultiMap form) {
    String code = text(form, "code");
    String notes = text(form, "notes");
    switch (row.table.name) {
      case "incident" ->
          write(row, form, Map.of("state", "6", "close_code", code, "close_notes", notes));
      case "problem" ->
          walk(
              row,
              form,
              "106",
              Map.of("resolution_code", code, "fix_notes", notes, "cause_notes", notes));
      case "change_request" ->
          walk(row, form, "3", Map.of("close_code", code, "close_notes", notes));
      default ->
          write(
              row,
              form,
              Map.of("state", ended(row, false), "close_code", code, "close_notes", notes));
    }
  }

  private void close(Row row, MultiMap form) {
    if (PageData.isAlert(row)) {
      write(row, form, Map.of("state", "Closed"));
    } else if (row.table.name.equals("problem")) {
      walk(row, form, "107", Map.of());
    } else if (row.table.name.equals("change_request")) {
      walk(row, form, "3", Map.of());
    } else {
      write(row, form, Map.of("state", ended(row, false)));
    }
  }

  /** Clicks through the states in between; a refusal leaves the ticket where it got to. */
  private void walk(Row row, MultiMap form, String state, Map<String, String> atTheEnd) {
    List<String> path = BusinessRules.path(row, state);
    if (path.isEmpty()) {
      throw new IllegalArgumentException("The ticket is past that state already");
    }
    for (String step : path) {
      Map<String, String> values = new HashMap<>();
      values.put("state", step);
      if (row.get("assigned_to").isEmpty()) {
        values.put("assigned_to", person(form).sysId());
      }
      if (step.equals(state)) {
        values.putAll(atTheEnd);
      }
      write(row, form, values);
    }
  }

  private void write(Row row, MultiMap form, Map<String, String> values) {
    PendingRecord.Author author = PendingRecord.Author.bound(person(form), instance.stamps.now());
    instance.records.update(row, values, author);
  }

  private User person(MultiMap form) {
    return instance.user(text(form, "as").isEmpty() ? "ada.fulmer" : text(form, "as"));
  }

  private static Map<String, String> given(MultiMap form, String column) {
    return Map.of(column, text(form, column));
  }

  private static String text(MultiMap form, String name) {
    String value = form.get(name);
    return value == null ? "" : value.strip();
  }

  /** The state after the first one. */
  private String started(Row row) {
    List<String> states = states(row);
    String first = row.table.column("state").defaultValue();
    return states.get(Math.min(states.indexOf(first) + 1, states.size() - 1));
  }

  /**
   * Of the states that end a ticket the first one, or the last one for the work that is not done.
   */
  private String ended(Row row, boolean undone) {
    return switch (row.table.name) {
      case "incident" -> undone ? "8" : "7";
      case "change_request" -> undone ? "4" : "3";
      default -> {
        List<String> closed =
            states(row).stream().filter(row.table.closedStates()::contains).toList();
        yield closed.get(undone ? closed.size() - 1 : 0);
      }
    };
  }

  private List<String> states(Row row) {
    return List.copyOf(instance.database.choices().of(row.table, "state").keySet());
  }
}
