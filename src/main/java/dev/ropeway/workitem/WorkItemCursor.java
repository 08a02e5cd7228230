package dev.ropeway.workitem;

import java.time.Instant;

/**
 * How far the import of a kind of ticket is.
 *
 * @param instance the address that the records were read from
 * @param startedAt where it began: what changed since is read forwards, what was before backwards
 * @param forward the last record read towards the present
 * @param readAt the instance's clock when that was
 * @param backfill the last record read towards the past
 * @param completeFrom how far back everything is read; null while the first backfill is under way
 * @param polledAt when everything up to the present was read; null before the first time
 * @param counted how many records the instance counted at the last check; null before the first
 * @param held how many of those were here
 * @param failure why the last run was refused; null where it was not
 */
public record WorkItemCursor(
    String integration,
    String type,
    String instance,
    Instant startedAt,
    ReadUpTo forward,
    Instant readAt,
    ReadUpTo backfill,
    Instant completeFrom,
    Instant polledAt,
    Instant checkedAt,
    Long counted,
    Long held,
    String failure) {

  /** One that begins now. */
  public static WorkItemCursor beginning(
      String integration, String type, String instance, Instant now) {
    return new WorkItemCursor(
        integration,
        type,
        instance,
        now,
        new ReadUpTo(now, ""),
        now,
        new ReadUpTo(now, ""),
        null,
        null,
        null,
        null,
        null,
        null);
  }

  /** Whether everything since then was read or is read by the polls. */
  public boolean isCompleteFrom(Instant since) {
    return completeFrom != null && !completeFrom.isAfter(since);
  }
}
