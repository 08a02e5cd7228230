package dev.ropeway.scenarios.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;

import dev.ropeway.api.Contract;
import dev.ropeway.scenarios.RopewayTest;
import dev.ropeway.scenarios.Scenario;
import dev.ropeway.scenarios.TestEnvironment;
import dev.ropeway.security.HeldBodies;
import io.restassured.RestAssured;
import io.restassured.path.json.JsonPath;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** No body, whoever sends it and however slowly, takes memory that others need. */
@RopewayTest
class BodiesInFlightTest {

  private static final int MB = 1024 * 1024;
  private static final String HINTS = "/api/v1/servicenow/snow/changes";
  private static final String EVENTS = "/api/v1/recommendations";

  @Inject Scenario scenario;
  @Inject HeldBodies held;

  private final List<Socket> open = new ArrayList<>();

  @AfterEach
  void nothing_is_left_behind() throws IOException {
    for (Socket one : open) {
      one.close();
    }
    await().pollDelay(Duration.ZERO).until(held::areNone);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void a_stranger_may_send_no_more_than_the_operation_reads(boolean chunked) throws IOException {
    Socket stranger = begin("POST", HINTS, null, chunked ? -1 : 9 * MB);
    if (chunked) {
      send(stranger, 17 * 1024, true);
    }
    assertThat(answer(stranger)).startsWith("HTTP/1.1 413");
  }

  static Stream<Arguments> operations() {
    List<Arguments> all = new ArrayList<>();
    Contract.paths()
        .properties()
        .forEach(
            path ->
                path.getValue().properties().stream()
                    .filter(verb -> verb.getValue().has("operationId"))
                    .forEach(
                        verb ->
                            all.add(
                                Arguments.of(
                                    verb.getKey().toUpperCase(Locale.ROOT), path.getKey()))));
    return all.stream();
  }

  /** 11 MB are more than any operation reads; most read far less. */
  @ParameterizedTest(name = "{0} {1}")
  @MethodSource("operations")
  void every_operation_refuses_a_body_that_is_too_large_before_it_arrives(String verb, String path)
      throws IOException {
    String address = "/api/v1" + path.replaceAll("\\{[^}]+}", "nothing");
    assertThat(answer(begin(verb, address, TestEnvironment.KEY, 11 * MB)))
        .startsWith("HTTP/1.1 413");
    Socket chunked = begin(verb, address, TestEnvironment.KEY, -1);
    send(chunked, 11 * MB, true);
    assertThat(answer(chunked)).startsWith("HTTP/1.1 413");
  }

  @Test
  void a_body_that_does_not_arrive_is_given_up() throws IOException {
    Socket slow = begin("POST", EVENTS, TestEnvironment.KEY, 1000);
    send(slow, 10, false);
    assertThat(answer(slow)).startsWith("HTTP/1.1 408").contains("application/problem+json");
  }

  @Test
  void more_bodies_than_there_is_room_for_are_asked_to_come_back() throws IOException {
    scenario.isNew();
    List<Socket> stalled = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      Socket one = begin("POST", EVENTS, TestEnvironment.KEY, 4 * MB);
      stalled.add(one);
      send(one, 4 * MB - 100, false);
    }
    List<String> answers = new ArrayList<>();
    for (Socket one : stalled) {
      answers.add(answer(one));
    }
    assertThat(answers)
        .anySatisfy(
            answer -> assertThat(answer).startsWith("HTTP/1.1 503").contains("Retry-After: "))
        .allSatisfy(answer -> assertThat(answer).containsPattern("^HTTP/1.1 (503|408)"));
    await().until(held::areNone);
    scenario.post(Scenario.finding("afterwards", "")).statusCode(202);
  }

  @Test
  void strangers_that_stall_leave_the_room_of_callers_alone() throws IOException {
    scenario.isNew();
    for (int i = 0; i < 100; i++) {
      send(begin("POST", HINTS, null, 16_000), 15_900, false);
    }
    scenario.post(Scenario.finding("meanwhile", "")).statusCode(202);
  }

  @Test
  void a_sender_that_goes_away_gives_back_what_it_held() throws IOException {
    for (int i = 0; i < 20; i++) {
      Socket gone = begin("POST", EVENTS, TestEnvironment.KEY, 500_000);
      send(gone, 400_000, false);
      gone.close();
    }
    await().until(held::areNone);
  }

