package dev.ropeway.scenarios.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ropeway.packaged.Api;
import dev.ropeway.packaged.FreePort;
import dev.ropeway.packaged.PackagedApp;
import dev.ropeway.packaged.PackagedApp.Settings;
import dev.ropeway.packaged.SandboxProcess;
import dev.ropeway.packaged.SharedPostgres;
import dev.ropeway.packaged.Store;
import dev.ropeway.sandbox.LocalPostgres;
import dev.ropeway.store.Json;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Work items are imported while answers are lost, records change, a replica of two is killed and
 * PostgreSQL is away.
 */
class WorkItemsIT {

  private static final int ROWS = Integer.getInteger("work-items", 4000);
  private static final int CHANGED = ROWS / 20;
  private static final String FAULTS =
      "{\"rules\":{\"drop\":{\"probability\":0.05},\"server-error\":{\"probability\":0.05}}}";
  private static final int PAGE = Math.max(50, ROWS / 40);

  /** So slow that half of the pages take seconds, whatever the machine. */
  private static final int LATENCY_MILLIS = 150;

  @Test
  void imported_records_end_equal_to_the_instance_after_faults_and_kills() {
    String jdbcUrl = SharedPostgres.newDatabase();
    try (SandboxProcess serviceNow = SandboxProcess.here(LATENCY_MILLIS)) {
      serviceNow.fill("{\"count\":" + ROWS + ",\"seconds\":86400}");
      serviceNow.faults(FAULTS);
      Store store = new Store(jdbcUrl);
      List<PackagedApp> apps = new ArrayList<>();
      try {
        for (int i = 0; i < 2; i++) {
          apps.add(PackagedApp.start(settings(jdbcUrl, serviceNow)));
        }
        for (int kill = 0; kill < 2; kill++) {
          awaitImported(store, (kill + 1) * ROWS / 4);
          apps.get(kill).kill();
          // The other replica must not be done before this one is there again.
          serviceNow.faults("{\"rules\":{\"drop\":{\"probability\":1}}}");
          serviceNow.touch("{\"count\":" + CHANGED + ",\"state\":\"" + (2 + kill) + "\"}");
          apps.set(kill, apps.get(kill).startedAgain());
          serviceNow.faults(FAULTS);
        }
        awaitEqual(store, serviceNow);
      } finally {
        apps.forEach(PackagedApp::close);
      }
    }
  }

  @Test
  void an_import_goes_on_where_it_was_once_PostgreSQL_is_back(@TempDir Path data) {
    int port = FreePort.any();
    LocalPostgres postgres = LocalPostgres.start(data, port);
    try (SandboxProcess serviceNow = SandboxProcess.here(LATENCY_MILLIS)) {
      serviceNow.fill("{\"count\":" + ROWS + ",\"seconds\":86400}");
      try (PackagedApp app = PackagedApp.start(settings(postgres.jdbcUrl(), serviceNow))) {
        int imported = awaitImported(new Store(postgres.jdbcUrl()), ROWS / 4);

        postgres.close();
        app.awaitStatus(503);
        serviceNow.touch("{\"count\":" + CHANGED + ",\"state\":\"2\"}");
        postgres = LocalPostgres.start(data, port);

        Store store = new Store(postgres.jdbcUrl());
        assertThat(count(store)).isBetween(imported, ROWS - 1);
        awaitEqual(store, serviceNow);
      }
    } finally {
      postgres.close();
    }
  }

  private static Settings settings(String jdbcUrl, SandboxProcess serviceNow) {
    return FastTimers.settings(jdbcUrl, serviceNow)
        .withIntegration("work-items.types", "incident")
        .withIntegration("work-items.cron", "0/1 * * * * ?")
        .withIntegration("work-items.check-cron", "0 0 0 1 1 ? 2099")
        .withIntegration("sync.page-size", String.valueOf(PAGE))
        .withIntegration("sync.overlap", "4s");
  }

  private static int awaitImported(Store store, int enough) {
    int imported =
        await("import under way")
            .atMost(Duration.ofMinutes(3))
            .pollDelay(Duration.ZERO)
            .pollInterval(Duration.ofMillis(20))
            .until(() -> count(store), count -> count >= enough);
    assertThat(imported).as("in the middle").isLessThan(ROWS);
    return imported;
  }

  private static void awaitEqual(Store store, SandboxProcess serviceNow) {
    List<String> there = there(serviceNow);
    await("everything imported")
        .atMost(Duration.ofMinutes(5))
        .untilAsserted(() -> assertThat(stored(store)).containsExactlyInAnyOrderElementsOf(there));
    await("the backfill knows its end")
        .until(() -> !store.texts("select complete_from from work_item_cursor").contains(null));
  }

  private static int count(Store store) {
    return Integer.parseInt(store.texts("select count(*) from work_item").get(0));
  }

  private static List<String> stored(Store store) {
    return store.texts(
        "select concat_ws(' ', sys_id, number, state, mod_count, short_description) from work_item");
  }

  private static List<String> there(SandboxProcess serviceNow) {
    List<String> rows = new ArrayList<>();
    for (JsonNode row :
        Json.tree(new Api(serviceNow.url(), null).get("/sandbox/rows/incident").body())) {
      rows.add(
          String.join(
              " ",
              row.path("sys_id").asText(),
              row.path("number").asText(),
              row.path("state").asText(),
              row.path("sys_mod_count").asText(),
              row.path("short_description").asText()));
    }
    assertThat(rows).hasSize(ROWS);
    return rows;
  }
}
