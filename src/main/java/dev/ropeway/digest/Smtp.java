package dev.ropeway.digest;

import dev.ropeway.digest.MailOutcome.Result;
import dev.ropeway.digest.MailSettings.Encryption;
import dev.ropeway.store.InvalidSettingException;
import dev.ropeway.store.Text;
import io.quarkus.oidc.client.OidcClients;
import io.quarkus.oidc.client.runtime.TokensHelper;
import io.quarkus.runtime.Startup;
import io.quarkus.tls.TlsConfigurationRegistry;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLSocketFactory;

/**
 * Hands mails to the mail server, one connection for each, and knows how far it came: what failed
 * before the content was sent was certainly not taken.
 */
@ApplicationScoped
@Startup
class Smtp {

  /** However slowly a server answers, an attempt ends by then. */
  private static final Duration LONGEST = Duration.ofMinutes(3);

  private static final int LONGEST_WHY = 300;
  private static final String PREFIX = "mail.smtp.";

  private final MailSettings.Smtp settings;
  private final Mailing mailing;
  private final OidcClients oidc;
  private final Clock clock;
  private final MailSockets sockets = new MailSockets();
  private final Session session;
  private final Duration longest;
  private final TokensHelper tokens = new TokensHelper();
  private final ScheduledExecutorService watch =
      Executors.newSingleThreadScheduledExecutor(
          work -> {
            Thread thread = new Thread(work, "mail-time-limit");
            thread.setDaemon(true);
            return thread;
          });

  @Inject
  Smtp(
      MailSettings mail,
      Mailing mailing,
      OidcClients oidc,
      TlsConfigurationRegistry tls,
      Clock clock) {
    this(mail, mailing, oidc, tls, clock, LONGEST);
  }

  Smtp(
      MailSettings mail,
      Mailing mailing,
      OidcClients oidc,
      TlsConfigurationRegistry tls,
      Clock clock,
      Duration longest) {
    settings = mail.smtp();
    this.longest = longest;
    this.mailing = mailing;
    this.oidc = oidc;
    this.clock = clock;
    if (settings.oidcClient().isPresent() && settings.password().isPresent()) {
      throw new InvalidSettingException(
          "ropeway.mail.smtp.password", "must be empty where ropeway.mail.smtp.oidc-client is set");
    }
    boolean secret = settings.password().isPresent() || settings.oidcClient().isPresent();
    if (secret != settings.user().isPresent()) {
      throw new InvalidSettingException(
          "ropeway.mail.smtp.user",
          "must be set together with ropeway.mail.smtp.password or ropeway.mail.smtp.oidc-client");
    }
    if (secret && settings.tls() == Encryption.NONE) {
      throw new InvalidSettingException(
          "ropeway.mail.smtp.tls", "must be starttls or tls where there is a password or a token");
    }
    session = Session.getInstance(properties(secret, tls));
  }

  private Properties properties(boolean secret, TlsConfigurationRegistry tls) {
    Properties properties = new Properties();
    String timeout = String.valueOf(settings.timeout().toMillis());
    Map.of(
            "connectiontimeout",
            timeout,
            "timeout",
            timeout,
            "writetimeout",
            timeout,
            "auth",
            String.valueOf(secret),
            "quitwait",
            "false",
            "starttls.enable",
            String.valueOf(settings.tls() == Encryption.STARTTLS),
            "starttls.required",
            String.valueOf(settings.tls() == Encryption.STARTTLS),
            "ssl.enable",
            String.valueOf(settings.tls() == Encryption.TLS),
            "ssl.checkserveridentity",
            "true")
        .forEach((name, value) -> properties.setProperty(PREFIX + name, value));
    settings
        .oidcClient()
        .ifPresent(client -> properties.setProperty(PREFIX + "auth.mechanisms", "XOAUTH2"));
    SSLSocketFactory encryption =
        settings
            .tlsConfiguration()
            .map(name -> sockets(tls, name))
            .orElseGet(() -> (SSLSocketFactory) SSLSocketFactory.getDefault());
    properties.put(PREFIX + "socketFactory", sockets.plain());
    properties.put(PREFIX + "ssl.socketFactory", sockets.encrypted(encryption));
    return properties;
  }

  private static SSLSocketFactory sockets(TlsConfigurationRegistry tls, String name) {
    try {
      return tls.get(name)
          .orElseThrow(
              () ->
                  new InvalidSettingException(
                      "ropeway.mail.smtp.tls-configuration", "there is no quarkus.tls." + name))
          .createSSLContext()
          .getSocketFactory();
    } catch (InvalidSettingException e) {
      throw e;
    } catch (Exception e) {
      throw new InvalidSettingException(
          "ropeway.mail.smtp.tls-configuration", "quarkus.tls." + name + " cannot be used: " + e);
    }
  }

  /** Hands a mail over, once; never throws. */
  MailOutcome send(Mail mail, String messageId, String recipient) {
    String password;
    try {
      password = password();
    } catch (RuntimeException e) {
      return new MailOutcome(
          Result.SERVER_AWAY, "there is no token for the mail server: " + said(e.getMessage()));
    }
    InternetAddress to;
    MimeMessage message;
    try {
      to = new InternetAddress(recipient, true);
      message = MailMessage.of(session, mail, mailing, messageId, to, clock.instant());
    } catch (MessagingException | IOException e) {
      return new MailOutcome(
          Result.MAIL_REFUSED, "the mail cannot be written: " + said(e.getMessage()));
    }
    try (MailSockets.Attempt opened = sockets.begin()) {
      Future<?> limit = watch.schedule(opened::end, longest.toMillis(), TimeUnit.MILLISECONDS);
      SmtpAttempt attempt = new SmtpAttempt(session);
      try {
        return attempt.send(
            settings.host(),
            settings.port().orElse(settings.tls().port()),
            settings.user().orElse(null),
            password,
            message,
            to);
      } finally {
        attempt.leave();
        limit.cancel(false);
      }
    }
  }

  private String password() {
    return settings
        .oidcClient()
        .map(
            name ->
                tokens
                    .getTokens(oidc.getClient(name))
                    .await()
                    .atMost(settings.timeout())
                    .getAccessToken())
        .or(settings::password)
        .orElse(null);
  }

  private static String said(String text) {
    return Text.cut(
        Text.oneLine(Text.clean(text == null ? "no reason was given" : text.strip())), LONGEST_WHY);
  }
}
