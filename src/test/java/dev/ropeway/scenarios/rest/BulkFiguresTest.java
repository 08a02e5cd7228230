package dev.ropeway.scenarios.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;

import dev.ropeway.packaged.PostedEvents;
import dev.ropeway.scenarios.RopewayTest;
import dev.ropeway.scenarios.Scenario;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.time.Duration;
import org.jboss.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * What it costs to say what would become of many. Small in the suite; {@code -Dbulk=100000} is the
 * size that is promised.
 */
@RopewayTest
class BulkFiguresTest {

  private static final Logger LOG = Logger.getLogger(BulkFiguresTest.class);
  private static final int ROWS = Integer.getInteger("bulk", 5000);
  private static final int MAX = 100_000;
  private static final Duration PROMISED = Duration.ofSeconds(2);

  /** For what reads each recommendation. */
  private static final Duration READING = Duration.ofSeconds(10);

  @Inject Scenario scenario;

  @BeforeEach
  void fill() {
    scenario.isNew();
    rows(1, ROWS);
    scenario.run("analyze assignment");
    scenario.run("analyze recommendation");
  }

  @AfterEach
  void empty() {
    scenario.run("delete from bulk_run");
    scenario.run("truncate bulk_item");
    scenario.run("truncate recommendation cascade");
  }

  private void rows(int first, int last) {
    String document =
        PostedEvents.one("stored", 7).replace("'", "''").replace("stored-7", "stored-' || n || '");
    scenario.run(
        """
        insert into recommendation (key, id, state, state_changed_at, occurred_at, fingerprint, matched, document,
            created_at, updated_at)
          select sha256(('stored-' || n)::bytea), 'stored-' || n, 'unhealthy', '2026-01-01', '2026-01-01',
            sha256(('print-' || n)::bytea), true, ('%1$s')::jsonb, now(), now() from generate_series(%2$d, %3$d) n;
        insert into assignment (id, recommendation_key, status, integration, ticket_type, rule, severity, terms,
            revision, delivered_revision, created_at, updated_at)
          select ('01900000-0000-7000-8000-' || lpad(to_hex(n), 12, '0'))::uuid, sha256(('stored-' || n)::bytea),
            case when n %% 10 = 0 then 'closed' else 'open' end, 'nowhere', 'incident', 'all', 'high', '{}', 1, 1,
            now(), now() from generate_series(%2$d, %3$d) n;
        """
            .formatted(document, first, last));
  }

  private static Response timed(String what, String path, String body) {
    long begin = System.nanoTime();
    Response answer = Scenario.caller().body(body).post("/api/v1" + path);
    Duration took = Duration.ofNanos(System.nanoTime() - begin);
    LOG.infof("%s of %d: %d ms", what, ROWS, took.toMillis());
    assertThat(took)
        .as(what)
        .isLessThan(body.contains("\"text\"") || path.contains("rules") ? READING : PROMISED);
    return answer;
  }

  @Test
  void a_dry_run_answers_at_once_however_many_match() {
    String withdraw =
        "{\"action\":\"withdraw\",\"ticket\":\"keep\",\"dryRun\":true,\"filter\":{%s}}";
    String retry = "{\"action\":\"retry\",\"dryRun\":true,\"filter\":{%s}}";
    String due =
        "{\"action\":\"due-date\",\"dueDate\":\"2031-01-01T00:00:00Z\",\"dryRun\":true,\"filter\":{%s}}";
    assertThat(
            timed("dry withdrawal", "/assignments/bulk", withdraw.formatted(""))
                .jsonPath()
                .getInt("will"))
        .isEqualTo(ROWS);
    assertThat(
            timed("dry retry", "/assignments/bulk", retry.formatted("\"integration\":\"nowhere\""))
                .jsonPath()
                .getList("willNot.count"))
        .containsExactly(ROWS - ROWS / 10, ROWS / 10);
    assertThat(
            timed("dry due date by text", "/assignments/bulk", due.formatted("\"text\":\"stored\""))
                .jsonPath()
                .getInt("will"))
        .isEqualTo(ROWS - ROWS / 10);

    timed("start", "/assignments/bulk", "{\"action\":\"retry\",\"filter\":{}}")
        .then()
        .statusCode(202);
    if (ROWS == MAX) {
      rows(MAX + 1, MAX + 1);
      timed("one too many", "/assignments/bulk", withdraw.formatted(""))
          .then()
          .statusCode(400)
          .body("detail", containsString("more than 100000 assignments"));
    }
  }

  @Test
  void a_rule_is_tried_within_its_time() {
    var told =
        timed(
                "forecast",
                "/rules/evaluate",
                "{\"rule\":{\"name\":\"late\",\"integration\":\"snow\",\"priority\":7}}")
            .jsonPath();
    LOG.infof("the forecast saw %d, complete: %s", told.getInt("seen"), told.get("complete"));
    assertThat(told.getBoolean("complete")).isEqualTo(told.getInt("seen") == ROWS);
    assertThat(told.getInt("recommendations")).isEqualTo(told.getInt("seen"));
  }
}
