package dev.ropeway.notification;

/** A webhook answered that it does not take an event. */
class RefusedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final int status;

  RefusedException(int status) {
    super("it answered " + status);
    this.status = status;
  }

  /** Whether it is about this event: others may be taken. */
  boolean isOfThisEvent() {
    return status / 100 == 4 && status != 429 && status != 408;
  }
}
