package dev.ropeway.digest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ropeway.digest.MailOutcome.Result;
import dev.ropeway.integration.authorization.AuthorizationSettings;
import dev.ropeway.packaged.FakeSmtp;
import dev.ropeway.sandbox.TestStores;
import dev.ropeway.store.InvalidSettingException;
import io.quarkus.oidc.client.OidcClient;
import io.quarkus.oidc.client.OidcClients;
import io.quarkus.oidc.client.Tokens;
import io.quarkus.oidc.client.runtime.OidcClientConfig;
import io.quarkus.tls.BaseTlsConfiguration;
import io.quarkus.tls.TlsConfiguration;
import io.quarkus.tls.TlsConfigurationRegistry;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.smallrye.mutiny.Uni;
import java.io.FileInputStream;
import java.io.InputStream;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The way to the mail server: encryption, logins and time. */
class SmtpTest {

  @TempDir static Path folder;

  private static final String PREFIX = "ropeway.mail.";

  private static TestStores stores;
  private static SSLContext serverTls;

  private final Map<String, String> settings = new HashMap<>();
  private final AtomicInteger tokensAsked = new AtomicInteger();
  private FakeSmtp server;

  @BeforeAll
  static void makeStores() throws Exception {
    stores = TestStores.in(folder);
    KeyStore keys = KeyStore.getInstance("PKCS12");
    try (InputStream in = new FileInputStream(stores.serverKeys().toFile())) {
      keys.load(in, TestStores.PASSWORD.toCharArray());
    }
    KeyManagerFactory own = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    own.init(keys, TestStores.PASSWORD.toCharArray());
    serverTls = SSLContext.getInstance("TLS");
    serverTls.init(own.getKeyManagers(), null, null);
  }

