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
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Notes go both ways while answers are lost and a replica of two is killed, twice. */
class NotesIT {

  private static final int TICKETS = 40;

  /** Each way. */
  private static final int NOTES = Integer.getInteger("notes.each-way", 400);

  @Test
  void notes_each_way_end_equal_on_both_sides_after_faults_and_kills() {
    String jdbcUrl = SharedPostgres.newDatabase();
    try (SandboxProcess serviceNow = SandboxProcess.here(20)) {
      Store store = new Store(jdbcUrl);
      List<PackagedApp> apps = new ArrayList<>();
      try {
        for (int i = 0; i < 2; i++) {
          apps.add(
              PackagedApp.start(
                  FastTimers.settings(jdbcUrl, serviceNow)
                      .withIntegration("notes.out", "comments,work-notes")
                      .withIntegration("sync.overlap", "4s")));
        }
        assertThat(apps.get(1).recommend(PostedEvents.array("notes", 0, TICKETS)).status())
            .isEqualTo(202);
        await("tickets")
            .atMost(Duration.ofMinutes(2))
            .until(() -> store.statuses().equals(Map.of("open", TICKETS)));
        serviceNow.faults(
            """
            {"rules":{"drop":{"probability":0.02},"commit-then-drop":{"probability":0.03},
              "server-error":{"probability":0.03},"commit-then-error":{"probability":0.02}}}""");
        List<String> assignments = store.texts("select id from assignment order by id");
        List<String> tickets = store.texts("select ticket_sys_id from assignment order by id");
        for (int i = 0; i < NOTES; i++) {
          if (i == NOTES / 3 || i == 2 * NOTES / 3) {
            apps.get(0).kill();
            apps.set(0, apps.get(0).startedAgain());
          }
          serviceNow.change(
              "incident", tickets.get(i % TICKETS), "{\"comments\":\"from there " + i + "\"}");
          String kind = i % 2 == 0 ? "comment" : "work_note";
          posts(
              apps.get(i % 2).api(),
              assignments.get(i % TICKETS),
              "{\"kind\":\"%s\",\"text\":\"from here %d\"}".formatted(kind, i));
        }
        await("everything carried")
            .atMost(Duration.ofMinutes(5))
            .until(
                () ->
                    one(store, "select count(*) from note_to_send") == 0
                        && one(
                                store,
                                "select count(*) from ticket_journal where due_at is not null")
                            == 0
                        // A ticket is due only once a poll saw that the note moved it.
                        && one(
                                store,
                                "select count(*) from note where origin = 'ropeway' and entry is null")
                            == 0);
      } finally {
        apps.forEach(PackagedApp::close);
      }

      List<String> journal = journal(serviceNow);
      assertThat(journal).hasSize(2 * NOTES).doesNotHaveDuplicates();
      assertThat(store.texts("select coalesce(entry, id) from note"))
          .as("entries that are known here")
          .hasSize(2 * NOTES)
          .doesNotHaveDuplicates();
      assertThat(one(store, "select count(*) from note where origin = 'servicenow'"))
          .isEqualTo(NOTES);
      assertThat(
              one(store, "select count(*) from note where state = 'written' and entry is not null"))
          .isEqualTo(NOTES);
      assertThat(one(store, "select count(*) from timeline where note_id is not null"))
          .isEqualTo(2 * NOTES);
    }
  }

  private static int one(Store store, String sql) {
    return Integer.parseInt(store.texts(sql).get(0));
  }

  private static void posts(Api api, String assignment, String body) {
    var reply = api.post("/api/v1/assignments/" + assignment + "/notes", body);
    assertThat(reply.status()).as(reply.body()).isEqualTo(201);
  }

  private static List<String> journal(SandboxProcess serviceNow) {
    var rows = new Api(serviceNow.url(), null).get("/sandbox/rows/sys_journal_field");
    return Json.tree(rows.body()).findValuesAsText("value");
  }
}
