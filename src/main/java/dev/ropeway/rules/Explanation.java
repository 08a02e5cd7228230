package dev.ropeway.rules;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.ropeway.assignment.TicketRequest;
import dev.ropeway.correlation.Candidate;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.List;

/**
 * What the rules would make of a recommendation, in words.
 *
 * @param rule the one that decides; null if none does
 * @param because why it does, or that none does
 * @param others why each other rule does not decide
 * @param error why the event could not be read; null if it could
 */
@RegisterForReflection // JSON of answers
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Explanation(
    String id,
    String title,
    String rule,
    String because,
    TicketRequest order,
    List<Passed> others,
    Candidate.Rejection error) {

  /** A rule that does not decide. */
  public record Passed(String rule, int priority, String because) {}

  static Explanation unreadable(Candidate.Rejection why) {
    return new Explanation(why.id(), null, null, null, null, null, why);
  }
}
