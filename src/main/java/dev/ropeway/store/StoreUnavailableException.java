package dev.ropeway.store;

import io.quarkus.runtime.annotations.RegisterForReflection;

/** PostgreSQL cannot be asked now; nothing was written, and the same request may succeed later. */
@RegisterForReflection // routes name it
public class StoreUnavailableException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public StoreUnavailableException(String message, Throwable cause) {
    super(message, cause);
  }
}
