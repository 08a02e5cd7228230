package dev.ropeway.servicenow;

/** A proxy did not let a call through: nothing of it reached the instance. */
final class ProxyException extends RuntimeException {
  private static final long serialVersionUID = 1L;
  private final String advice;

  ProxyException(String what, String advice, Throwable cause) {
    super(what, cause);
    this.advice = advice;
  }

  /** What to do about it, as a sentence. */
  String advice() {
    return advice;
  }
}
