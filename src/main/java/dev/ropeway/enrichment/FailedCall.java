package dev.ropeway.enrichment;

/**
 * A call that brought no answer.
 *
 * @param end what is known of its end
 * @param unknownTable the instance does not have the table that was called
 * @param said what went wrong, in words for people
 */
public record FailedCall(End end, boolean unknownTable, String said) {

  /** What became of the call. */
  public enum End {
    /** It never reached the instance, or was turned away: the same may be tried again. */
    NOT_MADE,
    /** It may have been carried out. */
    UNKNOWN,
    /** It may have been carried out, and we may not see what it made. */
    HIDDEN,
    /** The instance refuses it, and will again. */
    REFUSED
  }
}
