package dev.ropeway.scenarios.rest;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import dev.ropeway.scenarios.RopewayTest;
import dev.ropeway.scenarios.Scenario;
import dev.ropeway.scenarios.TestEnvironment;
import dev.ropeway.security.HeldBodies;
import io.restassured.RestAssured;
import io.restassured.config.DecoderConfig;
import io.restassured.config.EncoderConfig;
import io.restassured.config.RestAssuredConfig;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Senders compress what they send; nobody's bomb is inflated. */
@RopewayTest
class CompressedBodiesTest {

  private static final String EVENTS = "/api/v1/recommendations";

  @Inject Scenario scenario;
  @Inject HeldBodies held;

  @BeforeEach
  void start() {
    scenario.isNew();
  }

  @AfterEach
  void nothing_is_left_behind() {
    await().until(held::areNone);
  }

  private static byte[] compressed(String coding, byte[] content) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (OutputStream out =
        coding.endsWith("gzip") ? new GZIPOutputStream(bytes) : new DeflaterOutputStream(bytes)) {
      out.write(content);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  private static ValidatableResponse send(String path, String coding, byte[] body) {
    return given()
        .config(
            RestAssuredConfig.config()
                .encoderConfig(
                    EncoderConfig.encoderConfig()
                        .appendDefaultContentCharsetToContentTypeIfUndefined(false))
                .decoderConfig(DecoderConfig.decoderConfig().noContentDecoders()))
        .header("X-API-Key", TestEnvironment.KEY)
        .header("Content-Type", "application/json")
        .header("Content-Encoding", coding)
        .body(body)
        .post(path)
        .then();
  }

  @ParameterizedTest
  @ValueSource(strings = {"gzip", "GZIP", "x-gzip", "deflate"})
  void a_compressed_event_is_read_like_any_other(String coding) {
    byte[] body =
        compressed(
            coding.toLowerCase(java.util.Locale.ROOT),
            Scenario.finding("r1", "").getBytes(StandardCharsets.UTF_8));
    send(EVENTS, coding, body).statusCode(202).body("results[0].outcome", equalTo("created"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"/alertmanager", "/azure-monitor", "/defender"})
  void every_source_takes_compressed_events(String source) {
    // What it says is refused as it would be uncompressed: it was read.
    send(
            "/api/v1/events" + source,
            "gzip",
            compressed("gzip", "[]".getBytes(StandardCharsets.UTF_8)))
        .statusCode(400)
        .body("detail", equalTo("the array is empty"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"br", "zstd", "gzip, gzip", "compress"})
  void another_coding_is_refused_with_those_that_are_taken(String coding) {
    String taken =
        send(EVENTS, coding, Scenario.finding("r1", "").getBytes(StandardCharsets.UTF_8))
            .statusCode(415)
            .contentType("application/problem+json")
            .body("detail", containsString("gzip, deflate, identity"))
            .extract()
            .header("Accept-Encoding");
    assertThat(taken).isEqualTo("gzip, deflate, identity");
  }

  @Test
  void what_is_not_compressed_as_it_says_is_told_so() {
    send(EVENTS, "gzip", "{}".getBytes(StandardCharsets.UTF_8))
        .statusCode(400)
        .body("detail", containsString("Content-Encoding"));
    byte[] whole = compressed("gzip", Scenario.finding("r1", "").getBytes(StandardCharsets.UTF_8));
    send(EVENTS, "gzip", java.util.Arrays.copyOf(whole, whole.length - 4)).statusCode(400);
  }

  /** A gigabyte of blanks in a megabyte: no more than the limit of it is ever made. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void a_bomb_is_refused_early_and_takes_no_memory(boolean declared) throws Exception {
    byte[] bomb = bomb(1000);
    long before = System.nanoTime();
    HttpRequest.BodyPublisher body =
        declared
            ? HttpRequest.BodyPublishers.ofByteArray(bomb)
            : HttpRequest.BodyPublishers.ofInputStream(
                () -> new java.io.ByteArrayInputStream(bomb));
    HttpResponse<String> answer =
        HttpClient.newHttpClient()
            .send(
                HttpRequest.newBuilder(URI.create("http://localhost:" + RestAssured.port + EVENTS))
                    .header("X-API-Key", TestEnvironment.KEY)
                    .header("Content-Type", "application/json")
                    .header("Content-Encoding", "gzip")
                    .POST(body)
                    .build(),
                HttpResponse.BodyHandlers.ofString());
    assertThat(answer.statusCode()).isEqualTo(413);
    assertThat(answer.body()).contains("larger than this operation allows");
    assertThat((System.nanoTime() - before) / 1_000_000).isLessThan(10_000);
  }

  private static byte[] bomb(int megabytes) throws IOException {
    byte[] blanks = " ".repeat(1024 * 1024).getBytes(StandardCharsets.UTF_8);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (OutputStream out = new GZIPOutputStream(bytes)) {
      for (int i = 0; i < megabytes; i++) {
        out.write(blanks);
      }
    }
    return bytes.toByteArray();
  }
}
