package dev.ropeway.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ropeway.sandbox.TestStores;
import dev.ropeway.servicenow.Connection;
import dev.ropeway.servicenow.Connections;
import dev.ropeway.store.InvalidSettingException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the configuration says of the way to an instance. */
class ConfiguredNetworkTest {

  private static final String PREFIX = "ropeway.integrations.acme.";

  @TempDir static Path folder;
  private static TestStores stores;

  @BeforeAll
  static void certificates() {
    stores = TestStores.in(folder);
  }

  private static Connection connection(String... settings) {
    Map<String, String> all =
        new HashMap<>(
            Map.of(
                PREFIX + "instance-url", "https://acme.service-now.com",
                PREFIX + "auth.type", "basic",
                PREFIX + "auth.username", "ropeway",
                PREFIX + "auth.password", "secret"));
    for (int i = 0; i < settings.length; i += 2) {
      all.put(PREFIX + settings[i], settings[i + 1]);
    }
    Connections connections = new Connections();
    IntegrationsFixture.of(all, connections);
    return connections.named("acme");
  }

  @Test
  void a_proxy_has_a_host_a_port_and_perhaps_a_login() {
    assertThat(connection().proxy()).isNull();
    assertThat(connection("proxy.host", "10.0.0.1", "proxy.port", "3128").proxy().toString())
        .isEqualTo("the proxy 10.0.0.1:3128");
    assertThat(
            connection(
                    "proxy.host",
                    "proxy",
                    "proxy.port",
                    "3128",
                    "proxy.username",
                    "u",
                    "proxy.password",
                    "very secret")
                .proxy()
                .toString())
        .doesNotContain("very secret");
  }

  @Test
  void hosts_of_no_proxy_are_reached_directly() {
    for (String direct : new String[] {"acme.service-now.com", "x, .service-now.com", "*.com"}) {
      assertThat(connection("proxy.host", "p", "proxy.port", "1", "proxy.no-proxy", direct).proxy())
          .as(direct)
          .isNull();
    }
    assertThat(
            connection("proxy.host", "p", "proxy.port", "1", "proxy.no-proxy", "service-now.com")
                .proxy())
        .isNotNull();
  }

  @Test
  void what_is_incomplete_is_refused_with_one_sentence() {
    refused("proxy.port must be from 1 to 65535", "proxy.host", "p");
    refused("proxy.port is set, but proxy.host is not", "proxy.port", "1");
    refused("proxy.host must be a host", "proxy.host", "http://p", "proxy.port", "1");
    refused(
        "proxy.password must be set, because proxy.username is",
        "proxy.host",
        "p",
        "proxy.port",
        "1",
        "proxy.username",
        "u");
    refused("trust must contain a certificate as PEM", "trust", "nothing");
    refused("trust-file must be a file that can be read", "trust-file", "/nowhere/ca.pem");
    refused("expired at", "trust", stores.expiredPem());
  }

  private static void refused(String sentence, String... settings) {
    assertThatThrownBy(() -> connection(settings))
        .isInstanceOf(InvalidSettingException.class)
        .hasMessageContaining(sentence);
  }

  @Test
  void certificates_stand_in_the_settings_or_in_a_file() throws IOException {
    Path file = folder.resolve("ca.pem");
    Files.writeString(file, "# ours\n" + stores.serverPem() + stores.clientPem());

    assertThat(connection("trust", stores.serverPem()).trust()).hasSize(1);
    assertThat(connection("trust-file", file.toString()).trust()).hasSize(2);
  }

  @Test
  void with_a_proxy_only_addresses_that_are_written_are_judged() {
    String[] proxied = {"proxy.host", "p", "proxy.port", "1", "instance-url", ""};
    for (String inside : new String[] {"https://10.0.0.1", "https://[::1]", "https://localhost"}) {
      proxied[5] = inside;
      Connection connection = connection(proxied);
      assertThatThrownBy(connection::requirePublic).hasMessageContaining("private network");
    }
    proxied[5] = "https://no-such-host.invalid";
    connection(proxied).requirePublic();
  }
}
