package dev.ropeway.mapping;

import dev.ropeway.mapping.Dictionary.Field;
import dev.ropeway.servicenow.SysId;
import dev.ropeway.store.Alike;
import dev.ropeway.tickettype.TicketTypeDefinition;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** What of a mapping the instance would ignore, cut or refuse. */
final class DictionaryCheck {

  /** Filled by us or the platform, whatever a mapping says. */
  private static final Set<String> FILLED =
      Set.of("correlation_id", "correlation_display", "number", "state");

  private static final int SHOWN = 20;

  private final MappingDocument document;
  private final TicketTypeDefinition type;
  private final Map<String, Field> known;
  private final SavedTemplate template;
  private final List<MappingFault> complaints = new ArrayList<>();

  private DictionaryCheck(
      MappingDocument document,
      TicketTypeDefinition type,
      Dictionary dictionary,
      SavedTemplate template) {
    this.document = document;
    this.template = template;
    this.type = type;
    this.known = dictionary.byElement();
  }

  static List<MappingFault> complaints(
      MappingDocument document,
      TicketTypeDefinition type,
      Dictionary dictionary,
      SavedTemplate template) {
    return new DictionaryCheck(document, type, dictionary, template).run();
  }

  private List<MappingFault> run() {
    document.fields().forEach(this::field);
    document
        .endings()
        .forEach(
            (ending, fields) ->
                fields.forEach(
                    (column, value) ->
                        ending(
                            MappingFault.at(
                                "/endings/" + ending.name().toLowerCase(Locale.ROOT), column),
                            column,
                            value)));
    states("/states/over", document.statesSaid().over());
    states("/states/onHold", document.statesSaid().onHold());
    if (document.isCustomized()) {
      known.values().forEach(this::mandatory);
    }
    return List.copyOf(complaints);
  }

  private void field(String column, FieldMapping mapping) {
    String at = MappingFault.at("/fields", column);
    Field field = writable(at, column);
    if (field == null) {
      return;
    }
    reference(at, mapping, field);
    if (mapping.reference() != null) {
      return;
    }
    if (mapping.table() != null) {
      document
          .tables()
          .getOrDefault(mapping.table(), Map.of())
          .forEach(
              (from, to) ->
                  value(
                      MappingFault.at(MappingFault.at("/tables", mapping.table()), from),
                      field,
                      to));
    } else if (mapping.value() != null) {
      value(at + "/value", field, mapping.value());
    }
  }

  private void ending(String at, String column, String value) {
    Field field = writable(at, column);
    if (field != null) {
      value(at, field, value);
    }
  }

  private Field writable(String at, String column) {
    Field field = known.get(column);
    if (field == null) {
      complain(
          at,
          type.table()
              + " has no field "
              + column
              + Alike.to(column, known.keySet())
                  .map(meant -> "; did you mean " + meant + "?")
                  .orElse(""));
    } else if (field.readOnly()) {
      complain(at, column + " is read-only: the instance would ignore a written value");
    } else if (column.equals("priority") && type.priorityIsComputed()) {
      complain(at, "priority is computed from impact and urgency: map those instead");
    }
    return field;
  }

  private void reference(String at, FieldMapping mapping, Field field) {
    if (mapping.reference() != null) {
      if (!mapping.reference().table().equals(field.reference())) {
        complain(
            at + "/reference",
            field.element()
                + (field.reference() == null
                    ? " is not a reference field"
                    : " refers to " + field.reference()));
      }
    } else if (field.reference() != null
        && mapping.value() != null
        && mapping.table() == null
        && !SysId.matches(mapping.value())) {
      complain(at + "/value", field.element() + " must be a sys_id of " + field.reference());
    }
  }

  private void value(String at, Field field, String value) {
    if (value.isEmpty()) {
      return;
    }
    if (!field.choices().isEmpty() && !field.choices().containsKey(value)) {
      complain(
          at,
          "%s has no choice \"%s\"; the choices are %s"
              .formatted(
                  field.element(),
                  value,
                  String.join(", ", field.choices().keySet().stream().limit(SHOWN).toList())));
    } else if (!field.takes(value)) {
      complain(
          at,
          "%s has type %s, which does not accept \"%s\""
              .formatted(field.element(), field.type(), value));
    } else if (field.isText() && field.maxLength() != null && value.length() > field.maxLength()) {
      complain(
          at,
          "%s accepts at most %d characters, not %d"
              .formatted(field.element(), field.maxLength(), value.length()));
    }
  }

  private void states(String at, List<String> states) {
    Field state = known.get("state");
    for (int i = 0; state != null && i < states.size(); i++) {
      value(at + "/" + i, state, states.get(i));
    }
  }

  private void mandatory(Field field) {
    FieldMapping mapping = document.fields().get(field.element());
    boolean filled =
        mapping == null
            ? template != null && template.constants().containsKey(field.element())
            : mapping.when().isEmpty();
    if (field.mandatory()
        && !filled
        && (field.defaultValue() == null || field.defaultValue().isEmpty())
        && !FILLED.contains(field.element())
        && !field.element().startsWith("sys_")) {
      complain(
          MappingFault.at("/fields", field.element()),
          field.element()
              + " is mandatory and has no default"
              + (mapping == null ? "" : ": it must be filled without a condition"));
    }
  }

  private void complain(String pointer, String detail) {
    complaints.add(new MappingFault(pointer, detail));
  }
}
