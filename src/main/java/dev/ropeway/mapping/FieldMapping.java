package dev.ropeway.mapping;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.ropeway.enrichment.Reference;
import dev.ropeway.tickettype.TicketTypeDefinition;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.List;
import java.util.Set;

/**
 * What one column of a record is filled with.
 *
 * @param template a Qute template; null where there is a constant
 * @param value a constant; null where there is a template
 * @param on null: {@code create} for columns that belong to ServiceNow afterwards, else {@code
 *     always}
 * @param reference whom the text names; null for a plain value
 * @param table translates the text; null for none
 * @param when all must hold for the column to be filled
 * @param maxLength shorter than the column is
 */
@RegisterForReflection // JSON of requests, answers and the store
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record FieldMapping(
    String template,
    String value,
    On on,
    Kind reference,
    String table,
    List<When> when,
    Integer maxLength) {

  /** How long a column is ours. */
  public enum On {
    /** Until the ticket exists. */
    @JsonProperty("create")
    CREATE,
    /** It follows the recommendation, until a person edits it. */
    @JsonProperty("always")
    ALWAYS
  }

  /** Whom a text can name. */
  public enum Kind {
    @JsonProperty("user")
    USER(Reference.Kind.USER, "sys_user"),
    @JsonProperty("group")
    GROUP(Reference.Kind.GROUP, "sys_user_group");

    private final Reference.Kind kind;
    private final String table;

    Kind(Reference.Kind kind, String table) {
      this.kind = kind;
      this.table = table;
    }

    Reference.Kind kind() {
      return kind;
    }

    String table() {
      return table;
    }
  }

  /** People decide these once the ticket exists (promise 3), or they only ever grow. */
  private static final Set<String> THEIRS =
      Set.of("assigned_to", "assignment_group", "state", "comments", "work_notes");

  public FieldMapping {
    when = when == null ? List.of() : List.copyOf(when);
  }

  static FieldMapping template(String template) {
    return new FieldMapping(template, null, null, null, null, null, null);
  }

  static FieldMapping constant(String value) {
    return new FieldMapping(null, value, On.CREATE, null, null, null, null);
  }

  static FieldMapping user(String template) {
    return new FieldMapping(template, null, null, Kind.USER, null, null, null);
  }

  /** Whether a column belongs to ServiceNow once the ticket exists, whatever a mapping says. */
  boolean isTheirs(String column, TicketTypeDefinition type) {
    return reference != null
        || THEIRS.contains(column)
        || column.equals(DefaultFields.caller(type).orElse(null));
  }

  boolean isLasting(String column, TicketTypeDefinition type) {
    return on == null ? !isTheirs(column, type) : on == On.ALWAYS;
  }
}
