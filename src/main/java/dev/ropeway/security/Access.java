package dev.ropeway.security;

import dev.ropeway.security.Operations.Operation;
import jakarta.inject.Singleton;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Who may call what. What neither the contract nor the table of pages knows is for readers at
 * least, so that a page that somebody adds is not open by accident.
 */
@Singleton
final class Access {

  /** What browsers and tools load before they know a key: the same for everybody. */
  private static final Pattern SHIPPED =
      Pattern.compile("/console/[^/]+|/_static/.+|/favicon\\.ico|/openapi");

  /** Where instances send a browser back to, with a state that proves whose it is. */
  private static final Pattern CALLBACK = Pattern.compile("/oauth/callback");

  private static final Set<Role> READERS = Set.of(Role.READER, Role.SECURITY_ADMIN, Role.OWNER);

  private final Operations operations;

  Access(Operations operations) {
    this.operations = operations;
  }

  static boolean isPage(String path) {
    return !path.equals("/api") && !path.startsWith("/api/");
  }

  /** Whether it is a part of Ropeway and holds no data, so that it may be kept. */
  static boolean isShipped(String path) {
    return SHIPPED.matcher(path).matches();
  }

  /** True when anybody may call it, and credentials are not looked at. */
  boolean isOpen(String verb, String path) {
    return isPage(path)
        ? isShipped(path) || CALLBACK.matcher(path).matches()
        : operations.find(verb, path).filter(Operation::open).isPresent();
  }

  /** The roles of which a caller needs one, where it is not open. */
  Set<Role> roles(String verb, String path) {
    Optional<Operation> operation = operations.find(verb, path);
    return isPage(path) || operation.isEmpty() ? READERS : operation.get().roles();
  }
}
