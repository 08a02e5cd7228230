package dev.ropeway.integration;

import io.smallrye.config.ConfigMapping;
import java.util.Optional;
import java.util.Set;

/** Which addresses integrations that are made over REST may name (E02). */
@ConfigMapping(prefix = "ropeway.instances")
public interface InstanceSettings {

  /**
   * Hosts beside {@code *.service-now.com} and {@code *.servicenow.com}; {@code *.} takes all
   * below.
   */
  Optional<Set<String>> domains();

  /** Hosts that may be reached by http and lie in a private network: for a sandbox. */
  Optional<Set<String>> insecureHosts();

  /** Hosts that may be their proxy; these may lie in a private network. */
  Optional<Set<String>> proxies();
}
