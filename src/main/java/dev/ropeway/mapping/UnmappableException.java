package dev.ropeway.mapping;

/** A mapping cannot word a record of this assignment; its message says which field and why. */
public final class UnmappableException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  UnmappableException(String message) {
    super(message);
  }
}
