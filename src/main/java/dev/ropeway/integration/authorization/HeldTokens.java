package dev.ropeway.integration.authorization;

import java.time.Duration;
import java.time.Instant;

/**
 * The tokens we hold for one integration.
 *
 * @param renewAt from when on a new one is asked for
 * @param refresh null where the grant gives none
 * @param refreshExpiresAt when the instance will refuse it; null without a refresh token
 * @param username who logged in or consented; null where that is not known
 * @param version grows with every renewal, on whichever replica
 */
record HeldTokens(
    String access,
    Instant accessExpiresAt,
    Instant renewAt,
    String refresh,
    Instant refreshExpiresAt,
    String username,
    long version) {

  private static final Duration LONGEST_AHEAD = Duration.ofSeconds(60);
  private static final int SHARE = 10;

  /**
   * When to renew: a minute before the end, or a tenth of what is left of a life that is short. An
   * instance gives the same token again while it lives, so that a fixed time ahead would ask with
   * every call of the last minute (servicenow-wire § 3.2).
   */
  static Instant renewAt(Instant now, Instant expiresAt) {
    Duration tenth = Duration.between(now, expiresAt).dividedBy(SHARE);
    return expiresAt.minus(tenth.compareTo(LONGEST_AHEAD) < 0 ? tenth : LONGEST_AHEAD);
  }

  boolean goodAt(Instant time) {
    return time.isBefore(accessExpiresAt);
  }

  boolean dueAt(Instant time) {
    return !time.isBefore(renewAt);
  }

  boolean refreshableAt(Instant time) {
    return refresh != null && time.isBefore(refreshExpiresAt);
  }

  HeldTokens version(long other) {
    return new HeldTokens(
        access, accessExpiresAt, renewAt, refresh, refreshExpiresAt, username, other);
  }

  HeldTokens of(String user) {
    return new HeldTokens(
        access, accessExpiresAt, renewAt, refresh, refreshExpiresAt, user, version);
  }

  @Override
  public String toString() {
    return "HeldTokens[" + accessExpiresAt + ", " + refreshExpiresAt + ", " + username + "]";
  }
}
