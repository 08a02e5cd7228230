package dev.ropeway.scenarios;

import dev.ropeway.packaged.FakeSmtp;
import dev.ropeway.packaged.FreePort;
import dev.ropeway.sandbox.LocalPostgres;
import dev.ropeway.sandbox.Sandbox;
import dev.ropeway.sandbox.TestStores;
import dev.ropeway.sandbox.instance.SandboxSettings;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** What the application under test lives in: a PostgreSQL and an instance, both real enough. */
public class TestEnvironment implements QuarkusTestResourceLifecycleManager {

  public static final String KEY = "test-key-for-these-tests";
  public static final String GITHUB_SECRET = "a secret of webhooks";
  private static final String SECRETS_KEY = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=";

  /** SHA-256 of hashed-key-for-these-tests. */
  public static final String HASHED =
      "f0154c671a5f8f946b8351ce9d7b9d6c2b54a59cc81eb336ef4b369921403240";

  private static LocalPostgres postgres;
  private static Sandbox sandbox;
  private static TestIdentityProvider issuer;
  private static TestStores stores;
  private static FakeSmtp smtp;
  private static int managementPort;

  /** What {@code quarkus.tls.certificate} shows, and what an instance needs that knows it. */
  public static TestStores stores() {
    return stores;
  }

  public static Sandbox sandbox() {
    return sandbox;
  }

  /** Where mails of the application go. */
  public static FakeSmtp smtp() {
    return smtp;
  }

  public static String jdbcUrl() {
    return postgres.jdbcUrl();
  }

  /** Of the packaged program; the one in process takes any. */
  public static int managementPort() {
    return managementPort;
  }

  public static TestIdentityProvider issuer() {
    return issuer;
  }

  @Override
  public Map<String, String> start() {
    postgres = LocalPostgres.quick(folder("postgres-"));
    sandbox = Sandbox.start(SandboxSettings.defaults().withClock(new SettableClock()));
    Map<String, String> settings = new HashMap<>();
    settings.put("quarkus.datasource.jdbc.url", postgres.jdbcUrl());
    settings.put("quarkus.datasource.username", "postgres");
    settings.put("quarkus.datasource.password", "postgres");
    managementPort = FreePort.any();
    settings.put("quarkus.management.port", String.valueOf(managementPort));
    settings.put("ropeway.api.keys.test.key", KEY);
    settings.put("ropeway.api.keys.test.roles", "event-producer,reader,security-admin,owner");
    settings.put("ropeway.api.keys.producer.key", "producer-key-for-these-tests");
    settings.put("ropeway.api.keys.producer.roles", "event-producer");
    settings.put("ropeway.api.keys.reader.key", "reader-key-for-these-tests");
    settings.put("ropeway.api.keys.reader.roles", "reader");
    settings.put("ropeway.api.max-bodies-in-flight", "10M");
    settings.put("ropeway.api.body-timeout", "3s");
    settings.put("ropeway.sources.github.secret", GITHUB_SECRET);
    settings.put("ropeway.sources.alertmanager.stale-after", "PT16H");
    settings.put("ropeway.secrets.keys.test", SECRETS_KEY);
    settings.put("ropeway.authorization.public-url", "http://ropeway.test/");
    settings.put("ropeway.instances.insecure-hosts", "127.0.0.1,localhost");
    settings.put("ropeway.instances.proxies", "127.0.0.1");
    stores = TestStores.in(folder("stores-"));
    store(settings, "key-store", stores.clientKeys());
    store(settings, "trust-store", stores.clientTrust());
    settings.put("ropeway.api.keys.security.key", "admin-key-for-these-tests");
    settings.put("ropeway.api.keys.security.roles", "security-admin");
    settings.put("ropeway.api.keys.contributor.key", "contributor-key-for-these-tests");
    settings.put("ropeway.api.keys.contributor.roles", "contributor");
    settings.put("ropeway.api.keys.limited.key", "limited-key-for-these-tests");
    settings.put(
        "ropeway.api.keys.limited.roles", "event-producer,reader,contributor,security-admin,owner");
    settings.put("ropeway.api.keys.limited.scopes", "/subscriptions/Mine/,/groups/mine");
    settings.put("ropeway.scopes.below.path", "/subscriptions/below");
    settings.put("ropeway.scopes.below.under", "/groups/mine");
    settings.put("ropeway.api.oidc.scopes-claim", TestIdentityProvider.SCOPES);
    settings.put("ropeway.api.keys.chief.key", "owner-key-for-these-tests");
    settings.put("ropeway.api.keys.chief.roles", "owner");
    settings.put("ropeway.api.keys.hashed.hash", "sha256:" + HASHED);
    settings.put("ropeway.api.keys.hashed.roles", "reader");
    issuer = new TestIdentityProvider(0);
    trust(settings, "quarkus.oidc.", "v2");
    trust(settings, "quarkus.oidc.older.", "v1");
    settings.put("quarkus.oidc.resolve-tenants-with-issuer", "true");
    settings.put("ropeway.api.oidc.roles.security-admin", "Ropeway.SecurityAdmin");
    integration(settings, "snow", "basic");
    integration(settings, "inside", "basic");
    settings.put(
        "ropeway.integrations.inside.instance-url", "https://localhost:" + sandbox.url().getPort());
    settings.put("ropeway.integrations.inside.allow-insecure", "false");
    settings.put("ropeway.integrations.inside.delivery.test-first", "false");
    integration(settings, "oauth", "oauth-password");
    settings.put("ropeway.integrations.oauth.auth.client-id", "ropeway-client");
    settings.put("ropeway.integrations.oauth.auth.client-secret", "ropeway-secret");
    rules(settings);
    mail(settings);
    return settings;
  }

