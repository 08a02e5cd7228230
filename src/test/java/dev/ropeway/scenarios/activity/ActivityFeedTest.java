package dev.ropeway.scenarios.activity;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ropeway.scenarios.RopewayTest;
import dev.ropeway.scenarios.Scenario;
import dev.ropeway.scenarios.SettableClock;
import dev.ropeway.store.Database;
import dev.ropeway.store.Json;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Feeds that ask for it are told of each activity once; others are not. */
@RopewayTest
class ActivityFeedTest {

  @Inject Scenario scenario;
  @Inject ActivityFixture activity;
  @Inject Database database;

  @BeforeEach
  void start() {
    activity.isNew();
    scenario.run(
        "insert into feed_target (name, types, held_until) values ('siem', array['dev.ropeway.activity'], "
            + SettableClock.sql()
            + "), ('soar', array['dev.ropeway.assignment.opened'], "
            + SettableClock.sql()
            + ")");
  }

  @AfterEach
  void forget() {
    scenario.run("delete from feed_target where name in ('siem', 'soar')");
    activity.forget();
  }

  private List<String> told(String target) {
    return database.inTransaction(
        handle ->
            handle
                .createQuery("select body from feed_event where target = :target")
                .bind("target", target)
                .mapTo(String.class)
                .list());
  }

  @Test
  void each_activity_is_told_once_as_an_ocsf_event_in_a_cloud_event() {
    activity.reads("logins");
    String login = activity.people().ago(Duration.ofDays(5)).logIn("ada.fulmer", "203.0.113.7");
    activity.pollsLater();
    activity.people().rotate(login);
    activity.pollsLater();

    assertThat(told("soar")).isEmpty();
    assertThat(told("siem")).hasSize(1);
    JsonNode event = Json.tree(told("siem").get(0));
    assertThat(event.path("specversion").asText()).isEqualTo("1.0");
    assertThat(event.path("type").asText()).isEqualTo("dev.ropeway.activity");
    assertThat(event.path("subject").asText()).isEqualTo("login");
    assertThat(event.at("/data/class_uid").asInt()).isEqualTo(3002);
    assertThat(event.at("/data/user/name").asText()).isEqualTo("ada.fulmer");
    // A feed gives up what waits for days: it counts from now.
    assertThat(
            database.<Boolean>inTransaction(
                handle ->
                    handle
                        .createQuery("select min(at) > :then from feed_event where target = 'siem'")
                        .bind("then", new SettableClock().instant().minus(Duration.ofHours(1)))
                        .mapTo(Boolean.class)
                        .one()))
        .isTrue();
  }
}
