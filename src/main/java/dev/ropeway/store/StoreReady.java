package dev.ropeway.store;

/** Fired once per process, when PostgreSQL was reached and its schema is current. */
public record StoreReady() {}
