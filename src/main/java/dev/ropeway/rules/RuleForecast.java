package dev.ropeway.rules;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.List;

/**
 * What a rule would do that is not stored.
 *
 * @param complete false: there are more recommendations than could be looked at, and the counts are
 *     those of the ones that were
 * @param seen recommendations that were looked at
 * @param recommendations those that need work and that the rule would take
 * @param takenToday by which rules these are taken today, the most first
 * @param takenByNone how many of them no rule takes today
 * @param newTickets how many tickets there would be when the rule is applied
 * @param newTicketsPerDay how many there would have been on average of the last 30 days
 */
@RegisterForReflection // JSON of answers
public record RuleForecast(
    boolean complete,
    int seen,
    int recommendations,
    List<Taken> takenToday,
    int takenByNone,
    int newTickets,
    double newTicketsPerDay,
    List<Sample> sample,
    List<String> warnings) {

  /** How many a rule takes. */
  @RegisterForReflection // JSON of answers
  public record Taken(String rule, int count) {}

  /**
   * One of those that the rule would take.
   *
   * @param takenToday the rule that takes it today; null if none does
   */
  @RegisterForReflection // JSON of answers
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Sample(String id, String title, String takenToday) {}
}
