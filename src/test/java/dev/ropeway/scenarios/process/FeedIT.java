package dev.ropeway.scenarios.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ropeway.packaged.PackagedApp;
import dev.ropeway.packaged.PackagedApp.Settings;
import dev.ropeway.packaged.SandboxProcess;
import dev.ropeway.packaged.SharedPostgres;
import dev.ropeway.packaged.Store;
import dev.ropeway.packaged.WebhookReceiver;
import dev.ropeway.packaged.WebhookReceiver.Call;
import dev.ropeway.store.Json;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.stream.IntStream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** What becomes of assignments is told: signed, in order, by whichever replica lives. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FeedIT {

  private static final String KEY = "VGhlIHdlYmhvb2tzIG9mIEZlZWRJVCBhcmUgc2lnbmVkIGI=";
  private static final String TYPE = "dev.ropeway.assignment.";

  private final WebhookReceiver soar = new WebhookReceiver();
  private final WebhookReceiver mail = new WebhookReceiver();
  private final WebhookReceiver slow = new WebhookReceiver();
  private SandboxProcess serviceNow;
  private Store store;
  private PackagedApp first;
  private PackagedApp second;

  /** Those that were killed, too. */
  private final List<PackagedApp> begun = new ArrayList<>();

  @BeforeAll
  void start() {
    String jdbcUrl = SharedPostgres.newDatabase();
    store = new Store(jdbcUrl);
    serviceNow = SandboxProcess.here(10);
    Settings settings =
        with(
                "slow",
                slow,
                with("soar", soar, with("mail", mail, FastTimers.settings(jdbcUrl, serviceNow))))
            .with("ropeway.feeds.mail.types", "closed,parked");
    first = begun(PackagedApp.start(settings));
    second = begun(PackagedApp.start(settings));
  }

  private PackagedApp begun(PackagedApp app) {
    begun.add(app);
    return app;
  }

  private static Settings with(String name, WebhookReceiver receiver, Settings settings) {
    String key = "ropeway.feeds." + name + ".";
    return settings
        .with(key + "url", receiver.url().toString())
        .with(key + "secret", "whsec_" + KEY)
        .with(key + "timeout", "2s")
        .with(key + "allow-insecure", "true");
  }

  @AfterAll
  void stop() {
    begun.forEach(PackagedApp::close);
    soar.close();
    mail.close();
    slow.close();
    serviceNow.close();
  }

  private static ConditionFactory soon() {
    return await().atMost(Duration.ofMinutes(2)).pollInterval(Duration.ofMillis(100));
  }

  private static String finding(String id, String state) {
    return """
        {"id":"%s","title":"Close port 5432","severity":"high","state":"%s"}"""
        .formatted(id, state);
  }

  private void hears(String json) {
    assertThat(first.recommend(json).status()).isEqualTo(202);
  }

  private void awaitStatus(String prefix, String status, int count) {
    soon()
        .untilAsserted(
            () ->
                assertThat(
                        store.texts(
                            "select a.status || count(*) from assignment a join recommendation r"
                                + " on r.key = a.recommendation_key where r.id like '"
                                + prefix
                                + "%' group by a.status"))
                    .containsExactly(status + count));
  }

  /**
   * The types that somebody was told of a finding, as they came, without their common part. An
   * event that came twice counts once, if nothing came in between and a log says why.
   */
  private List<String> told(WebhookReceiver receiver, String finding) {
    List<String> types = new ArrayList<>();
    String before = "";
    for (Call call : receiver.taken()) {
      JsonNode event = Json.tree(call.body());
      if (finding.equals(event.at("/data/recommendation/id").asText())) {
        if (!call.id().equals(before) || !isSaidToBeToldAgain(call.id())) {
          types.add(event.get("type").asText().substring(TYPE.length()));
        }
        before = call.id();
      }
    }
    return types;
  }

  private boolean isSaidToBeToldAgain(String id) {
    return begun.stream()
        .flatMap(app -> app.output().lines())
        .anyMatch(line -> line.contains(id) && line.contains("sent") && line.contains("again"));
  }

  @Test
  void the_life_of_an_assignment_is_told_in_signed_events_to_whom_asked_for_their_types()
      throws Exception {
    hears(finding("life-1", "unhealthy"));
    awaitStatus("life-", "open", 1);
    hears(finding("life-1", "healthy"));

    soon()
        .untilAsserted(
            () -> assertThat(told(soar, "life-1")).containsExactly("opened", "changed", "closed"));
    soon().untilAsserted(() -> assertThat(told(mail, "life-1")).containsExactly("closed"));
    assertThat(soar.taken())
        .allSatisfy(
            call -> {
              assertThat(call.type()).startsWith("application/cloudevents+json");
              assertThat(call.signature()).isEqualTo("v1," + signature(call));
              assertThat(Json.tree(call.body()).get("id").asText()).isEqualTo(call.id());
            });
    JsonNode closed = Json.tree(mail.taken().get(0).body());
    assertThat(closed.at("/data/status").asText()).isEqualTo("closed");
    assertThat(closed.at("/data/ticket/number").asText()).startsWith("INC");
    assertThat(closed.get("subject").asText()).isEqualTo(closed.at("/data/id").asText());
  }

  /** As the specification of Standard Webhooks has it. */
  private static String signature(Call call) throws Exception {
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(Base64.getDecoder().decode(KEY), "HmacSHA256"));
    String signed = call.id() + "." + call.timestamp() + "." + call.body();
    return Base64.getEncoder().encodeToString(mac.doFinal(signed.getBytes(StandardCharsets.UTF_8)));
  }

  @Test
  void who_refuses_is_told_later_in_order_after_a_kill_too_and_delays_nobody_else() {
    soar.answers(503);
    int findings = 20;
    IntStream.range(0, findings).forEach(n -> hears(finding("later-" + n, "unhealthy")));
    awaitStatus("later-", "open", findings);
    IntStream.range(0, findings).forEach(n -> hears(finding("later-" + n, "healthy")));
    awaitStatus("later-", "closed", findings);
    soon().until(() -> !soar.refused().isEmpty());
    soon()
        .untilAsserted(
            () ->
                assertThat(IntStream.range(0, findings))
                    .allSatisfy(
                        n -> assertThat(told(mail, "later-" + n)).containsExactly("closed")));
    first.kill();
    second.kill();
    String retried = soar.refused().get(soar.refused().size() - 1).id();
    soar.answers(204);
    first = begun(first.startedAgain());

    soon()
        .untilAsserted(
            () ->
                assertThat(IntStream.range(0, findings))
                    .allSatisfy(
                        n ->
                            assertThat(told(soar, "later-" + n))
                                .containsExactly("opened", "changed", "closed")));
    assertThat(soar.taken().stream().map(Call::id)).as("stable ids").contains(retried);
    // Taken first, and then deleted.
    soon().until(() -> store.texts("select 1 from feed_event").isEmpty());
  }

  @Test
  void what_one_event_is_refused_for_is_no_reason_to_keep_others_waiting() {
    mail.answers(400);
    hears(finding("bad-1", "unhealthy"));
    awaitStatus("bad-", "open", 1);
    hears(finding("bad-1", "healthy"));
    soon().until(() -> mail.refused().stream().anyMatch(call -> call.body().contains("bad-1")));
    mail.answers(204);
    hears(finding("good-1", "unhealthy"));
    awaitStatus("good-", "open", 1);
    hears(finding("good-1", "healthy"));

    soon().untilAsserted(() -> assertThat(told(mail, "good-1")).containsExactly("closed"));
    soon().untilAsserted(() -> assertThat(told(mail, "bad-1")).containsExactly("closed"));
  }

  @Test
  void what_replicas_of_another_configuration_tell_stays_and_what_nobody_tells_is_forgotten() {
    List.of(first, second)
        .forEach(
            app ->
                soon()
                    .until(
                        () ->
                            app.management()
                                .get("/observe/metrics")
                                .body()
                                .contains("ropeway_feed_waiting")));
    store.execute(
        "insert into feed_target (name, types, held_until) values"
            + " ('nobodys', '{}', now() - interval '11 minutes'), ('theirs', '{}', now() - interval '1 minute')");
    store.execute("delete from feed_target where name = 'mail'");

    soon()
        .untilAsserted(
            () ->
                assertThat(store.texts("select name from feed_target order by name"))
                    .containsExactly("mail", "slow", "soar", "theirs"));
  }

  @Test
  void an_answer_that_never_ends_counts_as_given() {
    slow.stalls();

    hears(finding("endless-1", "unhealthy"));
    hears(finding("endless-2", "unhealthy"));
    awaitStatus("endless-", "open", 2);
    hears(finding("endless-1", "healthy"));

    soon()
        .untilAsserted(
            () ->
                assertThat(told(slow, "endless-1")).containsExactly("opened", "changed", "closed"));
    soon().until(() -> store.texts("select 1 from feed_event where target = 'slow'").isEmpty());
  }
}
