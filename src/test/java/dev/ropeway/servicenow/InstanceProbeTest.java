package dev.ropeway.servicenow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ropeway.packaged.FreePort;
import dev.ropeway.sandbox.Sandbox;
import dev.ropeway.sandbox.TestStores;
import dev.ropeway.sandbox.faults.FaultKind;
import dev.ropeway.sandbox.instance.SandboxSettings;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What can be seen of an instance from outside. */
class InstanceProbeTest {

  private static final Duration PATIENCE = Duration.ofSeconds(5);

  @TempDir static Path folder;
  private static TestStores stores;
  private static Sandbox plain;
  private static Sandbox secure;

  @BeforeAll
  static void start() {
    stores = TestStores.in(folder);
    plain = Sandbox.start();
    secure =
        Sandbox.start(
            SandboxSettings.defaults()
                .withTls(stores.serverKeys(), stores.serverTrust(), TestStores.PASSWORD)
                .withCertificate(TestStores.CLIENT_SUBJECT, "ropeway.service"));
  }

  @AfterAll
  static void stop() {
    plain.close();
    secure.close();
  }

  @BeforeEach
  void well() {
    plain.faults().clear();
  }

  private static ProbeResult look(URI url, String tls, boolean mayBePrivate) {
    InstanceProbe door =
        new InstanceProbe(
            new Dial(
                connection ->
                    connection.tls() == null
                        ? null
                        : stores.context(
                            connection.tls().equals("ours") ? stores.clientKeys() : null)),
            Clock.systemUTC());
    return door.look(
        new Connection(
            "acme",
            0,
            url,
            new Credentials.Basic("ropeway", "secret"),
            PATIENCE,
            tls,
            mayBePrivate,
            null,
            List.of()),
        PATIENCE);
  }

  @Test
  void an_instance_shows_what_it_is_and_its_clock_without_a_login() {
    ProbeResult probed = look(plain.url(), null, true);

    assertThat(probed.fault()).isNull();
    assertThat(probed.status()).isEqualTo(401);
    assertThat(probed.challenge()).contains("realm=\"Service-now\"");
    assertThat(probed.server()).isEqualTo("snow_adc");
    assertThat(probed.date()).isBetween(Instant.now().minusSeconds(60), Instant.now());
    assertThat(plain.calls()).noneMatch(call -> call.headers().containsKey("authorization"));
  }

  @Test
  void a_redirect_is_seen_and_not_followed() {
    plain.faults().always(FaultKind.REDIRECT);
    int before = plain.calls().size();

    ProbeResult probed = look(plain.url(), null, true);

    assertThat(probed.status()).isEqualTo(302);
    assertThat(probed.location()).isNotBlank();
    assertThat(plain.calls()).hasSize(before + 1);
  }

  @Test
  void a_page_is_named_for_what_it_is() {
    plain.faults().always(FaultKind.HIBERNATING);

    assertThat(look(plain.url(), null, true).page()).contains("hibernating");
  }

  @Test
  void an_address_of_our_own_network_is_not_looked_at() {
    int before = plain.calls().size();

    ProbeResult probed = look(plain.url(), null, false);

    assertThat(probed.reached()).isFalse();
    assertThat(probed.fault().message()).contains("private network");
    assertThat(plain.calls()).hasSize(before);
  }

  @Test
  void an_address_where_nobody_listens_was_not_reached() {
    ProbeResult probed = look(URI.create("http://127.0.0.1:" + FreePort.any()), null, true);

    assertThat(probed.reached()).isFalse();
    assertThat(probed.fault().kind()).isEqualTo(dev.ropeway.servicenow.Fault.Kind.NOT_SENT);
  }

  @Test
  void a_certificate_that_nobody_vouches_for_is_told_from_an_address_that_is_wrong() {
    ProbeResult probed = look(secure.url(), null, true);

    assertThat(probed.reached()).isFalse();
    assertThat(probed.fault().kind()).isEqualTo(dev.ropeway.servicenow.Fault.Kind.NOT_TRUSTED);
  }

  @Test
  void a_certificate_that_is_trusted_tells_until_when() {
    ProbeResult probed = look(secure.url(), "none-of-ours", true);

    assertThat(probed.status()).isEqualTo(401);
    assertThat(probed.trustedUntil()).isAfter(Instant.now());
  }

  @Test
  void our_own_certificate_is_shown_where_there_is_one() {
    assertThat(look(secure.url(), "ours", true).isLoggedIn()).isTrue();
  }
}
