package dev.ropeway.security;

import java.time.Instant;

/** Which entries of the audit log are asked for; null asks for all. */
public record AuditFilter(String who, Instant since, Boolean denied) {}
