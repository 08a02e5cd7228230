package dev.ropeway.store;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** A SHA-256 that can be a map's key and sorts as PostgreSQL sorts it. */
public record Digest(String hex) implements Comparable<Digest> {

  public static Digest of(String text) {
    return of(sha256(text));
  }

  /** Null for null. */
  public static Digest of(byte[] bytes) {
    return bytes == null ? null : new Digest(HexFormat.of().formatHex(bytes));
  }

  public static byte[] sha256(String text) {
    return sha256(text.getBytes(StandardCharsets.UTF_8));
  }

  public static byte[] sha256(byte[] bytes) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(bytes);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  public byte[] bytes() {
    return HexFormat.of().parseHex(hex);
  }

  @Override
  public int compareTo(Digest other) {
    return hex.compareTo(other.hex);
  }
}
