package dev.ropeway.mapping;

/** A mapping cannot word a record of this assignment; its message says which field and why. */
public class UnmappableException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** It took too long, which it may do on a machine that has too much to do: it is tried again. */
  public static final class TooSlow extends UnmappableException {
    private static final long serialVersionUID = 1L;

    public TooSlow(String message) {
      super(message);
    }
  }

  public UnmappableException(String message) {
    super(message);
  }
}
