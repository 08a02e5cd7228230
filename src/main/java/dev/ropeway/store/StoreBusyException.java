package dev.ropeway.store;

import io.quarkus.runtime.annotations.RegisterForReflection;

/** More wants to be stored at once than the store takes; nothing was written. */
@RegisterForReflection // routes name it
public class StoreBusyException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public StoreBusyException(String message) {
    super(message);
  }
}
