package dev.ropeway.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ropeway.scenarios.MadeIntegration;
import dev.ropeway.scenarios.RopewayTest;
import dev.ropeway.scenarios.Scenario;
import dev.ropeway.scenarios.SettableClock;
import dev.ropeway.servicenow.TableAnswer;
import dev.ropeway.workitem.OvertakenException;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import org.apache.camel.ProducerTemplate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** An import that is killed at any step loses nothing, and the next one reads nothing again. */
@RopewayTest
class CutImportTest {

  private static final int ROWS = 10;
  private static final String NEVER = "0 0 0 1 1 ? 2099";

  @Inject Scenario scenario;
  @Inject ProducerTemplate camel;
  @Inject WorkItemImport imports;
  @Inject WorkItemBackfill backfill;

  @BeforeEach
  void start() {
    scenario.isNew();
    forget();
  }

  @AfterEach
  void forget() {
    MadeIntegration.isGone(scenario);
    scenario.run("truncate work_item, work_item_cursor");
  }

  private void isImported() {
    MadeIntegration.basic(
            """
            "sync":{"cron":"%1$s","reconcileCron":"%1$s","pageSize":3},
            "workItems":{"types":["incident"],"cron":"%1$s","checkCron":"%1$s"}"""
                .formatted(NEVER))
        .statusCode(201);
    MadeIntegration.becomes("connected");
  }

  private void incidents() {
    for (int i = 0; i < ROWS; i++) {
      scenario.servicenow().insert("incident", Map.of("short_description", "work " + i));
      SettableClock.advance(Duration.ofSeconds(1));
    }
  }

  private TableAnswer answer(Object call) {
    return camel.requestBody("direct:call-servicenow", call, TableAnswer.class);
  }

  private int stored() {
    return scenario.count("select count(*) from work_item%s", "");
  }

  /** Each run stores one page and is killed while the next one is on its way. */
  @Test
  void a_backfill_goes_on_behind_the_last_page_that_was_stored() {
    incidents();
    SettableClock.advance(Duration.ofMinutes(10));
    isImported();
    camel.requestBody("direct:import-work-items", "made");
    List<String> read = new ArrayList<>();
    boolean more = true;
    while (more && read.size() <= ROWS) {
      ImportRun run = backfill.begin("made");
      TableAnswer page = answer(backfill.ask(run));
      page.rows().forEach(row -> read.add(row.sysId()));
      int before = stored();
      run = backfill.apply(run, page);
      assertThat(stored()).isEqualTo(before + page.rows().size());
      more = run.unfinished();
      if (more) {
        answer(backfill.ask(run));
      }
    }

    assertThat(read).hasSize(ROWS);
    assertThat(new HashSet<>(read)).hasSize(ROWS);
    assertThat(stored()).isEqualTo(ROWS);
    assertThat(backfill.begin("made").unfinished()).isFalse();
  }

  @Test
  void a_poll_goes_on_behind_the_last_page_that_was_stored() {
    isImported();
    camel.requestBody("direct:import-work-items", "made");
    incidents();
    // Whatever may be committed late is committed by now.
    SettableClock.advance(Duration.ofMinutes(10));
    List<String> read = new ArrayList<>();
    boolean more = true;
    while (more && read.size() <= ROWS) {
      ImportRun run = imports.begin("made");
      TableAnswer page = answer(imports.ask(run));
      page.rows().forEach(row -> read.add(row.sysId()));
      run = imports.apply(run, page);
      more = run.unfinished();
    }

    assertThat(read).hasSize(ROWS);
    assertThat(new HashSet<>(read)).hasSize(ROWS);
    assertThat(stored()).isEqualTo(ROWS);
  }

  @Test
  void what_may_be_committed_late_is_read_again() {
    isImported();
    camel.requestBody("direct:import-work-items", "made");
    incidents();
    ImportRun run = imports.begin("made");
    imports.apply(run, answer(imports.ask(run)));

    assertThat(answer(imports.ask(imports.begin("made"))).rows()).hasSize(3);
    assertThat(imports.begin("made").table().place()).isNull();
  }

  @Test
  void of_two_runs_at_once_one_stores_and_the_other_ends() {
    incidents();
    SettableClock.advance(Duration.ofMinutes(10));
    isImported();
    camel.requestBody("direct:import-work-items", "made");
    ImportRun one = backfill.begin("made");
    ImportRun other = backfill.begin("made");
    TableAnswer page = answer(backfill.ask(one));
    backfill.apply(one, page);

    assertThatThrownBy(() -> backfill.apply(other, page)).isInstanceOf(OvertakenException.class);
    assertThat(stored()).isEqualTo(3);
  }
}
