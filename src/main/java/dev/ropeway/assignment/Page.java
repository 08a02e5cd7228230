package dev.ropeway.assignment;

import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.List;

/**
 * A part of a list.
 *
 * @param next the cursor of what follows; null at the end
 */
@RegisterForReflection // JSON of answers
public record Page<T>(List<T> items, String next) {}
