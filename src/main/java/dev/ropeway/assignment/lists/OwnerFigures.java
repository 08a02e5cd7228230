package dev.ropeway.assignment.lists;

import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.List;

/**
 * How the work of an owner or a group stands.
 *
 * @param name null for work that has none
 * @param open pending, open or parked; all of it is either overdue or on time
 * @param completedOnTime closed until its due date, or without one
 */
@RegisterForReflection // JSON of answers
public record OwnerFigures(
    String name,
    long open,
    long overdue,
    long onTime,
    long completedOnTime,
    long completedLate,
    List<AssignmentSummary.BySeverity> severities) {}
