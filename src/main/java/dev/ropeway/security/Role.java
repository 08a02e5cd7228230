package dev.ropeway.security;

import java.util.Arrays;
import java.util.Optional;

/** What a caller may do: {@code x-roles} in the contract says what that is. */
public enum Role {
  /** Posts events. */
  EVENT_PRODUCER("event-producer"),
  /** Reads assignments, recommendations and integrations, as JSON and as pages. */
  READER("reader"),
  /** Makes integrations and tests them; changes none that is there. */
  CONTRIBUTOR("contributor"),
  /** Assigns, changes, withdraws, retries and syncs; makes integrations; may post events too. */
  SECURITY_ADMIN("security-admin"),
  /** Integrations, keys, secrets and the audit log, and what a security admin may but events. */
  OWNER("owner");

  private final String word;

  Role(String word) {
    this.word = word;
  }

  public String word() {
    return word;
  }

  /** The role of that word, if there is one. */
  public static Optional<Role> named(String word) {
    return Arrays.stream(values()).filter(role -> role.word.equals(word)).findFirst();
  }
}
