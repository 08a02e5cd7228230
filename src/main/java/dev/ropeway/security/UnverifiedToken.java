package dev.ropeway.security;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.ropeway.api.Bodies;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/**
 * What a signed token says of itself, before anybody verified it: enough to refuse one that cannot
 * be good, and not enough to accept any.
 *
 * @param issuer null if it names none
 * @param expires null if it never does
 * @param notBefore null if it was good from the beginning
 */
record UnverifiedToken(String issuer, Set<String> audience, Instant expires, Instant notBefore) {

  /** As Quarkus spells that a claim is not verified. */
  static final String ANY = "any";

  private static final int PARTS = 3;

  /** As late as dates can be that anybody means. */
  private static final long LATEST = 253_402_300_799L;

  /** Whether it is signed and not encrypted, by its form: what is neither has no key to look up. */
  static boolean isSigned(String token) {
    return token.chars().filter(c -> c == '.').count() == PARTS - 1;
  }

  /** Reads the claims of a token; empty for what is no signed token with claims. */
  static Optional<UnverifiedToken> of(String token) {
    if (!isSigned(token)) {
      return Optional.empty();
    }
    String[] parts = token.split("\\.", -1);
    try {
      String json =
          new String(Base64.getUrlDecoder().decode(parts[1]), StandardCharsets.UTF_8).strip();
      JsonNode claims = Bodies.nested(json);
      return Optional.of(
          new UnverifiedToken(
              claims.path("iss").textValue(),
              audience(claims.path("aud")),
              date(claims.path("exp")),
              date(claims.path("nbf"))));
    } catch (IllegalArgumentException | JsonProcessingException e) {
      return Optional.empty();
    }
  }

  /** One, or several. */
  private static Set<String> audience(JsonNode named) {
    Set<String> audience = new HashSet<>();
    named.forEach(one -> audience.add(one.asText()));
    if (named.isTextual()) {
      audience.add(named.textValue());
    }
    return audience;
  }

  private static Instant date(JsonNode seconds) {
    return seconds.canConvertToLong() && seconds.isNumber()
        ? Instant.ofEpochSecond(Math.max(0, Math.min(seconds.longValue(), LATEST)))
        : null;
  }

  /** Whether it is in its lifetime, give or take. */
  boolean isCurrent(Instant now, Duration grace) {
    return expires != null
        && expires.plus(grace).isAfter(now)
        && (notBefore == null || !notBefore.minus(grace).isAfter(now));
  }

  /**
   * Whether it says that it is of this issuer for one of these audiences.
   *
   * @param expected null if it is not known, or does not matter
   */
  boolean isFor(String expected, Set<String> audiences) {
    return (expected == null || expected.equals(issuer))
        && (audiences.contains(ANY) || audience.stream().anyMatch(audiences::contains));
  }
}
