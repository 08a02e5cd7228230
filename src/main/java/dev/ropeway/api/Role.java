package dev.ropeway.api;

import java.util.Arrays;
import java.util.Optional;
import java.util.Set;

/** What a caller may do. */
enum Role {
  EVENT_PRODUCER("event-producer"),
  READER("reader"),
  SECURITY_ADMIN("security-admin"),
  OWNER("owner");

  private final String word;

  Role(String word) {
    this.word = word;
  }

  String word() {
    return word;
  }

  static Optional<Role> named(String word) {
    return Arrays.stream(values()).filter(role -> role.word.equals(word)).findFirst();
  }

  /** The roles that may make this call; empty when anybody may. */
  static Set<Role> allowed(String method, String path) {
    boolean read = method.equals("GET") || method.equals("HEAD");
    if (path.startsWith("/api/")) {
      if (read) {
        return Set.of(READER, SECURITY_ADMIN, OWNER);
      }
      boolean events = path.startsWith("/api/v1/events/") || path.equals("/api/v1/recommendations");
      return events ? Set.of(EVENT_PRODUCER, SECURITY_ADMIN) : Set.of(SECURITY_ADMIN, OWNER);
    }
    boolean page = path.equals("/") || path.startsWith("/assignments");
    return page ? Set.of(READER, SECURITY_ADMIN, OWNER) : Set.of();
  }
}
