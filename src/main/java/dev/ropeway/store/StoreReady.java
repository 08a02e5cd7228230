package dev.ropeway.store;

/**
 * Fired once per process, when PostgreSQL was reached and its schema is current. Observers run in
 * the order of their priority: those that take over what is stored come before {@link #OPEN},
 * because callers and workers are let to the store then and must not find less than there is.
 */
public record StoreReady() {

  /** Priority of those that take over what is stored. */
  public static final int TAKE_OVER = 1;

  /** From here on everybody may use the store. */
  static final int OPEN = 2;
}
