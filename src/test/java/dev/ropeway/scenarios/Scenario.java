package dev.ropeway.scenarios;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.ropeway.assignment.WorkArrived;
import dev.ropeway.integration.Integrations;
import dev.ropeway.integration.check.FirstTests;
import dev.ropeway.sandbox.Sandbox;
import io.agroal.api.AgroalDataSource;
import io.restassured.path.json.JsonPath;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.awaitility.Awaitility;

/** What the people and programs of a scenario do, so that a test reads as its story. */
@ApplicationScoped
public class Scenario {

  /** A machine with much else to do must fail no test. */
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  /** How long nothing may be called before an earlier test counts as over. */
  private static final Duration QUIET = Duration.ofMillis(60);

  static {
    Awaitility.setDefaultTimeout(PATIENCE);
    // A hundred milliseconds before each first look were a tenth of all the time that tests took.
    Awaitility.setDefaultPollDelay(Duration.ZERO);
    Awaitility.setDefaultPollInterval(Duration.ofMillis(20));
  }

  private static final String NOTHING_WAS_POSTED =
      """
      truncate recommendation cascade; delete from sync_cursor; delete from idempotency; delete from api_key;
      delete from audit; delete from bulk_run; delete from bulk_item; delete from saved_view; delete from digest;
      delete from mail_contact; delete from mail_suppression; delete from rate_budget;
      update integration_state set paused_until = null, failures = 0, sync_warnings = null
      """;

  private final AgroalDataSource dataSource;
  private final Event<WorkArrived> work;
  private final Integrations integrations;
  private final FirstTests firstTests;
  private boolean begun;

  Scenario(
      AgroalDataSource dataSource,
      Event<WorkArrived> work,
      Integrations integrations,
      FirstTests firstTests) {
    this.dataSource = dataSource;
    this.work = work;
    this.integrations = integrations;
    this.firstTests = firstTests;
  }

  /** Nothing was ever posted, the instance is empty and well. */
  public void isNew() {
    if (!begun) {
      await().until(() -> caller().get("/api/v1/assignments").statusCode() == 200);
      begun = true;
    }
    // A first test that met what an earlier test did to the instance is not waited for.
    await().until(this::firstTestsPassed);
    // Lets what an earlier test left in flight end, so that it cannot meet the next one.
    TestEnvironment.sandbox().faults().clear();
    SettableClock.advance(Duration.ofMinutes(1));
    run(NOTHING_WAS_POSTED);
    await().until(this::isIdle);
    TestEnvironment.sandbox().reset();
  }

  private boolean firstTestsPassed() {
    if (integrations.all().stream().allMatch(one -> one.isStored() || firstTests.passed(one))) {
      return true;
    }
    TestEnvironment.sandbox().faults().clear();
    SettableClock.advance(Duration.ofSeconds(10));
    return false;
  }

  private boolean isIdle() {
    long before = TestEnvironment.sandbox().calls().size();
    goesOn();
    await().pollDelay(QUIET).until(() -> true);
    return TestEnvironment.sandbox().calls().size() == before;
  }

  public Sandbox servicenow() {
    return TestEnvironment.sandbox();
  }

  public static RequestSpecification caller() {
    return given().header("X-API-Key", TestEnvironment.KEY).contentType("application/json");
  }

  public static String finding(String id, String more) {
    return "{\"id\":\"%s\",\"title\":\"MFA should be enabled\",\"severity\":\"high\",\"source\":\"microsoft\"%s}"
        .formatted(id, more.isEmpty() ? "" : "," + more);
  }

  public ValidatableResponse post(String body) {
    return caller().body(body).post("/api/v1/recommendations").then();
  }

  /** Posts a finding and says which assignment came of it. */
  public UUID hears(String id) {
    return hears(id, "");
  }

  public UUID hears(String id, String more) {
    return UUID.fromString(
        post(finding(id, more)).statusCode(202).extract().path("results[0].assignment.id"));
  }

  public JsonPath assignment(UUID id) {
    return caller().get("/api/v1/assignments/" + id).then().statusCode(200).extract().jsonPath();
  }

  public JsonPath becomes(UUID id, String status) {
    await().untilAsserted(() -> assertThat(assignment(id).getString("status")).isEqualTo(status));
    return assignment(id);
  }

  public JsonPath fails(UUID id, String reason) {
    await()
        .untilAsserted(
            () -> assertThat(assignment(id).getString("failure.reason")).isEqualTo(reason));
    return assignment(id);
  }

  /** A finding with its ticket. */
  public UUID hasTicket(String id) {
    return hasTicket(id, "");
  }

  public UUID hasTicket(String id, String more) {
    UUID assignment = hears(id, more);
    becomes(assignment, "open");
    return assignment;
  }

  public String sysId(UUID assignment) {
    return assignment(assignment).getString("ticket.sysId");
  }

  public Map<String, String> ticket(String table, UUID assignment) {
    return TestEnvironment.sandbox().row(table, sysId(assignment));
  }

  public List<Map<String, String>> tickets(String table) {
    return TestEnvironment.sandbox().rows(table);
  }

  public JsonPath syncs(String integration) {
    return caller()
        .post("/api/v1/integrations/" + integration + "/sync")
        .then()
        .statusCode(200)
        .extract()
        .jsonPath();
  }

  /**
   * Polls until a count is one, although refused deliveries pause the integration again and again.
   */
  public void syncsUntil(String integration, String count) {
    await()
        .until(
            () -> {
              run("update integration_state set paused_until = null, failures = 0");
              caller().post("/api/v1/integrations/" + integration + "/sync");
              return count(count, "") == 1;
            });
  }

  /** Puts the clock ahead and lets deliveries look at it. */
  public void waits(Duration time) {
    SettableClock.advance(time);
    goesOn();
  }

  public void goesOn() {
    work.fire(new WorkArrived());
  }

  /** What a count over the store says; {@code %s} in it is the text. */
  public int count(String sql, String text) {
    try (Connection connection = dataSource.getConnection();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql.formatted(text))) {
      rows.next();
      return rows.getInt(1);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  /** What is in flight may be met the other way round: the loser of a deadlock tries again. */
  public void run(String sql) {
    for (int attempt = 1; ; attempt++) {
      try (Connection connection = dataSource.getConnection();
          Statement statement = connection.createStatement()) {
        statement.execute(sql);
        return;
      } catch (SQLException e) {
        if (!"40P01".equals(e.getSQLState()) || attempt == 5) {
          throw new IllegalStateException(e);
        }
      }
    }
  }
}
