package dev.ropeway.assignment;

import java.util.List;

/**
 * A part of a list.
 *
 * @param next the cursor of what follows; null at the end
 */
public record Page<T>(List<T> items, String next) {}
