package dev.ropeway.servicenow;

import java.util.Locale;

/** What a call is for; where an instance limits calls, the first are the last to be held back. */
public enum Purpose {
  /** A new ticket, with what must be asked to make it. */
  CREATE,
  /** The end of a ticket. */
  CLOSE,
  /** A change of a ticket. */
  UPDATE,
  /** Something said on a ticket. */
  NOTE,
  /** A look at what changed there. */
  POLL,
  /** Reading in bulk, for its own sake. */
  IMPORT;

  /** As it is written for people and columns. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
