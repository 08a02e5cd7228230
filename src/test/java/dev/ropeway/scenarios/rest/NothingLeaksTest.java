package dev.ropeway.scenarios.rest;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ropeway.api.Contract;
import dev.ropeway.scenarios.RopewayTest;
import dev.ropeway.scenarios.Scenario;
import dev.ropeway.scenarios.TestEnvironment;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** No answer tells what Ropeway is made of, and browsers are bound by each. */
@RopewayTest
class NothingLeaksTest {

  private static final Pattern INSIDES =
      Pattern.compile(
          "Exception|\\tat |\\bat [a-z]+\\.[a-z]+\\.|\\b(java|javax|jakarta|io\\.(quarkus|vertx|netty)|org\\.(apache|jdbi|postgresql|jboss)|com\\.(fasterxml|networknt)|dev\\.ropeway)\\."
              + "|`|PSQL|jdbc:|SQLSTATE|\\bselect .* from |insert into|update .* set |relation \"|Camel|Vert\\.x|Quarkus/",
          Pattern.CASE_INSENSITIVE);

  private static final List<Object> BODIES =
      List.of(
          "",
          "{",
          "{}",
          "[]",
          "null",
          "\"x\"",
          "[null]",
          "[[1]]",
          "{\"name\":\"\\u0000\",\"roles\":[\"owner\"],\"recommendation\":{\"id\":\"\\u0000\"}}",
          "{\"name\":{},\"roles\":{},\"grace\":[],\"id\":[],\"recommendation\":7,\"terms\":[]}",
          "{\"grace\":\"P9999D\",\"priority\":1e999,\"dueDate\":\"0000-00-00T00:00:00Z\"}",
          "{\"a\":".repeat(200) + "1" + "}".repeat(200),
          "9".repeat(5000),
          new byte[] {(byte) 0xff, (byte) 0xfe, 0, 1, '{'},
          "{} {}",
          "{\"id\":\"x\",\"title\":\"t\"} 1",
          "<?xml version=\"1.0\"?><x/>");

  private static final List<String> PARAMETERS =
      List.of(
          "nothing",
          "%00",
          "..%2f..%2f",
          "'",
          "%22",
          "%ff%fe",
          "$%7Bsys:user.home%7D",
          "a%0d%0ab",
          "%F0%9F%98%80",
          "x".repeat(1200),
          "2147483648",
          "-1");

  private static final List<String> QUERIES =
      List.of(
          "limit=-1&cursor=AA",
          "limit=9999999999",
          "cursor=%00",
          "cursor=JyBvciAxPTE",
          "status=%27&severity=%22&text=%00",
          "since=x&who=%00&denied=x",
          "since=%2B999999999-01-01T00:00:00Z",
          "cursor=KzEwMDAwMDAwMC0wMS0wMVQwMDowMDowMFogYWI",
          "matched=x&ticket=x",
          "a=1&a=2&limit=1&limit=2",
          "%ff=%ff",
          "overdue=%27%20or%201=1&assignedTo=%00");

  @Inject Scenario scenario;

  @BeforeEach
  void start() {
    scenario.isNew();
  }

  static Stream<Arguments> operations() {
    List<Arguments> all = new ArrayList<>();
    Contract.paths()
        .properties()
        .forEach(
            path ->
                path.getValue().properties().stream()
                    .filter(verb -> verb.getValue().has("operationId"))
                    .forEach(verb -> all.add(Arguments.of(verb.getKey(), path.getKey()))));
    return all.stream();
  }

  @ParameterizedTest(name = "{0} {1}")
  @MethodSource("operations")
  void rubbish_is_answered_without_a_word_about_the_insides(String verb, String path) {
    for (Object body : BODIES) {
      RequestSpecification request = caller();
      if (body instanceof byte[] bytes) {
        request.body(bytes);
      } else {
        request.body((String) body);
      }
      check(request, verb, path, "nothing", "");
    }
    for (String parameter : PARAMETERS) {
      check(caller().header("Idempotency-Key", "x".repeat(300)), verb, path, parameter, "");
    }
    for (String query : QUERIES) {
      check(caller(), verb, path, "nothing", "?" + query);
    }
  }

