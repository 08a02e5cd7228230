package dev.ropeway.mapping;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.ropeway.assignment.Ticket;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.List;
import java.util.UUID;

/**
 * The record that would be written.
 *
 * @param assignment null when there is none yet
 * @param failure why there would be none; then there are no fields
 * @param ticket what stands there already; null where nothing does or it cannot be read
 * @param ticketUnread why the ticket could not be compared; null if it could
 */
@RegisterForReflection // JSON of answers
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Preview(
    UUID assignment,
    String recommendation,
    String table,
    String failure,
    Ticket ticket,
    String ticketUnread,
    List<Column> fields) {

  /**
   * One column of it.
   *
   * @param length of the text before it was cut
   * @param cut null where nothing was lost
   * @param refersTo who is looked up; null for plain values
   * @param ticketShows what the ticket shows; null where it was not read
   * @param differs whether the ticket shows another text; null where it was not read
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Column(
      String field,
      String value,
      FieldMapping.On on,
      int length,
      Integer maxLength,
      Boolean cut,
      RefersTo refersTo,
      String ticketShows,
      Boolean differs) {}

  /**
   * Who is looked up.
   *
   * @param sysId null while it was not looked up yet
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record RefersTo(FieldMapping.Kind kind, String sysId) {}
}
