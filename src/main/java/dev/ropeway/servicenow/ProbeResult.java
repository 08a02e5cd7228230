package dev.ropeway.servicenow;

import java.time.Instant;

/**
 * What stands at an instance's address, seen without a login.
 *
 * @param fault why nothing was seen; null when an answer came
 * @param reached whether a connection, and TLS where it is used, was made
 * @param status of the answer; 0 without one
 * @param server its Server header; empty without one
 * @param challenge its WWW-Authenticate header; empty without one
 * @param location where it redirects to; empty when it does not
 * @param isJson whether it was JSON, and not a page
 * @param page the kind of page it was; empty when it was none
 * @param isLoggedIn whether the instance took our certificate for a login
 * @param date its clock, or null
 * @param seenAt our clock at that moment
 * @param trustedUntil when its certificate ends; null without TLS
 */
public record ProbeResult(
    Fault fault,
    boolean reached,
    int status,
    String server,
    String challenge,
    String location,
    boolean isJson,
    String page,
    boolean isLoggedIn,
    Instant date,
    Instant seenAt,
    Instant trustedUntil) {

  /** Nothing was seen. */
  public static ProbeResult none(
      Fault fault, boolean reached, Instant seenAt, Instant trustedUntil) {
    return new ProbeResult(
        fault, reached, 0, "", "", "", false, "", false, null, seenAt, trustedUntil);
  }
}
