package dev.ropeway.rest;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.ropeway.mapping.tickettype.TicketTypeCheck.States;
import dev.ropeway.tickettype.Known;
import dev.ropeway.tickettype.TicketType;
import dev.ropeway.tickettype.TicketTypeDefinition;
import dev.ropeway.tickettype.TicketTypeDefinition.Way;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * A kind of ticket as its users see it, and as they may send it back.
 *
 * @param origin {@code ropeway}, {@code configuration} or {@code rest}
 * @param warnings for which its tickets may be refused
 * @param checked what the instance says of the states that the type leaves open; only after a
 *     change
 */
@RegisterForReflection // JSON of answers
@JsonInclude(JsonInclude.Include.NON_EMPTY)
record TicketTypeView(
    TicketType name,
    String origin,
    String table,
    String create,
    String importTable,
    String changeTemplate,
    String correlation,
    People people,
    StatesView states,
    Turn resolve,
    Turn cancel,
    Reopen reopen,
    String journal,
    String priority,
    Map<String, String> fields,
    List<String> warnings,
    States checked,
    @JsonUnwrapped Known.Edits edits) {

  /** The columns of people. */
  @RegisterForReflection // JSON of answers
  @JsonInclude(JsonInclude.Include.NON_EMPTY)
  record People(String caller) {}

  /** What states mean, by value. */
  @RegisterForReflection // JSON of answers
  @JsonInclude(JsonInclude.Include.NON_EMPTY)
  record StatesView(Set<String> over, Set<String> onHold, Map<String, String> labels) {}

  /** What is written at an end. */
  @RegisterForReflection // JSON of answers
  @JsonInclude(JsonInclude.Include.NON_EMPTY)
  record Turn(
      String state,
      String codeField,
      List<String> codes,
      List<String> noteFields,
      Map<String, String> fields) {

    private static Turn of(TicketTypeDefinition.Turn turn) {
      return new Turn(
          turn.state(),
          turn.codeField(),
          turn.codes(),
          turn.noteFields(),
          new TreeMap<>(turn.fields()));
    }
  }

  /** How a ticket that is over is set to work again. */
  @RegisterForReflection // JSON of answers
  @JsonInclude(JsonInclude.Include.NON_EMPTY)
  record Reopen(Set<String> from, String state) {}

  static TicketTypeView of(Known known) {
    return of(known, List.of(), null);
  }

  static TicketTypeView of(Known known, List<String> warnings, States checked) {
    TicketTypeDefinition type = known.type();
    Way way = type.creation().way();
    return new TicketTypeView(
        type.name(),
        known.isShipped() ? "ropeway" : known.isStored() ? "rest" : "configuration",
        type.table(),
        way.word(),
        way == Way.IMPORT_SET ? type.creation().from() : null,
        way == Way.STANDARD_CHANGE ? type.creation().from() : null,
        type.correlation() == null ? "none" : type.correlation(),
        new People(type.caller()),
        new StatesView(
            new TreeSet<>(type.states().over()),
            new TreeSet<>(type.states().onHold()),
            new TreeMap<>(type.states().labels())),
        Turn.of(type.resolve()),
        Turn.of(type.cancel()),
        new Reopen(
            new TreeSet<>(type.reopen().from()),
            type.reopen().never() ? "never" : type.reopen().state()),
        type.journal() == null ? "none" : type.journal(),
        type.priorityIsComputed() ? "computed" : "written",
        new TreeMap<>(type.fields()),
        warnings,
        checked,
        known.edits());
  }
}
