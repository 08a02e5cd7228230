package dev.ropeway.integration;

/** A change that is not for its caller to make; the message says for whom it is. */
public final class ForbiddenChangeException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  public ForbiddenChangeException(String message) {
    super(message);
  }
}
