package dev.ropeway.assignment.lists;

import dev.ropeway.assignment.lists.AssignmentSummary.Bounded;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;
import java.util.List;

/**
 * How many assignments each rule made.
 *
 * @param days how many days, with today, are behind {@code created}
 * @param since when the first of them began
 */
@RegisterForReflection // JSON of answers
public record RuleFigures(int days, Instant since, List<Hits> rules) {

  /**
   * What a rule made.
   *
   * @param open what is pending, open or parked of it
   * @param created in these days, whatever became of it
   */
  @RegisterForReflection // JSON of answers
  public record Hits(String rule, Bounded open, Bounded created) {}
}
