package dev.ropeway.activity;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import dev.ropeway.store.Json;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Others can read what Ropeway tells them: each action in each form. */
class ActivityFormatTest {

  private static final Instant AT = Instant.parse("2026-01-02T03:04:05Z");

  private static Activity of(ActivityAction action, Map<String, String> detail) {
    return new Activity(
        "acme",
        AT,
        "0123456789abcdef0123456789abcdef",
        ActivityStream.PRIVILEGES,
        action,
        action == ActivityAction.LOGIN_FAILED,
        "ben.okafor",
        "ada.fulmer",
        "203.0.113.7",
        false,
        "sysevent",
        "fedcba9876543210fedcba9876543210",
        detail);
  }

  private static Activity full(ActivityAction action) {
    return of(
        action,
        Map.of(
            "role", "admin",
            "table", "incident",
            "document", "fedcba9876543210fedcba9876543210",
            "field", "state",
            "path", "/api/now/table/incident",
            "url", "/api/now/table/incident?a=b",
            "group", "Network",
            "reason", "wrong"));
  }

  /** All that an instance may leave out is left out. */
  private static Activity poor(ActivityAction action) {
    return new Activity(
        "acme",
        AT,
        "0123456789abcdef0123456789abcdef",
        ActivityStream.RECORDS,
        action,
        false,
        null,
        null,
        null,
        false,
        "sys_audit",
        "fedcba9876543210fedcba9876543210",
        Map.of());
  }

  private static Set<ValidationMessage> complaints(JsonNode event) {
    JsonSchemaFactory factory = JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012);
    SchemaValidatorsConfig config =
        SchemaValidatorsConfig.builder().formatAssertionsEnabled(true).build();
    try (InputStream in =
        ActivityFormatTest.class.getResourceAsStream("/ocsf/classes.schema.json")) {
      ObjectNode document = (ObjectNode) Json.MAPPER.readTree(in);
      document.put("$ref", "#/$defs/" + event.path("class_uid").asText());
      JsonSchema schema = factory.getSchema(document, config);
      return schema.validate(event);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static ObjectNode ocsf(Activity activity) {
    return Json.MAPPER.valueToTree(ActivityFormat.OCSF.of(activity));
  }

  @ParameterizedTest
  @EnumSource(ActivityAction.class)
  void every_action_is_an_event_that_its_ocsf_class_allows(ActivityAction action) {
    assertThat(complaints(ocsf(full(action)))).isEmpty();
    assertThat(complaints(ocsf(poor(action)))).isEmpty();
    assertThat(ocsf(full(action)).path("time").asLong()).isEqualTo(AT.toEpochMilli());
  }

  @ParameterizedTest
  @ValueSource(strings = {"user", "privileges", "metadata", "time", "severity_id"})
  void what_a_class_requires_is_missed(String attribute) {
    ObjectNode event = ocsf(full(ActivityAction.ROLE_GRANTED));
    event.remove(attribute);
    assertThat(complaints(event)).isNotEmpty();
  }

  @Test
  void what_no_class_has_is_refused() {
    assertThat(complaints(ocsf(full(ActivityAction.LOGIN)).put("surprise", 1))).isNotEmpty();
    ObjectNode event = ocsf(full(ActivityAction.ROLE_GRANTED));
    ((ObjectNode) event.get("metadata")).remove("profiles");
    assertThat(complaints(event)).isNotEmpty();
  }

  @Test
  void a_granted_role_says_who_gave_whom_what() {
    JsonNode event = ocsf(full(ActivityAction.ROLE_GRANTED));
    assertThat(event.path("class_uid").asInt()).isEqualTo(3005);
    assertThat(event.path("type_uid").asInt()).isEqualTo(300501);
    assertThat(event.at("/actor/user/name").asText()).isEqualTo("ben.okafor");
    assertThat(event.at("/user/name").asText()).isEqualTo("ada.fulmer");
    assertThat(event.at("/privileges/0").asText()).isEqualTo("admin");
    assertThat(event.at("/metadata/uid").asText()).isEqualTo("0123456789abcdef0123456789abcdef");
  }

  @ParameterizedTest
  @EnumSource(ActivityAction.class)
  void every_action_is_a_document_with_ecs_own_words(ActivityAction action) {
    for (Activity activity : new Activity[] {full(action), poor(action)}) {
      JsonNode document = Json.MAPPER.valueToTree(ActivityFormat.ECS.of(activity));
      assertThat(document.path("@timestamp").asText()).isEqualTo("2026-01-02T03:04:05Z");
      assertThat(document.at("/event/category/0").asText())
          .isIn("authentication", "iam", "configuration", "database", "api");
      document
          .at("/event/type")
          .forEach(
              type ->
                  assertThat(type.asText())
                      .isIn("start", "end", "access", "change", "deletion", "user", "group"));
      assertThat(document.at("/event/outcome").asText()).isIn("success", "failure");
      assertThat(document.at("/event/action").asText()).isEqualTo(action.word());
    }
  }

  @Test
  void a_line_of_cef_cannot_be_forged_by_what_it_says() {
    String line =
        (String)
            ActivityFormat.CEF.of(
                of(
                    ActivityAction.LIST_EXPORTED,
                    Map.of("url", "/x.do?a=b suser=root|x\\y\nCEF:0", "table", "incident")));
    assertThat(line).doesNotContain("\n");
    assertThat(line)
        .startsWith("CEF:0|ServiceNow|ServiceNow|1|list-exported|list exported|4|")
        .contains("request=/x.do?a\\=b suser\\=root|x\\\\y\\nCEF:0");
  }

  @Test
  void addresses_of_both_kinds_have_their_own_keys_in_cef() {
    assertThat((String) ActivityFormat.CEF.of(full(ActivityAction.LOGIN)))
        .contains(" src=203.0.113.7");
  }
}
