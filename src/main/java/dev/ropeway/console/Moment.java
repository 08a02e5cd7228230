package dev.ropeway.console;

import java.time.Instant;

/** A point in time as a page shows it: for machines, exactly, and in words. */
record Moment(String iso, String day, String exact, String distance) {

  static Moment of(Instant at, Instant now) {
    return at == null
        ? null
        : new Moment(at.toString(), Words.day(at), Words.second(at), Words.distance(at, now));
  }
}
