package dev.ropeway.retention;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How long what is over is kept. */
@ConfigMapping(prefix = "ropeway.retention")
public interface RetentionSettings {

  /** Closed and withdrawn assignments with their timelines, since the last change of them. */
  @WithDefault("400d")
  Duration closedAssignments();

  /** Recommendations that need no work and have no assignment, since the last news of them. */
  @WithDefault("400d")
  Duration recommendations();

  /** Events as they came, since their recommendation last changed. */
  @WithDefault("90d")
  Duration rawEvents();

  /** What an Idempotency-Key made. */
  @WithDefault("30d")
  Duration idempotencyKeys();

  /** Bulk runs with what became of each assignment, since they ended. */
  @WithDefault("90d")
  Duration bulkRuns();

  /** Records of mails about open work, since they were planned. */
  @WithDefault("400d")
  Duration digests();

  /** What is said on tickets; a month of it goes at once. */
  @WithDefault("400d")
  Duration notes();

  /** Imported records that are not worked on any more, since the last change of them. */
  @WithDefault("400d")
  Duration workItems();

  /** What people did on instances; a day of it goes at once, and none is kept for longer. */
  @WithDefault("30d")
  Duration activity();
}
