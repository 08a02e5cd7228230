package dev.ropeway.intake;

import dev.ropeway.correlation.Candidate;
import java.util.List;
import java.util.Map;

/**
 * What a request came to.
 *
 * @param reply what a handshake is answered with; null when recommendations were read
 */
public record Reading(List<Candidate> candidates, Reply reply) {

  /**
   * The answer to a handshake, in the source's own form.
   *
   * @param body written as JSON; null for none
   */
  public record Reply(int status, Map<String, String> headers, Object body) {}

  public static Reading of(List<Candidate> candidates) {
    return new Reading(candidates, null);
  }

  public static Reading answering(Reply reply) {
    return new Reading(List.of(), reply);
  }

  public boolean isHandshake() {
    return reply != null;
  }
}
