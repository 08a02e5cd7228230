package dev.ropeway.digest;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.LocalTime;
import java.time.ZoneId;

/** When digests go out. */
@ConfigMapping(prefix = "ropeway.digests")
public interface DigestSettings {

  /** When Ropeway looks for mails that are due, as a Quartz cron expression. */
  @WithDefault("30 */5 * * * ?")
  String cron();

  /** The day of the weekly mails. */
  @WithDefault("MONDAY")
  DayOfWeek day();

  /** The time of day, in the zone of each recipient. */
  @WithDefault("08:00")
  LocalTime time();

  /** The zone of recipients of whom ServiceNow tells none. */
  @WithDefault("UTC")
  ZoneId zone();

  /** Over how long after that time the mails are spread. */
  @WithDefault("15m")
  Duration spread();

  /** Whether owners get a mail each day about critical work that is overdue or due soon. */
  @WithDefault("false")
  boolean dailyForCritical();

  /** The most people whose overdue work is told to one manager; a manager of more gets no mail. */
  @WithDefault("50")
  int maxReports();
}
