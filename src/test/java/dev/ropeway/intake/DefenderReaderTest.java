package dev.ropeway.intake;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ropeway.api.Contract;
import dev.ropeway.assignment.FindingState;
import dev.ropeway.assignment.Json;
import dev.ropeway.assignment.Proposal;
import dev.ropeway.assignment.Recommendation;
import dev.ropeway.assignment.Severity;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class DefenderReaderTest {

  private static final String SUBSCRIPTION = "/subscriptions/aaaaaaaa-0000-4000-8000-000000000001";
  private static final String GROUP = SUBSCRIPTION + "/resourceGroups/ski-lifts";

  private final DefenderReader reader = new DefenderReader();
  private final Contract contract = new Contract("Recommendation");

  private Proposal read(JsonNode event) {
    return reader.read(event).get(0);
  }

  @Test
  void an_assessment_becomes_a_recommendation_in_our_words() {
    ObjectNode event = payload("assessment-became-unhealthy");

    Proposal proposal = read(event);
    Recommendation read = proposal.recommendation();

    assertThat(proposal.snapshot()).isFalse();
    assertThat(read.id()).isEqualTo(event.path("id").textValue());
    assertThat(read.title()).isEqualTo("Storage accounts should not be open to everybody");
    assertThat(read.description()).isEqualTo("Anybody can read the containers of this account.");
    assertThat(read.remediation()).startsWith("<ol><li>Open <b>Configuration</b>");
    assertThat(read.category()).isEqualTo("Data");
    assertThat(read.source()).isEqualTo("microsoft");
    assertThat(read.state()).isEqualTo(FindingState.UNHEALTHY);
    assertThat(read.tags()).isEqualTo(Map.of("owner", "valley-station", "tier", "gold"));
    assertThat(read.raw()).isSameAs(event);
    assertThat(read.resource())
        .isEqualTo(
            new Recommendation.Resource(
                GROUP + "/providers/Microsoft.Storage/storageAccounts/cablecar",
                "cablecar",
                "Microsoft.Storage/storageAccounts",
                GROUP));
  }

  @Test
  void the_risk_outranks_the_severity_of_the_kind() {
    ObjectNode event = payload("assessment-became-unhealthy");
    assertThat(finding(event).severity()).isEqualTo(Severity.CRITICAL);

    in(event, "properties", "risk").put("level", "Not evaluated");
    assertThat(finding(event).severity()).isEqualTo(Severity.HIGH);
  }

  @Test
  void the_2019_envelope_is_read_too() {
    Recommendation read = finding(payload("assessment-in-2019-envelope"));

    assertThat(read.severity()).isEqualTo(Severity.LOW);
    assertThat(read.stateChangedAt()).isNull();
    assertThat(read.description()).as("N/A says nothing").isNull();
    assertThat(read.remediation()).isNull();
    assertThat(read.resource().scope())
        .isEqualTo("/subscriptions/aaaaaaaa-0000-4000-8000-000000000002");
  }

  @ParameterizedTest
  @MethodSource("samples")
  void field_names_may_be_in_any_case(String sample) {
    ObjectNode event = payload(sample);
    Proposal asItCame = read(event);

    for (UnaryOperator<String> spelling :
        List.<UnaryOperator<String>>of(
            name -> name.toLowerCase(Locale.ROOT),
            name -> name.toUpperCase(Locale.ROOT),
            name -> name.substring(0, 1).toUpperCase(Locale.ROOT) + name.substring(1))) {
      Proposal respelt = read(respell(event, spelling, false));
      assertThat(readable(respelt)).isEqualTo(readable(asItCame));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "Unhealthy, UNHEALTHY",
    "unhealthy, UNHEALTHY",
    "Healthy, HEALTHY",
    "NotApplicable, NOT_APPLICABLE",
    "Removed, DELETED"
  })
  void the_status_code_is_the_state(String code, FindingState state) {
    ObjectNode event = payload("assessment-became-unhealthy");
    in(event, "properties", "status").put("code", code);
    assertThat(finding(event).state()).isEqualTo(state);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "assessmentEventDataEnrichment",
        "subAssessmentEventDataEnrichment",
        "securityEventDataEnrichment",
        "AssessmentEventDataEnrichment"
      })
  void delete_in_any_envelope_wins_over_the_copied_state(String envelope) {
    ObjectNode event = payload("assessment-became-unhealthy");
    event.remove(List.of("assessmentEventDataEnrichment", "securityEventDataEnrichment"));
    event.putObject(envelope).put("Action", "Delete");
    assertThat(finding(event).state()).isEqualTo(FindingState.DELETED);
  }

  @Test
  void a_deleted_finding_without_any_name_still_has_a_title() {
    ObjectNode event = payload("assessment-became-unhealthy");
    in(event, "assessmentEventDataEnrichment").put("action", "Delete");
    event.remove(List.of("name", "properties"));
    assertThat(finding(event).state()).isEqualTo(FindingState.DELETED);
    assertThat(finding(event).title()).isEqualTo(event.path("id").textValue());
  }

  @Test
  void a_weekly_snapshot_is_told_from_a_change() {
    ObjectNode event = payload("assessment-became-unhealthy");
    in(event, "assessmentEventDataEnrichment").put("isSnapshot", true);
    assertThat(read(event).snapshot()).isTrue();

    in(event, "assessmentEventDataEnrichment").put("isSnapshot", "True");
    assertThat(read(event).snapshot()).isTrue();
  }

  @Test
  void a_machine_on_premises_has_a_name_and_takes_its_id_from_the_assessment() {
    Recommendation read = finding(payload("assessment-of-onpremise-server"));

    assertThat(read.resource().name()).isEqualTo("winch-7");
    assertThat(read.resource().id()).endsWith("/onPremiseMachines/winch-7");
    assertThat(read.resource().scope())
        .isEqualTo("/subscriptions/aaaaaaaa-0000-4000-8000-000000000003/resourceGroups/logs");
    assertThat(read.stateChangedAt()).isEqualTo(Instant.parse("2026-01-31T23:00:00Z"));
  }

  @Test
  void a_resource_of_another_cloud_is_known_by_its_native_id() {
    ObjectNode event = payload("assessment-became-unhealthy");
    ObjectNode details = in(event, "properties", "resourceDetails");
    details.removeAll();
    details.put("source", "Aws").put("nativeResourceId", "arn:aws:s3:::cablecar");
    assertThat(finding(event).resource().id()).isEqualTo("arn:aws:s3:::cablecar");
    assertThat(finding(event).resource().name()).isEqualTo("arn:aws:s3:::cablecar");
  }

  @Test
  void a_resource_id_that_ends_with_a_slash_still_gives_a_name() {
    ObjectNode event = payload("assessment-in-2019-envelope");
    in(event, "properties", "resourceDetails").put("id", "/subscriptions/a1/");
    assertThat(finding(event).resource().name()).isEqualTo("a1");
  }

  @Test
  void a_sub_assessment_is_keyed_by_its_own_id_and_dated_when_it_was_generated() {
    ObjectNode event = payload("vulnerability-found-in-image");
    Recommendation read = finding(event);

    assertThat(read.id()).endsWith("/subAssessments/9e9e9e9e-0000-4000-8000-00000000000e");
    assertThat(read.title()).isEqualTo("zlib is out of date");
    assertThat(read.remediation()).isEqualTo("Update zlib to 1.3.2");
    assertThat(read.category()).isEqualTo("Package");
    assertThat(read.severity()).as("status.severity first").isEqualTo(Severity.HIGH);
    assertThat(read.stateChangedAt()).isEqualTo(Instant.parse("2026-01-20T11:00:00.765432Z"));

    in(event, "properties", "status").remove("severity");
    assertThat(finding(event).severity()).as("then additionalData").isEqualTo(Severity.LOW);
  }

  @Test
  void an_alert_of_the_api_becomes_a_recommendation() {
    Recommendation read = finding(payload("alert-raised"));

    assertThat(read.id()).contains("/alerts/2519000000000000000_");
    assertThat(read.title()).isEqualTo("Somebody tried the doors of a machine");
    assertThat(read.severity()).isEqualTo(Severity.HIGH);
    assertThat(read.category()).isEqualTo("PreAttack, InitialAccess");
    assertThat(read.remediation()).isEqualTo("Block the address.\nChange the passwords.");
    assertThat(read.url()).startsWith("https://portal.azure.com/#blade");
    assertThat(read.resource().name()).isEqualTo("motor-1");
    assertThat(read.resource().id()).endsWith("/virtualMachines/motor-1");
    assertThat(read.resource().scope()).isEqualTo(GROUP);
    assertThat(read.stateChangedAt()).isEqualTo(Instant.parse("2026-03-01T10:06:01.25Z"));
  }

  @ParameterizedTest
  @CsvSource({
    "New, UNHEALTHY",
    "Active, UNHEALTHY",
    "InProgress, UNHEALTHY",
    "Resolved, HEALTHY",
    "Dismissed, NOT_APPLICABLE"
  })
  void the_status_of_an_alert_is_its_state(String status, FindingState state) {
    ObjectNode event = payload("alert-raised");
    in(event, "properties").put("status", status);
    assertThat(finding(event).state()).isEqualTo(state);
  }

  @Test
  void an_alert_in_flat_form_is_read_with_the_severity_it_was_reported_with() {
    Recommendation read = finding(payload("alert-raised-in-flat-form"));

    assertThat(read.id()).startsWith("2519111111111111111_");
    assertThat(read.title()).isEqualTo("An unknown program ran");
    assertThat(read.severity()).isEqualTo(Severity.HIGH);
    assertThat(read.category()).isEqualTo("Execution");
    assertThat(read.resource().name()).isEqualTo("motor-2");
    assertThat(read.resource().scope()).isEqualTo(GROUP);
    assertThat(read.stateChangedAt()).isEqualTo(Instant.parse("2026-03-02T09:12:19.567353Z"));
  }

  @Test
  void an_alert_in_the_activity_log_has_its_lists_in_strings_and_its_severity_in_the_properties() {
    Recommendation read = finding(payload("alert-written-to-activity-log"));

    assertThat(read.id())
        .as("the alert's id, the same as in the alerts API, not the log entry's")
        .endsWith("/alerts/2519222222222222222_55555555-0000-4000-8000-000000000005");
    assertThat(read.title()).isEqualTo("An all-powerful role was bound");
    assertThat(read.description()).startsWith("A role was bound that may do everything.");
    assertThat(read.severity()).as("level is always Informational").isEqualTo(Severity.LOW);
    assertThat(read.remediation()).isEqualTo("Look at the account.\nGive it less.");
    assertThat(read.category()).isEqualTo("Persistence, PrivilegeEscalation");
    assertThat(read.state()).isEqualTo(FindingState.UNHEALTHY);
    assertThat(read.stateChangedAt()).isEqualTo(Instant.parse("2026-03-03T18:52:36.801035Z"));
    assertThat(read.resource())
        .isEqualTo(
            new Recommendation.Resource(null, "summit-cluster", "Kubernetes Service", GROUP));
  }

  @ParameterizedTest
  @CsvSource({
    "Resolved, activate, HEALTHY",
    "Dismissed, activate, NOT_APPLICABLE",
    "Active, resolve, HEALTHY",
    "Active, dismiss, NOT_APPLICABLE"
  })
  void an_alert_ended_in_the_activity_log_is_over(String status, String verb, FindingState state) {
    ObjectNode event = payload("alert-written-to-activity-log");
    in(event, "status").put("value", status);
    in(event, "operationName")
        .put("value", "Microsoft.Security/locations/alerts/" + verb + "/action");
    assertThat(finding(event).state()).isEqualTo(state);
  }

  @Test
  void an_entry_of_the_activity_log_without_the_alerts_own_id_is_stripped_to_it() {
    ObjectNode event = payload("alert-written-to-activity-log");
    event.remove("resourceId");
    assertThat(finding(event).id())
        .endsWith("/alerts/2519222222222222222_55555555-0000-4000-8000-000000000005");
  }

  @ParameterizedTest
  @CsvSource({
    "assessment-became-unhealthy, 2026-01-15T08:30:00.1234567Z, 2026-01-15T08:30:00.123456Z",
    "assessment-became-unhealthy, 2026-01-15T08:30:00.1234567, 2026-01-15T08:30:00.123456Z",
    "assessment-became-unhealthy, 2026-01-15T08:30:00+0100, 2026-01-15T07:30:00Z",
    "assessment-became-unhealthy, 2026-01-15t08:30:00z, 2026-01-15T08:30:00Z",
    "assessment-became-unhealthy, 2026-01-15 08:30:00Z, 2026-01-15T08:30:00Z",
    "assessment-became-unhealthy, 0001-01-01T00:00:00Z,",
    "assessment-became-unhealthy, 0001-01-01T00:00:00,",
    "assessment-became-unhealthy, 2026-01-15,",
    "assessment-became-unhealthy, yesterday,",
    "assessment-became-unhealthy, 2026-13-45T99:00:00Z,"
  })
  void dates_come_in_dotnet_forms_and_the_year_one_is_none(
      String sample, String date, Instant expected) {
    ObjectNode event = payload(sample);
    in(event, "properties", "status").put("statusChangeDate", date);
    assertThat(finding(event).stateChangedAt()).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "secure-score-changed, Microsoft.Security/secureScores/secureScoreControls",
    "compliance-assessed, regulatoryComplianceAssessments"
  })
  void scores_and_compliance_are_refused_with_a_sentence(String sample, String type) {
    Proposal.Rejection rejection = read(payload(sample)).rejection();

    assertThat(rejection.pointer()).isEqualTo("/type");
    assertThat(rejection.detail()).contains(type).endsWith("do not become tickets");
    assertThat(rejection.id()).isEqualTo(payload(sample).path("id").textValue());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Microsoft.Security/alertsSuppressionRules",
        "Microsoft.Compute/virtualMachines",
        "Microsoft.Security/assessmentMetadata"
      })
  void kinds_that_only_look_alike_are_refused_by_type(String type) {
    ObjectNode event = payload("assessment-became-unhealthy");
    event.put("type", type);
    assertThat(read(event).rejection().pointer()).isEqualTo("/type");
  }

  @ParameterizedTest
  @ValueSource(strings = {"null", "7", "true", "\"text\"", "[]", "[{}]", "{}"})
  void what_is_no_event_is_refused(String json) throws IOException {
    Proposal proposal = read(Json.MAPPER.readTree(json));
    assertThat(proposal.rejection()).isNotNull();
    assertThat(proposal.rejection().detail()).isNotBlank();
  }

  @Test
  void an_id_that_is_too_long_or_has_line_ends_is_refused() {
    ObjectNode event = payload("assessment-became-unhealthy");
    event.put("id", "/" + "x".repeat(1023));
    assertThat(read(event).isRejected()).isFalse();

    event.put("id", "/" + "x".repeat(1024));
    assertThat(read(event).rejection().pointer()).isEqualTo("/id");

    event.put("id", "/a\nb");
    assertThat(read(event).rejection().pointer()).isEqualTo("/id");
  }

  static Stream<String> samples() {
    return Stream.of(
        "assessment-became-unhealthy",
        "assessment-in-2019-envelope",
        "assessment-of-onpremise-server",
        "vulnerability-found-in-image",
        "alert-raised",
        "alert-raised-in-flat-form",
        "alert-written-to-activity-log",
        "secure-score-changed",
        "compliance-assessed");
  }

  /** Every field of every sample, replaced by everything that it should not be. */
  @ParameterizedTest
  @MethodSource("samples")
  void whatever_a_field_is_the_event_is_read_within_the_contract_or_refused_with_a_pointer(
      String sample) {
    List<List<Object>> places = new ArrayList<>();
    collect(payload(sample), List.of(), places);
    assertThat(places).hasSizeGreaterThan(8);
    for (List<Object> place : places) {
      for (Map.Entry<String, JsonNode> wrong : wrongValues().entrySet()) {
        ObjectNode event = payload(sample);
        replace(event, place, wrong.getValue());
        holdsTheContract(sample + place + " = " + wrong.getKey(), read(event));
      }
    }
  }

  private void holdsTheContract(String what, Proposal proposal) {
    if (proposal.isRejected()) {
      assertThat(proposal.rejection().pointer()).as(what).matches("(/[^/]+)*");
      assertThat(proposal.rejection().detail()).as(what).isNotBlank().hasSizeLessThan(500);
      String id = proposal.rejection().id();
      assertThat(id == null ? "" : id).as(what).hasSizeLessThanOrEqualTo(1024);
      return;
    }
    Recommendation read = proposal.recommendation().withoutRaw();
    String json = Json.write(read);
    assertThat(json).as(what).doesNotContain("\\u0000");
    assertThat(json.chars().allMatch(c -> !Character.isISOControl(c))).as(what).isTrue();
    assertThat(contract.check(Json.tree(json))).as(what).isEmpty();
    if (read.resource() != null && read.resource().name() != null) {
      assertThat(read.resource().name()).as(what).isNotBlank();
    }
  }

  /** Null means that the field is dropped. */
  private static Map<String, JsonNode> wrongValues() {
    JsonNodeFactory json = JsonNodeFactory.instance;
    JsonNode deep = json.textNode("bottom");
    for (int i = 0; i < 80; i++) {
      deep = i % 2 == 0 ? json.arrayNode().add(deep) : json.objectNode().set("x", deep);
    }
    Map<String, JsonNode> values = new LinkedHashMap<>();
    values.put("nothing", null);
    values.put("null", json.nullNode());
    values.put("number", json.numberNode(7));
    values.put("huge number", json.numberNode(1e300));
    values.put("boolean", json.booleanNode(true));
    values.put("empty", json.textNode(""));
    values.put("blank", json.textNode(" \t"));
    values.put("slash", json.textNode("/"));
    values.put("word", json.textNode("snow"));
    values.put("lines", json.textNode("two\nlines"));
    values.put("control characters", json.textNode("a\u0000b\u001b[2Jc\ud800"));
    values.put("long", json.textNode("long ".repeat(20_100)));
    values.put("long without blanks", json.textNode("\uD83C\uDFD4".repeat(3_000)));
    values.put("list in string", json.textNode("[\"a\u0000\", 5, null, {}]"));
    values.put("broken list in string", json.textNode("[\"a"));
    values.put("deep list in string", json.textNode("[".repeat(500) + "]".repeat(500)));
    values.put("list", json.arrayNode());
    values.put(
        "list of anything",
        json.arrayNode().add(1).addNull().add("a\u0000").add(json.objectNode()));
    values.put("object", json.objectNode());
    values.put("deep", deep);
    return values;
  }

  private static void collect(JsonNode node, List<Object> here, List<List<Object>> places) {
    if (!here.isEmpty()) {
      places.add(here);
    }
    if (node.isObject()) {
      node.properties().forEach(e -> collect(e.getValue(), plus(here, e.getKey()), places));
    }
    for (int i = 0; node.isArray() && i < node.size(); i++) {
      collect(node.get(i), plus(here, i), places);
    }
  }

  private static List<Object> plus(List<Object> here, Object step) {
    List<Object> longer = new ArrayList<>(here);
    longer.add(step);
    return longer;
  }

  private static void replace(ObjectNode event, List<Object> place, JsonNode value) {
    JsonNode parent = event;
    for (Object step : place.subList(0, place.size() - 1)) {
      parent = step instanceof String name ? parent.get(name) : parent.get((int) step);
    }
    Object last = place.get(place.size() - 1);
    if (parent instanceof ObjectNode object) {
      if (value == null) {
        object.remove((String) last);
      } else {
        object.set((String) last, value);
      }
    } else if (value == null) {
      ((ArrayNode) parent).remove((int) last);
    } else {
      ((ArrayNode) parent).set((int) last, value);
    }
  }

  private static JsonNode respell(JsonNode node, UnaryOperator<String> spelling, boolean keep) {
    if (node.isObject()) {
      ObjectNode copy = Json.MAPPER.createObjectNode();
      node.properties()
          .forEach(
              e ->
                  copy.set(
                      keep ? e.getKey() : spelling.apply(e.getKey()),
                      respell(e.getValue(), spelling, e.getKey().equals("tags"))));
      return copy;
    }
    if (node.isArray()) {
      ArrayNode copy = Json.MAPPER.createArrayNode();
      node.forEach(item -> copy.add(respell(item, spelling, false)));
      return copy;
    }
    return node;
  }

  private static Object readable(Proposal proposal) {
    return proposal.isRejected() ? proposal.rejection() : proposal.recommendation().withoutRaw();
  }

  private Recommendation finding(JsonNode event) {
    Proposal proposal = read(event);
    assertThat(proposal.rejection()).isNull();
    return proposal.recommendation();
  }

  private static ObjectNode in(ObjectNode event, String... path) {
    JsonNode here = event;
    for (String name : path) {
      here = here.get(name);
    }
    return (ObjectNode) here;
  }

  private static ObjectNode payload(String name) {
    try (InputStream json =
        DefenderReaderTest.class.getResourceAsStream("/payloads/defender/" + name + ".json")) {
      return (ObjectNode) Json.MAPPER.readTree(json);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
