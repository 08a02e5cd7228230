package dev.ropeway.assignment;

/** Knows what an integration is for; asked by the store, answered by whoever knows them. */
public interface Environments {

  /** {@code production} or {@code test}; null when the integration is no longer there. */
  String of(String integration);
}
