package dev.ropeway.security;

import java.time.Instant;
import java.util.Set;

/**
 * A caller that an owner made.
 *
 * @param scopes paths that it is limited to; null if it is not
 * @param formerDigest of the key before the last rotation; null when there is none
 * @param formerUntil when that stops being good
 */
record StoredKey(
    String name,
    Set<Role> roles,
    Set<String> scopes,
    byte[] digest,
    byte[] formerDigest,
    Instant formerUntil,
    String createdBy,
    Instant createdAt,
    Instant rotatedAt) {}
