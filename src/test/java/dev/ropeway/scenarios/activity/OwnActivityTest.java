package dev.ropeway.scenarios.activity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.ropeway.activity.Activity;
import dev.ropeway.sandbox.People;
import dev.ropeway.scenarios.RopewayTest;
import dev.ropeway.scenarios.Scenario;
import dev.ropeway.scenarios.TestEnvironment;
import jakarta.inject.Inject;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What Ropeway does on an instance is its own, through whichever integration it does it. */
@RopewayTest
class OwnActivityTest {

  private static final String REFUSED = "/api/v1/integrations/refused";

  @Inject Scenario scenario;
  @Inject ActivityFixture activity;

  @BeforeEach
  void start() {
    activity.isNew();
  }

  @AfterEach
  void forget() {
    activity.forget();
    assertThat(TestEnvironment.sandbox().complaints()).isEmpty();
  }

  /** The user ropeway is that of the integration snow, at the same instance. */
  @Test
  void what_the_user_of_another_integration_of_the_instance_does_is_own() {
    activity.reads(50, ",\"tables\":[\"incident\"]", "logins", "privileges", "records", "exports");
    does(activity.people(), "ropeway");
    activity.pollsLater();
    assertThat(activity.all()).hasSize(3).allMatch(Activity::own);
  }

  @Test
  void the_case_of_a_name_makes_nobody_else_of_it() {
    activity.reads(50, ",\"tables\":[\"incident\"]", "logins", "records");
    does(activity.people(), "Ropeway");
    activity.people().logIn("ROPEWAY.Auditor", "203.0.113.7");
    activity.pollsLater();
    assertThat(activity.all()).hasSize(3).allMatch(Activity::own);
  }

  @Test
  void the_name_in_the_settings_counts_where_the_login_of_an_integration_is_refused() {
    Scenario.caller()
        .body(
            """
            {"instanceUrl":"%s","auth":{"type":"basic","username":"ropeway.service","password":"wrong"}}"""
                .formatted(TestEnvironment.sandbox().url()))
        .put(REFUSED)
        .then()
        .statusCode(201);
    try {
      activity.reads("logins", "exports");
      activity.people().logIn("ropeway.service", "203.0.113.7");
      activity.people().call("ropeway.service", "/api/now/table/incident", "203.0.113.7");
      activity.people().logIn("ada.fulmer", "203.0.113.7");
      activity.pollsLater();
      assertThat(activity.all()).hasSize(2);
      assertThat(activity.all())
          .filteredOn(Activity::own)
          .extracting(Activity::actor)
          .containsExactly("ropeway.service");
    } finally {
      Scenario.caller().delete(REFUSED + "?assignments=withdraw&rules=keep");
      await()
          .atMost(Duration.ofMinutes(1))
          .until(
              () -> {
                scenario.waits(Duration.ofMinutes(2));
                return Scenario.caller().get(REFUSED).statusCode() == 404;
              });
    }
  }

  private static void does(People people, String user) {
    people.logIn(user, "203.0.113.7");
    if (user.equals("ropeway")) {
      people.grant(user, "ada.fulmer", "admin");
    }
    people.change(user, "incident", "x", "state", "1", "2");
    people.call(user, "/api/now/table/incident", "203.0.113.7");
    people.open(user, "/incident_list.do?CSV", "203.0.113.7");
  }
}
