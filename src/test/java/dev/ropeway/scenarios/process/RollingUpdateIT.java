package dev.ropeway.scenarios.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import dev.ropeway.packaged.FormerVersion;
import dev.ropeway.packaged.PackagedApp;
import dev.ropeway.packaged.PackagedApp.Settings;
import dev.ropeway.packaged.PostedEvents;
import dev.ropeway.packaged.SandboxProcess;
import dev.ropeway.packaged.SharedPostgres;
import dev.ropeway.packaged.Store;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Replicas are replaced one by one: the version before works on the schema of this one. */
class RollingUpdateIT {

  private static final int ARRAY = 20;
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  @Test
  void the_version_before_works_beside_this_one_on_its_schema_and_starts_on_it_again() {
    Optional<String> former = FormerVersion.commit();
    assumeThat(former)
        .as("Git's history back to where the newest migration was added; a shallow clone has none")
        .isPresent();
    var formerBuild = FormerVersion.build(former.orElseThrow());

    String jdbcUrl = SharedPostgres.newDatabase();
    try (SandboxProcess serviceNow = SandboxProcess.here(20)) {
      Store store = new Store(jdbcUrl);
      Settings settings = FastTimers.settings(jdbcUrl, serviceNow);
      int formerSchema;
      try (PackagedApp old = PackagedApp.launch(formerBuild, settings).awaitReady()) {
        formerSchema = schema(store);
        assertThat(formerSchema).isLessThan(FormerVersion.newestMigration());
        accepts(old, "before");
        awaitOpen(store, ARRAY);

        try (PackagedApp current = PackagedApp.start(settings)) {
          assertThat(schema(store)).isEqualTo(FormerVersion.newestMigration());
          accepts(old, "beside-old");
          accepts(current, "beside-new");
          awaitOpen(store, 3 * ARRAY);
        }

        // The update is taken back: the version before is alone with the newer schema.
        accepts(old, "alone");
        awaitOpen(store, 4 * ARRAY);
        String resolved = store.ticketSysIds().get(0);
        serviceNow.change(
            "incident",
            resolved,
            "{\"state\":\"6\",\"close_code\":\"Solution provided\",\"close_notes\":\"done\"}");
        await("its poll goes on")
            .atMost(PATIENCE)
            .untilAsserted(
                () ->
                    assertThat(
                            store.texts(
                                "select status from assignment where ticket_sys_id = '"
                                    + resolved
                                    + "'"))
                        .isEqualTo(List.of("closed")));

        old.kill();
        assertThat(old.output()).doesNotContain("ERROR");
      }
      try (PackagedApp again =
          PackagedApp.launch(formerBuild, withoutTheirPromise(formerSchema, settings))
              .awaitReady()) {
        accepts(again, "again");
        awaitStatuses(store, Map.of("open", 5 * ARRAY - 1, "closed", 1));
        assertThat(again.output()).doesNotContain("ERROR");
      }
      assertThat(serviceNow.duplicates()).as("tickets made twice").isZero();
      assertThat(serviceNow.tickets()).isEqualTo(5 * ARRAY);
    }
  }

  @Test
  void this_version_starts_on_the_schema_of_the_next_one() {
    String jdbcUrl = SharedPostgres.newDatabase();
    try (SandboxProcess serviceNow = SandboxProcess.here(0)) {
      Settings settings = FastTimers.settings(jdbcUrl, serviceNow);
      Store store = new Store(jdbcUrl);
      try (PackagedApp current = PackagedApp.start(settings)) {
        store.execute(
            "insert into flyway_schema_history (installed_rank, version, description, type, script, checksum,"
                + " installed_by, execution_time, success) values (999, '999', 'of the next version', 'SQL',"
                + " 'V999__of_the_next_version.sql', 1, 'postgres', 1, true)");
        current.kill();
        try (PackagedApp again = current.startedAgain()) {
          accepts(again, "again");
          awaitOpen(store, ARRAY);
        }
      }
    }
  }

  /** Those that end with schema 10 must be told to bear a newer one; all later ones know. */
  private static Settings withoutTheirPromise(int schema, Settings settings) {
    return schema > 10
        ? settings
        : settings.with("quarkus.flyway.ignore-migration-patterns", "*:future");
  }

  private static int schema(Store store) {
    return Integer.parseInt(
        store.texts("select max(version::int) from flyway_schema_history where success").get(0));
  }

  private static void accepts(PackagedApp app, String prefix) {
    assertThat(app.recommend(PostedEvents.array(prefix, 0, ARRAY)).status()).isEqualTo(202);
  }

  private static void awaitOpen(Store store, int count) {
    awaitStatuses(store, Map.of("open", count));
  }

  private static void awaitStatuses(Store store, Map<String, Integer> statuses) {
    await("every ticket made")
        .atMost(PATIENCE)
        .untilAsserted(() -> assertThat(store.statuses()).isEqualTo(statuses));
  }
}
