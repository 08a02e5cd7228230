package dev.ropeway.scenarios.rest;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.startsWith;

import dev.ropeway.api.Contract;
import dev.ropeway.scenarios.RopewayTest;
import dev.ropeway.scenarios.Scenario;
import dev.ropeway.scenarios.TestEnvironment;
import io.restassured.RestAssured;
import io.restassured.response.Response;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Rubbish gets a clear problem, nothing is lost, and nothing of it reaches a query. */
@RopewayTest
class BadInputTest {

  @Inject Scenario scenario;

  @BeforeEach
  void start() {
    scenario.isNew();
  }

  static Stream<Arguments> unreadableBodies() {
    return Stream.of(
        Arguments.of("", "the body is empty"),
        Arguments.of("{\"id\":\"r1\",", "line 1, column"),
        Arguments.of("{\n  \"id\": nope\n}", "line 2, column"),
        Arguments.of("\"text\"", "must be a JSON object or an array"),
        Arguments.of("[]", "the array is empty"),
        Arguments.of("{} {}", "line 1, column"),
        Arguments.of("[".repeat(5000) + "]".repeat(5000), "nested too deeply"),
        Arguments.of(items(1001), "at most 1000 items"));
  }

  private static String items(int count) {
    return IntStream.range(0, count)
        .mapToObj(i -> Scenario.finding("r" + i, ""))
        .collect(Collectors.joining(",", "[", "]"));
  }

  @ParameterizedTest
  @MethodSource("unreadableBodies")
  void an_unreadable_body_is_a_400_that_says_where(String body, String detail) {
    isProblem(scenario.post(body), 400).body("detail", containsString(detail));
    isProblem(Scenario.caller().body(body).post("/api/v1/events/defender").then(), 400)
        .body("detail", containsString(detail));
  }

