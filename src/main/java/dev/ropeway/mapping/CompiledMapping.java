package dev.ropeway.mapping;

import dev.ropeway.assignment.Claim;
import dev.ropeway.enrichment.Reference;
import dev.ropeway.mapping.Templates.FaultyTemplateException;
import dev.ropeway.rules.Condition;
import dev.ropeway.store.Text;
import dev.ropeway.tickettype.TicketTypeDefinition;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A customized mapping, ready to word records. Equal assignments give equal drafts. */
final class CompiledMapping {

  private static final String ANY = "*";

  /** What of a text a sentence about it repeats. */
  private static final int NAMED = 100;

  private final TicketTypeDefinition type;
  private final List<Column> columns = new ArrayList<>();
  private final Map<String, Map<String, String>> tables = new LinkedHashMap<>();

  private record Column(
      String name,
      FieldMapping mapping,
      BoundedTemplate template,
      List<Condition> when,
      int length,
      boolean managed) {}

  /** A text and what was lost of it. */
  record Wording(String text, int length, int maxLength) {
    boolean isCut() {
      return length > text.length();
    }
  }

  /**
   * Reads the templates of a document that {@link MappingCheck} found nothing wrong with.
   *
   * @param lengths how long columns are on the instance, as far as it told
   */
  CompiledMapping(
      MappingDocument document, TicketTypeDefinition type, Map<String, Integer> lengths) {
    this.type = type;
    document
        .tables()
        .forEach(
            (name, rows) -> {
              Map<String, String> table = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
              table.putAll(rows);
              tables.put(name, table);
            });
    Map<String, Object> sample = Model.of(Sample.fullest(type), Sample.INTEGRATION);
    document
        .fields()
        .forEach((name, mapping) -> columns.add(column(name, mapping, lengths, sample)));
  }

  private Column column(
      String name, FieldMapping mapping, Map<String, Integer> lengths, Map<String, Object> sample) {
    return new Column(
        name,
        mapping,
        mapping.template() == null ? null : Templates.read(mapping.template(), sample),
        mapping.when().stream().map(When::condition).toList(),
        length(name, mapping, lengths),
        mapping.isLasting(name, type));
  }

  private static int length(String name, FieldMapping mapping, Map<String, Integer> lengths) {
    int there = lengths.getOrDefault(name, usualLength(name));
    return mapping.maxLength() == null ? there : Math.min(there, mapping.maxLength());
  }

  /** Characters of a column whose instance did not say how long it is. */
  static int usualLength(String name) {
    return switch (name) {
      case "short_description" -> Mapping.SHORT_DESCRIPTION;
      case "description" -> Mapping.DESCRIPTION;
      default -> BoundedTemplate.LONGEST_TEXT;
    };
  }

  /**
   * Words a record.
   *
   * @throws UnmappableException naming the field that cannot be worded
   */
  TicketFields draft(Claim claim, Map<String, Object> integration) {
    return draft(claim, integration, RenderBudget.ofRecord());
  }

  TicketFields draft(Claim claim, Map<String, Object> integration, RenderBudget work) {
    TicketFields standard = Mapping.draft(claim, integration, work);
    return draft(standard, wordings(claim, integration, standard, work));
  }

  private TicketFields draft(TicketFields standard, Map<String, Wording> wordings) {
    Map<String, String> managed = new LinkedHashMap<>();
    Map<String, String> onCreate = new LinkedHashMap<>();
    onCreate.putAll(standard.onCreate());
    onCreate.keySet().retainAll(CorrelationKey.fields(type));
    Map<String, Reference> references = new LinkedHashMap<>();
    for (Column column : columns) {
      String text = wordings.get(column.name()).text();
      if (column.mapping().reference() != null) {
        if (!text.isBlank()) {
          references.put(
              column.name(), new Reference(column.mapping().reference().kind(), text.strip()));
        }
      } else if (column.managed()) {
        // Empty rather than absent, so that it is filled when the condition comes to hold.
        managed.put(column.name(), text);
      } else if (!text.isEmpty()) {
        onCreate.put(column.name(), text);
      }
    }
    return new TicketFields(managed, onCreate, references);
  }

  /** Each text with what was cut of it; empty where a condition does not hold. */
  Map<String, Wording> wordings(Claim claim, Map<String, Object> integration) {
    RenderBudget work = RenderBudget.ofRecord();
    return wordings(claim, integration, Mapping.draft(claim, integration, work), work);
  }

  private Map<String, Wording> wordings(
      Claim claim, Map<String, Object> integration, TicketFields standard, RenderBudget work) {
    Map<String, Object> model = Model.of(claim, integration, standard);
    Map<String, Wording> wordings = new LinkedHashMap<>();
    for (Column column : columns) {
      boolean holds = column.when().stream().allMatch(one -> one.holds(claim.recommendation()));
      wordings.put(
          column.name(),
          holds ? wording(column, model, work) : new Wording("", 0, column.length()));
    }
    return wordings;
  }

  private Wording wording(Column column, Map<String, Object> model, RenderBudget work) {
    String field = type.table() + "." + column.name();
    String text = work.wording(field, () -> text(column, field, model, work));
    int max = column.length();
    return new Wording(Text.cut(text, max), text.length(), max);
  }

  private String text(Column column, String field, Map<String, Object> model, RenderBudget work) {
    String said = column.mapping().value();
    if (column.template() != null) {
      try {
        said = column.template().render(model, work);
      } catch (FaultyTemplateException e) {
        throw new UnmappableException(field + " cannot be rendered: " + e.getMessage());
      }
    }
    work.does(said.length());
    String text = translated(column, Text.clean(said).strip());
    return column.name().equals("short_description") ? text.replaceAll("\\s+", " ") : text;
  }

  private String translated(Column column, String text) {
    if (column.mapping().table() == null) {
      return text;
    }
    Map<String, String> table = tables.get(column.mapping().table());
    String found = table.containsKey(text) ? table.get(text) : table.get(ANY);
    if (found == null) {
      throw new UnmappableException(
          "%s.%s cannot be rendered: the table %s has neither \"%s\" nor \"*\""
              .formatted(
                  type.table(), column.name(), column.mapping().table(), Text.cut(text, NAMED)));
    }
    return found;
  }
}
