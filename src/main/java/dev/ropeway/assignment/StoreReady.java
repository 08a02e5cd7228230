package dev.ropeway.assignment;

/** Fired once per process, when PostgreSQL was reached and its schema is current. */
public record StoreReady() {}
