package dev.ropeway.mapping;

import dev.ropeway.assignment.Claim;
import dev.ropeway.mapping.FieldMapping.On;
import dev.ropeway.mapping.Templates.FaultyTemplateException;
import dev.ropeway.store.Alike;
import dev.ropeway.tickettype.TicketTypeDefinition;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** What is wrong with a mapping whatever its instance is like. */
final class MappingCheck {

  /** Columns that tie the record to its assignment, or that the platform keeps. */
  private static final Set<String> KEPT =
      Set.of("correlation_id", "correlation_display", "message_key", "number");

  private final MappingDocument document;
  private final TicketTypeDefinition type;
  private final List<MappingFault> complaints = new ArrayList<>();

  private MappingCheck(MappingDocument document, TicketTypeDefinition type) {
    this.document = document;
    this.type = type;
  }

  static List<MappingFault> complaints(MappingDocument document, TicketTypeDefinition type) {
    return new MappingCheck(document, type).run();
  }

  private List<MappingFault> run() {
    if (document.isCustomized()) {
      DefaultFields.locked(type).stream()
          .filter(column -> !document.fields().containsKey(column))
          .forEach(
              column ->
                  complain(
                      MappingFault.at("/fields", column),
                      column + " is required in a customized mapping"));
    } else if (!document.fields().isEmpty() || !document.tables().isEmpty()) {
      complain("/mode", "must be customized if there are fields or tables");
    }
    if (document.template() != null && type.isEvent()) {
      complain("/template", "must be left out for events: no template is saved for them");
    }
    document.fields().forEach(this::field);
    document.endings().forEach(this::ending);
    document.statesSaid().over().stream()
        .filter(document.statesSaid().onHold()::contains)
        .forEach(state -> complain("/states/onHold", "state " + state + " is also in over"));
    return List.copyOf(complaints);
  }

  private void field(String column, FieldMapping mapping) {
    String at = MappingFault.at("/fields", column);
    if (isKept(column)) {
      complain(at, column + " is managed by Ropeway or ServiceNow and cannot be mapped");
    }
    if (mapping.on() == On.ALWAYS && mapping.isTheirs(column, type)) {
      complain(
          at + "/on",
          column + " is managed in ServiceNow once the ticket exists: on must be create");
    }
    if (mapping.table() != null && !document.tables().containsKey(mapping.table())) {
      complain(
          at + "/table",
          "must be the name of one of the tables"
              + Alike.to(mapping.table(), document.tables().keySet())
                  .map(meant -> "; did you mean " + meant + "?")
                  .orElse(""));
    }
    for (int i = 0; i < mapping.when().size(); i++) {
      try {
        mapping.when().get(i).condition();
      } catch (IllegalArgumentException e) {
        complain(at + "/when/" + i, e.getMessage());
      }
    }
    if ((mapping.template() == null) == (mapping.value() == null)) {
      complain(at, column + " must have either a template or a value");
    } else if (mapping.template() != null) {
      template(at + "/template", mapping.template());
    }
  }

  /** Tried with little and with much, so that a name in either branch of a section is seen. */
  private void template(String at, String text) {
    try {
      for (Claim claim : List.of(Sample.fullest(type), Sample.barest("sample", type))) {
        Map<String, Object> model = Model.of(claim, Sample.INTEGRATION);
        Templates.read(text, model).render(model, RenderBudget.ofRecord());
      }
    } catch (FaultyTemplateException e) {
      complain(at, e.getMessage());
    }
  }

  private void ending(MappingDocument.Ending ending, Map<String, String> fields) {
    fields.keySet().stream()
        .filter(MappingCheck::isKept)
        .forEach(
            column ->
                complain(
                    MappingFault.at("/endings/" + ending.name().toLowerCase(Locale.ROOT), column),
                    column + " is managed by Ropeway or ServiceNow and cannot be mapped"));
  }

  static boolean isKept(String column) {
    return KEPT.contains(column) || column.startsWith("sys_");
  }

  private void complain(String pointer, String detail) {
    complaints.add(new MappingFault(pointer, detail));
  }
}
