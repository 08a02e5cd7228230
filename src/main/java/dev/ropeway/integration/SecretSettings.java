package dev.ropeway.integration;

import io.smallrye.config.ConfigMapping;
import java.util.Map;
import java.util.Optional;

/** What secrets in the database are encrypted with. */
@ConfigMapping(prefix = "ropeway.secrets")
public interface SecretSettings {

  /** Keys of 32 random bytes, base64, by name. Old ones still decrypt. */
  Map<String, String> keys();

  /** The key that encrypts; needed when there are several. */
  Optional<String> active();
}
