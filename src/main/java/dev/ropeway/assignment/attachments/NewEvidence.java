package dev.ropeway.assignment.attachments;

import dev.ropeway.store.Digest;

/**
 * A file as a caller sent it.
 *
 * @param bytes of which there is at least one
 */
public record NewEvidence(String name, String contentType, byte[] bytes) {

  /** A file may have so many bytes. */
  public static final int LARGEST = 5 * 1024 * 1024;

  public String sha256() {
    return Digest.of(Digest.sha256(bytes)).hex();
  }
}
