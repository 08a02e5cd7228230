package dev.ropeway.activity;

import java.time.Instant;

/**
 * How far the listing of the roles of an instance is.
 *
 * @param beganAt what it has not seen since then is gone
 * @param source the table that is being read
 * @param placeId the sys_id of the last row that was read of it
 * @param finishedAt null while it is under way
 */
public record PrivilegeListing(
    String integration,
    String instance,
    Instant beganAt,
    String source,
    String placeId,
    Instant finishedAt) {

  public boolean isUnderWay() {
    return finishedAt == null;
  }

  /** The same, with these as what is to be read next. */
  public PrivilegeListing at(String table, String sysId) {
    return new PrivilegeListing(integration, instance, beganAt, table, sysId, finishedAt);
  }
}
