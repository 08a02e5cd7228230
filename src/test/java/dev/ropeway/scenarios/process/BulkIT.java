package dev.ropeway.scenarios.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.ropeway.packaged.PackagedApp;
import dev.ropeway.packaged.PostedEvents;
import dev.ropeway.packaged.SandboxProcess;
import dev.ropeway.packaged.SharedPostgres;
import dev.ropeway.packaged.Store;
import dev.ropeway.store.Json;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A bulk run goes on where it was while each replica of two is killed in turn. */
class BulkIT {

  private static final int ASSIGNMENTS = 2000;
  private static final int ARRAY = 500;

  @Test
  void each_assignment_has_its_turn_once_whichever_replica_dies() {
    String jdbcUrl = SharedPostgres.newDatabase();
    try (SandboxProcess serviceNow = SandboxProcess.here(20)) {
      Store store = new Store(jdbcUrl);
      List<PackagedApp> apps = new ArrayList<>();
      try {
        for (int i = 0; i < 2; i++) {
          apps.add(
              PackagedApp.start(
                  FastTimers.settings(jdbcUrl, serviceNow)
                      .withIntegration("notes.out", "work-notes")));
        }
        for (int posted = 0; posted < ASSIGNMENTS; posted += ARRAY) {
          assertThat(apps.get(1).recommend(PostedEvents.array("bulk", posted, ARRAY)).status())
              .isEqualTo(202);
        }
        var reply =
            apps.get(0)
                .api()
                .post(
                    "/api/v1/assignments/bulk",
                    "{\"action\":\"note\",\"text\":\"please look\",\"filter\":{}}");
        assertThat(reply.status()).as(reply.body()).isEqualTo(202);
        assertThat(Json.tree(reply.body()).path("total").asInt()).isEqualTo(ASSIGNMENTS);

        for (int killed = 0; killed < 2; killed++) {
          int enough = (killed + 1) * ASSIGNMENTS / 8;
          await("some were done").atMost(Duration.ofMinutes(3)).until(() -> done(store) >= enough);
          apps.get(killed).kill();
          assertThat(done(store)).as("killed in the middle").isLessThan(ASSIGNMENTS);
          apps.set(killed, apps.get(killed).startedAgain());
        }
        await("the end of the run")
            .atMost(Duration.ofMinutes(4))
            .until(() -> store.texts("select status from bulk_run").equals(List.of("ended")));
      } finally {
        apps.forEach(PackagedApp::close);
      }

      assertThat(done(store)).isEqualTo(ASSIGNMENTS);
      assertThat(store.texts("select assignment_id from note where origin = 'ropeway'"))
          .hasSize(ASSIGNMENTS)
          .doesNotHaveDuplicates();
      assertThat(store.texts("select outcome from bulk_item where outcome = 'done'"))
          .hasSize(ASSIGNMENTS);
    }
  }

  private static int done(Store store) {
    return Integer.parseInt(store.texts("select done from bulk_run").get(0));
  }
}
