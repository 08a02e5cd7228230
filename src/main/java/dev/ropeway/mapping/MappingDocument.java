package dev.ropeway.mapping;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonValue;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * How the tickets of one kind on one instance are worded, as an engineer wrote it ({@code Mapping}
 * in openapi.yaml).
 *
 * @param shadow only computed and compared, never sent
 * @param fields by column
 * @param tables what a text becomes, by the table's name; {@code *} is any other text
 * @param endings what is written besides when a ticket is ended or opened again
 * @param states null where the labels of all states tell what they mean
 * @param template the template saved on the instance from which new tickets start; null for none
 */
@RegisterForReflection // JSON of requests, answers and the store
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record MappingDocument(
    Mode mode,
    @JsonInclude(JsonInclude.Include.NON_DEFAULT) boolean shadow,
    Map<String, FieldMapping> fields,
    Map<String, Map<String, String>> tables,
    Map<Ending, Map<String, String>> endings,
    States states,
    String template) {

  /** Who words the tickets (B06). */
  public enum Mode {
    DEFAULT,
    CUSTOMIZED;

    @JsonCreator
    static Mode of(String word) {
      return valueOf(word.toUpperCase(Locale.ROOT));
    }

    @JsonValue
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** The turns of a ticket that are written by us. */
  public enum Ending {
    @JsonProperty("resolved")
    RESOLVED,
    @JsonProperty("canceled")
    CANCELED,
    @JsonProperty("reopened")
    REOPENED
  }

  /**
   * What the instance's states mean, where their labels do not tell.
   *
   * @param over the work is done
   * @param onHold a person waits for something
   */
  @JsonInclude(JsonInclude.Include.NON_EMPTY)
  public record States(List<String> over, List<String> onHold) {
    static final States NONE = new States(null, null);

    public States {
      over = over == null ? List.of() : List.copyOf(over);
      onHold = onHold == null ? List.of() : List.copyOf(onHold);
    }
  }

  public static final MappingDocument DEFAULT =
      new MappingDocument(Mode.DEFAULT, false, null, null, null, null, null);

  public MappingDocument {
    fields = inOrder(fields);
    tables = inOrder(tables);
    endings = inOrder(endings);
  }

  /** In the order that the engineer chose, so that a document reads as it was written. */
  private static <K, V> Map<K, V> inOrder(Map<K, V> map) {
    return map == null ? Map.of() : Collections.unmodifiableMap(new LinkedHashMap<>(map));
  }

  /** What was said of the states, which may be nothing. */
  States statesSaid() {
    return states == null ? States.NONE : states;
  }

  /** A draft of this mapping, with what the saved template adds to it. */
  public TicketFields startingFrom(SavedTemplate saved, TicketFields draft) {
    return saved.under(draft, fields.keySet());
  }

  @JsonIgnore
  public boolean isCustomized() {
    return mode == Mode.CUSTOMIZED;
  }
}
