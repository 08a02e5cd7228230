package dev.ropeway.servicenow;

import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Duration;

/** We did not send a call that the instance's rate rule has no room for. */
@RegisterForReflection // routes name it
public final class HeldBackException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final Duration untilAllowed;

  public HeldBackException(String message, Duration untilAllowed) {
    super(message);
    this.untilAllowed = untilAllowed;
  }

  /** How long until it may be sent. */
  public Duration untilAllowed() {
    return untilAllowed;
  }
}
