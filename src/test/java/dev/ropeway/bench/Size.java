package dev.ropeway.bench;

/** How much is measured; each can be set with {@code -Dbench.<name>=}. */
enum Size {
  /** Tickets made at 50 ms. */
  TICKETS(6_000),
  /** Tickets made at 0 ms, by Ropeway and by the bare component. */
  FAST_TICKETS(10_000),
  /** Tickets made before anything is timed. */
  WARM_UP(4_000),
  /** Events posted one by one to an idle system. */
  IDLE_EVENTS(150),
  /** Seconds of each of the four turns in which acceptance is measured. */
  ACCEPT_SECONDS(6),
  OPEN_TICKETS(100_000),
  CHANGED_TICKETS(10_000),
  FAULTY_TICKETS(20_000),
  FEW_STORED(10_000),
  MANY_STORED(1_000_000);

  private final int usual;

  Size(int usual) {
    this.usual = usual;
  }

  int get() {
    return Integer.getInteger(
        "bench." + name().toLowerCase(java.util.Locale.ROOT).replace('_', '-'), usual);
  }
}