  private static RequestSpecification caller() {
    return Scenario.caller().urlEncodingEnabled(false);
  }

  private static void check(
      RequestSpecification request, String verb, String path, String parameter, String query) {
    String address =
        "/api/v1" + path.replaceAll("\\{[^}]+}", parameter.replace("$", "\\$")) + query;
    Response answer = request.request(verb.toUpperCase(Locale.ROOT), address);
    if (answer.statusCode() >= 400) {
      assertThat(answer.contentType()).as(address).startsWith("application/problem+json");
      assertThat(answer.jsonPath().getString("detail")).as(address).isNotBlank();
    }
    assertThat(answer.statusCode()).as(address + ": " + answer.asString()).isLessThan(500);
    clean(answer);
  }

  private static void clean(Response answer) {
    assertThat(answer.asString()).doesNotContainPattern(INSIDES);
    assertThat(answer.headers().toString()).doesNotContainPattern(INSIDES);
    assertThat(answer.header("Server")).isNull();
    assertThat(answer.header("X-Powered-By")).isNull();
  }

  @Test
  void what_nobody_foresaw_is_answered_with_a_reference_only() {
    scenario.run("alter table audit rename to audit_away");
    try {
      for (String path : new String[] {"/api/v1/audit", "/api/v1/api-keys/x/rotate"}) {
        Response answer =
            path.endsWith("audit") ? caller().get(path) : caller().body("{}").post(path);
        assertThat(answer.statusCode()).isEqualTo(500);
        assertThat(answer.jsonPath().getString("detail"))
            .contains("the log has it under reference");
        clean(answer);
      }
    } finally {
      scenario.run("alter table audit_away rename to audit");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"/%00", "/assignments/%ff", "/nothing", "/%2e%2e/%2e%2e/etc/passwd", "/q/"})
  void odd_pages_tell_nothing_either(String path) {
    clean(
        given()
            .auth()
            .preemptive()
            .basic("any", "reader-key-for-these-tests")
            .urlEncodingEnabled(false)
            .get(path));
    clean(given().urlEncodingEnabled(false).get(path));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/",
        "/assignments/none",
        "/api/v1/assignments",
        "/api/v1/nothing",
        "/api/v1/audit"
      })
  void every_answer_with_data_binds_the_browser(String path) {
    for (RequestSpecification request :
        List.of(given(), given().auth().preemptive().basic("any", TestEnvironment.KEY))) {
      Response answer = request.get(path);

      assertThat(answer.header("Content-Security-Policy"))
          .startsWith("default-src 'none';")
          .contains("frame-ancestors 'none'")
          .doesNotContain("unsafe");
      assertThat(answer.header("X-Frame-Options")).isEqualTo("DENY");
      assertThat(answer.header("X-Content-Type-Options")).isEqualTo("nosniff");
      assertThat(answer.header("Referrer-Policy")).isEqualTo("no-referrer");
      assertThat(answer.header("Cross-Origin-Resource-Policy")).isEqualTo("same-origin");
      assertThat(answer.headers().getValues("Cache-Control")).containsExactly("no-store");
    }
  }

  @Test
  void no_other_origin_is_given_leave_to_read() {
    Response answer =
        Scenario.caller()
            .header("Origin", "https://elsewhere.example")
            .header("Access-Control-Request-Method", "POST")
            .options("/api/v1/assignments");

    assertThat(answer.statusCode()).isEqualTo(405);
    assertThat(answer.headers().toString()).doesNotContain("Access-Control");
  }

  @Test
  void what_is_shipped_may_be_kept_by_browsers() {
    assertThat(given().get("/console/console.css").header("Cache-Control"))
        .doesNotContain("no-store");
  }
}
