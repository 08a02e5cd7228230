package dev.ropeway.digest;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DigestTimesTest {

  private static DigestTimes times(DayOfWeek day, String time, boolean daily) {
    return new DigestTimes(
        new DigestSettings() {
          @Override
          public String cron() {
            return "";
          }

          @Override
          public DayOfWeek day() {
            return day;
          }

          @Override
          public LocalTime time() {
            return LocalTime.parse(time);
          }

          @Override
          public ZoneId zone() {
            return ZoneId.of("UTC");
          }

          @Override
          public Duration spread() {
            return Duration.ZERO;
          }

          @Override
          public boolean dailyForCritical() {
            return daily;
          }

          @Override
          public int maxReports() {
            return 50;
          }
        });
  }

  @ParameterizedTest
  @CsvSource({
    // The clocks of Berlin went back the day before, and those of New York a week later.
    "2026-10-26, 08:00, Europe/Berlin, 2026-10-26T07:00:00Z",
    "2026-10-19, 08:00, Europe/Berlin, 2026-10-19T06:00:00Z",
    "2026-10-26, 08:00, America/New_York, 2026-10-26T12:00:00Z",
    // A time that does not exist, and one that exists twice.
    "2026-03-29, 02:30, Europe/Berlin, 2026-03-29T01:30:00Z",
    "2026-10-25, 02:30, Europe/Berlin, 2026-10-25T00:30:00Z",
    "2026-10-26, 08:00, Pacific/Kiritimati, 2026-10-25T18:00:00Z",
    "2026-10-26, 08:00, US/Pacific, 2026-10-26T15:00:00Z"
  })
  void a_mail_goes_out_at_the_same_time_of_day_all_year(
      LocalDate date, String time, String zone, Instant at) {
    assertThat(times(DayOfWeek.MONDAY, time, false).sendAt(date, ZoneId.of(zone), "a@b.c"))
        .isEqualTo(at);
  }

  @Test
  void a_period_is_planned_before_the_first_of_its_mails_and_until_the_last_is_given_up() {
    DigestTimes times = times(DayOfWeek.MONDAY, "08:00", false);

    // 08:00 on Monday is 14:00 of Sunday at UTC+18, and 02:00 of Tuesday at UTC-18.
    assertThat(times.at(Instant.parse("2026-11-29T12:59:59Z"))).isEmpty();
    assertThat(times.at(Instant.parse("2026-11-29T13:00:00Z")))
        .containsExactly(new DigestTimes.Period("2026-W49", LocalDate.parse("2026-11-30"), false));
    assertThat(times.at(Instant.parse("2026-12-02T01:59:59Z"))).hasSize(1);
    assertThat(times.at(Instant.parse("2026-12-02T02:00:00Z"))).isEmpty();
  }

  @Test
  void the_week_of_a_turn_of_the_year_has_one_name() {
    DigestTimes times = times(DayOfWeek.FRIDAY, "08:00", false);

    assertThat(times.at(Instant.parse("2027-01-01T08:00:00Z")))
        .extracting(DigestTimes.Period::label)
        .containsExactly("2026-W53");
    assertThat(
            times.current(Instant.parse("2026-12-28T08:00:00Z"), ZoneId.of("UTC"), false).label())
        .isEqualTo("2026-W53");
  }

  @Test
  void daily_mails_have_a_period_of_each_day() {
    assertThat(times(DayOfWeek.MONDAY, "08:00", true).at(Instant.parse("2026-12-03T12:00:00Z")))
        .extracting(DigestTimes.Period::label)
        .contains("2026-12-03")
        .doesNotHaveDuplicates()
        .allMatch(label -> label.startsWith("2026-12-0"));
  }

  @Test
  void the_next_mail_is_the_one_of_the_next_day_that_is_meant() {
    DigestTimes times = times(DayOfWeek.MONDAY, "08:00", false);
    ZoneId tokyo = ZoneId.of("Asia/Tokyo");

    assertThat(times.next(Instant.parse("2026-11-29T22:00:00Z"), tokyo, "a@b.c"))
        .isEqualTo(Instant.parse("2026-11-29T23:00:00Z"));
    assertThat(times.next(Instant.parse("2026-11-29T23:00:00Z"), tokyo, "a@b.c"))
        .isEqualTo(Instant.parse("2026-12-06T23:00:00Z"));
  }

  @ParameterizedTest
  @CsvSource({
    "US/Pacific, US/Pacific",
    "Nowhere/At all, UTC",
    "'', UTC",
    "' Europe/Berlin ', Europe/Berlin"
  })
  void a_zone_that_nobody_knows_is_the_one_of_the_settings(String name, String zone) {
    assertThat(times(DayOfWeek.MONDAY, "08:00", false).zone(name)).isEqualTo(ZoneId.of(zone));
  }
}
