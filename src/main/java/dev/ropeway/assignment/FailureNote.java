package dev.ropeway.assignment;

import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;

/**
 * Why the last delivery did not succeed and what to do.
 *
 * @param nextAttemptAt null when the assignment is parked
 */
@RegisterForReflection // JSON of answers
public record FailureNote(
    String reason, String detail, String advice, Instant at, int attempts, Instant nextAttemptAt) {}
