package dev.ropeway.scenarios.activity;

import static org.hamcrest.Matchers.anyOf;
import static org.hamcrest.Matchers.is;

import dev.ropeway.activity.Activities;
import dev.ropeway.activity.Activity;
import dev.ropeway.activity.ActivityFilter;
import dev.ropeway.sandbox.People;
import dev.ropeway.scenarios.MadeIntegration;
import dev.ropeway.scenarios.Scenario;
import dev.ropeway.scenarios.SettableClock;
import dev.ropeway.scenarios.TestEnvironment;
import dev.ropeway.sync.activity.PrivilegeInventory;
import io.restassured.path.json.JsonPath;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.camel.ProducerTemplate;

/** The integration {@code made}, whose activity is read when a test says so. */
@ApplicationScoped
public class ActivityFixture {

  static final String URL = "/api/v1/activity";
  static final ActivityFilter ALL =
      new ActivityFilter(null, null, null, null, null, null, null, null, null, null);
  static final String AUDITOR =
      "{\"type\":\"basic\",\"username\":\"ropeway.auditor\",\"password\":\"ropeway.auditor\"}";
  private static final String NEVER = "0 0 0 1 1 ? 2099";

  private final ProducerTemplate camel;
  private final Scenario scenario;
  private final Activities activities;
  private final PrivilegeInventory inventory;

  ActivityFixture(
      ProducerTemplate camel,
      Scenario scenario,
      Activities activities,
      PrivilegeInventory inventory) {
    this.inventory = inventory;
    this.camel = camel;
    this.scenario = scenario;
    this.activities = activities;
  }

  /** Nothing was read, and nothing is. */
  void isNew() {
    scenario.isNew();
    forget();
  }

  void forget() {
    MadeIntegration.isGone(scenario);
    scenario.run(
        "truncate activity, activity_cursor, activity_pending, activity_alarm, privilege, privilege_listing");
  }

  void reads(String... streams) {
    reads(50, "", streams);
  }

  /**
   * @param more of the settings of activity, each with a comma before it
   */
  void reads(int pageSize, String more, String... streams) {
    MadeIntegration.put(AUDITOR, settings(pageSize, more, streams))
        .statusCode(anyOf(is(200), is(201)));
    MadeIntegration.becomes("connected");
  }

  static String settings(int pageSize, String more, String... streams) {
    return """
        "sync":{"cron":"%1$s","reconcileCron":"%1$s","pageSize":%2$d},
        "activity":{"streams":[%3$s],"cron":"%1$s","privilegesCron":"%1$s"%4$s}"""
        .formatted(
            NEVER,
            pageSize,
            Arrays.stream(streams)
                .map(stream -> "\"" + stream + "\"")
                .collect(Collectors.joining(",")),
            more);
  }

  void polls() {
    camel.requestBody("direct:import-activity", "made");
  }

  /** What happened before is behind the instance's clock, and is read. */
  void pollsLater() {
    SettableClock.advance(Duration.ofMinutes(2));
    polls();
  }

  /** As the daily timer does. */
  void lists() {
    camel.requestBody("direct:list-privileges", inventory.begin("made"));
  }

  /** As each poll does. */
  void goesOnListing() {
    camel.requestBody("direct:list-privileges", inventory.goOn("made"));
  }

  People people() {
    return TestEnvironment.sandbox().people();
  }

  List<Activity> all() {
    return activities.list(ALL, null, Integer.MAX_VALUE);
  }

  long lists(String table) {
    return TestEnvironment.sandbox().callCount("GET", table);
  }

  static JsonPath shows(String query) {
    return Scenario.caller().get(URL + query).then().statusCode(200).extract().jsonPath();
  }
}
