package dev.ropeway.rest;

import dev.ropeway.store.Replica;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;
import java.util.List;

/**
 * What runs here.
 *
 * @param startedAt when the replica that answers did
 * @param ready whether that one is, as its readiness probe says
 */
@RegisterForReflection // JSON of answers
record AboutView(
    String version,
    String java,
    Instant startedAt,
    boolean ready,
    List<Check> checks,
    List<Replica> replicas) {

  /** One of the checks behind the readiness probe. */
  @RegisterForReflection // JSON of answers
  record Check(String name, boolean up) {}
}
