package dev.ropeway.scenarios.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.ropeway.packaged.FreePort;
import dev.ropeway.packaged.KafkaBroker;
import dev.ropeway.packaged.PackagedApp;
import dev.ropeway.packaged.PackagedApp.Settings;
import dev.ropeway.packaged.PostedEvents;
import dev.ropeway.packaged.SandboxProcess;
import dev.ropeway.packaged.Store;
import dev.ropeway.sandbox.LocalPostgres;
import dev.ropeway.scenarios.Monitoring;
import dev.ropeway.scenarios.Scrape;
import dev.ropeway.store.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Events from Kafka: promises 1 and 2 where the request is a record. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class KafkaIT {

  private static final String FINDINGS = "findings";
  private static final String EXPORTS = "exports";
  private static final String MIXED = "mixed";
  private static final String DEAD = "ropeway-dead-letters";
  private static final String RECOMMENDATION =
      """
      {"id":"%s","title":"Close port 5432","severity":"high"}""";

  private final int port = FreePort.any();
  private LocalPostgres postgres;
  private SandboxProcess serviceNow;
  private KafkaBroker broker;
  private PackagedApp app;
  private Store store;
  private Path data;

  @BeforeAll
  void start(@TempDir Path folder) {
    data = folder.resolve("postgres");
    postgres = LocalPostgres.start(data, port);
    store = new Store(postgres.jdbcUrl());
    serviceNow = SandboxProcess.here(0);
    broker = KafkaBroker.start(folder.resolve("kafka"));
    broker.createTopic(FINDINGS, 2, Map.of());
    broker.createTopic(EXPORTS, 1, Map.of());
    broker.createTopic(MIXED, 1, Map.of());
    broker.createTopic("poison", 1, Map.of());
    broker.createTopic("noise", 1, Map.of());
    broker.createTopic("changes", 3, Map.of());
    broker.createTopic(DEAD, 1, Map.of("max.message.bytes", "20000"));
    app = PackagedApp.start(settings());
  }

  private Settings settings() {
    return FastTimers.settings(postgres.jdbcUrl(), serviceNow)
        .with("ropeway.kafka.brokers", broker.loginAddress())
        .with("ropeway.kafka.security.protocol", "SASL_PLAINTEXT")
        .with("ropeway.kafka.security.username", KafkaBroker.USER)
        .with("ropeway.kafka.security.password", KafkaBroker.PASSWORD)
        // A replica that was killed is a member of the group until then.
        .with("ropeway.kafka.properties.\"session.timeout.ms\"", "6000")
        .with("ropeway.kafka.topics.findings.source", "recommendations")
        .with("ropeway.kafka.topics.defender.topic", EXPORTS)
        .with("ropeway.kafka.topics.defender.source", "defender")
        .with("ropeway.kafka.topics.mixed.topic", MIXED)
        .with("ropeway.kafka.topics.poison.topic", "poison")
        .with("ropeway.kafka.topics.noise.source", "defender")
        .with("ropeway.feeds.lake.topic", "changes");
  }

  @AfterAll
  void stop() {
    app.close();
    broker.close();
    serviceNow.close();
    postgres.close();
  }

  private static ConditionFactory soon() {
    return await().atMost(Duration.ofMinutes(2)).pollInterval(Duration.ofMillis(100));
  }

  private static String payload(String name) throws IOException {
    return Files.readString(Path.of("src/test/resources/payloads").resolve(name));
  }

  private List<String> known(String prefix) {
    return store.texts("select id from recommendation where id like '" + prefix + "%' order by id");
  }

  private List<ConsumerRecord<byte[], byte[]>> deadLetters(String from) {
    return broker.records(DEAD).stream()
        .filter(letter -> text(letter, "ropeway-topic").equals(from))
        .toList();
  }

  private static String text(ConsumerRecord<byte[], byte[]> record, String header) {
    return new String(record.headers().lastHeader(header).value(), StandardCharsets.UTF_8);
  }

  private void awaitAllCommitted(String topic) {
    soon()
        .untilAsserted(
            () -> {
              Map<TopicPartition, Long> ends = broker.ends(topic);
              assertThat(broker.committed("ropeway")).containsAllEntriesOf(ends);
            });
  }

  private void awaitDelivered(String prefix, int findings) {
    soon()
        .untilAsserted(
            () ->
                assertThat(
                        store.texts(
                            "select a.status || ' ' || count(*) from assignment a join recommendation r"
                                + " on r.key = a.recommendation_key where r.id like '"
                                + prefix
                                + "%' group by a.status"))
                    .containsExactly("open " + findings));
    assertThat(serviceNow.duplicates()).as("tickets made twice").isZero();
  }

  @Test
  void records_become_tickets_in_the_words_of_their_topic_or_of_their_headers() throws IOException {
    broker.send(FINDINGS, RECOMMENDATION.formatted("words-topic"), Map.of());
    broker.send(
        MIXED,
        RECOMMENDATION.formatted("words-header"),
        Map.of("ropeway-source", "recommendations"));
    broker.send(
        MIXED,
        RECOMMENDATION.formatted("words-binary"),
        Map.of(
            "ce_specversion", "1.0",
            "ce_id", "1",
            "ce_source", "/scanner",
            "ce_type", "dev.ropeway.recommendation",
            "content-type", "application/json"));
    broker.send(
        MIXED,
        """
        {"specversion":"1.0","id":"2","source":"/scanner","type":"dev.ropeway.recommendation","data":%s}"""
            .formatted(RECOMMENDATION.formatted("words-structured")),
        Map.of("content-type", "application/cloudevents+json; charset=UTF-8"));
    broker.send(EXPORTS, payload("defender/assessment-became-unhealthy.json"), Map.of());
    broker.send(
        MIXED,
        payload("alertmanager/group-fires-and-is-resolved.json"),
        Map.of("ropeway-source", "alertmanager"));

    awaitDelivered("words-", 4);
    soon()
        .untilAsserted(
            () ->
                assertThat(
                        store.texts(
                            "select distinct document ->> 'source' from recommendation where id not like '%-%'"
                                + " or id like '/subscriptions/%'"))
                    .isNotEmpty());
    assertThat(
            store.texts(
                "select distinct who from timeline where what = 'accepted' and detail like '%Close port 5432'"))
        .containsExactly("kafka");
    assertThat(deadLetters(MIXED)).isEmpty();
    assertThat(deadLetters(EXPORTS)).isEmpty();
    awaitAllCommitted(MIXED);
  }

  @ParameterizedTest
  @ValueSource(strings = {"gzip", "lz4", "snappy", "zstd"})
  void records_may_be_compressed(String compression) {
    try (var producer = broker.producer(compression)) {
      producer.send(
          KafkaBroker.record(
              FINDINGS, RECOMMENDATION.formatted("packed-" + compression), Map.of()));
    }

    awaitDelivered("packed-" + compression, 1);
  }

  @Test
  void what_becomes_of_an_assignment_is_told_to_a_topic_in_its_order() {
    String finding = RECOMMENDATION.formatted("told-one");
    broker.send(FINDINGS, finding, Map.of());
    awaitDelivered("told-", 1);
    broker.send(FINDINGS, finding.replace("high\"", "high\",\"state\":\"healthy\""), Map.of());

    soon()
        .untilAsserted(
            () -> assertThat(told("told-one")).endsWith("dev.ropeway.assignment.closed"));
    assertThat(told("told-one"))
        .startsWith("dev.ropeway.assignment.opened", "dev.ropeway.assignment.changed");
  }

  /** The types of events that tell of a finding's assignment, in the order of their partition. */
  private List<String> told(String finding) {
    return broker.records("changes").stream()
        .filter(record -> text(record, "content-type").startsWith("application/cloudevents+json"))
        .map(record -> Json.tree(new String(record.value(), StandardCharsets.UTF_8)))
        .filter(event -> event.at("/data/recommendation/id").asText().equals(finding))
        .map(event -> event.get("type").asText())
        .toList();
  }

  @Test
  void what_cannot_be_taken_goes_to_the_dead_letters_and_the_partition_goes_on() {
    Map<String, String> ours = Map.of("ropeway-source", "recommendations");
    broker.send("poison", "{\"id\":", ours);
    broker.send("poison", "{}", Map.of());
    broker.send("poison", "{}", Map.of("ropeway-source", "nobody"));
    broker.send("poison", null, ours);
    broker.send(
        "poison",
        "[" + RECOMMENDATION.formatted("poison-good") + ",{\"title\":\"no id\"}]",
        Map.of(
            "ropeway-source",
            "recommendations",
            "trace",
            "42",
            "kafka.OVERRIDE_TOPIC",
            "a topic of the sender's choice"));
    broker.send(
        "poison",
        "x".repeat(50_000),
        Map.of("ropeway-source", "recommendations", "long", "y".repeat(30_000)));
    broker.send("poison", RECOMMENDATION.formatted("poison-after"), ours);

    awaitDelivered("poison-", 2);
    awaitAllCommitted("poison");
    var letters = deadLetters("poison");
    assertThat(letters.stream().map(letter -> text(letter, "ropeway-offset")))
        .containsExactly("0", "1", "2", "3", "4", "5");
    assertThat(letters.stream().map(letter -> text(letter, "ropeway-reason")))
        .satisfiesExactly(
            why -> assertThat(why).contains("not JSON"),
            why -> assertThat(why).contains("ropeway-source"),
            why -> assertThat(why).contains("nobody"),
            why -> assertThat(why).contains("empty"),
            why -> assertThat(why).contains("id"),
            why -> assertThat(why).contains("not JSON"));
    assertThat(new String(letters.get(4).value(), StandardCharsets.UTF_8)).contains("poison-good");
    assertThat(text(letters.get(4), "trace")).isEqualTo("42");
    assertThat(letters.get(5).value()).as("what is too large for the dead letters").isEmpty();
    assertThat(text(letters.get(5), "ropeway-value")).isEqualTo("left out: too large");
  }

  @Test
  void while_PostgreSQL_is_away_nothing_is_committed_or_refused_and_then_it_goes_on_alone() {
    broker.send(FINDINGS, RECOMMENDATION.formatted("away-before"), Map.of());
    soon().until(() -> known("away-").size() == 1);
    awaitAllCommitted(FINDINGS);
    Map<TopicPartition, Long> before = broker.committed("ropeway");
    int letters = broker.records(DEAD).size();

    postgres.close();
    sendFindings("away-during", 300);
    app.awaitStatus(503);
    await()
        .during(Duration.ofSeconds(3))
        .atMost(Duration.ofMinutes(1))
        .pollInterval(Duration.ofSeconds(1))
        .until(() -> broker.committed("ropeway").equals(before));
    postgres = LocalPostgres.start(data, port);

    awaitDelivered("away-during", 300);
    awaitAllCommitted(FINDINGS);
    assertThat(broker.records(DEAD)).hasSize(letters);
  }

  private void sendFindings(String prefix, int count) {
    try (var producer = broker.producer()) {
      IntStream.range(0, count)
          .forEach(
              number ->
                  producer.send(
                      KafkaBroker.record(FINDINGS, PostedEvents.one(prefix, number), Map.of())));
      producer.flush();
    }
  }

  @Test
  void kill_9_in_the_middle_loses_nothing_and_repeats_no_ticket_and_a_batch_is_one_transaction()
      throws SQLException {
    awaitAllCommitted(FINDINGS);
    Map<TopicPartition, Long> before = broker.committed("ropeway");
    try (Connection other =
            DriverManager.getConnection(postgres.jdbcUrl(), "postgres", "postgres");
        Statement statement = other.createStatement()) {
      other.setAutoCommit(false);
      // So that it is killed in the middle of a transaction and not between two.
      statement.execute("lock table recommendation in exclusive mode");
      sendFindings("kill", 2000);
      soon()
          .until(
              () ->
                  !store
                      .texts(
                          "select 1 from pg_locks where not granted and relation = 'recommendation'::regclass")
                      .isEmpty());
      app.kill();
    }
    assertThat(known("kill-")).as("killed in the middle").isEmpty();
    assertThat(broker.committed("ropeway")).isEqualTo(before);

    app = app.startedAgain();

    awaitDelivered("kill-", 2000);
    awaitAllCommitted(FINDINGS);
    assertThat(store.texts("select distinct xmin::text from recommendation where id like 'kill-%'"))
        .as("transactions for 2000 records")
        .hasSizeLessThan(20);
    assertThat(serviceNow.tickets())
        .isEqualTo(Integer.parseInt(store.texts("select count(*) from assignment").get(0)));
  }

  @Test
  void replicas_that_come_and_go_share_the_partitions_and_lose_and_repeat_nothing() {
    int letters = broker.records(DEAD).size();
    sendFindings("share-a", 500);
    try (PackagedApp second = PackagedApp.start(settings())) {
      soon().until(() -> broker.members("ropeway") == 2);
      sendFindings("share-b", 500);
      soon().until(() -> !known("share-b").isEmpty());
      second.terminate();
      sendFindings("share-c", 500);
      awaitDelivered("share-", 1500);
    }
    awaitAllCommitted(FINDINGS);
    assertThat(broker.records(DEAD)).hasSize(letters);
    assertThat(
            store.texts(
                "select count(*) from timeline t join assignment a on a.id = t.assignment_id"
                    + " join recommendation r on r.key = a.recommendation_key"
                    + " where r.id like 'share-%' and t.what = 'accepted'"))
        .containsExactly("1500");
  }

  @Test
  void a_broker_that_dies_or_refuses_the_login_is_waited_for_and_the_lag_says_what_waits() {
    awaitAllCommitted(FINDINGS);
    soon()
        .untilAsserted(
            () -> assertThat(scrape().value("ropeway_kafka_lag", "topic", FINDINGS)).isZero());

    // Its producers have yet to ask for their ids: who is refused then must ask again.
    app.terminate();
    app.awaitExit();
    broker.kill();
    app = app.startedAgain();
    assertThat(app.recommend(PostedEvents.one("rest", 1)).status())
        .as("REST goes on")
        .isEqualTo(202);
    assertThat(app.management().get("/observe/health/ready").status()).isEqualTo(200);
    broker.startAgainRefusing();
    soon().until(() -> app.output().contains("The client will not reconnect"));
    soon().until(() -> app.output().lines().anyMatch(KafkaIT::isFeedThatIsTurnedAway));
    broker.kill();
    broker.startAgain();
    sendFindings("again", 10);

    awaitDelivered("again-", 10);
    soon().untilAsserted(() -> assertThat(told("rest-1")).isNotEmpty());
    soon().untilAsserted(() -> assertThat(told("again-9")).isNotEmpty());
  }

  private static boolean isFeedThatIsTurnedAway(String line) {
    return line.contains("feed lake") && line.contains("SaslAuthenticationException");
  }

  private Scrape scrape() {
    return Scrape.of(app.management().get("/observe/metrics").body());
  }

  @Test
  void every_alert_and_panel_about_topics_and_feeds_asks_for_metrics_that_there_are()
      throws IOException {
    // Also those that count what seldom happens: nothing was refused so far.
    soon().until(() -> app.management().get("/observe/metrics").body().contains("kafka_refused"));

    Scrape scrape = scrape();
    Monitoring alerts = Monitoring.alerts().ofKafka();
    assertThat(alerts.queries()).hasSize(3);
    alerts.isAnsweredBy(scrape);
    Monitoring dashboard = Monitoring.dashboard().ofKafka();
    assertThat(dashboard.queries()).hasSize(4);
    dashboard.isAnsweredBy(scrape);
  }
}
