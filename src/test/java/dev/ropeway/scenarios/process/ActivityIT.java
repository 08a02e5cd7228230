package dev.ropeway.scenarios.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ropeway.packaged.Api;
import dev.ropeway.packaged.PackagedApp;
import dev.ropeway.packaged.PackagedApp.Settings;
import dev.ropeway.packaged.SandboxProcess;
import dev.ropeway.packaged.SharedPostgres;
import dev.ropeway.packaged.Store;
import dev.ropeway.packaged.WebhookReceiver;
import dev.ropeway.store.Json;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/**
 * Nine days of logins are read while rotation doubles events, transactions commit late, answers are
 * lost or refused, and two replicas are killed: every event of the last seven days once.
 */
class ActivityIT {

  private static final int EVENTS = Integer.getInteger("activities", 100_000);
  private static final int OLD = EVENTS / 5;
  private static final int KEPT = EVENTS - OLD;
  private static final int LATE = 40;
  private static final long DAY = 86_400;
  private static final long OVERLAP_SECONDS = 10;
  private static final String FAULTS =
      "{\"rules\":{\"drop\":{\"probability\":0.04},\"busy\":{\"probability\":0.04},\"server-error\":{\"probability\":0.02}}}";
  private static final DateTimeFormatter STAMP =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss").withZone(ZoneOffset.UTC);

  /** Most megabytes that a replica may use: as much as one that reads nothing, and some. */
  private static final long MOST_MEGABYTES = 900;

  @Test
  void every_event_of_seven_days_is_read_once_after_faults_and_kills() {
    String jdbcUrl = SharedPostgres.newDatabase();
    try (SandboxProcess serviceNow = SandboxProcess.start(20)) {
      serviceNow.act(
          "{\"count\":%d,\"seconds\":%d,\"until\":%d,\"together\":4}"
              .formatted(OLD, 9 * DAY, 7 * DAY + 3600));
      serviceNow.act(
          "{\"count\":%d,\"seconds\":%d,\"until\":60,\"together\":4,\"doubledEach\":50}"
              .formatted(KEPT, 7 * DAY - 3600));
      serviceNow.faults(FAULTS);
      Store store = new Store(jdbcUrl);
      List<PackagedApp> apps = new ArrayList<>();
      try {
        Settings settings = settings(jdbcUrl, serviceNow);
        for (int i = 0; i < 2; i++) {
          apps.add(PackagedApp.start(settings));
        }
        for (int kill = 0; kill < 2; kill++) {
          awaitRead(store, (kill + 1) * KEPT / 4);
          apps.get(kill).kill();
          apps.set(kill, apps.get(kill).startedAgain());
        }
        for (int i = 0; i < LATE; i++) {
          commitLate(serviceNow, i);
        }
        await("everything read")
            .atMost(Duration.ofMinutes(6))
            .pollInterval(Duration.ofSeconds(1))
            .untilAsserted(() -> assertThat(count(store)).isGreaterThanOrEqualTo(KEPT + LATE));
        // What would come twice comes with the next polls.
        await("polls at rest").pollDelay(Duration.ofSeconds(5)).until(() -> true);

        assertThat(stored(store)).isEqualTo(there(serviceNow));
        assertThat(count(store)).isEqualTo(KEPT + LATE);
        assertThat(serviceNow.stats().get("complaints")).isEmpty();
        long calls = reads(serviceNow);
        long megabytes = apps.stream().mapToLong(PackagedApp::residentMegabytes).max().orElse(0);
        System.out.printf(
            "ActivityIT: %d events, %d doubled, %d late: %d calls, %d MB%n",
            EVENTS, KEPT / 50, LATE, calls, megabytes);
        // A page of a thousand each, the windows, and what was lost.
        assertThat(calls).isLessThan(KEPT / 1000 * 3L + 200);
        assertThat(megabytes).isLessThan(MOST_MEGABYTES);
      } finally {
        apps.forEach(PackagedApp::close);
      }
    }
  }

