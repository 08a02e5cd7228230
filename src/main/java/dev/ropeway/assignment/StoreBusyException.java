package dev.ropeway.assignment;

/** More wants to be stored at once than the store takes; nothing was written. */
public class StoreBusyException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public StoreBusyException(String message) {
    super(message);
  }
}
