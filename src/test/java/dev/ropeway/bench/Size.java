package dev.ropeway.bench;

/** How much is measured; each can be set with {@code -Dbench.<name>=}. */
enum Size {
  /** How often a measurement and its yardstick take turns. */
  PAIRS(3),
  /** Tickets made at 50 ms, in each turn. */
  TICKETS(4_000),
  /** Tickets made at 0 ms, in each turn. */
  FAST_TICKETS(10_000),
  /** Tickets made before anything is timed. */
  WARM_UP(4_000),
  /** Events posted one by one to an idle system. */
  IDLE_EVENTS(150),
  /** Seconds of each turn in which acceptance is measured. */
  ACCEPT_SECONDS(6),
  /** Seconds of a core that an application computes before its acceptance is timed. */
  ACCEPT_WARM_UP(10),
  OPEN_TICKETS(100_000),
  CHANGED_TICKETS(10_000),
  FAULTY_TICKETS(20_000),
  /** Tickets that n8n makes, and Ropeway beside it, in each turn. */
  N8N_TICKETS(2_000),
  /**
   * Tickets whose dead rows a held transaction keeps: ten minutes at 40 a second; 192000 are ten
   * minutes at the most that 16 workers can reach at 50 ms.
   */
  HELD_TICKETS(24_000),
  /** Tickets of each turn that are timed beside them. */
  HELD_TIMED(2_000),
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
