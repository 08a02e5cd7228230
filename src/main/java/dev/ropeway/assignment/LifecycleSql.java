package dev.ropeway.assignment;

import dev.ropeway.assignment.Lifecycle.Event;
import dev.ropeway.assignment.Lifecycle.Guard;
import dev.ropeway.assignment.Lifecycle.Transition;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * What a statement is to set, taken from {@link Lifecycle}; how the statement knows what happened,
 * and whether a guard holds, is its own.
 *
 * @param row the prefix of the assignment's columns
 * @param told how it is known that an event happened; an event that is missing did
 * @param given how it is known that a guard holds
 */
public record LifecycleSql(
    String row, List<Event> events, Map<Event, String> told, Map<Guard, String> given) {

  static LifecycleSql of(String row, List<Event> events) {
    return new LifecycleSql(row, events, Map.of(), Map.of());
  }

  /** The events are told by a column or a parameter that holds their words. */
  public LifecycleSql told(String column) {
    LifecycleSql all = this;
    for (Event event : events) {
      if (!told.containsKey(event)) {
        all = all.told(event, column + " = " + Lifecycle.quoted(event.word()));
      }
    }
    return all;
  }

  LifecycleSql told(Event event, String condition) {
    Map<Event, String> more = new EnumMap<>(Event.class);
    more.putAll(told);
    more.put(event, condition);
    return new LifecycleSql(row, events, more, given);
  }

  LifecycleSql given(Guard guard, String condition) {
    Map<Guard, String> more = new EnumMap<>(Guard.class);
    more.putAll(given);
    more.put(guard, condition);
    return new LifecycleSql(row, events, told, more);
  }

  /** The status afterwards. */
  public String status() {
    return value("status", step -> step.to() == null ? null : step.to().word());
  }

  /** The goal afterwards. */
  public String desiredState() {
    return value("goal", step -> step.desiredState() == null ? null : step.desiredState().word());
  }

  private String value(String column, Function<Transition, String> word) {
    String unmoved = row + column;
    StringBuilder cases = new StringBuilder();
    for (Event event : events) {
      for (Transition step : untilTheLastThatMoves(event, word)) {
        String then = word.apply(step) == null ? unmoved : Lifecycle.quoted(word.apply(step));
        String when = String.join(" and ", conditions(step));
        if (when.isEmpty()) {
          return cases.isEmpty() ? then : "case" + cases + " else " + then + " end";
        }
        cases.append(" when ").append(when).append(" then ").append(then);
      }
    }
    return cases.isEmpty() ? unmoved : "case" + cases + " else " + unmoved + " end";
  }

  /** What comes after says nothing, and must not keep another event of the statement silent. */
  private static List<Transition> untilTheLastThatMoves(
      Event event, Function<Transition, String> word) {
    List<Transition> steps = new ArrayList<>(Lifecycle.rows(event).toList());
    while (!steps.isEmpty() && word.apply(steps.get(steps.size() - 1)) == null) {
      steps.remove(steps.size() - 1);
    }
    return steps;
  }

  private List<String> conditions(Transition step) {
    List<String> conditions = new ArrayList<>();
    if (told.containsKey(step.event())) {
      conditions.add(told.get(step.event()));
    }
    if (!step.from().equals(EnumSet.allOf(Status.class))) {
      conditions.add(Lifecycle.in(row, step.from()));
    }
    if (step.guard() != Guard.ALWAYS) {
      if (!given.containsKey(step.guard())) {
        throw new IllegalStateException("the statement does not say how it knows " + step.guard());
      }
      conditions.add("(" + given.get(step.guard()) + ")");
    }
    return conditions;
  }
}
