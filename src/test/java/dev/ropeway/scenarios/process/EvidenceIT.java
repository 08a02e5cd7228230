package dev.ropeway.scenarios.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.ropeway.packaged.Api;
import dev.ropeway.packaged.PackagedApp;
import dev.ropeway.packaged.PostedEvents;
import dev.ropeway.packaged.SandboxProcess;
import dev.ropeway.packaged.SharedPostgres;
import dev.ropeway.packaged.Store;
import dev.ropeway.store.Json;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Files are attached while answers are lost and a replica of two is killed, twice. */
class EvidenceIT {

  private static final int TICKETS = 10;

  /** More than one for each ticket: one that fails is not to cost the next its tries. */
  private static final int FILES = 60;

  @Test
  void each_file_is_attached_once_after_faults_and_kills() {
    String jdbcUrl = SharedPostgres.newDatabase();
    try (SandboxProcess serviceNow = SandboxProcess.here(20)) {
      Store store = new Store(jdbcUrl);
      List<PackagedApp> apps = new ArrayList<>();
      try {
        for (int i = 0; i < 2; i++) {
          apps.add(
              PackagedApp.start(
                  FastTimers.settings(jdbcUrl, serviceNow)
                      .withIntegration("attachments.evidence", "true")));
        }
        assertThat(apps.get(1).recommend(PostedEvents.array("files", 0, TICKETS)).status())
            .isEqualTo(202);
        await("tickets")
            .atMost(Duration.ofMinutes(2))
            .until(() -> store.statuses().equals(Map.of("open", TICKETS)));
        serviceNow.faults(
            """
            {"rules":{"drop":{"probability":0.03},"commit-then-drop":{"probability":0.03},
              "server-error":{"probability":0.03},"commit-then-error":{"probability":0.03}}}""");
        List<String> assignments = store.texts("select id from assignment order by id");
        for (int i = 0; i < FILES; i++) {
          if (i == FILES / 3 || i == 2 * FILES / 3) {
            apps.get(0).kill();
            apps.set(0, apps.get(0).startedAgain());
          }
          sends(apps.get(i % 2).api(), assignments.get(i % TICKETS), i);
        }
        await("everything sent")
            .atMost(Duration.ofMinutes(4))
            .until(
                () ->
                    store
                        .texts("select count(*) from evidence where state = 'waiting'")
                        .equals(List.of("0")));
      } finally {
        apps.forEach(PackagedApp::close);
      }

      assertThat(store.texts("select distinct state || coalesce(' ' || detail, '') from evidence"))
          .isEqualTo(List.of("attached"));
      List<String> names =
          store.texts("select assignment_id || '-' || name from evidence order by 1");
      assertThat(names).hasSize(FILES);
      assertThat(attached(serviceNow)).containsExactlyInAnyOrderElementsOf(names);
    }
  }

  private static void sends(Api api, String assignment, int number) {
    String content =
        Base64.getEncoder().encodeToString(("file " + number).getBytes(StandardCharsets.UTF_8));
    var reply =
        api.post(
            "/api/v1/assignments/" + assignment + "/evidence",
            "{\"name\":\"%d.txt\",\"content\":\"%s\"}".formatted(number, content));
    assertThat(reply.status()).as(reply.body()).isEqualTo(201);
  }

  private static List<String> attached(SandboxProcess serviceNow) {
    var rows = new Api(serviceNow.url(), null).get("/sandbox/rows/sys_attachment");
    return Json.tree(rows.body()).findValuesAsText("file_name");
  }
}
