package dev.ropeway.integration;

import dev.ropeway.activity.ActivityStream;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/**
 * What of the activity of an instance is read.
 *
 * @param streams none: nothing is
 * @param tables whose changes are read, if the stream {@code records} is
 * @param cron when it is read
 * @param privilegesCron when it is listed who has which role
 * @param failedLogins how many failed logins of a user make an alarm
 * @param failedLoginsWithin within which time
 */
public record ReadActivity(
    Set<ActivityStream> streams,
    List<String> tables,
    String cron,
    String privilegesCron,
    int failedLogins,
    Duration failedLoginsWithin) {

  public ReadActivity {
    streams = Set.copyOf(streams);
    tables = List.copyOf(tables);
  }

  public boolean has(ActivityStream stream) {
    return streams.contains(stream);
  }
}
