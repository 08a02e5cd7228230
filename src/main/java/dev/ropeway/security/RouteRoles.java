package dev.ropeway.security;

import dev.ropeway.store.InvalidSettingException;
import dev.ropeway.store.Text;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Who may call what engineers add beside the contract: the roles that the configuration names for
 * the longest part of its path, and owners where it names none.
 */
@Singleton
final class RouteRoles {

  private static final Set<Role> OWNERS = Set.of(Role.OWNER);

  /** The longest first. */
  private final List<Prefix> prefixes;

  /** Whole segments that a path begins with; none for every path. */
  private record Prefix(String path, Set<Role> roles) {

    boolean covers(String other) {
      return other.equals(path) || other.startsWith(path + "/");
    }
  }

  @Inject
  RouteRoles(RouteRoleSettings settings) {
    this(settings.roles());
  }

  RouteRoles(Map<String, Set<String>> roles) {
    prefixes =
        roles.entrySet().stream()
            .map(entry -> prefix(entry.getKey(), entry.getValue()))
            .sorted(Comparator.comparing((Prefix prefix) -> prefix.path().length()).reversed())
            .toList();
  }

  private static Prefix prefix(String path, Set<String> words) {
    String setting = "ropeway.routes.roles.\"%s\"".formatted(path);
    if (!path.startsWith("/")) {
      throw new InvalidSettingException(setting, "must be a path in quotes that begins with /");
    }
    if (words.isEmpty()) {
      throw new InvalidSettingException(setting, "must name a role");
    }
    Set<Role> roles =
        words.stream()
            .map(
                word ->
                    Role.named(word)
                        .orElseThrow(
                            () ->
                                new InvalidSettingException(
                                    setting, "has the unknown role " + word)))
            .collect(Collectors.toUnmodifiableSet());
    return new Prefix(Text.withoutEnding(path, '/'), roles);
  }

  /** The roles of which a caller of that path needs one. */
  Set<Role> of(String path) {
    return prefixes.stream()
        .filter(prefix -> prefix.covers(path))
        .findFirst()
        .map(Prefix::roles)
        .orElse(OWNERS);
  }
}