  private static Path folder(String prefix) {
    try {
      return Files.createTempDirectory(Path.of("target"), prefix);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void store(Map<String, String> settings, String kind, Path file) {
    String prefix = "quarkus.tls.certificate." + kind + ".p12.";
    settings.put(prefix + "path", file.toString());
    settings.put(prefix + "password", TestStores.PASSWORD);
  }

  private static void trust(Map<String, String> settings, String prefix, String version) {
    settings.put(prefix + "tenant-enabled", "true");
    settings.put(prefix + "auth-server-url", issuer.url(version));
    settings.put(prefix + "token.audience", TestIdentityProvider.AUDIENCE);
    settings.put(prefix + "token.forced-jwk-refresh-interval", "PT0.001S");
    settings.put(prefix + "roles.role-claim-path", "roles");
  }

  private static void integration(Map<String, String> settings, String name, String auth) {
    String prefix = "ropeway.integrations." + name + ".";
    settings.put(prefix + "instance-url", sandbox.url().toString());
    settings.put(prefix + "allow-insecure", "true");
    settings.put(prefix + "auth.type", auth);
    settings.put(prefix + "auth.username", "ropeway");
    settings.put(prefix + "auth.password", "ropeway");
    settings.put(prefix + "delivery.timeout", "1s");
    settings.put(prefix + "delivery.concurrency", "4");
    settings.put(prefix + "sync.cron", "0 0 0 1 1 ? 2099");
    settings.put(prefix + "sync.reconcile-cron", "0 0 0 1 1 ? 2099");
    settings.put(prefix + "sync.page-size", "50");
  }

  private static void mail(Map<String, String> settings) {
    smtp = FakeSmtp.start(null);
    settings.put("ropeway.mail.from", "Ropeway <ropeway@example.com>");
    settings.put("ropeway.mail.allowed-domains", "example.com,example.org");
    settings.put("ropeway.mail.contact", "security@example.com");
    settings.put("ropeway.mail.smtp.host", "127.0.0.1");
    settings.put("ropeway.mail.smtp.port", String.valueOf(smtp.port()));
    settings.put("ropeway.mail.smtp.tls", "none");
    settings.put("ropeway.mail.smtp.timeout", "1s");
    settings.put("ropeway.digests.cron", "0 0 0 1 1 ? 2099");
    settings.put("ropeway.digests.daily-for-critical", "true");
    settings.put("ropeway.digests.max-reports", "5");
  }

  private static void rules(Map<String, String> settings) {
    rule(settings, "default", 1000, "snow", "source", "microsoft,user");
    settings.put("ropeway.rules.default.remediation-timeframe", "14d");
    rule(settings, "problems", 10, "snow", "category", "Problems");
    settings.put("ropeway.rules.problems.ticket-type", "problem");
    rule(settings, "changes", 20, "snow", "category", "Changes");
    settings.put("ropeway.rules.changes.ticket-type", "change_request");
    rule(settings, "owned", 40, "snow", "category", "Owned");
    settings.put("ropeway.rules.owned.assigned-to", "carla.mendes");
    rule(settings, "oauth", 30, "oauth", "category", "OAuth");
    rule(settings, "inside", 60, "inside", "category", "Inside");
    rule(settings, "made", 50, "made", "category", "Made");
  }

  private static void rule(
      Map<String, String> settings,
      String name,
      int priority,
      String integration,
      String condition,
      String words) {
    settings.put("ropeway.rules." + name + ".priority", String.valueOf(priority));
    settings.put("ropeway.rules." + name + ".integration", integration);
    settings.put("ropeway.rules." + name + ".match." + condition, words);
  }

  @Override
  public void stop() {
    sandbox.close();
    issuer.close();
    smtp.close();
    postgres.close();
  }
}
