package dev.ropeway.scenarios.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import dev.ropeway.packaged.Api.Reply;
import dev.ropeway.packaged.PackagedApp;
import dev.ropeway.packaged.PackagedApp.Settings;
import dev.ropeway.packaged.SandboxProcess;
import dev.ropeway.packaged.SharedPostgres;
import dev.ropeway.packaged.Store;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The examples of docs/routes.md, mounted as they stand there. */
class ExtensionPointsIT {

  private static final Pattern EXAMPLE =
      Pattern.compile("```yaml\n# (\\S+\\.camel\\.yaml)\n(.*?)```", Pattern.DOTALL);

  @TempDir static Path routes;
  @TempDir static Path mappings;

  private static HttpServer others;
  private static SandboxProcess serviceNow;
  private static PackagedApp app;
  private static Store store;
  private static final Queue<String> ASKED = new ConcurrentLinkedQueue<>();
  private static final Queue<String> CHAT = new ConcurrentLinkedQueue<>();
  private static volatile int chatAnswers = 200;

  @BeforeAll
  static void the_examples_are_mounted() throws IOException {
    Matcher example = EXAMPLE.matcher(Files.readString(Path.of("docs/routes.md")));
    while (example.find()) {
      Files.writeString(routes.resolve(example.group(1)), example.group(2));
    }
    assertThat(routes.toFile().list()).hasSize(4);
    Files.writeString(routes.resolve("forgotten.yml"), "- route: {}");
    Files.writeString(
        mappings.resolve("x.incident.yaml"),
        """
        mode: customized
        fields:
          short_description: { template: "{recommendation.title} (by a file)" }
          assigned_to: { template: "{assignment.assignedTo}", reference: user }
          caller_id: { template: "{assignment.caller}", reference: user }
        """);
    others = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    others.createContext("/owners", ExtensionPointsIT::cmdb);
    others.createContext("/chat", ExtensionPointsIT::chat);
    others.start();
    String url = "http://127.0.0.1:" + others.getAddress().getPort();
    String jdbcUrl = SharedPostgres.newDatabase();
    store = new Store(jdbcUrl);
    serviceNow = SandboxProcess.here(0);
    app =
        PackagedApp.start(
            Settings.of(jdbcUrl, serviceNow.url())
                .with("ropeway.routes.dir", routes.toString())
                .with("ropeway.mappings.dir", mappings.toString())
                .with("cmdb.url", url + "/owners")
                .with("chat.url", url + "/chat"));
  }

  @AfterAll
  static void it_ends() {
    app.close();
    serviceNow.close();
    others.stop(0);
  }

  private static void cmdb(com.sun.net.httpserver.HttpExchange call) throws IOException {
    ASKED.add(
        call.getRequestMethod()
            + " "
            + call.getRequestURI()
            + " "
            + call.getRequestHeaders().keySet());
    boolean known = call.getRequestURI().getQuery().startsWith("name=web");
    answer(call, known ? 200 : 404, "{\"owner\":\"carla \\\"C\\\" mendes\"}");
  }

