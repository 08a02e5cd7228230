package dev.ropeway.mapping.tickettype;

import dev.ropeway.mapping.Dictionary;
import dev.ropeway.mapping.Dictionary.Field;
import dev.ropeway.mapping.tickettype.TicketTypeCheck.Fault;
import dev.ropeway.mapping.tickettype.TicketTypeCheck.States;
import dev.ropeway.servicenow.TicketState;
import dev.ropeway.store.Alike;
import dev.ropeway.tickettype.TicketTypeDefinition;
import dev.ropeway.tickettype.TicketTypeDefinition.Turn;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** The columns and choices of a type's table, held against what the type says of them. */
final class InstanceColumns {

  private static final int KEY_LENGTH = 36;
  private static final int SHOWN = 20;

  private final TicketTypeDefinition type;
  private final Map<String, Field> columns;
  private final Map<String, String> choices;
  private final List<Fault> faults = new ArrayList<>();

  InstanceColumns(TicketTypeDefinition type, Dictionary dictionary) {
    this.type = type;
    columns = dictionary.byElement();
    Field state = columns.get("state");
    choices = state == null ? Map.of() : state.choices();
  }

  /** What the instance does not have, and what nobody can tell from it. */
  List<Fault> faults() {
    key();
    column("/people/caller", type.caller());
    column("/journal", type.journal());
    type.fields().keySet().forEach(column -> column("/fields/" + column, column));
    turn("/resolve", type.resolve(), type.resolvedState(choices), "resolved");
    turn("/cancel", type.cancel(), type.canceledState(choices), "canceled");
    if (!type.reopen().never() && type.reopen().state() != null) {
      state("/reopen/state", type.reopen().state());
    }
    type.reopen().from().forEach(state -> state("/reopen/from", state));
    over();
    type.states().onHold().forEach(state -> state("/states/onHold", state));
    return List.copyOf(faults);
  }

  /** What the instance says of the states of a type that has no faults. */
  States states(String integration) {
    return new States(
        integration,
        meant(TicketState::over),
        meant(TicketState::onHold),
        type.resolvedState(choices).orElse(null),
        type.canceledState(choices).orElse(null),
        type.reopenedState(choices).orElse(null));
  }

  private Set<String> meant(Predicate<TicketState> meaning) {
    return choices.keySet().stream()
        .filter(value -> meaning.test(TicketState.of(type, value, choices)))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private void key() {
    if (type.correlation() == null) {
      return;
    }
    column("/correlation", type.correlation());
    Field key = columns.get(type.correlation());
    if (key != null && key.maxLength() != null && key.maxLength() < KEY_LENGTH) {
      faults.add(
          new Fault(
              "/correlation",
              "must be a column of at least %d characters; %s has %d"
                  .formatted(KEY_LENGTH, type.correlation(), key.maxLength())));
    }
  }

  private void turn(String at, Turn turn, Optional<String> state, String called) {
    if (state.isEmpty()) {
      faults.add(
          new Fault(
              at + "/state",
              "must be set, because no state is called %s or closed%s".formatted(called, shown())));
    } else {
      state(at + "/state", state.get());
      if (!TicketState.of(type, state.get(), choices).over()) {
        faults.add(
            new Fault(
                at + "/state",
                "must be a state that ends the work: add %s to states.over"
                    .formatted(state.get())));
      }
    }
    column(at + "/codeField", turn.codeField());
    Field codes = turn.codeField() == null ? null : columns.get(turn.codeField());
    if (codes != null && !codes.choices().isEmpty()) {
      turn.codes().stream()
          .filter(code -> !codes.choices().containsKey(code))
          .findFirst()
          .ifPresent(
              code ->
                  faults.add(
                      new Fault(
                          at + "/codes",
                          "%s has no choice \"%s\"; the choices are %s"
                              .formatted(turn.codeField(), code, listed(codes.choices())))));
    }
    turn.noteFields().forEach(column -> column(at + "/noteFields", column));
    turn.fields().keySet().forEach(column -> column(at + "/fields/" + column, column));
  }

  private void over() {
    type.states().over().forEach(state -> state("/states/over", state));
    if (type.states().over().isEmpty() && meant(TicketState::over).isEmpty()) {
      faults.add(
          new Fault(
              "/states/over",
              "must be set, because no label says that the work is over" + shown()));
    }
  }

  private void state(String at, String value) {
    if (!choices.isEmpty() && !choices.containsKey(value)) {
      faults.add(new Fault(at, "%s has no state %s%s".formatted(type.table(), value, shown())));
    }
  }

  private void column(String at, String column) {
    if (column != null && !columns.containsKey(column)) {
      faults.add(
          new Fault(
              at,
              type.table()
                  + " has no field "
                  + column
                  + Alike.to(column, columns.keySet())
                      .map(meant -> "; did you mean " + meant + "?")
                      .orElse("")));
    }
  }

  private String shown() {
    return choices.isEmpty()
        ? "; the instance shows no states of " + type.table()
        : "; the states are "
            + choices.entrySet().stream()
                .limit(SHOWN)
                .map(choice -> choice.getKey() + " (" + choice.getValue() + ")")
                .collect(Collectors.joining(", "));
  }

  private static String listed(Map<String, String> choices) {
    return choices.keySet().stream().limit(SHOWN).collect(Collectors.joining(", "));
  }
}
