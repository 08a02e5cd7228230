package dev.ropeway.intake;

import io.smallrye.config.ConfigMapping;
import java.time.Duration;
import java.util.Optional;

/** What single sources need. */
@ConfigMapping(prefix = "ropeway.sources")
public interface SourceSettings {

  Github github();

  Alertmanager alertmanager();

  /** GitHub's webhooks. */
  interface Github {

    /** Their secret; where it is set, requests without its signature are refused. */
    Optional<String> secret();
  }

  /** Alertmanager's webhooks. */
  interface Alertmanager {

    /** An alert that is not repeated for so long is resolved; without it none is. */
    Optional<Duration> staleAfter();
  }
}
