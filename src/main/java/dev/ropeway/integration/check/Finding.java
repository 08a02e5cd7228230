package dev.ropeway.integration.check;

import java.util.List;
import java.util.stream.Stream;

/**
 * What one check found.
 *
 * @param cause what kind of failure it is; null unless it failed
 * @param fix what to do about it, the likeliest first; null when there is nothing to do
 */
record Finding(Result result, Cause cause, String seen, String fix) {

  /** Kinds of failures that call for different people (D33, E56, E58). */
  enum Cause {
    /** There is no instance that could be asked. */
    UNREACHABLE,
    /** The instance is there, and has to be woken or to come back. */
    ASLEEP,
    /** It limits our calls: time heals it. */
    LIMITED,
    /** It does not accept our credentials. */
    REFUSED,
    /** It would, but one step of the set-up was not taken. */
    STEP_MISSING
  }

  static Finding pass(String seen) {
    return new Finding(Result.PASS, null, seen, null);
  }

  static Finding warn(String seen, String fix) {
    return new Finding(Result.WARN, null, seen, fix);
  }

  static Finding fail(Cause cause, String seen, String fix) {
    return new Finding(Result.FAIL, cause, seen, fix);
  }

  static Finding skipped(String why) {
    return new Finding(Result.SKIPPED, null, why, null);
  }

  /** The worse of two. */
  Finding worse(Finding other) {
    return List.of(Result.FAIL, Result.WARN, Result.SKIPPED, Result.PASS).stream()
        .flatMap(worst -> Stream.of(this, other).filter(one -> one.result == worst))
        .findFirst()
        .orElseThrow();
  }

  boolean failed() {
    return result == Result.FAIL;
  }
}
