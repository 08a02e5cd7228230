package dev.ropeway.assignment.bulk;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.ropeway.assignment.notes.NoteKind;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;

/**
 * What is asked of many assignments at once. Each parameter belongs to one action and is null for
 * the others.
 *
 * @param ticket of a withdrawal: cancel or keep
 */
@RegisterForReflection // JSON of answers and the store
@JsonInclude(JsonInclude.Include.NON_NULL)
public record BulkAction(
    Asked action,
    String ticket,
    String assignedTo,
    String assignmentGroup,
    Instant dueDate,
    NoteKind kind,
    String text) {}
