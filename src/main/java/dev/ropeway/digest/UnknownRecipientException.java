package dev.ropeway.digest;

/** Nobody is called so, or no mail can go there. */
public final class UnknownRecipientException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  UnknownRecipientException(String message) {
    super(message);
  }
}
