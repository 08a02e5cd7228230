package dev.ropeway.scenarios.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.ropeway.packaged.Api.Reply;
import dev.ropeway.packaged.PackagedApp;
import dev.ropeway.packaged.PackagedApp.Settings;
import dev.ropeway.packaged.PostedEvents;
import dev.ropeway.packaged.SandboxProcess;
import dev.ropeway.packaged.Store;
import dev.ropeway.sandbox.LocalPostgres;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** PostgreSQL fails over: connections break, then the server only reads for a while. */
class StoreFailoverIT {

  private static final int FINDINGS = 200;
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final Duration READ_ONLY = Duration.ofSeconds(4);

  @TempDir Path data;

  @Test
  void every_replica_answers_503_meanwhile_leaves_its_old_connections_and_recovers_by_itself() {
    try (LocalPostgres postgres = LocalPostgres.start(data, 0);
        SandboxProcess serviceNow = SandboxProcess.here(50)) {
      Store store = new Store(postgres.jdbcUrl());
      Settings settings = FastTimers.settings(postgres.jdbcUrl(), serviceNow);
      try (PackagedApp one = PackagedApp.launch(settings);
          PackagedApp other = PackagedApp.launch(settings)) {
        List<PackagedApp> replicas = List.of(one.awaitReady(), other.awaitReady());
        assertThat(one.recommend(PostedEvents.array("before", 0, FINDINGS)).status())
            .isEqualTo(202);
        await("delivery under way")
            .atMost(PATIENCE)
            .pollInterval(Duration.ofMillis(20))
            .until(() -> serviceNow.tickets() > FINDINGS / 10);

        List<String> toThePrimary = connections(store);
        onlyReads(store, true);
        await("intake is refused for now, by every replica, for as long as it lasts")
            .atMost(PATIENCE)
            .during(READ_ONLY)
            .pollInterval(Duration.ofMillis(250))
            .untilAsserted(() -> assertThat(replicas).allSatisfy(StoreFailoverIT::assertRefused));
        assertThat(connections(store))
            .as("connections to a server that only reads now")
            .doesNotContainAnyElementsOf(toThePrimary);
        assertThat(replicas)
            .as("they tell callers when to come back")
            .allMatch(PackagedApp::isReady);
        onlyReads(store, false);
        // The former primary goes down, and its connections break.
        store.execute(
            "select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'ropeway'");

        for (PackagedApp replica : replicas) {
          await("intake recovers alone")
              .atMost(PATIENCE)
              .until(() -> replica.recommend(PostedEvents.one("after", 1)).status() == 202);
        }
        await("every assignment open")
            .atMost(PATIENCE)
            .untilAsserted(
                () -> assertThat(store.statuses()).isEqualTo(Map.of("open", FINDINGS + 1)));
        assertThat(serviceNow.duplicates()).isZero();
        assertThat(serviceNow.tickets()).isEqualTo(FINDINGS + 1);
        int calls = serviceNow.calls();
        await("polls go on").atMost(PATIENCE).until(() -> serviceNow.calls() > calls + 1);
      }
    }
  }

  private static void onlyReads(Store store, boolean only) {
    store.execute("alter system set default_transaction_read_only = " + (only ? "on" : "off"));
    store.execute("select pg_reload_conf()");
  }

  private static List<String> connections(Store store) {
    return store.texts("select pid from pg_stat_activity where application_name = 'ropeway'");
  }

  private static void assertRefused(PackagedApp replica) {
    Reply reply = replica.recommend(PostedEvents.one("during", 1));
    assertThat(reply.status()).as(reply.body()).isEqualTo(503);
    assertThat(reply.retryAfter()).as("Retry-After").isNotEmpty();
  }
}
