package dev.ropeway.workitem;

import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;
import java.util.Map;

/**
 * A record of a task table as it was read last, whoever made it.
 *
 * @param type the kind of ticket whose table it is in
 * @param state as the instance stores it, with what it calls it beside
 * @param assignedTo the person's name, as the instance shows it
 * @param description null in lists
 * @param updatedAt when it was changed last, by the instance's clock
 * @param ours whether Ropeway made it
 * @param goneAt when it was found to be archived or deleted; null while it is there
 * @param fields its other columns by ServiceNow's name; null in lists
 */
public record WorkItem(
    String integration,
    String type,
    String sysId,
    String number,
    String state,
    String stateLabel,
    boolean active,
    String priority,
    String priorityLabel,
    String assignedTo,
    String assignmentGroup,
    String configurationItem,
    String shortDescription,
    String description,
    Instant openedAt,
    Instant closedAt,
    Instant resolvedAt,
    Instant createdAt,
    Instant updatedAt,
    int modCount,
    boolean ours,
    Instant goneAt,
    Map<String, Shown> fields) {

  /**
   * What a column holds.
   *
   * @param value as the instance stores it: times are UTC, references are sys_ids
   * @param label what the instance shows instead; null where that is the same
   */
  @RegisterForReflection // JSON in the store and of answers
  public record Shown(String value, String label) {

    /** What people read. */
    public String text() {
      return label == null ? value : label;
    }
  }

  /** Its place in lists, which are newest first. */
  public WorkItemPlace place() {
    return new WorkItemPlace(createdAt, integration, type, sysId);
  }
}
