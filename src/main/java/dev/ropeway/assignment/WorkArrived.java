package dev.ropeway.assignment;

/**
 * Fired after a commit that may have left something to deliver, so that an idle system acts at
 * once.
 */
public record WorkArrived() {}
