package dev.ropeway.scenarios.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.ropeway.packaged.FakeSmtp;
import dev.ropeway.packaged.PackagedApp;
import dev.ropeway.packaged.PackagedApp.Settings;
import dev.ropeway.packaged.SharedPostgres;
import dev.ropeway.packaged.Store;
import dev.ropeway.sandbox.Sandbox;
import dev.ropeway.sandbox.instance.SandboxSettings;
import dev.ropeway.store.Json;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A week's mails to many owners while all replicas are killed, twice. */
class DigestsIT {

  private static final int OWNERS = Integer.getInteger("digests.owners", 120);
  private static final int EACH = 20;
  private static final int MANAGERS = Math.max(1, OWNERS / 40);

  private Sandbox serviceNow;
  private FakeSmtp smtp;
  private Store store;
  private Settings settings;

  @BeforeEach
  void start() {
    serviceNow = Sandbox.start(SandboxSettings.defaults());
    smtp = FakeSmtp.start(null);
    String jdbcUrl = SharedPostgres.newDatabase();
    store = new Store(jdbcUrl);
    LocalDateTime due = LocalDateTime.now(ZoneOffset.UTC).minusMinutes(5);
    settings =
        Settings.of(jdbcUrl, serviceNow.url())
            .withIntegration("sync.cron", "0 0 0 1 1 ? 2099")
            .withIntegration("sync.reconcile-cron", "0 0 0 1 1 ? 2099")
            .with("ropeway.authorization.public-url", "https://ropeway.example.com")
            .with("ropeway.mail.from", "ropeway@example.com")
            .with("ropeway.mail.allowed-domains", "example.com")
            .with("ropeway.mail.smtp.host", "127.0.0.1")
            .with("ropeway.mail.smtp.port", String.valueOf(smtp.port()))
            .with("ropeway.mail.smtp.tls", "none")
            .with("ropeway.digests.cron", "0/1 * * * * ?")
            .with("ropeway.digests.day", due.getDayOfWeek().name())
            .with(
                "ropeway.digests.time",
                due.toLocalTime().truncatedTo(ChronoUnit.MINUTES).toString())
            .with("ropeway.digests.spread", "0s");
  }

  @AfterEach
  void stop() {
    smtp.close();
    serviceNow.close();
  }

  private void fill() {
    for (int i = 0; i < MANAGERS; i++) {
      String id = user("boss-" + i, Map.of());
      for (int j = i; j < OWNERS; j += MANAGERS) {
        user("user-" + j, Map.of("manager", id));
      }
    }
    store.execute(
        """
        insert into recommendation (key, id, state, state_changed_at, occurred_at, fingerprint, matched, document, created_at, updated_at)
        select sha256(('digest-' || n)::bytea), 'digest-' || n, 'unhealthy', now(), now(), sha256(n::text::bytea), true,
          jsonb_build_object('id', 'digest-' || n, 'kind', 'recommendation', 'title', 'Recommendation ' || n / 3 %% 40,
            'severity', 'high', 'state', 'unhealthy'), now(), now()
        from generate_series(0, %1$d - 1) n;
        insert into assignment (id, recommendation_key, status, integration, ticket_type, rule, severity, terms, assigned_to, due_at,
          revision, delivered_revision, ticket_table, ticket_sys_id, ticket_number, created_at, updated_at)
        select gen_random_uuid(), sha256(('digest-' || n)::bytea), 'open', 'x', 'incident', 'all', 'high', '{}', 'user-' || n %% %2$d,
          now() + (n / %2$d %% %3$d - 7) * interval '1 day' + interval '1 hour', 1, 1, 'incident', md5('ticket' || n), 'INC' || n,
          now(), now()
        from generate_series(0, %1$d - 1) n
        """
            .formatted(OWNERS * EACH, OWNERS, EACH));
  }

  private String user(String name, Map<String, String> more) {
    Map<String, String> user = new HashMap<>(more);
    user.putAll(
        Map.of("user_name", name, "name", name, "email", name + "@example.com", "active", "true"));
    return serviceNow.insert("sys_user", user);
  }

