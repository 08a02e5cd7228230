package dev.ropeway.assignment.lists;

import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;

/**
 * A view of the list of assignments that a person saved.
 *
 * @param query the parameters of the list, as its address has them
 */
@RegisterForReflection // JSON of answers
public record SavedView(String name, String query, Instant savedAt) {}
