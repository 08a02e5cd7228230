package dev.ropeway.security;

import io.smallrye.config.ConfigMapping;
import java.util.Map;
import java.util.Set;

/** Who may call the routes that operators add. */
@ConfigMapping(prefix = "ropeway.routes")
public interface RouteRoleSettings {

  /** By the beginning of a path the roles of which a caller needs one; without any, owner. */
  Map<String, Set<String>> roles();
}
