package dev.ropeway.servicenow;

import dev.ropeway.servicenow.CallGate.CallPermit;
import java.time.Duration;

/**
 * The call that this thread is about to make. CXF's hooks see a request but not for whom it is; the
 * component calls them on the thread that sends.
 */
record CallInProgress(Connection connection, Duration timeout, Purpose purpose, CallPermit permit) {

  private static final ThreadLocal<CallInProgress> CURRENT = new ThreadLocal<>();

  static CallInProgress current() {
    CallInProgress call = CURRENT.get();
    if (call == null) {
      throw new IllegalStateException("a call to an instance goes through direct:call-servicenow");
    }
    return call;
  }

  void begin() {
    CURRENT.set(this);
  }
}
