package dev.ropeway.scenarios.activity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ropeway.activity.Activity;
import dev.ropeway.activity.ActivityDays;
import dev.ropeway.retention.Retention;
import dev.ropeway.scenarios.RopewayTest;
import dev.ropeway.scenarios.Scenario;
import dev.ropeway.scenarios.SettableClock;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Activity is kept for thirty days, and a day goes as a whole. */
@RopewayTest
class ActivityRetentionTest {

  @Inject Scenario scenario;
  @Inject ActivityFixture activity;
  @Inject Retention retention;
  @Inject ActivityDays days;

  @BeforeEach
  void start() {
    activity.isNew();
  }

  @AfterEach
  void forget() {
    activity.forget();
  }

  @Test
  void what_is_older_than_thirty_days_is_dropped_with_its_day() throws Exception {
    activity.reads("logins");
    activity.people().logIn("ada.fulmer", "203.0.113.7");
    activity.pollsLater();
    SettableClock.advance(Duration.ofDays(29));
    retention.run();
    assertThat(activity.all()).hasSize(1);

    SettableClock.advance(Duration.ofDays(3));
    retention.run();
    assertThat(activity.all()).isEmpty();
    assertThat(days.endedBefore(new SettableClock().instant().minus(Duration.ofDays(30))))
        .isEqualTo(java.util.List.<LocalDate>of());
  }

  private int stored() {
    return scenario.count("select count(*) from activity%s", "");
  }

  @Test
  void what_is_older_than_thirty_days_is_not_shown_and_goes_before_its_day_is_over()
      throws Exception {
    activity.reads("logins");
    activity.people().logIn("ada.fulmer", "203.0.113.7");
    activity.people().ago(Duration.ofHours(1)).logIn("ben.okafor", "203.0.113.7");
    activity.pollsLater();
    assertThat(activity.all()).hasSize(2);
    SettableClock.advance(Duration.ofDays(30).minusMinutes(30));
    assertThat(activity.all()).extracting(Activity::actor).containsExactly("ada.fulmer");
    assertThat(stored()).isEqualTo(2);
    retention.run();
    assertThat(stored()).isEqualTo(1);
    SettableClock.advance(Duration.ofHours(1));
    assertThat(activity.all()).isEmpty();
    retention.run();
    assertThat(stored()).isZero();
  }

  @Test
  void what_is_read_too_late_to_be_kept_is_not_stored() {
    activity.people().ago(Duration.ofDays(3)).logIn("ada.fulmer", "203.0.113.7");
    activity.reads("logins");
    activity.pollsLater();
    assertThat(stored()).isEqualTo(1);
    assertThat(days.kept()).isEqualTo(Duration.ofDays(30));
  }

  @Test
  void a_day_that_another_replica_dropped_is_made_again() {
    activity.reads("logins");
    activity.people().logIn("ada.fulmer", "203.0.113.7");
    activity.pollsLater();
    String day =
        DateTimeFormatter.ofPattern("uuuu_MM_dd")
            .withZone(ZoneOffset.UTC)
            .format(activity.all().get(0).at());
    scenario.run("drop table activity_" + day);
    activity.people().ago(Duration.ofMinutes(1)).logIn("ben.okafor", "203.0.113.7");
    activity.pollsLater();
    assertThat(activity.all()).extracting(Activity::actor).containsExactly("ben.okafor");
  }

  @Test
  void a_reading_that_stood_still_goes_on_with_what_would_still_be_kept() {
    activity.reads("logins");
    activity.people().logIn("too.old", "203.0.113.7");
    activity.polls();
    SettableClock.advance(Duration.ofDays(40));
    activity.people().ago(Duration.ofDays(20)).logIn("ada.fulmer", "203.0.113.7");
    activity.pollsLater();
    assertThat(activity.all()).extracting(Activity::actor).containsExactly("ada.fulmer");
  }

  @Test
  void other_tables_make_a_reading_that_stood_still_lose_nothing() {
    activity.reads(50, ",\"tables\":[\"incident\"]", "records");
    activity.pollsLater();
    SettableClock.advance(Duration.ofDays(12));
    activity.people().ago(Duration.ofDays(10)).change("x", "incident", "y", "state", "1", "2");
    activity.people().ago(Duration.ofDays(6)).change("x", "problem", "y", "state", "1", "2");
    activity.reads(50, ",\"tables\":[\"incident\",\"problem\"]", "records");
    activity.pollsLater();
    assertThat(activity.all())
        .extracting(one -> one.detail("table"))
        .containsExactly("problem", "incident");
  }
}
