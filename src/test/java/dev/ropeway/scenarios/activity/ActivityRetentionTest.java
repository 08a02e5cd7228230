package dev.ropeway.scenarios.activity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ropeway.activity.ActivityDays;
import dev.ropeway.retention.Retention;
import dev.ropeway.scenarios.RopewayTest;
import dev.ropeway.scenarios.Scenario;
import dev.ropeway.scenarios.SettableClock;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.LocalDate;
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

  @Test
  void a_reading_that_stood_still_for_longer_begins_seven_days_back() {
    activity.reads("logins");
    activity.people().logIn("too.old", "203.0.113.7");
    activity.polls();
    SettableClock.advance(Duration.ofDays(40));
    activity.people().ago(Duration.ofDays(2)).logIn("ada.fulmer", "203.0.113.7");
    activity.pollsLater();
    assertThat(activity.all()).hasSize(1);
    assertThat(activity.all().get(0).actor()).isEqualTo("ada.fulmer");
  }
}
