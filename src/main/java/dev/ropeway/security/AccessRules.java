package dev.ropeway.security;

import dev.ropeway.security.Operations.Operation;
import jakarta.inject.Singleton;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Who may call what. What neither the contract nor the table of pages knows belongs to a route that
 * somebody added, and is for owners where nobody says otherwise, so that it is not open by
 * accident.
 */
@Singleton
final class AccessRules {

  /** What browsers and tools load before they know a key: the same for everybody. */
  private static final Pattern SHIPPED =
      Pattern.compile("/console/[^/]+|/_static/.+|/favicon\\.ico|/openapi");

  static final Set<String> READS = Set.of("GET", "HEAD");

  private static final Set<Role> READERS = Set.of(Role.READER, Role.SECURITY_ADMIN, Role.OWNER);

  private final Operations operations;
  private final RouteRoles added;

  AccessRules(Operations operations, RouteRoles added) {
    this.operations = operations;
    this.added = added;
  }

  /** Whether it lies beside the REST API, where pages and routes that were added are. */
  static boolean isBesideApi(String path) {
    return !path.equals("/api") && !path.startsWith("/api/");
  }

  /** Whether it is a place of the console. */
  static boolean isPage(String path) {
    return Pages.at(path) || isShipped(path);
  }

  /** Whether the console only shows something there, so that nothing can be changed by it. */
  static boolean isLook(String verb, String path) {
    return READS.contains(verb) && isPage(path);
  }

  /** Whether it is a part of Ropeway and holds no data, so that it may be kept. */
  static boolean isShipped(String path) {
    return SHIPPED.matcher(path).matches();
  }

  /** True when anybody may call it, and credentials are not looked at. */
  boolean isOpen(String verb, String path) {
    return isBesideApi(path)
        ? isLook(verb, path) && isShipped(path) || Pages.isOpen(verb, path)
        : operations.find(verb, path).filter(Operation::open).isPresent();
  }

  /** Whether an open console shows it to everybody: what readers may read. */
  boolean isForVisitors(String verb, String path) {
    return isLook(verb, path)
        && operations
            .find(verb, path)
            .filter(operation -> operation.roles().contains(Role.READER))
            .isPresent();
  }

  /** The roles of which a caller needs one, where it is not open. */
  Set<Role> roles(String verb, String path) {
    Optional<Operation> operation = operations.find(verb, path);
    return operation.map(Operation::roles).orElseGet(() -> isPage(path) ? READERS : added.of(path));
  }

  /**
   * Whether callers that are limited to paths may call it. What somebody added may show anything,
   * so it is not for them.
   */
  boolean isWithinBounds(String verb, String path) {
    return operations.find(verb, path).map(Operation::limited).orElseGet(() -> isPage(path));
  }
}
