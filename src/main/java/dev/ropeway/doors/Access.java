package dev.ropeway.doors;

import dev.ropeway.doors.Operations.Operation;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Who may call what. What neither the contract nor the table of pages knows is for readers at
 * least, so that a page that somebody adds is not open by accident.
 */
@Singleton
final class Access {

  /** What a browser loads before it knows a password, and where instances send it back to. */
  private static final List<Pattern> OPEN_PAGES =
      List.of(
          Pattern.compile("/console/[^/]+"),
          Pattern.compile("/_static/.+"),
          Pattern.compile("/favicon\\.ico"),
          Pattern.compile("/oauth/callback"));

  private static final Set<Role> READERS = Set.of(Role.READER, Role.SECURITY_ADMIN, Role.OWNER);

  private final Operations operations;

  Access(Operations operations) {
    this.operations = operations;
  }

  static boolean isPage(String path) {
    return !path.equals("/api") && !path.startsWith("/api/");
  }

  /** True when anybody may call it, and credentials are not looked at. */
  boolean isOpen(String verb, String path) {
    return isPage(path)
        ? OPEN_PAGES.stream().anyMatch(page -> page.matcher(path).matches())
        : operations.find(verb, path).filter(Operation::open).isPresent();
  }

  /** The roles of which a caller needs one, where it is not open. */
  Set<Role> roles(String verb, String path) {
    Optional<Operation> operation = operations.find(verb, path);
    return isPage(path) || operation.isEmpty() ? READERS : operation.get().roles();
  }
}
