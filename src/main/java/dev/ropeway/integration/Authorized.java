package dev.ropeway.integration;

/** A person authorized an integration: what was found out about it before is out of date. */
public record Authorized(String integration) {}
