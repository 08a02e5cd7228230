package dev.ropeway.packaged;

import static org.awaitility.Awaitility.await;

import dev.ropeway.packaged.Api.Reply;
import dev.ropeway.store.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** A real Keycloak in its own process, with the realm that src/test/keycloak describes. */
public final class Keycloak implements AutoCloseable {

  public static final String CLIENT = "ropeway";
  public static final String SECRET = "a-secret-of-the-tests-that-is-long-enough";

  private static final Path REALM = Path.of("src/test/keycloak/security-realm.json");
  private static final Duration PATIENCE = Duration.ofMinutes(10);

  private final JavaProcess process;
  private final URI base;

  private Keycloak(JavaProcess process, URI base) {
    this.process = process;
    this.base = base;
  }

  /** Starts the one that was unpacked, and forgets with its end what people did there. */
  public static Keycloak start() {
    Path home = Path.of(System.getProperty("keycloak.home"));
    try {
      Path imports = Files.createDirectories(home.resolve("data/import"));
      Files.copy(REALM, imports.resolve(REALM.getFileName()), StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    int port = FreePort.any();
    Keycloak keycloak =
        new Keycloak(
            JavaProcess.run(
                "keycloak",
                List.of(
                    "env",
                    "JAVA_OPTS_KC_HEAP=-Xmx512m",
                    home.resolve("bin/kc.sh").toString(),
                    "start-dev",
                    "--db=dev-mem",
                    "--http-host=127.0.0.1",
                    "--http-port=" + port,
                    "--import-realm")),
            URI.create("http://localhost:" + port));
    Api api = new Api(keycloak.base, null);
    await("Keycloak")
        .atMost(PATIENCE)
        .failFast("Keycloak ended", () -> !keycloak.process.isAlive())
        .until(() -> api.get("/realms/security/.well-known/openid-configuration").status() == 200);
    return keycloak;
  }

  /** The address of the realm, which its tokens name as their issuer. */
  public String realm() {
    return base + "/realms/security";
  }

  /** An access token of somebody, as a program gets it. */
  public String token(String user) {
    Reply reply =
        form(
            "/protocol/openid-connect/token",
            Map.of(
                "grant_type", "password",
                "client_id", CLIENT,
                "client_secret", SECRET,
                "username", user,
                "password", password(user)));
    return Json.tree(reply.body()).path("access_token").asText();
  }

  public static String password(String user) {
    return user + "-of-the-tests";
  }

  private Reply form(String path, Map<String, String> fields) {
    String body =
        fields.entrySet().stream()
            .map(
                field ->
                    field.getKey()
                        + "="
                        + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8))
            .collect(Collectors.joining("&"));
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(realm() + path))
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(BodyPublishers.ofString(body))
            .build();
    try {
      var answer = HttpClient.newHttpClient().send(request, BodyHandlers.ofString());
      return new Reply(answer.statusCode(), answer.body(), "");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while waiting for Keycloak", e);
    }
  }

  /** Its script hands the signal on to the program; killed, it would leave that behind. */
  @Override
  public void close() {
    process.terminate();
    process.awaitExit(PATIENCE);
  }
}
