package dev.ropeway.delivery;

import dev.ropeway.assignment.DesiredState;
import dev.ropeway.mapping.UnmappableException;
import dev.ropeway.tickettype.TicketTypeDefinition;
import dev.ropeway.tickettype.TicketTypeDefinition.Turn;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What is written at the turns of a ticket, as its type says it: the fields that resolve or cancel
 * it, with a code that the instance knows, and those that set it to work again (D04;
 * servicenow-wire § 4).
 */
final class CloseFields {

  static final String STATE = "state";

  private CloseFields() {}

  /** How the type wants a ticket brought to that end. */
  static Turn turn(TicketTypeDefinition type, DesiredState desiredState) {
    return desiredState == DesiredState.RESOLVED ? type.resolve() : type.cancel();
  }

  /** What sets a ticket that is over to work again; nothing if its kind cannot be. */
  static Map<String, String> reopening(TicketTypeDefinition type, Map<String, String> states) {
    return type.reopenedState(states).map(state -> Map.of(STATE, state)).orElse(Map.of());
  }

  /**
   * What is written.
   *
   * @param states the instance's states, value to label; null where they are not known
   * @param wantedCode the code that a rule wants, taken if the instance knows it; null for ours
   * @param codes the instance's close codes, value to label; null where they are not known
   * @throws UnmappableException when nothing says which state is to be written
   */
  static Map<String, String> fields(
      TicketTypeDefinition type,
      DesiredState desiredState,
      Map<String, String> states,
      String wantedCode,
      String note,
      Map<String, String> codes) {
    Turn turn = turn(type, desiredState);
    Map<String, String> fields = new LinkedHashMap<>();
    fields.put(STATE, state(type, desiredState, states));
    if (turn.codeField() != null) {
      code(turn, wantedCode, codes).ifPresent(code -> fields.put(turn.codeField(), code));
    }
    turn.noteFields().forEach(column -> fields.put(column, note));
    fields.putAll(turn.fields());
    return fields;
  }

  private static String state(
      TicketTypeDefinition type, DesiredState desiredState, Map<String, String> states) {
    boolean resolve = desiredState == DesiredState.RESOLVED;
    Optional<String> state = resolve ? type.resolvedState(states) : type.canceledState(states);
    return state.orElseThrow(
        () ->
            new UnmappableException(
                "no state of %s is called %s: set %s.state of the ticket type %s"
                    .formatted(
                        type.table(),
                        resolve ? "resolved or closed" : "canceled or closed",
                        resolve ? "resolve" : "cancel",
                        type.name())));
  }

  /**
   * The one that a rule wants, else the first of ours that the instance knows, else its own first,
   * else our first.
   */
  private static Optional<String> code(Turn turn, String wanted, Map<String, String> known) {
    Set<String> codes = known == null ? Set.of() : known.keySet();
    if (wanted != null && (codes.isEmpty() || codes.contains(wanted))) {
      return Optional.of(wanted);
    }
    return Stream.of(
            turn.codes().stream().filter(codes::contains),
            codes.stream().filter(code -> !code.isBlank()),
            turn.codes().stream())
        .flatMap(some -> some)
        .findFirst();
  }
}
