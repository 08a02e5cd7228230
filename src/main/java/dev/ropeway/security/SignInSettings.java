package dev.ropeway.security;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.Optional;

/** How people sign in at the console. */
@ConfigMapping(prefix = "ropeway.sign-in")
public interface SignInSettings {

  /** How long a session of somebody who signed in with a key lasts. */
  @WithDefault("12h")
  Duration session();

  /** In dev mode, the caller of {@code ropeway.api.keys} that every browser is signed in as. */
  Optional<String> as();
}
