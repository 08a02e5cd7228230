package dev.ropeway.digest;

import java.util.Locale;

/**
 * Whose digest a person asks for.
 *
 * @param who an address, or an owner or a group as assignments name it
 */
public record DigestQuestion(DigestKind kind, String who) {

  private static final int KEY = 200;

  /** As lists have it. */
  String key() {
    String key = who.strip().toLowerCase(Locale.ROOT);
    return key.substring(0, Math.min(KEY, key.length()));
  }
}
