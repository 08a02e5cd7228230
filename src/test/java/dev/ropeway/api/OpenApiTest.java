package dev.ropeway.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import dev.ropeway.store.Json;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tools read the contract: it is OpenAPI 3.0.3, and says what each operation answers. */
class OpenApiTest {

  private static final JsonSchema OFFICIAL =
      JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V4)
          .getSchema(OpenApiTest.class.getResourceAsStream("/openapi-3.0/schema.json"));

  private final JsonNode contract = WrittenContract.tree();

  @Test
  void it_keeps_the_official_schema() {
    assertThat(contract.path("openapi").asText()).isEqualTo("3.0.3");
    assertThat(OFFICIAL.validate(contract)).isEmpty();
  }

  /** Of two schemas of one name the first would be gone without a word. */
  @Test
  void no_name_is_given_twice() throws IOException {
    YAMLFactory strict =
        YAMLFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();

    assertThat(new ObjectMapper(strict).readTree(WrittenContract.yaml()).isEmpty()).isFalse();
  }

  @Test
  void a_word_that_OpenAPI_does_not_have_is_seen() {
    ObjectNode tags = (ObjectNode) contract.at("/components/schemas/Rule/properties/match");
    tags.putObject("propertyNames").put("maxLength", 7);

    assertThat(OFFICIAL.validate(contract))
        .extracting(ValidationMessage::getMessage)
        .anyMatch(message -> message.contains("propertyNames"));
  }

  @Test
  void each_reference_leads_somewhere_and_each_schema_is_led_to() {
    Set<String> named = new HashSet<>(contract.findValuesAsText("$ref"));

    assertThat(named)
        .isNotEmpty()
        .allSatisfy(
            reference ->
                assertThat(contract.at(reference.substring(1)).isMissingNode())
                    .as(reference)
                    .isFalse());
    assertThat(contract.at("/components/schemas").fieldNames())
        .toIterable()
        .allSatisfy(name -> assertThat(named).contains("#/components/schemas/" + name));
  }

  @Test
  void a_reference_stands_alone() {
    // What stands beside one counts for nothing in OpenAPI 3.0.
    assertThat(contract.findParents("$ref")).allSatisfy(node -> assertThat(node).hasSize(1));
  }

  @Test
  void only_what_has_a_type_can_be_null() {
    assertThat(contract.findParents("nullable"))
        .allSatisfy(node -> assertThat(node.has("type")).as(node.toString()).isTrue());
  }

  @Test
  void each_operation_says_what_it_answers() {
    List<String> silent = new ArrayList<>();
    contract
        .path("paths")
        .forEach(
            path ->
                path.forEach(
                    operation ->
                        operation
                            .path("responses")
                            .properties()
                            .forEach(
                                answer -> {
                                  if (!hasSchema(answer.getValue()) && hasBody(answer.getKey())) {
                                    silent.add(operation.path("operationId").asText());
                                  }
                                })));
    // It has headers only.
    assertThat(silent).containsExactly("allow-sender");
  }

  private static boolean hasBody(String status) {
    return !status.equals("204");
  }

  private boolean hasSchema(JsonNode answer) {
    String reference = answer.path("$ref").asText();
    JsonNode whole = reference.isEmpty() ? answer : contract.at(reference.substring(1));
    JsonNode content = whole.path("content");
    return !content.isEmpty()
        && content.valueStream().allMatch(type -> !type.path("schema").isEmpty());
  }

  @Test
  void what_names_must_keep_is_asked_of_them() {
    Contract mapping = new Contract("Mapping");
    String fields = "{\"mode\":\"customized\",\"fields\":{\"%s\":{\"value\":\"x\"}}}";
    assertThat(mapping.check(Json.tree(fields.formatted("short_description")))).isEmpty();
    assertThat(mapping.check(Json.tree(fields.formatted("Short Description")))).isPresent();

    String endings = "{\"mode\":\"default\",\"endings\":{\"resolved\":{\"%s\":\"x\"}}}";
    assertThat(mapping.check(Json.tree(endings.formatted("close_code")))).isEmpty();
    assertThat(mapping.check(Json.tree(endings.formatted("close code")))).isPresent();

    Contract rule = new Contract("Rule");
    String tags = "{\"integration\":\"a\",\"match\":{\"tags\":{\"%s\":\"x\"}}}";
    assertThat(rule.check(Json.tree(tags.formatted("env")))).isEmpty();
    assertThat(rule.check(Json.tree(tags.formatted("")))).isPresent();
    assertThat(rule.check(Json.tree(tags.formatted("x".repeat(501))))).isPresent();
  }

  /** Whoever adds a field for a duration finds it here. */
  @ParameterizedTest
  @ValueSource(strings = {"14d", "P14D", "14.00:00:00", "PT336H"})
  void every_duration_takes_every_form(String word) {
    List<String> patterns =
        contract.findParents("x-must-be").stream()
            .filter(schema -> schema.path("x-must-be").asText().startsWith("a duration"))
            .map(schema -> schema.path("pattern").asText())
            .toList();

    assertThat(patterns).hasSizeGreaterThan(2).allSatisfy(it -> assertThat(word).matches(it));
  }
}
