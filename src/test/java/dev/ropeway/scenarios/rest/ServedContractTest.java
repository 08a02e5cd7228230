package dev.ropeway.scenarios.rest;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;

import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.ropeway.scenarios.RopewayTest;
import dev.ropeway.scenarios.Scenario;
import dev.ropeway.store.Json;
import io.restassured.RestAssured;
import io.restassured.response.Response;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.Http2Settings;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpVersion;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tools get the contract from the program that keeps it. */
@RopewayTest
class ServedContractTest {

  private static final Path CONTRACT = Path.of("src/main/resources/openapi.yaml");

  @Inject Vertx vertx;

  @Test
  void it_is_the_file_and_nobody_needs_a_key() throws IOException {
    Response answer = given().get("/openapi");

    answer.then().statusCode(200).contentType("application/yaml");
    assertThat(answer.asByteArray()).isEqualTo(Files.readAllBytes(CONTRACT));
    given().header("X-API-Key", "wrong").get("/openapi").then().statusCode(200);
    given().head("/openapi").then().statusCode(200).contentType("application/yaml");
  }

  @Test
  void it_is_there_as_json() throws IOException {
    Response answer = given().get("/openapi?format=json");

    answer.then().statusCode(200).contentType("application/json");
    assertThat(Json.tree(answer.asString()))
        .isEqualTo(new YAMLMapper().readTree(CONTRACT.toFile()));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "*/*                                              | application/yaml",
        "text/html,application/xhtml+xml,*/*;q=0.8        | application/yaml",
        "application/json                                 | application/json",
        "application/json, text/plain, */*                | application/json",
        "application/vnd.oai.openapi+json                 | application/json",
        "application/json;q=0.5, application/yaml         | application/yaml",
        "application/yaml;q=0.5, application/json;q=0.9   | application/json"
      })
  void who_asks_says_in_which_form(String accept, String type) {
    given()
        .header("Accept", accept)
        .get("/openapi")
        .then()
        .statusCode(200)
        .contentType(type)
        .header("Vary", equalTo("Accept"));
    given()
        .header("Accept", accept)
        .get("/openapi?format=yaml")
        .then()
        .contentType("application/yaml");
  }

  @Test
  void another_form_is_a_problem() {
    for (String query : List.of("format=xml", "format=", "format=json&format=yaml")) {
      given()
          .get("/openapi?" + query)
          .then()
          .statusCode(400)
          .contentType("application/problem+json")
          .body("detail", containsString("yaml or json"))
          .body("instance", equalTo("/openapi"));
    }
  }

  @Test
  void a_browser_is_bound_as_everywhere_and_may_keep_it() {
    given()
        .get("/openapi")
        .then()
        .header("Content-Security-Policy", containsString("default-src 'none'"))
        .header("X-Content-Type-Options", "nosniff")
        .header("X-Frame-Options", "DENY")
        .header("Cache-Control", nullValue());
  }

  @Test
  void it_is_only_shown() {
    given().post("/openapi").then().statusCode(401);
    Scenario.caller().post("/openapi").then().statusCode(405);
    given().get("/openapi/more").then().statusCode(401);
  }

  /** Each stream gives no room, so that nothing of an answer's text can be sent. */
  @Test
  void those_who_do_not_take_it_are_few() throws Exception {
    HttpClient client =
        vertx.createHttpClient(
            new HttpClientOptions()
                .setProtocolVersion(HttpVersion.HTTP_2)
                .setHttp2ClearTextUpgrade(false)
                .setHttp2MaxPoolSize(1)
                .setInitialSettings(new Http2Settings().setInitialWindowSize(0)));
    try {
      List<Future<HttpClientResponse>> asked =
          IntStream.range(0, 40)
              .mapToObj(
                  i ->
                      client
                          .request(HttpMethod.GET, RestAssured.port, "localhost", "/openapi")
                          .compose(HttpClientRequest::send)
                          // They are left without an end, which is no news.
                          .onSuccess(answer -> answer.exceptionHandler(end -> {})))
              .toList();
      List<Integer> statuses = asked.stream().map(ServedContractTest::statusOf).sorted().toList();

      assertThat(statuses.subList(0, 32)).containsOnly(200);
      assertThat(statuses.subList(32, 40)).containsOnly(503);
    } finally {
      client.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
    }
    await().untilAsserted(() -> given().get("/openapi").then().statusCode(200));
  }

  private static int statusOf(Future<HttpClientResponse> answer) {
    try {
      return answer
          .toCompletionStage()
          .toCompletableFuture()
          .get(10, TimeUnit.SECONDS)
          .statusCode();
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }
}
