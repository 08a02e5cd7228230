package dev.ropeway.console;

import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;

/** A point in time as a page shows it: for machines, exactly, and in words. */
@RegisterForReflection // included parts of pages ask it by name
record ShownTime(String iso, String day, String exact, String distance) {

  static ShownTime of(Instant at, Instant now) {
    return at == null
        ? null
        : new ShownTime(at.toString(), Words.day(at), Words.second(at), Words.distance(at, now));
  }
}
