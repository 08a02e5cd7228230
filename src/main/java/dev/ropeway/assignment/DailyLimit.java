package dev.ropeway.assignment;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import org.jdbi.v3.core.Handle;

/**
 * Keeps count of the tickets that a rule opens in a day (UTC), so that a flood opens no more of
 * them.
 */
public final class DailyLimit {

  private DailyLimit() {}

  /** How many more the rule may open today; others who ask wait until the transaction ends. */
  public static int room(Handle handle, String rule, int limit, Instant now) {
    handle
        .createUpdate(
            "insert into rule_day (rule, day, opened) values (:rule, :day, 0) on conflict do nothing")
        .bind("rule", rule)
        .bind("day", day(now))
        .execute();
    int opened =
        handle
            .createQuery("select opened from rule_day where rule = :rule and day = :day for update")
            .bind("rule", rule)
            .bind("day", day(now))
            .mapTo(Integer.class)
            .one();
    return Math.max(0, limit - opened);
  }

  /** Counts tickets as opened today. */
  public static void spend(Handle handle, String rule, int opened, Instant now) {
    handle
        .createUpdate(
            "update rule_day set opened = opened + :opened where rule = :rule and day = :day")
        .bind("opened", opened)
        .bind("rule", rule)
        .bind("day", day(now))
        .execute();
  }

  private static LocalDate day(Instant now) {
    return LocalDate.ofInstant(now, ZoneOffset.UTC);
  }
}
