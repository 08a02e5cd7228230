package dev.ropeway.activity;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jdbi.v3.core.Handle;

/**
 * Finds series of failed logins, in the transaction that stores them. A series that goes on is the
 * same alarm, however long it is.
 */
final class ActivityAlarms {

  /** Failed logins of one second that say the same. */
  private record Failures(Instant at, int times) {}

  private ActivityAlarms() {}

  /**
   * @param fresh activities that were stored just now
   */
  static void find(
      Handle handle, String integration, List<Activity> fresh, int most, Duration within) {
    Map<String, List<Activity>> failed = new TreeMap<>();
    fresh.stream()
        .filter(one -> one.action() == ActivityAction.LOGIN_FAILED && !one.own())
        .filter(one -> one.actor() != null)
        .sorted(Comparator.comparing(Activity::at))
        .forEach(
            one ->
                failed
                    .computeIfAbsent(
                        one.actor().toLowerCase(Locale.ROOT), actor -> new ArrayList<>())
                    .add(one));
    if (failed.isEmpty()) {
      return;
    }
    Map<String, List<Failures>> times = times(handle, integration, failed, within);
    Map<String, ActivityAlarm> last = last(handle, integration, failed);
    failed.forEach(
        (actor, logins) ->
            follow(
                handle,
                last.get(actor),
                logins,
                times.getOrDefault(actor, List.of()),
                most,
                within));
  }

  private static void follow(
      Handle handle,
      ActivityAlarm known,
      List<Activity> logins,
      List<Failures> times,
      int most,
      Duration within) {
    ActivityAlarm alarm = known;
    for (Activity login : logins) {
      if (alarm != null
          && !login.at().isAfter(alarm.lastAt().plus(within))
          && !login.at().isBefore(alarm.firstAt().minus(within))) {
        alarm = longer(alarm, login);
        store(handle, alarm);
        continue;
      }
      Instant from = login.at().minus(within);
      List<Failures> together =
          times.stream()
              .filter(one -> one.at().isAfter(from) && !one.at().isAfter(login.at()))
              .toList();
      int count = together.stream().mapToInt(Failures::times).sum();
      if (count >= most) {
        alarm =
            new ActivityAlarm(
                login.integration(),
                login.actor().toLowerCase(Locale.ROOT),
                together.get(0).at(),
                login.at(),
                count,
                login.address());
        store(handle, alarm);
      }
    }
  }

  private static ActivityAlarm longer(ActivityAlarm alarm, Activity login) {
    return new ActivityAlarm(
        alarm.integration(),
        alarm.actor(),
        alarm.firstAt(),
        login.at().isAfter(alarm.lastAt()) ? login.at() : alarm.lastAt(),
        alarm.logins() + login.times(),
        login.address() == null ? alarm.address() : login.address());
  }

  /** A new one is for the rules to see; one that goes on was seen. */
  private static void store(Handle handle, ActivityAlarm alarm) {
    handle
        .createUpdate(
            """
            insert into activity_alarm (integration, actor, first_at, last_at, logins, address, pending)
            values (:integration, :actor, :firstAt, :lastAt, :logins, :address, true)
            on conflict (integration, actor, first_at) do update set last_at = excluded.last_at,
              logins = excluded.logins, address = excluded.address
            """)
        .bind("integration", alarm.integration())
        .bind("actor", alarm.actor())
        .bind("firstAt", alarm.firstAt())
        .bind("lastAt", alarm.lastAt())
        .bind("logins", alarm.logins())
        .bind("address", alarm.address())
        .execute();
  }

  private static Map<String, List<Failures>> times(
      Handle handle, String integration, Map<String, List<Activity>> failed, Duration within) {
    List<Instant> all =
        failed.values().stream().flatMap(List::stream).map(Activity::at).sorted().toList();
    Map<String, List<Failures>> times = new HashMap<>();
    handle
        .createQuery(
            """
            select lower(actor) as actor, at, coalesce((detail ->> 'times')::int, 1) as times from activity
            where integration = :integration and action = 'login-failed' and not own and lower(actor) = any (:actors)
              and at > :from and at <= :to
            order by at
            """)
        .bind("integration", integration)
        .bindByType("actors", failed.keySet().toArray(String[]::new), String[].class)
        .bind("from", all.get(0).minus(within))
        .bind("to", all.get(all.size() - 1))
        .map(
            (rs, context) ->
                Map.entry(
                    rs.getString("actor"),
                    new Failures(rs.getTimestamp("at").toInstant(), rs.getInt("times"))))
        .forEach(
            one ->
                times
                    .computeIfAbsent(one.getKey(), actor -> new ArrayList<>())
                    .add(one.getValue()));
    return times;
  }

  private static Map<String, ActivityAlarm> last(
      Handle handle, String integration, Map<String, List<Activity>> failed) {
    Map<String, ActivityAlarm> last = new HashMap<>();
    handle
        .createQuery(
            """
            select distinct on (actor) * from activity_alarm
            where integration = :integration and actor = any (:actors) order by actor, last_at desc
            """)
        .bind("integration", integration)
        .bindByType("actors", failed.keySet().toArray(String[]::new), String[].class)
        .map((rs, context) -> read(rs))
        .forEach(alarm -> last.put(alarm.actor(), alarm));
    return last;
  }

  static ActivityAlarm read(ResultSet rs) throws SQLException {
    return new ActivityAlarm(
        rs.getString("integration"),
        rs.getString("actor"),
        rs.getTimestamp("first_at").toInstant(),
        rs.getTimestamp("last_at").toInstant(),
        rs.getInt("logins"),
        rs.getString("address"));
  }
}
