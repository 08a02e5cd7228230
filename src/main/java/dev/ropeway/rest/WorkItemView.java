package dev.ropeway.rest;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.ropeway.workitem.WorkItem;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;
import java.util.Map;

/**
 * A work item as its users see it.
 *
 * @param url where a person opens it; null when its integration is no longer there
 * @param gone whether it was archived or deleted; what is shown is the last that was known
 * @param goneWhy says so in words; null while it is there
 */
@RegisterForReflection // JSON of answers
@JsonInclude(JsonInclude.Include.NON_NULL)
record WorkItemView(
    String integration,
    String type,
    String sysId,
    String number,
    String url,
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
    Instant resolvedAt,
    Instant closedAt,
    Instant createdAt,
    Instant updatedAt,
    boolean ours,
    boolean gone,
    Instant goneAt,
    String goneWhy,
    Map<String, WorkItem.Shown> fields) {

  private static final String GONE = "archived or deleted";

  static WorkItemView of(WorkItem item, String url) {
    boolean gone = item.goneAt() != null;
    return new WorkItemView(
        item.integration(),
        item.type(),
        item.sysId(),
        item.number(),
        url,
        item.state(),
        item.stateLabel(),
        item.active(),
        item.priority(),
        item.priorityLabel(),
        item.assignedTo(),
        item.assignmentGroup(),
        item.configurationItem(),
        item.shortDescription(),
        item.description(),
        item.openedAt(),
        item.resolvedAt(),
        item.closedAt(),
        item.createdAt(),
        item.updatedAt(),
        item.ours(),
        gone,
        item.goneAt(),
        gone ? GONE : null,
        item.fields());
  }
}
