package dev.ropeway.servicenow;

import java.time.Duration;

/** Lets calls through as an instance's limits allow, and hears of these from its answers. */
public interface CallGate {

  /** A call that was let through. */
  interface CallPermit {

    /**
     * Tells what came of it.
     *
     * @param good whether it was answered with what was asked for
     * @param limit the rate rule that the answer names; null if it names none
     * @param retryAfter what the answer asks for; null if nothing
     */
    void answered(int status, boolean good, RateLimit limit, Duration retryAfter);
  }

  /**
   * Counts a call that is about to be sent.
   *
   * @throws HeldBackException when the instance would refuse it; nothing was counted
   */
  CallPermit enter(String integration, Purpose purpose);
}
