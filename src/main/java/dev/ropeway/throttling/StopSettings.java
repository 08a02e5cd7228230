package dev.ropeway.throttling;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How Ropeway goes down. */
@ConfigMapping(prefix = "ropeway.stop")
public interface StopSettings {

  /** How long after the order to stop calls in flight may take to end. */
  @WithDefault("40s")
  Duration callsWithin();
}
