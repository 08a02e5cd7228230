package dev.ropeway.store;

import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;

/**
 * A replica that shares the store.
 *
 * @param seenAt when it said last that it runs
 * @param late it should have said so again by now: it was killed, or cannot reach the store
 * @param self it is the one that tells this
 */
@RegisterForReflection // JSON of answers
public record Replica(String name, Instant seenAt, boolean late, boolean self) {}
