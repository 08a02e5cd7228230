package dev.ropeway.mapping;

import io.quarkus.qute.EvalContext;
import io.quarkus.qute.ResolutionContext;
import java.time.Duration;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * How much the rendering of one record may still do, counted in characters walked: the same mapping
 * ends the same way on a busy machine as on an idle one. A clock stands behind the count, for what
 * nobody thought of counting; whether it struck says nothing of the mapping, so that the record is
 * tried again.
 */
final class RenderBudget {

  /** Of one template: some milliseconds of an idle core, and far above what a field takes. */
  static final int MOST = 2_000_000;

  /** Of a whole record. */
  static final int MOST_OF_RECORD = 20_000_000;

  /** Shorter than any lease, and a hundred times what the count lets a record take. */
  static final Duration LONGEST = Duration.ofSeconds(5);

  private static final String ATTRIBUTE = "work";

  private final LongSupplier nanos;
  private final long begun;

  /** What this is a part of; null for a whole record. */
  private final RenderBudget whole;

  /** What one turn of a loop costs: it may walk the whole template. */
  private final int turn;

  private int left;

  private RenderBudget(LongSupplier nanos, RenderBudget whole, int turn, int left) {
    this.nanos = nanos;
    this.begun = nanos.getAsLong();
    this.whole = whole;
    this.turn = turn;
    this.left = left;
  }

  /** The template does more than one field is worth. */
  static final class TooMuchException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    TooMuchException() {
      super("the template does too much: loop over fewer items, or leave out long texts");
    }
  }

  /** Time is up, whatever was counted. */
  static final class TooSlowException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    TooSlowException() {
      super(
          "the record took more than "
              + LONGEST.toSeconds()
              + " s: shorten the texts of the recommendation, or simplify the mapping");
    }
  }

  /** For one record, which begins now. */
  static RenderBudget ofRecord() {
    return ofRecord(System::nanoTime);
  }

  static RenderBudget ofRecord(LongSupplier nanos) {
    return new RenderBudget(nanos, null, 1, MOST_OF_RECORD);
  }

  /** The part of it that one template may do. */
  RenderBudget ofTemplate(int length) {
    return new RenderBudget(nanos, this, Math.max(1, length), MOST);
  }

  static String attribute() {
    return ATTRIBUTE;
  }

  static RenderBudget of(EvalContext context) {
    return (RenderBudget) context.getAttribute(ATTRIBUTE);
  }

  static RenderBudget of(ResolutionContext context) {
    return (RenderBudget) context.getAttribute(ATTRIBUTE);
  }

  void turns() {
    does(turn);
  }

  void does(int characters) {
    if (whole != null) {
      whole.does(characters);
    } else if (nanos.getAsLong() - begun > LONGEST.toNanos()) {
      throw new TooSlowException();
    }
    if (characters > left || characters < 0) {
      throw new TooMuchException();
    }
    left -= characters;
  }

  /**
   * Words one field.
   *
   * @throws UnmappableException naming it, when that is more than this lets it do
   */
  String wording(String field, Supplier<String> words) {
    try {
      return words.get();
    } catch (TooMuchException e) {
      throw new UnmappableException(field + " cannot be rendered: " + e.getMessage());
    } catch (TooSlowException e) {
      throw new UnmappableException.TooSlow(field + " cannot be rendered: " + e.getMessage());
    }
  }
}
