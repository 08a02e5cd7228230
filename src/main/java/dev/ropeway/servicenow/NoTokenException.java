package dev.ropeway.servicenow;

import io.quarkus.runtime.annotations.RegisterForReflection;

/** There is no access token for an instance. */
@RegisterForReflection // routes name it
public class NoTokenException extends RuntimeException {
  private static final long serialVersionUID = 1L;
  private final boolean refused;

  /**
   * @param refused true when the instance said no, or would have to be asked by a person first;
   *     false when it could not be asked
   */
  public NoTokenException(boolean refused, String message, Throwable cause) {
    super(message, cause);
    this.refused = refused;
  }

  /** Whether asking again is of no use until somebody did something. */
  public boolean refused() {
    return refused;
  }
}