  private static void chat(com.sun.net.httpserver.HttpExchange call) throws IOException {
    CHAT.add(new String(call.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
    answer(call, chatAnswers, "");
  }

  private static void answer(com.sun.net.httpserver.HttpExchange call, int status, String body)
      throws IOException {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    call.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
    call.getResponseBody().write(bytes);
    call.close();
  }

  private static ConditionFactory soon() {
    return await().atMost(Duration.ofMinutes(1)).pollInterval(Duration.ofMillis(100));
  }

  private static List<String> texts(String sql) {
    return store.texts(sql);
  }

  private static void becomes(String recommendation, String status) {
    soon()
        .untilAsserted(
            () ->
                assertThat(
                        texts(
                            "select a.status || coalesce(' ' || failure_reason || ' ' || failure_detail, '')"
                                + " from assignment a join recommendation r on r.key = a.recommendation_key"
                                + " where r.document ->> 'id' = '"
                                + recommendation
                                + "'"))
                    .containsExactly(status));
  }

  @Test
  void a_cmdb_adds_an_owner() {
    Reply reply =
        app.recommend(
            "[{\"id\":\"a\",\"title\":\"T\",\"resource\":{\"name\":\"web & 1\"},\"tags\":{\"x\":\"y\"}},"
                + "{\"id\":\"b\",\"title\":\"T\",\"resource\":{\"name\":\"nobody\"}},"
                + "{\"id\":\"c\"}]");
    assertThat(reply.status()).isEqualTo(202);
    assertThat(reply.body()).contains("/title");
    assertThat(
            texts("select document ->> 'tags' from recommendation where document ->> 'id' = 'a'"))
        .containsExactly("{\"x\": \"y\", \"owner\": \"carla \\\"C\\\" mendes\"}");
    assertThat(
            texts("select document ->> 'tags' from recommendation where document ->> 'id' = 'b'"))
        .containsExactly("{}");
    assertThat(ASKED).anyMatch(asked -> asked.startsWith("GET /owners?name=web%20%26%201 "));
    assertThat(ASKED).allMatch(asked -> !asked.toLowerCase().contains("x-api-key"));
    assertThat(app.output())
        .contains(
            "The CMDB did not tell who owns b",
            "enrich-recommendation.camel.yaml replaces the built-in one",
            "read-scanner.camel.yaml was added",
            "forgotten.yml must be named forgotten.camel.yaml");
  }

  @Test
  void another_policy_leaves_closing_to_people() {
    String critical = "{\"id\":\"d\",\"title\":\"T\",\"severity\":\"critical\"%s}";
    app.recommend(critical.formatted(""));
    becomes("d", "open");
    app.recommend(critical.formatted(",\"state\":\"healthy\""));
    assertThat(
            texts(
                "select goal from assignment a join recommendation r on r.key = a.recommendation_key"
                    + " where r.document ->> 'id' = 'd'"))
        .containsExactly("open");
  }

  @Test
  void a_field_is_written() {
    app.recommend("{\"id\":\"e\",\"title\":\"T\",\"tags\":{\"cost-center\":\"4711\"}}");
    becomes("e", "open");
    assertThat(
            texts(
                "select sent ->> 'u_cost_center' from assignment a join recommendation r on r.key = a.recommendation_key"
                    + " where r.document ->> 'id' = 'e'"))
        .containsExactly("4711");
  }

  @Test
  void a_mapping_that_is_a_file_words_tickets_and_is_changed_there() {
    app.recommend("{\"id\":\"h\",\"title\":\"Lock it\"}");
    becomes("h", "open");
    assertThat(
            texts(
                "select sent ->> 'short_description' from assignment a join recommendation r on r.key = a.recommendation_key"
                    + " where r.document ->> 'id' = 'h'"))
        .containsExactly("Lock it (by a file)");
    Reply shown = app.api().get("/api/v1/integrations/x/mappings/incident");
    assertThat(shown.body()).contains("x.incident.yaml", "(by a file)");
    Reply refused =
        app.api().put("/api/v1/integrations/x/mappings/incident", "{\"mode\":\"default\"}");
    assertThat(refused.status()).isEqualTo(409);
    assertThat(refused.body()).contains("x.incident.yaml in ropeway.mappings.dir");
  }

  @Test
  void a_scanner_that_nobody_knows_is_read() {
    Reply reply =
        app.api()
            .post(
                "/api/v1/events/scanner",
                "{\"findings\":[{\"uid\":\"1\",\"name\":\"The \\\"admin\\\" port is open\",\"risk\":\"HIGH\",\"host\":\"web\"},"
                    + "{\"uid\":\"2\",\"name\":\"x\",\"risk\":\"SO-SO\",\"host\":\"web\"}]}");
    assertThat(reply.status()).isEqualTo(202);
    assertThat(reply.body()).contains("\"created\"", "\"/severity\"");
    becomes("scanner:1", "open");
    assertThat(
            texts(
                "select document ->> 'title' from recommendation where document ->> 'id' = 'scanner:1'"))
        .containsExactly("The \"admin\" port is open");
  }

  @Test
  void a_source_that_cannot_be_read_is_not_taken() {
    assertThat(app.api().post("/api/v1/events/scanner", "{\"findings\":7}").status())
        .isEqualTo(503);
    assertThat(app.output()).contains("the route read-scanner failed: ");
    assertThat(app.api().post("/api/v1/events/scanner", "{").status()).isEqualTo(400);
    assertThat(app.api().post("/api/v1/events/ticket", "{}").status()).isEqualTo(404);
  }

  @Test
  void a_chat_is_told_of_a_ticket() {
    app.recommend("{\"id\":\"f\",\"title\":\"Say \\\"hello\\\"\"}");
    becomes("f", "open");
    soon()
        .untilAsserted(
            () ->
                assertThat(CHAT.stream().map(text -> text.replaceAll("\\s+", "")))
                    .anyMatch(
                        text -> text.matches("\\{\"text\":\"INC\\d+:Say\\\\\"hello\\\\\"\"\\}")));
  }

  @Test
  void a_chat_that_is_away_touches_no_delivery() {
    chatAnswers = 500;
    app.recommend("{\"id\":\"g\",\"title\":\"Nobody hears this at first\"}");
    becomes("g", "open");
    soon().untilAsserted(() -> assertThat(app.output()).contains("mounted-routes"));
    becomes("g", "open");
    int before = CHAT.size();
    chatAnswers = 200;
    soon().until(() -> CHAT.size() > before);
  }
}