  @Test
  void everybody_gets_one_mail_at_most_whose_counts_are_those_of_the_lists() {
    smtp.takes(Duration.ofMillis(15));
    List<PackagedApp> apps = new ArrayList<>();
    try {
      apps.add(PackagedApp.start(settings.with("ropeway.digests.cron", "0 0 0 1 1 ? 2099")));
      fill();
      apps.remove(0).close();
      long begun = System.nanoTime();
      apps.add(PackagedApp.start(settings));
      apps.add(PackagedApp.start(settings));
      int all = OWNERS + MANAGERS;
      for (int killed = 1; killed <= 2; killed++) {
        int enough = killed * all / 3;
        await("some mails")
            .atMost(Duration.ofMinutes(3))
            .until(() -> smtp.mails().size() >= enough);
        apps.forEach(PackagedApp::kill);
        assertThat(smtp.mails().size()).as("killed in the middle").isLessThan(all);
        // The lease of a mail that was under way is over.
        store.execute("update digest set leased_until = now() - interval '1 minute'");
        apps.replaceAll(PackagedApp::startedAgain);
      }
      await("the end of all mails")
          .atMost(Duration.ofMinutes(5))
          .until(
              () ->
                  store
                      .texts("select count(*) from digest where status in ('planned', 'sending')")
                      .equals(List.of("0")));
      System.out.printf(
          "%d mails, %d connections, %d calls in %d s%n",
          smtp.mails().size(),
          smtp.connections(),
          serviceNow.callCount("GET", "sys_user"),
          Duration.ofNanos(System.nanoTime() - begun).toSeconds());
      countsAreThoseOfTheLists(apps.get(0));
    } finally {
      apps.forEach(PackagedApp::close);
    }
    Map<String, Long> mails =
        smtp.mails().stream()
            .map(mail -> mail.to().get(0))
            .collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));
    assertThat(mails.values()).allMatch(count -> count == 1);
    List<String> unknown =
        store.texts("select recipient from digest where status = 'unknown' order by 1");
    assertThat(unknown).hasSizeLessThanOrEqualTo(2);
    assertThat(store.texts("select recipient from digest where status = 'sent'"))
        .hasSize(OWNERS + MANAGERS - unknown.size())
        .allSatisfy(recipient -> assertThat(mails).containsKey(recipient));
  }

  @Test
  void a_trial_sends_everything_to_one_address_and_harms_no_recipient() {
    try (PackagedApp app =
        PackagedApp.start(
            settings
                .with("ropeway.digests.cron", "0 0 0 1 1 ? 2099")
                .with("ropeway.mail.trial-to", "me@example.com"))) {
      fill();

      String record = app.api().post("/api/v1/digests/send?for=user-7", "").body();

      assertThat(Json.tree(record).path("status").asText()).as(record).isEqualTo("sent");
      assertThat(Json.tree(record).path("sentTo").asText()).isEqualTo("me@example.com");
      assertThat(smtp.mails()).hasSize(1);
      FakeSmtp.Mail mail = smtp.mails().get(0);
      assertThat(mail.to()).containsExactly("me@example.com");
      assertThat(mail.header("To")).isEqualTo("me@example.com");
      assertThat(mail.header("Subject")).contains("Trial");
      assertThat(mail.header("List-Unsubscribe")).isNull();
      assertThat(new String(mail.content(), StandardCharsets.US_ASCII))
          .contains("user-7@example.com")
          .doesNotContain("/unsubscribe");
    }
  }

  private void countsAreThoseOfTheLists(PackagedApp app) {
    assertThat(
            store.texts(
                """
                select d.recipient from digest d where kind = 'owner' and cast(row(overdue, due_soon, on_time) as text) <> (
                  select cast(row(count(*) filter (where due_at < d.ended_at), count(*) filter (where due_at >= d.ended_at
                    and due_at < d.ended_at + interval '7 days'), count(*) filter (where due_at >= d.ended_at + interval '7 days')) as text)
                  from assignment where assigned_to || '@example.com' = d.recipient) and status = 'sent'
                """))
        .isEmpty();
    int overdue =
        Integer.parseInt(
            store
                .texts("select overdue from digest where recipient = 'user-7@example.com'")
                .get(0));
    assertThat(
            Json.tree(
                    app.api()
                        .get("/api/v1/assignments?assignedTo=user-7&overdue=true&limit=1000")
                        .body())
                .path("items")
                .size())
        .isEqualTo(overdue);
  }
}
