package dev.ropeway.servicenow;

/** The instance answered with success and with something that cannot be used. */
class UnreadableAnswerException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  UnreadableAnswerException(String message) {
    super(message);
  }
}
