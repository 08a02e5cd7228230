package dev.ropeway.assignment;

import java.time.Instant;

/**
 * How an integration's work stands, for all replicas together.
 *
 * @param undelivered assignments of which ServiceNow does not show yet what it should; counting
 *     ends at {@link Backlogs#MOST}
 * @param oldest since when the oldest of them waits; null where none does
 * @param parked assignments that a person must look at
 * @param held new assignments that wait for their rule's next day
 * @param polledAt when the tickets that are open were last read to their end; null without any
 */
public record Backlog(int undelivered, Instant oldest, int parked, int held, Instant polledAt) {}
