package dev.ropeway.assignment.bulk;

import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.List;
import java.util.UUID;

/**
 * What a run over many assignments would come to; nothing is changed.
 *
 * @param will how many it would change
 * @param willNot the others, by why not, the most first
 */
@RegisterForReflection // JSON of answers
public record BulkPreview(int will, List<WillNot> willNot) {

  /** Assignments that would be skipped for one reason, and some of them. */
  @RegisterForReflection // JSON of answers
  public record WillNot(String reason, int count, List<UUID> examples) {}
}
