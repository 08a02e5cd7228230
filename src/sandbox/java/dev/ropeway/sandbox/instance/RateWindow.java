package dev.ropeway.sandbox.instance;

import dev.ropeway.sandbox.table.RateRule;
import java.time.Instant;

/** What one rule let pass and refused to one user in one hour. */
public record RateWindow(RateRule rule, String user, Instant start, int accepted, int refused) {}
