package dev.ropeway.security;

import java.time.Instant;
import java.util.Set;

/**
 * A caller that an owner made.
 *
 * @param formerDigest of the key before the last rotation; null when there is none
 * @param formerUntil when that stops being good
 */
record StoredKey(
    String name,
    Set<Role> roles,
    byte[] digest,
    byte[] formerDigest,
    Instant formerUntil,
    String createdBy,
    Instant createdAt,
    Instant rotatedAt) {}
