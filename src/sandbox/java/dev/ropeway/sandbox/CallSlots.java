package dev.ropeway.sandbox;

import dev.ropeway.sandbox.table.Switches;
import java.util.ArrayDeque;

/** The semaphore in front of the API: so many calls run, so many wait, the others are refused. */
final class CallSlots {
  private final Switches switches;
  private final ArrayDeque<Slot> waiting = new ArrayDeque<>();
  private int running;

  CallSlots(Switches switches) {
    this.switches = switches;
  }

  /** The place of one call. */
  static final class Slot {
    private final Runnable work;
    private State state = State.OUTSIDE;

    Slot(Runnable work) {
      this.work = work;
    }

    private enum State {
      OUTSIDE,
      WAITING,
      RUNNING
    }
  }

  /** Runs the call now or later; false when it may not even wait. */
  boolean enter(Slot slot) {
    if (isFree()) {
      run(slot);
      return true;
    }
    if (waiting.size() >= switches.maxQueued) {
      return false;
    }
    slot.state = Slot.State.WAITING;
    waiting.addLast(slot);
    return true;
  }

  /** To be told when a call ends, also one whose caller left while it waited. */
  void leave(Slot slot) {
    if (slot.state == Slot.State.WAITING) {
      waiting.remove(slot);
    } else if (slot.state == Slot.State.RUNNING) {
      running--;
    }
    slot.state = Slot.State.OUTSIDE;
    while (isFree() && !waiting.isEmpty()) {
      run(waiting.removeFirst());
    }
  }

  private boolean isFree() {
    return switches.maxConcurrent <= 0 || running < switches.maxConcurrent;
  }

  private void run(Slot slot) {
    slot.state = Slot.State.RUNNING;
    running++;
    slot.work.run();
  }
}
