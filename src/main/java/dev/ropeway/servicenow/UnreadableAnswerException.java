package dev.ropeway.servicenow;

import io.quarkus.runtime.annotations.RegisterForReflection;

/** The instance answered with success and with something that cannot be used. */
@RegisterForReflection // routes name it
class UnreadableAnswerException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  UnreadableAnswerException(String message) {
    super(message);
  }
}
