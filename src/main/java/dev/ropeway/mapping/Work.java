package dev.ropeway.mapping;

import io.quarkus.qute.EvalContext;
import io.quarkus.qute.ResolutionContext;

/**
 * How much one rendering may still do, counted in characters walked and not in time: the same
 * template ends the same way on a busy machine as on an idle one.
 */
final class Work {

  /** Some milliseconds of an idle core, and far above what a ticket takes. */
  static final int MOST = 2_000_000;

  private static final String ATTRIBUTE = "work";

  /** What one turn of a loop costs: it may walk the whole template. */
  private final int turn;

  private int left = MOST;

  Work(int templateLength) {
    turn = Math.max(1, templateLength);
  }

  /** The template does more than one field is worth. */
  static final class TooMuchException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    TooMuchException() {
      super("it does too much: loop over less, or leave out long texts");
    }
  }

  static String attribute() {
    return ATTRIBUTE;
  }

  static Work of(EvalContext context) {
    return (Work) context.getAttribute(ATTRIBUTE);
  }

  static Work of(ResolutionContext context) {
    return (Work) context.getAttribute(ATTRIBUTE);
  }

  void turns() {
    does(turn);
  }

  void does(int characters) {
    if (characters > left || characters < 0) {
      throw new TooMuchException();
    }
    left -= characters;
  }
}