  @Test
  void a_webhook_is_told_of_each_login_and_a_rule_opens_a_ticket_for_a_role_outside_a_change() {
    String jdbcUrl = SharedPostgres.newDatabase();
    String rule = "ropeway.rules.roles.condition-sets[0].conditions";
    try (SandboxProcess serviceNow = SandboxProcess.here(5);
        WebhookReceiver siem = new WebhookReceiver()) {
      serviceNow.act("{\"count\":50,\"seconds\":%d,\"until\":3600}".formatted(3 * DAY));
      // Changed by nobody who has a change.
      serviceNow.commit(
          "sys_audit_role",
          "{\"operation\":\"Added\",\"sys_created_by\":\"ben.okafor\",\"sys_created_on\":\"%s\"}"
              .formatted(STAMP.format(Instant.now().minusSeconds(600))));
      try (PackagedApp app =
          PackagedApp.start(
              settings(jdbcUrl, serviceNow)
                  .withIntegration("activity.streams", "logins,privileges")
                  .with("ropeway.feeds.siem.url", siem.url().toString())
                  .with("ropeway.feeds.siem.secret", "whsec_" + "QUJD".repeat(10))
                  .with("ropeway.feeds.siem.types", "activity")
                  .with("ropeway.feeds.siem.allow-insecure", "true")
                  .with("ropeway.rules.roles.integration", PackagedApp.INTEGRATION)
                  .with("ropeway.rules.roles.priority", "5")
                  .with(rule + "[0].property", "kind")
                  .with(rule + "[0].operator", "Equals")
                  .with(rule + "[0].value", "activity")
                  .with(rule + "[1].property", "tag:action")
                  .with(rule + "[1].operator", "Equals")
                  .with(rule + "[1].value", "role-granted")
                  .with(rule + "[2].property", "tag:change")
                  .with(rule + "[2].operator", "Equals")
                  .with(rule + "[2].value", "none"))) {
        await("all told")
            .atMost(Duration.ofMinutes(2))
            .untilAsserted(
                () ->
                    assertThat(siem.taken().stream().map(WebhookReceiver.Call::id).distinct())
                        .hasSize(51));
        assertThat(siem.taken())
            .allSatisfy(
                call -> {
                  JsonNode event = Json.tree(call.body());
                  assertThat(event.path("type").asText()).isEqualTo("dev.ropeway.activity");
                  assertThat(event.at("/data/class_uid").asInt()).isIn(3002, 3005);
                  assertThat(event.path("id").asText()).isEqualTo(call.id());
                });
        await("a ticket").atMost(Duration.ofMinutes(1)).until(() -> serviceNow.tickets() == 1);
        assertThat(app.isReady()).isTrue();
      }
    }
  }

  private static Settings settings(String jdbcUrl, SandboxProcess serviceNow) {
    return FastTimers.settings(jdbcUrl, serviceNow)
        .withIntegration("auth.username", "ropeway.auditor")
        .withIntegration("auth.password", "ropeway.auditor")
        .withIntegration("activity.streams", "logins")
        .withIntegration("activity.cron", "0/1 * * * * ?")
        .withIntegration("sync.page-size", "1000")
        .withIntegration("sync.overlap", OVERLAP_SECONDS + "s");
  }

  /** A transaction that began seconds ago ends now. */
  private static void commitLate(SandboxProcess serviceNow, int number) {
    String at = STAMP.format(Instant.now().minusSeconds(number % (OVERLAP_SECONDS - 2)));
    serviceNow.commit(
        "sysevent",
        """
        {"name":"login","parm1":"late.%1$d","parm2":"192.0.2.1","process_on":"%2$s","sys_created_on":"%2$s"}"""
            .formatted(number, at));
  }

  private static void awaitRead(Store store, int enough) {
    int read =
        await("reading under way")
            .atMost(Duration.ofMinutes(3))
            .pollDelay(Duration.ZERO)
            .pollInterval(Duration.ofMillis(20))
            .until(() -> count(store), count -> count >= enough);
    assertThat(read).as("in the middle").isLessThan(KEPT);
  }

  private static int count(Store store) {
    return Integer.parseInt(store.texts("select count(*) from activity").get(0));
  }

  private static TreeSet<String> stored(Store store) {
    return new TreeSet<>(
        store.texts(
            "select concat_ws(' ', actor, address, to_char(at at time zone 'UTC', 'YYYY-MM-DD HH24:MI:SS')) from activity"));
  }

  /** What happened in seven days, whatever rotation made of it. */
  private static TreeSet<String> there(SandboxProcess serviceNow) {
    String oldest = STAMP.format(Instant.now().minusSeconds(7 * DAY));
    TreeSet<String> there = new TreeSet<>();
    for (JsonNode row :
        Json.tree(new Api(serviceNow.url(), null).get("/sandbox/rows/sysevent").body())) {
      if (row.path("process_on").asText().compareTo(oldest) >= 0) {
        there.add(
            String.join(
                " ",
                row.path("parm1").asText(),
                row.path("parm2").asText(),
                row.path("process_on").asText()));
      }
    }
    return there;
  }

  private static long reads(SandboxProcess serviceNow) {
    long reads = 0;
    for (JsonNode count : serviceNow.stats().at("/calls/GET/sysevent")) {
      reads += count.asLong();
    }
    return reads;
  }
}