  @BeforeEach
  void start() {
    server = FakeSmtp.start(serverTls);
    settings.put(PREFIX + "from", "ropeway@example.com");
    settings.put(PREFIX + "allowed-domains", "example.com");
    settings.put(PREFIX + "smtp.host", "127.0.0.1");
    settings.put(PREFIX + "smtp.port", String.valueOf(server.port()));
    settings.put(PREFIX + "smtp.timeout", "1s");
    settings.put(PREFIX + "smtp.tls-configuration", "mail");
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private Smtp smtp(Duration longest) {
    var config =
        new SmallRyeConfigBuilder()
            .addDiscoveredConverters()
            .withMapping(MailSettings.class)
            .withMapping(DigestSettings.class)
            .withMapping(AuthorizationSettings.class)
            .withSources(
                new PropertiesConfigSource(settings, "test", 100),
                new PropertiesConfigSource(
                    Map.of("ropeway.authorization.public-url", "https://ropeway.example.com"),
                    "usual",
                    50))
            .build();
    MailSettings mail = config.getConfigMapping(MailSettings.class);
    return new Smtp(
        mail,
        new Mailing(
            mail,
            config.getConfigMapping(DigestSettings.class),
            config.getConfigMapping(AuthorizationSettings.class)),
        new Tokenized(),
        new Trusting(),
        Clock.systemUTC(),
        longest);
  }

  private MailOutcome sends() throws Exception {
    return sends(smtp(Duration.ofMinutes(1)));
  }

  private static MailOutcome sends(Smtp smtp) throws Exception {
    return smtp.send(
        new Mail("Grüße · 3 overdue", "Text.\n.\n..\nÄnde", "<p>Text</p>", null),
        "<id@example.com>",
        "ada@example.com");
  }

  @Test
  void a_mail_arrives_encrypted_and_as_it_was_written() throws Exception {
    assertThat(sends()).isEqualTo(MailOutcome.sent());

    FakeSmtp.Mail mail = server.mails().get(0);
    assertThat(mail.encrypted()).isTrue();
    assertThat(mail.message().getSubject()).isEqualTo("Grüße · 3 overdue");
    assertThat(new String(mail.content()))
        .contains("multipart/alternative", "Text.\r\n.\r\n..\r\n=C3=84nde", "<p>Text</p>");
  }

  @Test
  void a_server_that_offers_no_encryption_gets_no_mail() throws Exception {
    server.close();
    server = FakeSmtp.start(null);
    settings.put(PREFIX + "smtp.port", String.valueOf(server.port()));

    assertThat(sends().result()).isEqualTo(Result.SERVER_AWAY);
    assertThat(server.mails()).isEmpty();
  }

  @Test
  void a_server_whose_certificate_is_for_another_host_or_of_nobody_known_gets_no_mail()
      throws Exception {
    settings.remove(PREFIX + "smtp.tls-configuration");
    assertThat(sends().result()).isEqualTo(Result.SERVER_AWAY);
    settings.put(PREFIX + "smtp.tls-configuration", "mail");
    settings.put(PREFIX + "smtp.host", "127.0.0.2");
    assertThat(sends().result()).isEqualTo(Result.SERVER_AWAY);

    assertThat(server.mails()).isEmpty();
  }

  @Test
  void a_password_is_sent_encrypted_and_a_refused_login_says_so() throws Exception {
    settings.put(PREFIX + "smtp.user", "ropeway");
    settings.put(PREFIX + "smtp.password", "a secret");
    assertThat(sends()).isEqualTo(MailOutcome.sent());
    assertThat(server.logins()).containsExactly("LOGIN ropeway a secret");
    server.replies("AUTH", "535 no");

    MailOutcome refused = sends();

    assertThat(refused.result()).isEqualTo(Result.SERVER_AWAY);
    assertThat(refused.why()).contains("the mail server refuses the login", "535 no");
    assertThat(refused.why()).doesNotContain("a secret");
  }

  @Test
  void a_token_is_asked_for_once_and_sent_in_the_place_of_a_password() throws Exception {
    settings.put(PREFIX + "smtp.user", "ropeway@example.com");
    settings.put(PREFIX + "smtp.oidc-client", "mail");
    Smtp smtp = smtp(Duration.ofMinutes(1));

    assertThat(sends(smtp)).isEqualTo(MailOutcome.sent());
    assertThat(sends(smtp)).isEqualTo(MailOutcome.sent());

    assertThat(server.logins())
        .hasSize(2)
        .allSatisfy(
            login ->
                assertThat(login)
                    .contains("XOAUTH2", "user=ropeway@example.com", "Bearer token-1"));
    assertThat(tokensAsked).hasValue(1);
  }

  @ParameterizedTest
  @CsvSource({"EHLO, NOT_NOW", "RCPT, NOT_NOW", "TAKEN, UNKNOWN"})
  void an_attempt_ends_in_time_however_slowly_the_server_answers(String step, String result)
      throws Exception {
    server.trickles(step);
    long before = System.nanoTime();

    MailOutcome outcome = sends(smtp(Duration.ofSeconds(2)));

    assertThat(outcome.result())
        .isIn(step.equals("EHLO") ? Result.SERVER_AWAY : Result.valueOf(result));
    assertThat(Duration.ofNanos(System.nanoTime() - before))
        .isBetween(Duration.ofMillis(1900), Duration.ofSeconds(30));
  }

  @Test
  void nobody_listens() throws Exception {
    server.close();

    assertThat(sends().result()).isEqualTo(Result.SERVER_AWAY);
  }

  @ParameterizedTest
  @CsvSource({
    "smtp.password, x, ropeway.mail.smtp.user",
    "smtp.user, x, ropeway.mail.smtp.user",
    "smtp.tls-configuration, other, ropeway.mail.smtp.tls-configuration",
    "trial-to, me@elsewhere.org, ropeway.mail.trial-to",
    "trial-to, nobody, ropeway.mail.trial-to",
    "contact, 'a@b.c, d@e.f', ropeway.mail.contact",
    "from, nobody, ropeway.mail.from",
    "allowed-domains, '', ropeway.mail.allowed-domains"
  })
  void a_setting_that_cannot_be_meant_stops_the_start(String name, String value, String told) {
    settings.put(PREFIX + name, value);

    assertThatThrownBy(() -> smtp(Duration.ofMinutes(1)))
        .isInstanceOf(InvalidSettingException.class)
        .hasMessageContaining(told);
  }

  @Test
  void a_password_is_never_sent_in_the_clear() {
    settings.put(PREFIX + "smtp.tls", "none");
    settings.put(PREFIX + "smtp.user", "ropeway");
    settings.put(PREFIX + "smtp.password", "x");

    assertThatThrownBy(() -> smtp(Duration.ofMinutes(1)))
        .isInstanceOf(InvalidSettingException.class)
        .hasMessageContaining("ropeway.mail.smtp.tls");
  }

  private static final class Trusting implements TlsConfigurationRegistry {

    @Override
    public Optional<TlsConfiguration> get(String name) {
      return name.equals("mail")
          ? Optional.of(
              new BaseTlsConfiguration() {
                @Override
                public SSLContext createSSLContext() {
                  return stores.context(null);
                }
              })
          : Optional.empty();
    }

    @Override
    public Optional<TlsConfiguration> getDefault() {
      return Optional.empty();
    }

    @Override
    public void register(String name, TlsConfiguration configuration) {
      throw new UnsupportedOperationException();
    }
  }

  private final class Tokenized implements OidcClients, OidcClient {

    @Override
    public OidcClient getClient() {
      return this;
    }

    @Override
    public OidcClient getClient(String id) {
      return this;
    }

    @Override
    public Uni<OidcClient> newClient(OidcClientConfig config) {
      throw new UnsupportedOperationException();
    }

    @Override
    public Uni<Tokens> getTokens(Map<String, String> parameters) {
      return Uni.createFrom()
          .item(
              () ->
                  new Tokens(
                      "token-" + tokensAsked.incrementAndGet(),
                      System.currentTimeMillis() / 1000 + 3600,
                      null,
                      null,
                      null,
                      null,
                      "mail"));
    }

    @Override
    public Uni<Tokens> refreshTokens(String token, Map<String, String> parameters) {
      throw new UnsupportedOperationException();
    }

    @Override
    public Uni<Boolean> revokeAccessToken(String token, Map<String, String> parameters) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void close() {
      // Nothing is open.
    }
  }
}
