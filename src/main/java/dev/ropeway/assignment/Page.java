package dev.ropeway.assignment;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.List;

/**
 * A part of a list.
 *
 * @param next the cursor of what follows; null at the end
 * @param previous the cursor of what comes before; null at the beginning, and in lists that are
 *     read in one direction
 */
@RegisterForReflection // JSON of answers
public record Page<T>(
    List<T> items, String next, @JsonInclude(JsonInclude.Include.NON_NULL) String previous) {

  /** A part of a list that is read in one direction. */
  public Page(List<T> items, String next) {
    this(items, next, null);
  }
}
