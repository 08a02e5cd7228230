package dev.ropeway.scenarios.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import dev.ropeway.packaged.Api;
import dev.ropeway.packaged.Artifact;
import dev.ropeway.packaged.FormerVersion;
import dev.ropeway.packaged.PackagedApp;
import dev.ropeway.packaged.PackagedApp.Settings;
import dev.ropeway.packaged.PostedEvents;
import dev.ropeway.packaged.SandboxProcess;
import dev.ropeway.packaged.SharedPostgres;
import dev.ropeway.packaged.Store;
import dev.ropeway.store.Json;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Replicas are replaced one by one: the version before works on the schema of this one. */
class RollingUpdateIT {

  private static final int ARRAY = 20;

  private static final String FINDING_TASK = "u_finding_task";
  private static final String FINDING_TASKS =
      "select %s from assignment where ticket_type = 'finding_task' and status = '%s'";

  private static final Duration PATIENCE = Duration.ofMinutes(2);

  @Test
  void the_version_before_works_beside_this_one_on_its_schema_and_starts_on_it_again() {
    Artifact formerBuild = build(FormerVersion.commit());

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

  /** As with a version that comes with another kind; here a setting makes the difference. */
  @Test
  void a_kind_of_ticket_that_only_some_replicas_know_is_left_to_them() {
    String jdbcUrl = SharedPostgres.newDatabase();
    try (SandboxProcess serviceNow = SandboxProcess.here(20)) {
      serviceNow.define(
          FINDING_TASK,
          """
          {"label":"Finding task","prefix":"FTASK","states":[{"value":"1","label":"Open"},
           {"value":"2","label":"In Progress"},{"value":"6","label":"Resolved","closed":true},
           {"value":"8","label":"Canceled","closed":true}]}""");
      Settings settings =
          FastTimers.settings(jdbcUrl, serviceNow)
              .with("ropeway.api.keys.tests.roles", "event-producer,reader,security-admin,owner");
      Settings knowing = settings.with("ropeway.ticket-types.finding_task.table", FINDING_TASK);
      Store store = new Store(jdbcUrl);
      try (PackagedApp old = PackagedApp.start(settings)) {
        try (PackagedApp current = PackagedApp.start(knowing)) {
          accepts(old, "before");
          put(
              current,
              "/api/v1/rules/findings",
              """
              {"priority":1,"integration":"%s","ticketType":"finding_task","grouping":"finding",
               "match":{"source":["scanner"]}}"""
                  .formatted(PackagedApp.INTEGRATION));
          awaitFollowed(old);
          acceptsFindings(old, "beside-old");
          acceptsFindings(current, "beside-new");
          awaitOpen(store, 3 * ARRAY);
          assertThat(serviceNow.tickets(FINDING_TASK)).isEqualTo(2 * ARRAY);
          lists(old, "open", 2 * ARRAY);
          lists(current, "open", 2 * ARRAY);
        }

        String resolved = store.texts(FINDING_TASKS.formatted("ticket_sys_id", "open")).get(0);
        serviceNow.change(FINDING_TASK, resolved, "{\"state\":\"6\"}");
        acceptsFindings(old, "alone");
        // What the old one does know comes after them, and is done before any of them is.
        accepts(old, "after");
        String incident =
            store
                .texts("select ticket_sys_id from assignment where ticket_type = 'incident'")
                .get(0);
        serviceNow.change(
            "incident",
            incident,
            "{\"state\":\"6\",\"close_code\":\"Solution provided\",\"close_notes\":\"done\"}");
        awaitStatuses(store, Map.of("open", 4 * ARRAY - 1, "closed", 1, "pending", ARRAY));
        assertThat(store.texts(FINDING_TASKS.formatted("sum(fence)", "pending")))
            .as("claims of what the old one does not know")
            .containsExactly("0");
        lists(old, "pending", ARRAY);

        try (PackagedApp again = PackagedApp.start(knowing)) {
          awaitStatuses(store, Map.of("open", 5 * ARRAY - 1, "closed", 1));
          old.kill();
          assertThat(old.output()).doesNotContain("ERROR", "was interrupted");
          // The timer may have stayed with the old one; the table's cursor stood still meanwhile.
          awaitStatuses(store, Map.of("open", 5 * ARRAY - 2, "closed", 2));
          lists(again, "open", 3 * ARRAY - 1);
        }
      }
      assertThat(serviceNow.duplicatesOfAnyTable()).as("tickets made twice").isZero();
      assertThat(serviceNow.tickets(FINDING_TASK)).isEqualTo(3 * ARRAY);
      assertThat(serviceNow.tickets()).isEqualTo(2 * ARRAY);
    }
  }

  private static void put(PackagedApp app, String path, String body) {
    Api.Reply reply = app.api().put(path, body);
    assertThat(reply.status()).as(reply.body()).isEqualTo(201);
  }

  /** Every replica follows the rules of the others within about a second. */
  private static void awaitFollowed(PackagedApp app) {
    await("the rule is known")
        .atMost(PATIENCE)
        .until(() -> app.api().get("/api/v1/rules/findings").status() == 200);
  }

  private static void acceptsFindings(PackagedApp app, String prefix) {
    String findings = PostedEvents.array(prefix, 0, ARRAY).replace("\"microsoft\"", "\"scanner\"");
    assertThat(app.recommend(findings).status()).isEqualTo(202);
  }

  private static void lists(PackagedApp app, String status, int count) {
    Api.Reply reply =
        app.api().get("/api/v1/assignments?ticketType=finding_task&limit=200&status=" + status);
    assertThat(reply.status()).as(reply.body()).isEqualTo(200);
    assertThat(Json.tree(reply.body()).get("items"))
        .hasSize(count)
        .allSatisfy(one -> assertThat(one.get("ticketType").asText()).isEqualTo("finding_task"));
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

  private static Artifact build(Optional<String> former) {
    assumeThat(former)
        .as("Git's history back to where the migration was added; a shallow clone has none")
        .isPresent();
    return FormerVersion.build(former.orElseThrow());
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
