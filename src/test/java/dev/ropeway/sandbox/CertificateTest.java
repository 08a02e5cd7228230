package dev.ropeway.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ropeway.sandbox.instance.SandboxSettings;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CertificateTest {
  @TempDir static Path folder;
  private static TestStores stores;
  private static Sandbox sandbox;

  @BeforeAll
  static void start() {
    stores = TestStores.in(folder);
    sandbox =
        Sandbox.start(
            SandboxSettings.defaults()
                .withTls(stores.serverKeys(), stores.serverTrust(), TestStores.PASSWORD)
                .withCertificate(TestStores.CLIENT_SUBJECT, "ropeway.service"));
  }

  @BeforeEach
  void empty() {
    sandbox.reset();
  }

  @AfterAll
  static void stop() {
    sandbox.close();
  }

  private static HttpResponse<String> create(Path keys, String... headers)
      throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(sandbox.url().resolve("/api/now/table/incident"))
            .header("Accept", "application/json")
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString("{}"));
    if (headers.length > 0) {
      request.headers(headers);
    }
    return HttpClient.newBuilder()
        .sslContext(stores.context(keys))
        .build()
        .send(request.build(), BodyHandlers.ofString());
  }

  @Test
  void a_client_certificate_stands_for_its_user_without_any_header() throws Exception {
    HttpResponse<String> answer = create(stores.clientKeys());

    assertThat(sandbox.url()).hasScheme("https");
    assertThat(answer.statusCode()).isEqualTo(201);
    assertThat(sandbox.rows("incident").get(0)).containsEntry("sys_created_by", "ropeway.service");
  }

  @Test
  void without_a_certificate_the_other_ways_in_are_open() throws Exception {
    assertThat(create(null).statusCode()).isEqualTo(401);
    assertThat(create(null, "Authorization", HttpCaller.basic("ropeway", "ropeway")).statusCode())
        .isEqualTo(201);
  }

  @Test
  void a_certificate_that_belongs_to_nobody_is_401() throws Exception {
    sandbox.registerCertificate(TestStores.CLIENT_SUBJECT, "nobody");

    assertThat(create(stores.clientKeys()).statusCode()).isEqualTo(401);
  }

  @Test
  void a_certificate_that_nobody_vouches_for_ends_the_handshake() {
    assertThatThrownBy(() -> create(stores.strangerKeys())).isInstanceOf(IOException.class);
    assertThat(sandbox.rows("incident")).isEmpty();
  }
}
