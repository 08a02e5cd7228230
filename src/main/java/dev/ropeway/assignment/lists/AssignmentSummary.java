package dev.ropeway.assignment.lists;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.ropeway.tickettype.TicketType;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.LocalDate;
import java.util.List;

/**
 * The assignments in numbers. Open is what is pending, open or parked.
 *
 * @param perDay each of the days by UTC, the oldest first
 * @param severities of what is open, the most severe first
 * @param unassigned open without an owner
 * @param since what happened since a time; null if nobody asked
 */
@RegisterForReflection // JSON of answers
public record AssignmentSummary(
    int days,
    List<Open> open,
    List<BySeverity> severities,
    List<Day> perDay,
    Bounded parked,
    Bounded overdue,
    Bounded held,
    Bounded unassigned,
    @JsonInclude(JsonInclude.Include.NON_NULL) AssignmentNews since) {

  /**
   * How many tickets of a type are in a state.
   *
   * @param state null while there is no ticket
   * @param stateLabel as assignments show it
   */
  @RegisterForReflection // JSON of answers
  public record Open(TicketType ticketType, String state, String stateLabel, long count) {}

  /** How many are open with a severity. */
  @RegisterForReflection // JSON of answers
  public record BySeverity(String severity, long count) {}

  /** What began and ended on a day. */
  @RegisterForReflection // JSON of answers
  public record Day(LocalDate day, long created, long closed) {}

  /**
   * A number up to which was counted.
   *
   * @param more whether there are more than that
   */
  @RegisterForReflection // JSON of answers
  public record Bounded(long count, boolean more) {}
}
