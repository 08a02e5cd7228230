package dev.ropeway.integration.authorization;

import java.time.Instant;

/**
 * Until when what is held for an integration is good.
 *
 * @param refreshExpiresAt null where the grant gives no refresh token
 * @param username who logged in or consented; null where that is not known
 */
public record TokenLife(Instant accessExpiresAt, Instant refreshExpiresAt, String username) {}
