package dev.ropeway.workitem;

import io.quarkus.runtime.annotations.RegisterForReflection;

/** A run that another run has overtaken: what it read is stored already. */
@RegisterForReflection // routes name it
public final class OvertakenException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  OvertakenException() {
    super("another run of the same import went on meanwhile");
  }
}
