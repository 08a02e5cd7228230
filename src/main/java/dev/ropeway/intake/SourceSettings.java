package dev.ropeway.intake;

import io.smallrye.config.ConfigMapping;
import java.util.Optional;

/** What single sources need. */
@ConfigMapping(prefix = "ropeway.sources")
public interface SourceSettings {

  Github github();

  /** GitHub's webhooks. */
  interface Github {

    /** Their secret; where it is set, requests without its signature are refused. */
    Optional<String> secret();
  }
}
