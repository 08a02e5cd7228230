package dev.ropeway.assignment;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a person asked of a ticket that somebody works on: another owner, another group, or both. It
 * is written once, and only over the owner and the group that were known when it was asked for.
 *
 * @param assignedTo e-mail, user name, name or sys_id; null leaves the owner
 * @param assignmentGroup name or sys_id; null leaves the group
 * @param ownerBefore as ServiceNow showed the owner; null for none
 * @param groupBefore likewise; null where it was not seen yet, empty for none
 */
@RegisterForReflection // JSON of answers and the store
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Reassignment(
    String assignedTo,
    String assignmentGroup,
    String ownerBefore,
    String groupBefore,
    String by,
    Instant at) {

  /** What a timeline says of it. */
  String told() {
    return "reassign to "
        + Stream.of(assignedTo, assignmentGroup == null ? null : "the group " + assignmentGroup)
            .filter(Objects::nonNull)
            .collect(Collectors.joining(" and "));
  }
}
