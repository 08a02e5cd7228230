package dev.ropeway.assignment;

import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;

/**
 * What ServiceNow shows, as last seen.
 *
 * @param state the raw choice value
 * @param stateLabel the choice's label
 * @param assignedTo the owner's name as ServiceNow displays it
 * @param assignmentGroup the group's name; empty for none, null where it was not seen
 * @param modCount {@code sys_mod_count}, the record's version
 */
@RegisterForReflection // JSON of answers
public record Ticket(
    String table,
    String sysId,
    String number,
    String url,
    String state,
    String stateLabel,
    String assignedTo,
    String assignmentGroup,
    Instant updatedAt,
    int modCount) {}
