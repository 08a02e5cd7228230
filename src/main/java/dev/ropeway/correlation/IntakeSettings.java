package dev.ropeway.correlation;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** What senders of events may do to each other's recommendations. */
@ConfigMapping(prefix = "ropeway.intake")
public interface IntakeSettings {

  /** Who may say more of a recommendation. */
  enum Owners {
    /** Whoever may send events. */
    ANY,
    /** The caller that made it. */
    CALLER
  }

  @WithDefault("any")
  Owners owners();
}
