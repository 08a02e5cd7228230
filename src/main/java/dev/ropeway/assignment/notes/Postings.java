package dev.ropeway.assignment.notes;

import dev.ropeway.assignment.Claim;
import java.util.UUID;

/** What callers posted and tickets are still to get: each is sent under the fence of a claim. */
public interface Postings {

  /** It was refused before anything could be written. */
  void untried(Claim claim, UUID posted);

  /** The ticket does not take it, now or later. */
  void refused(UUID assignment, UUID posted, String why);
}
