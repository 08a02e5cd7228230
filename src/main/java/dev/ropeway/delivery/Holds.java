package dev.ropeway.delivery;

import dev.ropeway.assignment.Claim;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/**
 * The claims of one integration that this process is at, from their being handed to a worker until
 * their result is stored. None of these assignments is delivered a second time meanwhile, though
 * the lease be over: a worker that is slow must not get company.
 */
final class Holds {

  private final Map<UUID, Hold> holds = new ConcurrentHashMap<>();

  private record Hold(Claim claim, boolean ended, boolean reported) {}

  /** A worker takes a claim. */
  void begin(Claim claim) {
    holds.put(claim.id(), new Hold(claim, false, false));
  }

  /** The worker is through with it; false if it was before. */
  boolean end(Claim claim) {
    boolean[] first = {false};
    holds.computeIfPresent(
        claim.id(),
        (id, hold) -> {
          first[0] = !hold.ended() && hold.claim().fence() == claim.fence();
          return first[0] ? new Hold(hold.claim(), true, hold.reported()) : hold;
        });
    return first[0];
  }

  /** What became of it is stored, or never will be. */
  void forget(Claim claim) {
    holds.computeIfPresent(
        claim.id(), (id, hold) -> hold.claim().fence() == claim.fence() ? null : hold);
  }

  /** The assignments that are held, but for those whose results are about to be stored. */
  Set<UUID> without(Collection<Claim> stored) {
    Set<UUID> leaving = stored.stream().map(Claim::id).collect(Collectors.toSet());
    return holds.keySet().stream()
        .filter(id -> !leaving.contains(id))
        .collect(Collectors.toUnmodifiableSet());
  }

  /** How many claims workers have. */
  int begun() {
    return (int) holds.values().stream().filter(hold -> !hold.ended()).count();
  }

  /** Those whose lease is over since the last look while a worker still has them. */
  List<Claim> overdue(Instant now) {
    List<Claim> overdue =
        holds.values().stream()
            .filter(hold -> !hold.ended() && !hold.reported())
            .map(Hold::claim)
            .filter(claim -> claim.leaseEnd().isBefore(now))
            .toList();
    overdue.forEach(
        claim ->
            holds.computeIfPresent(
                claim.id(), (id, hold) -> new Hold(hold.claim(), hold.ended(), true)));
    return overdue;
  }
}
