package dev.ropeway.mapping;

import dev.ropeway.enrichment.Reference;
import dev.ropeway.store.Text;
import dev.ropeway.tickettype.TicketTypeDefinition;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * A record as an engineer's route sees it and leaves it: field by field, users and groups as they
 * are written. What it leaves is held to the same rules as a mapping.
 */
public final class CustomFields {

  private static final String ROUTE = "customize-fields";
  private static final Pattern COLUMN = Pattern.compile("[a-z][a-z0-9_]{0,79}");
  private static final int MAX_FIELDS = 200;

  private final TicketTypeDefinition type;
  private final Map<String, Integer> lengths;

  /**
   * @param lengths how long columns are on the instance, as far as that is known
   */
  public CustomFields(TicketTypeDefinition type, Map<String, Integer> lengths) {
    this.type = type;
    this.lengths = lengths;
  }

  /** The fields that a route may change; what ties a record to its assignment is not shown. */
  public Map<String, Object> show(TicketFields draft) {
    Map<String, Object> fields = new LinkedHashMap<>(draft.managed());
    fields.putAll(draft.onCreate());
    draft.references().forEach((column, reference) -> fields.put(column, reference.text()));
    fields.keySet().removeIf(this::isKept);
    return fields;
  }

  /**
   * The draft with the fields that a route left.
   *
   * @throws UnmappableException naming the field that cannot be written so
   */
  public TicketFields take(TicketFields draft, Map<?, ?> left) {
    if (left.size() > MAX_FIELDS) {
      throw new UnmappableException(
          "%s returned %d fields; a record may have at most %d"
              .formatted(ROUTE, left.size(), MAX_FIELDS));
    }
    Map<String, String> managed = new LinkedHashMap<>();
    Map<String, String> onCreate = new LinkedHashMap<>(draft.onCreate());
    onCreate.keySet().removeIf(column -> !isKept(column));
    Map<String, Reference> references = new LinkedHashMap<>();
    Map<String, Object> shown = show(draft);
    requireAll(shown.keySet(), left);
    left.forEach(
        (key, value) -> {
          String column = column(String.valueOf(key));
          String text = text(column, value);
          Reference reference = reference(column, draft);
          if (reference != null) {
            if (!text.isBlank()) {
              references.put(column, new Reference(reference.kind(), text.strip()));
            }
          } else if (isLasting(column, draft)) {
            managed.put(column, text);
          } else if (!text.isEmpty()) {
            onCreate.put(column, text);
          }
        });
    return new TicketFields(managed, onCreate, references);
  }

  /** A field that every ticket of the kind needs may not go away. */
  private void requireAll(Set<String> shown, Map<?, ?> left) {
    Set<String> missing = new TreeSet<>(DefaultFields.locked(type));
    missing.retainAll(shown);
    missing.removeIf(column -> !isBlank(left.get(column)));
    if (!missing.isEmpty()) {
      throw new UnmappableException(
          "%s.%s is required, but %s removed it"
              .formatted(type.table(), String.join(", ", missing), ROUTE));
    }
  }

  private static boolean isBlank(Object value) {
    return value == null || String.valueOf(value).isBlank();
  }

  private String column(String name) {
    if (!COLUMN.matcher(name).matches()) {
      throw new UnmappableException(
          "%s: \"%s\" is not a field name: use lower-case letters, digits and _"
              .formatted(ROUTE, Text.cut(Text.oneLine(name), 80)));
    }
    if (isKept(name)) {
      throw new UnmappableException(
          "%s.%s is managed by Ropeway or ServiceNow, so %s must not write it"
              .formatted(type.table(), name, ROUTE));
    }
    return name;
  }

  private boolean isKept(String column) {
    return MappingCheck.isKept(column) || CorrelationKey.fields(type).contains(column);
  }

  private String text(String column, Object value) {
    if (value == null) {
      return "";
    }
    if (!(value instanceof CharSequence || value instanceof Number || value instanceof Boolean)) {
      throw new UnmappableException(
          "%s.%s must be a string, a number, true or false after %s"
              .formatted(type.table(), column, ROUTE));
    }
    String text = Text.clean(String.valueOf(value)).strip();
    String fitting = column.equals("short_description") ? text.replaceAll("\\s+", " ") : text;
    return Text.cut(fitting, lengths.getOrDefault(column, CompiledMapping.usualLength(column)));
  }

  /** Whom a column names: as the draft says, or as such columns always do. */
  private Reference reference(String column, TicketFields draft) {
    Reference said = draft.references().get(column);
    if (said != null) {
      return said;
    }
    FieldMapping usual = DefaultFields.of(type).get(column);
    return usual == null || usual.reference() == null || isWritten(column, draft)
        ? null
        : new Reference(usual.reference().kind(), "");
  }

  private static boolean isWritten(String column, TicketFields draft) {
    return draft.managed().containsKey(column) || draft.onCreate().containsKey(column);
  }

  private boolean isLasting(String column, TicketFields draft) {
    return isWritten(column, draft)
        ? draft.managed().containsKey(column)
        : FieldMapping.template("").isLasting(column, type);
  }
}