  private static ValidatableResponse isProblem(ValidatableResponse response, int status) {
    return response
        .statusCode(status)
        .contentType("application/problem+json")
        .body("status", equalTo(status))
        .body("title", not(equalTo(null)))
        .body("detail", not(equalTo(null)))
        .body("instance", startsWith("/api/v1"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"status", "Status", "severity", "text", "limit", "cursor", "held", "rule"})
  void a_header_is_no_parameter_of_a_query(String name) {
    scenario.post(Scenario.finding("r1", "")).statusCode(202);

    Scenario.caller()
        .header(name, "nonsense")
        .get("/api/v1/assignments?integration=snow")
        .then()
        .statusCode(200)
        .body("items", hasSize(1));
  }

  @Test
  void a_header_is_no_parameter_of_a_path_and_decides_nothing() {
    String id =
        scenario.post(Scenario.finding("r1", "")).extract().path("results[0].assignment.id");
    String place = "/api/v1/assignments/" + id;

    Scenario.caller().header("id", "another").get(place).then().statusCode(200);
    Scenario.caller()
        .header("name", "another")
        .get("/api/v1/integrations/snow")
        .then()
        .statusCode(200);
    isProblem(Scenario.caller().header("ticket", "cancel").delete(place).then(), 400);
    isProblem(
        Scenario.caller()
            .header("source", "alertmanager")
            .body("{}")
            .post("/api/v1/events/no-such")
            .then(),
        404);
  }

  @ParameterizedTest
  @ValueSource(strings = {"stauts=open", "Status=open", "id=1", "ce-type=x", "CamelHttpUri=x"})
  void a_parameter_that_a_call_does_not_have_is_a_400_that_names_those_it_has(String query) {
    isProblem(Scenario.caller().get("/api/v1/assignments?" + query).then(), 400)
        .body(
            "detail",
            containsString("is unknown; this call accepts assignedTo, assignmentGroup, category"));
    isProblem(Scenario.caller().get("/api/v1/integrations/snow?" + query).then(), 400)
        .body("detail", containsString("is unknown; this call accepts no parameters"));
    isProblem(Scenario.caller().body("{}").post("/api/v1/events/defender?" + query).then(), 400);
  }

  static Stream<Arguments> operations() {
    return Contract.paths().properties().stream()
        .flatMap(
            path ->
                path.getValue()
                    .propertyStream()
                    .filter(verb -> verb.getValue().has("operationId"))
                    .map(verb -> Arguments.of(verb.getKey(), path.getKey())));
  }

  @ParameterizedTest
  @MethodSource("operations")
  void no_call_ignores_a_parameter_that_it_does_not_have(String verb, String path) {
    String filled = "/api/v1" + path.replaceAll("\\{[^{}]+}", "one");
    isProblem(
            Scenario.caller()
                .body("{}")
                .request(verb.toUpperCase(Locale.ROOT), filled + "?nosuch=1")
                .then(),
            400)
        .body(
            "detail", startsWith("the query parameter \"nosuch\" is unknown; this call accepts "));
  }

  @Test
  void a_parameter_that_is_misspelt_is_answered_with_the_one_that_was_meant() {
    isProblem(Scenario.caller().get("/api/v1/assignments?stauts=open").then(), 400)
        .body("detail", endsWith("ticketType; did you mean status?"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "status=closd   | must be one of pending, open, parked, closed, withdrawn; did you mean closed?",
        "overdue=yes    | must be true or false",
        "limit=abc      | must be a whole number from 1 to 1000",
        "limit=0        | must be a whole number from 1 to 1000",
        "cursor=rubbish | must be the value of next from the previous page"
      })
  void a_bad_parameter_is_told_what_it_must_be(String query, String detail) {
    isProblem(Scenario.caller().get("/api/v1/assignments?" + query).then(), 400)
        .body("detail", equalTo(query.split("=")[0] + ": " + detail))
        .body("errors[0].detail", equalTo(detail));
  }

  @Test
  void a_parameter_is_given_once() {
    isProblem(Scenario.caller().get("/api/v1/assignments?status=open&status=parked").then(), 400)
        .body("detail", equalTo("the query parameter \"status\" is given more than once"));
  }

  /** Left out by a script whose variable is empty, it would mean every assignment there is. */
  @ParameterizedTest
  @ValueSource(strings = {"integration=", "status= ", "overdue"})
  void a_filter_of_a_change_is_not_empty(String query) {
    String name = query.replaceAll("=.*", "");
    isProblem(Scenario.caller().post("/api/v1/assignments/retry?" + query).then(), 400)
        .body("errors[0].pointer", equalTo(name))
        .body("errors[0].detail", equalTo("is empty; give it a value, or leave it out"));
    isProblem(Scenario.caller().post("/api/v1/assignments/release?" + query).then(), 400);
  }

  static Stream<Arguments> badItems() {
    return Stream.of(
        Arguments.of("{\"title\":\"no id\"}", "/id"),
        Arguments.of("{\"id\":\"r1\"}", "/title"),
        Arguments.of("{\"id\":7,\"title\":\"t\"}", "/id"),
        Arguments.of("{\"id\":\"r1\",\"title\":\"t\",\"severity\":\"awful\"}", "/severity"),
        Arguments.of("{\"id\":\"r1\",\"title\":\"t\",\"state\":\"ill\"}", "/state"),
        Arguments.of(
            "{\"id\":\"r1\",\"title\":\"t\",\"stateChangedAt\":\"yesterday\"}", "/stateChangedAt"),
        Arguments.of("{\"id\":\"r1\",\"title\":\"t\",\"tags\":[]}", "/tags"),
        Arguments.of("{\"id\":\"a\\u0000b\",\"title\":\"t\"}", "/id"),
        Arguments.of("{\"id\":\"" + "x".repeat(1025) + "\",\"title\":\"t\"}", "/id"));
  }

  @ParameterizedTest
  @MethodSource("badItems")
  void a_bad_item_is_rejected_with_a_pointer(String item, String pointer) {
    isProblem(scenario.post(item), 400).body("errors[0].pointer", equalTo(pointer));
  }

  @Test
  void good_items_are_taken_when_their_neighbours_are_bad() {
    scenario
        .post(
            "["
                + Scenario.finding("r1", "")
                + ",{\"id\":\"r2\"},"
                + Scenario.finding("r3", "")
                + "]")
        .statusCode(202)
        .body("results", hasSize(3))
        .body("results[0].outcome", equalTo("created"))
        .body("results[1].outcome", equalTo("rejected"))
        .body("results[1].id", equalTo("r2"))
        .body("results[1].error.pointer", equalTo("/title"))
        .body("results[2].outcome", equalTo("created"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"/api/v1/recommendations", "/api/v1/events/cloudevents"})
  void a_number_beyond_all_bounds_refuses_its_item_and_no_other(String path) {
    String good = Scenario.finding("good", "");
    String event =
        "{\"specversion\":\"1.0\",\"id\":\"%s\",\"source\":\"x\",\"type\":\"dev.ropeway.recommendation\",\"data\":%s}";
    String bad = "{\"id\":\"bad\",\"title\":\"t\",\"severity\":1e400}";
    boolean wrapped = path.endsWith("cloudevents");
    String body =
        wrapped
            ? "[" + event.formatted("1", bad) + "," + event.formatted("2", good) + "]"
            : "[" + bad + "," + good + "]";

    Scenario.caller()
        .body(body)
        .post(path)
        .then()
        .statusCode(202)
        .body("results[0].outcome", equalTo("rejected"))
        .body("results[0].error.pointer", equalTo(wrapped ? "/data/severity" : "/severity"))
        .body("results[1].outcome", equalTo("created"));
  }

  @Test
  void nul_and_lone_surrogates_in_texts_are_mended_and_the_ticket_is_made() {
    UUID assignment =
        scenario.hasTicket(
            "r1", "\"description\":\"a\\u0000b \\ud800 c \\udc00\",\"tags\":{\"k\":\"\\u0001\"}");

    assertThat(scenario.ticket("incident", assignment).get("description"))
        .contains("a\uFFFDb \uFFFD c");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "x^ORDERBYsys_created_on",
        "javascript:gs.getUserID()",
        "../../sys_user",
        "a^NQactive=true",
        "' or 1=1 --",
        "%00",
        "${sys:user.home}"
      })
  void texts_that_look_like_queries_stay_texts(String text) {
    String json = text.replace("\\", "\\\\");
    scenario.hasTicket(
        json,
        "\"description\":\"%1$s\",\"category\":\"%1$s\",\"resource\":{\"id\":\"%1$s\",\"name\":\"%1$s\"},\"url\":\"%1$s\""
            .formatted(json));
    Scenario.caller()
        .queryParam("text", text)
        .queryParam("recommendation", text)
        .get("/api/v1/assignments")
        .then()
        .statusCode(200)
        .body("items", hasSize(1));

    assertThat(scenario.tickets("incident")).hasSize(1);
    assertThat(scenario.servicenow().javascriptSeen()).isZero();
    assertThat(scenario.servicenow().calls())
        .allSatisfy(call -> assertThat(call.path()).isEqualTo("/api/now/table/incident"));
  }

  @Test
  void headers_that_steer_camel_do_nothing() {
    UUID assignment =
        UUID.fromString(
            Scenario.caller()
                .header("CamelServiceNowTable", "sys_user")
                .header("CamelHttpUri", "http://127.0.0.1:1/")
                .header("CamelBeanMethodName", "problem")
                .body(Scenario.finding("r1", ""))
                .post("/api/v1/recommendations")
                .then()
                .statusCode(202)
                .extract()
                .path("results[0].assignment.id"));

    scenario.becomes(assignment, "open");
    assertThat(scenario.servicenow().calls())
        .allSatisfy(call -> assertThat(call.table()).isEqualTo("incident"));
  }

  @Test
  void request_headers_are_never_echoed() {
    Response response =
        Scenario.caller().header("X-Secret", "hush").body("{").post("/api/v1/recommendations");

    assertThat(response.headers().asList())
        .noneSatisfy(
            header -> assertThat(header.getValue()).containsAnyOf("hush", TestEnvironment.KEY));
  }

  @Test
  void a_body_above_the_limit_is_a_413() throws IOException {
    // The refusal comes before the body is read, which an HTTP client that only writes would miss.
    try (Socket socket = new Socket("127.0.0.1", RestAssured.port)) {
      socket.setSoTimeout(10_000);
      String request =
          "POST /api/v1/recommendations HTTP/1.1\r\nHost: localhost\r\nX-API-Key: %s\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n"
              .formatted(TestEnvironment.KEY, 20 * 1024 * 1024);
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      byte[] answer = new byte[2000];
      int length = socket.getInputStream().read(answer);

      assertThat(new String(answer, 0, length, StandardCharsets.US_ASCII))
          .startsWith("HTTP/1.1 413")
          .containsIgnoringCase("content-type: application/problem+json");
    }
  }

  @Test
  void wrong_paths_verbs_and_media_types_are_problems() {
    isProblem(Scenario.caller().get("/api/v1/nothing").then(), 404);
    isProblem(Scenario.caller().put("/api/v1/recommendations").then(), 405)
        .header("Allow", containsString("POST"));
    isProblem(Scenario.caller().body("{}").put("/api/v1/rules/evaluate").then(), 405)
        .header("Allow", equalTo("POST"));
    isProblem(
        given()
            .header("X-API-Key", TestEnvironment.KEY)
            .contentType("text/xml")
            .body("<a/>")
            .post("/api/v1/recommendations")
            .then(),
        415);
    isProblem(Scenario.caller().body("{}").post("/api/v1/events/nobody").then(), 404);
    isProblem(Scenario.caller().get("/api/v1/assignments/" + UUID.randomUUID()).then(), 404);
    isProblem(Scenario.caller().get("/api/v1/assignments/nonsense").then(), 404);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "limit=0",
        "limit=1001",
        "limit=many",
        "status=odd",
        "severity=awful",
        "ticketType=sys_user",
        "overdue=perhaps",
        "cursor=%00%00"
      })
  void a_bad_query_parameter_is_a_400_that_names_it(String query) {
    isProblem(
            Scenario.caller().urlEncodingEnabled(false).get("/api/v1/assignments?" + query).then(),
            400)
        .body("errors[0].pointer", equalTo(query.split("=")[0]));
  }
}
