package dev.ropeway.scenarios.rest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.ropeway.scenarios.RopewayTest;
import dev.ropeway.scenarios.Scenario;
import dev.ropeway.store.Json;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whatever a field is given, what is wrong with it is said in words and not in those of Java. */
@RopewayTest
class PlainWordsTest {

  private static final String[] OF_JAVA = {"com.", "java", "org.", "Exception", "`", "dev.ropeway"};

  private static final List<String> VALUES =
      List.of(
          "0",
          "-1.5",
          "1e99",
          "99999999999999999999",
          "true",
          "[]",
          "{}",
          "[[1]]",
          "{\"a\":{}}",
          "\"\"",
          "\"x\"",
          "\"a\\n\\u001bb\"",
          "\"2026-99-99T00:00:00Z\"",
          "\"+999999999-01-01T00:00:00Z\"",
          "\"0000-00-00T00:00:00Z\"",
          "\"2026-01-01T00:00:60Z\"",
          "\"P99999999999999999999D\"",
          "\"PT99999999999999999S\"");

  @Inject Scenario scenario;

  @BeforeEach
  void start() {
    scenario.isNew();
  }

  /** Some of it is taken: no other test should meet it. */
  @AfterEach
  void nothing_is_left_behind() {
    for (String made : new String[] {"/rules/plain", "/api-keys/plain", "/integrations/plain"}) {
      Scenario.caller().delete("/api/v1" + made);
    }
  }

  private static JsonNode fields(String schema) {
    try (InputStream yaml = PlainWordsTest.class.getResourceAsStream("/openapi.yaml")) {
      return new YAMLMapper().readTree(yaml).at("/components/schemas/" + schema + "/properties");
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static void inPlainWords(String what, Response answer) {
    assertThat(answer.statusCode()).as(what + " " + answer.asString()).isLessThan(500);
    if (answer.statusCode() >= 400) {
      assertThat(answer.asString()).as(what).doesNotContain(OF_JAVA);
    }
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '"',
      delimiter = '|',
      value = {
        "Terms         | POST  | /assignments           | {'integration':'snow','recommendation':{'id':'x','title':'t'}}",
        "Rule          | PUT   | /rules/plain           | {'integration':'snow'}",
        "Integration   | PUT   | /integrations/plain    | {'instanceUrl':'https://a.example','auth':{}}",
        "NewApiKey     | POST  | /api-keys              | {'name':'plain','roles':['reader']}",
        "Rotation      | POST  | /api-keys/plain/rotate | {}",
        "Mapping       | PUT   | /integrations/snow/mappings/incident         | {'mode':'customized'}",
        "PreviewRequest | POST | /integrations/snow/mappings/incident/preview | {'recommendation':{'id':'x','title':'t'}}"
      })
  void a_field_of_a_wrong_kind_is_refused_in_plain_words(
      String schema, String verb, String path, String rest) throws IOException {
    for (var field : fields(schema).properties()) {
      for (String value : VALUES) {
        ObjectNode body = (ObjectNode) Json.tree(rest.replace('\'', '"'));
        body.set(field.getKey(), Json.tree(value));
        inPlainWords(
            verb + " " + path + " " + body,
            Scenario.caller().body(body.toString()).request(verb, "/api/v1" + path));
      }
    }
  }

  @Test
  void so_is_one_of_a_recommendation() {
    for (var field : fields("Recommendation").properties()) {
      ArrayNode items = Json.MAPPER.createArrayNode();
      for (String value : VALUES) {
        ObjectNode item = items.addObject().put("id", "x" + items.size()).put("title", "t");
        item.set(field.getKey(), Json.tree(value));
      }
      Response answer = Scenario.caller().body(items.toString()).post("/api/v1/recommendations");

      assertThat(answer.statusCode()).as(field.getKey()).isLessThan(500);
      assertThat(answer.jsonPath().getList("results.error.detail", String.class).toString())
          .as(field.getKey())
          .doesNotContain(OF_JAVA);
    }
  }
}