  @Test
  void what_a_route_still_works_at_is_held_though_its_sender_is_gone() throws Exception {
    scenario.isNew();
    String body = Scenario.finding("abandoned", "");
    try (Connection store =
        DriverManager.getConnection(TestEnvironment.jdbcUrl(), "postgres", "postgres")) {
      store.setAutoCommit(false);
      store.createStatement().execute("lock table recommendation in access exclusive mode");
      Socket gone = begin("POST", EVENTS, TestEnvironment.KEY, body.length());
      gone.getOutputStream().write(body.getBytes(StandardCharsets.UTF_8));
      await().until(() -> held.inRoutes() == 1);
      gone.close();
      await().during(Duration.ofMillis(500)).until(() -> held.inRoutes() == 1);
      store.rollback();
    }
    await().until(held::areNone);
  }

  @Test
  void a_body_comes_after_the_server_said_that_it_may() throws IOException {
    scenario.isNew();
    String body = Scenario.finding("expected", "");
    Socket careful =
        begin("POST", EVENTS, TestEnvironment.KEY, body.length(), "Expect: 100-continue\r\n");
    assertThat(answer(careful)).startsWith("HTTP/1.1 100");
    careful.getOutputStream().write(body.getBytes(StandardCharsets.UTF_8));
    assertThat(answer(careful)).startsWith("HTTP/1.1 202");
  }

  @Test
  void a_page_of_long_texts_is_shorter_and_goes_on() {
    scenario.isNew();
    String tags =
        IntStream.range(0, 190)
            .mapToObj(i -> "\"t%d\":\"%s\"".formatted(i, "x".repeat(1000)))
            .collect(Collectors.joining(",", "{", "}"));
    for (int i = 0; i < 8; i++) {
      scenario
          .post(
              Scenario.finding(
                  "long" + i,
                  "\"tags\":" + tags + ",\"inheritedTags\":[" + tags + "," + tags + "]"))
          .statusCode(202);
    }
    for (String list : List.of("/api/v1/assignments", "/api/v1/recommendations")) {
      List<String> ids = new ArrayList<>();
      int pages = 0;
      for (String next = ""; next != null; pages++) {
        JsonPath page =
            Scenario.caller()
                .get(list + "?limit=1000" + (next.isEmpty() ? "" : "&cursor=" + next))
                .jsonPath();
        ids.addAll(page.getList("items.recommendation.id"));
        next = page.getString("next");
      }
      assertThat(pages).as(list).isGreaterThan(1);
      assertThat(ids).as(list).hasSize(8).doesNotHaveDuplicates();
    }
  }

  @Test
  void texts_that_are_too_long_together_are_refused() {
    scenario.isNew();
    String tags =
        IntStream.range(0, 200)
            .mapToObj(i -> "\"t%d\":\"%s\"".formatted(i, "x".repeat(1000)))
            .collect(Collectors.joining(",", "{", "}"));
    String all = String.join(",", Collections.nCopies(6, tags));
    scenario
        .post(Scenario.finding("too-long", "\"inheritedTags\":[" + all + "]"))
        .statusCode(400)
        .body("detail", containsString("1000000 characters in total"));
  }

  private Socket begin(String verb, String path, String key, int length) throws IOException {
    return begin(verb, path, key, length, "");
  }

  private Socket begin(String verb, String path, String key, int length, String more)
      throws IOException {
    Socket socket = new Socket("127.0.0.1", RestAssured.port);
    open.add(socket);
    socket.setSoTimeout(20_000);
    String head =
        "%s %s HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n%s%s%s\r\n"
            .formatted(
                verb,
                path,
                key == null ? "" : "X-API-Key: " + key + "\r\n",
                more,
                length < 0
                    ? "Transfer-Encoding: chunked\r\n"
                    : "Content-Length: " + length + "\r\n");
    socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
    return socket;
  }

  /** Spaces; an end of the connection while they are written is an answer too. */
  private static void send(Socket socket, int bytes, boolean chunked) {
    byte[] part = " ".repeat(16 * 1024).getBytes(StandardCharsets.US_ASCII);
    try {
      OutputStream out = socket.getOutputStream();
      for (int left = bytes; left > 0; left -= part.length) {
        int now = Math.min(left, part.length);
        if (chunked) {
          out.write((Integer.toHexString(now) + "\r\n").getBytes(StandardCharsets.US_ASCII));
        }
        out.write(part, 0, now);
        if (chunked) {
          out.write("\r\n".getBytes(StandardCharsets.US_ASCII));
        }
      }
    } catch (IOException e) {
      // The answer says why.
    }
  }

  private static String answer(Socket socket) throws IOException {
    InputStream in = socket.getInputStream();
    byte[] answer = new byte[4000];
    int length = in.read(answer);
    return length < 0 ? "" : new String(answer, 0, length, StandardCharsets.UTF_8);
  }
}
