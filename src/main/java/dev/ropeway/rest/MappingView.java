package dev.ropeway.rest;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.ropeway.mapping.FieldMapping;
import dev.ropeway.mapping.MappingDocument;
import dev.ropeway.mapping.StoredMapping;
import dev.ropeway.tickettype.TicketType;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * A version of a mapping as the API shows it.
 *
 * @param version 0 where nobody stored one
 * @param active whether tickets are worded by it
 * @param defaults the fields that mode default writes, to begin a customized mapping with
 * @param unchecked what its instance may ignore, cut or refuse, and was stored all the same
 * @param warnings what of the default it leaves out, and whom it names that nobody is
 */
@RegisterForReflection // JSON of answers
@JsonInclude(JsonInclude.Include.NON_EMPTY)
record MappingView(
    String integration,
    TicketType ticketType,
    int version,
    boolean active,
    String by,
    Instant at,
    MappingDocument mapping,
    Map<String, FieldMapping> defaults,
    List<String> unchecked,
    List<String> warnings) {

  /** One line of a history. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record Version(
      int version,
      boolean active,
      MappingDocument.Mode mode,
      boolean shadow,
      String by,
      Instant at) {

    static Version of(StoredMapping stored, boolean active) {
      return new Version(
          stored.version(),
          active,
          stored.document().mode(),
          stored.document().shadow(),
          stored.who(),
          stored.at());
    }
  }

  static MappingView of(
      StoredMapping stored,
      boolean active,
      Map<String, FieldMapping> defaults,
      List<String> unknownNames) {
    List<String> warnings = new ArrayList<>(leftOut(stored.document(), defaults.keySet()));
    warnings.addAll(unknownNames);
    return new MappingView(
        stored.integration(),
        stored.ticketType(),
        stored.version(),
        active,
        stored.who(),
        stored.at(),
        stored.document(),
        stored.document().isCustomized() ? Map.of() : defaults,
        List.of(),
        warnings);
  }

  /** Who starts from an empty document seldom means to lose the due date. */
  private static List<String> leftOut(MappingDocument document, Set<String> byDefault) {
    Set<String> columns = new TreeSet<>(byDefault);
    columns.removeAll(document.fields().keySet());
    return !document.isCustomized() || columns.isEmpty()
        ? List.of()
        : List.of(
            "the default also writes "
                + String.join(", ", columns)
                + "; tickets of this mapping do not have them");
  }

  MappingView with(List<String> notes) {
    return new MappingView(
        integration, ticketType, version, active, by, at, mapping, defaults, notes, warnings);
  }
}
