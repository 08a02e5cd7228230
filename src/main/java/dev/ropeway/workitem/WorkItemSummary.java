package dev.ropeway.workitem;

import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.LocalDate;
import java.util.List;

/**
 * The imported records in numbers. Open is what is active and neither archived nor deleted.
 *
 * @param perDay days by UTC, each type on which something was created or closed
 * @param configurationItems those with most open records
 * @param assignmentGroups those with most open records
 * @param oldestOpen the open record that was created first; null for none
 */
public record WorkItemSummary(
    List<Open> open,
    List<Day> perDay,
    List<Named> configurationItems,
    List<Named> assignmentGroups,
    WorkItem oldestOpen) {

  /** How many records of a type are open in a state and with a priority. */
  @RegisterForReflection // JSON of answers
  public record Open(
      String type,
      String state,
      String stateLabel,
      String priority,
      String priorityLabel,
      long count) {}

  /** What happened on a day. */
  @RegisterForReflection // JSON of answers
  public record Day(LocalDate day, String type, long created, long closed) {}

  /** How many open records name something. */
  @RegisterForReflection // JSON of answers
  public record Named(String name, long open) {}
}
