package dev.ropeway.assignment.lists;

import dev.ropeway.assignment.lists.AssignmentSummary.Bounded;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;

/**
 * What happened to assignments since a time.
 *
 * @param created since then
 * @param closed since then, and not reopened
 * @param parked those that changed since then and are parked now
 */
@RegisterForReflection // JSON of answers
public record AssignmentNews(Instant at, Bounded created, Bounded closed, Bounded parked) {}
