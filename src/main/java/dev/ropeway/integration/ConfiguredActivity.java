package dev.ropeway.integration;

import dev.ropeway.activity.ActivityStream;
import dev.ropeway.store.InvalidSettingException;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** Which activity of an instance its settings want to be read. */
record ConfiguredActivity(String name, IntegrationSettings.Activity settings) {

  /** A longer list would be a query that an instance does not answer in time. */
  private static final int MOST_TABLES = 20;

  private static final int MOST_LOGINS = 10_000;
  private static final Duration SHORTEST = Duration.ofMinutes(1);
  private static final Duration LONGEST = Duration.ofDays(1);
  private static final Pattern TABLE = Pattern.compile("[a-z][a-z0-9_]{0,79}");

  ReadActivity read() {
    Set<ActivityStream> streams = EnumSet.noneOf(ActivityStream.class);
    settings.streams().orElse(List.of()).forEach(word -> streams.add(stream(word.strip())));
    List<String> tables =
        settings.tables().orElse(List.of()).stream().map(String::strip).distinct().toList();
    tables.forEach(
        table ->
            require(
                TABLE.matcher(table).matches(),
                "tables",
                "must contain only names of tables, such as cmdb_ci_server"));
    require(tables.size() <= MOST_TABLES, "tables", "must name at most " + MOST_TABLES + " tables");
    require(
        !streams.contains(ActivityStream.RECORDS) || !tables.isEmpty(),
        "tables",
        "must name a table, because activity.streams contains records");
    cron(settings.cron(), "cron");
    cron(settings.privilegesCron(), "privileges-cron");
    require(
        settings.failedLogins() > 1 && settings.failedLogins() <= MOST_LOGINS,
        "failed-logins",
        "must be from 2 to " + MOST_LOGINS);
    Duration within = settings.failedLoginsWithin();
    require(
        within.compareTo(SHORTEST) >= 0 && within.compareTo(LONGEST) <= 0,
        "failed-logins-within",
        "must be from a minute to a day");
    return new ReadActivity(
        streams,
        tables,
        settings.cron(),
        settings.privilegesCron(),
        settings.failedLogins(),
        within);
  }

  private ActivityStream stream(String word) {
    return ActivityStream.of(word)
        .orElseThrow(
            () ->
                invalid(
                    "streams",
                    "must contain only logins, privileges, records, exports and deletes, not "
                        + word));
  }

  private void cron(String cron, String key) {
    CronFault.in(cron)
        .ifPresent(
            fault -> {
              throw invalid(key, fault);
            });
  }

  private void require(boolean holds, String key, String complaint) {
    if (!holds) {
      throw invalid(key, complaint);
    }
  }

  private InvalidSettingException invalid(String key, String complaint) {
    return new InvalidSettingException(
        ValidatedIntegration.PREFIX + name + ".activity." + key, complaint);
  }
}
