package dev.ropeway.activity;

import java.time.Instant;

/**
 * A series of failed logins of one user that was long enough for an alarm.
 *
 * @param actor the user name, in lower case
 * @param logins how many there were by now
 * @param address from where the last one came; null if the instance does not say
 */
public record ActivityAlarm(
    String integration,
    String actor,
    Instant firstAt,
    Instant lastAt,
    int logins,
    String address) {}
