package dev.ropeway.integration.authorization;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/** How consents come back, and when the end of one is foretold. */
@ConfigMapping(prefix = "ropeway.authorization")
public interface AuthorizationSettings {

  /**
   * Where a browser reaches Ropeway: consents come back to {@code <public-url>/oauth/callback}, and
   * tickets of groups link to the list of their recommendations.
   */
  Optional<URI> publicUrl();

  /** How long before a refresh token expires that nobody can renew a warning is shown. */
  @WithDefault("14d")
  Duration warnAhead();
}
