package dev.ropeway.scenarios.activity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ropeway.activity.Activity;
import dev.ropeway.metrics.StoreGauges;
import dev.ropeway.scenarios.RopewayTest;
import dev.ropeway.scenarios.Scenario;
import dev.ropeway.scenarios.Scrape;
import dev.ropeway.scenarios.SettableClock;
import dev.ropeway.scenarios.TestEnvironment;
import io.quarkus.test.common.http.TestHTTPResource;
import io.restassured.path.json.JsonPath;
import jakarta.inject.Inject;
import java.net.URI;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Who signed in to an instance, from seven days before it was connected on. */
@RopewayTest
class LoginActivityTest {

  @Inject Scenario scenario;
  @Inject ActivityFixture activity;
  @Inject StoreGauges gauges;

  @TestHTTPResource(value = "/observe/metrics", management = true)
  URI management;

  @BeforeEach
  void start() {
    activity.isNew();
  }

  @AfterEach
  void forget() {
    activity.forget();
    assertThat(TestEnvironment.sandbox().complaints()).isEmpty();
  }

  @Test
  void logins_are_read_with_who_from_where_and_whether_they_failed() {
    activity.reads("logins");
    activity.people().logIn("ada.fulmer", "203.0.113.7");
    SettableClock.advance(Duration.ofSeconds(1));
    activity.people().failToLogIn("ben.okafor", "203.0.113.8");
    SettableClock.advance(Duration.ofSeconds(1));
    activity
        .people()
        .event("external.authentication.succeeded", "emi.tanaka", "https://x/nav_to.do");
    activity.pollsLater();

    JsonPath page = ActivityFixture.shows("");
    assertThat(page.getList("items.action", String.class))
        .containsExactly("login", "login-failed", "login");
    assertThat(page.getString("items[2].text")).isEqualTo("ada.fulmer logged in from 203.0.113.7");
    assertThat(page.getString("items[1].actor")).isEqualTo("ben.okafor");
    assertThat(page.getBoolean("items[1].failed")).isTrue();
    assertThat(page.getString("items[0].detail.sso")).isEqualTo("true");
  }

  @Test
  void the_first_run_reads_the_seven_days_before() {
    activity.people().ago(Duration.ofDays(7).plusHours(1)).logIn("too.old", "203.0.113.7");
    activity.people().ago(Duration.ofDays(6).plusHours(23)).logIn("just.in", "203.0.113.7");
    activity.reads("logins");
    activity.polls();
    assertThat(activity.all()).extracting(Activity::actor).containsExactly("just.in");
  }

  @Test
  void nothing_is_read_twice_and_a_poll_at_rest_makes_no_call() {
    activity.people().logIn("ada.fulmer", "203.0.113.7");
    activity.reads("logins");
    // Asks who calls, which takes its time.
    activity.polls();
    activity.pollsLater();
    long calls = activity.lists("sysevent");
    activity.polls();
    assertThat(activity.lists("sysevent")).isEqualTo(calls);
    activity.pollsLater();
    assertThat(activity.lists("sysevent")).isEqualTo(calls + 1);
    assertThat(activity.all()).hasSize(1);
  }

  @Test
  void others_read_it_as_lines_and_in_their_own_forms() {
    activity.reads("logins");
    activity.people().failToLogIn("ada.fulmer", "203.0.113.7");
    activity.people().failToLogIn("ben.okafor", "203.0.113.8");
    activity.pollsLater();

    assertThat(ActivityFixture.shows("?format=ocsf").getInt("items[0].class_uid")).isEqualTo(3002);
    assertThat(
            ActivityFixture.shows("?format=ecs&actor=ADA.fulmer").getString("items[0].source.ip"))
        .isEqualTo("203.0.113.7");
    String lines =
        Scenario.caller()
            .accept("application/x-ndjson")
            .get(ActivityFixture.URL + "?format=ocsf")
            .then()
            .statusCode(200)
            .extract()
            .asString();
    assertThat(lines.strip().split("\n")).hasSize(2);
    assertThat(
            Scenario.caller()
                .accept("text/plain")
                .get(ActivityFixture.URL + "?format=cef&actor=ben.okafor")
                .then()
                .statusCode(200)
                .extract()
                .asString())
        .startsWith("CEF:0|ServiceNow|ServiceNow|1|login-failed|login failed|4|rt=")
        .contains("suser=ben.okafor");
    assertThat(ActivityFixture.shows("?format=cef").getString("items[0]")).startsWith("CEF:0|");
  }

  @Test
  void how_far_back_a_reading_is_can_be_scraped() {
    activity.reads("logins");
    activity.pollsLater();
    String[] labels = {"integration", "made", "log", "logins"};
    assertThat(Scrape.after(gauges, management).value("ropeway_activity_lag_seconds", labels))
        .isBetween(80.0, 160.0);
    SettableClock.advance(Duration.ofHours(1));
    assertThat(Scrape.after(gauges, management).value("ropeway_activity_lag_seconds", labels))
        .isBetween(3600.0, 3800.0);
  }

  @Test
  void a_list_is_read_page_by_page() {
    for (int i = 0; i < 5; i++) {
      activity.people().logIn("user." + i, "203.0.113.7");
    }
    activity.reads("logins");
    activity.pollsLater();
    JsonPath first = ActivityFixture.shows("?limit=3");
    JsonPath second = ActivityFixture.shows("?limit=3&cursor=" + first.getString("next"));
    assertThat(second.getString("next")).isNull();
    assertThat(first.getList("items.actor", String.class))
        .hasSize(3)
        .doesNotContainAnyElementsOf(second.getList("items.actor", String.class));
    assertThat(second.getList("items")).hasSize(2);
  }
}
