package dev.ropeway.workitem;

import java.time.Instant;

/** A record in the order of changes: everything on one side of it was read. */
public record ReadUpTo(Instant updatedOn, String sysId) {}
