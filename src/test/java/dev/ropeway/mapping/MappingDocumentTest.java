package dev.ropeway.mapping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.ropeway.api.Contract;
import dev.ropeway.assignment.AssignmentSpec;
import dev.ropeway.assignment.Claim;
import dev.ropeway.enrichment.Reference;
import dev.ropeway.mapping.Dictionary.Field;
import dev.ropeway.mapping.MappingDocument.Ending;
import dev.ropeway.mapping.MappingDocument.Mode;
import dev.ropeway.recommendation.Recommendation;
import dev.ropeway.recommendation.Severity;
import dev.ropeway.store.Json;
import dev.ropeway.tickettype.Shipped;
import dev.ropeway.tickettype.ShippedType;
import dev.ropeway.tickettype.TicketTypeDefinition;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** A mapping as an engineer writes it: what it makes of a finding, and what is wrong with it. */
class MappingDocumentTest {

  private static final String LOCKED =
      """
      "short_description": {"template": "{default.short_description}"},
      "assigned_to": {"template": "{assignment.assignedTo}", "reference": "user"},
      "caller_id": {"value": "ropeway.caller", "reference": "user"}
      """;

  private static final String SYS_ID = "0123456789abcdef0123456789abcdef";

  private final Recommendation finding =
      Recommendation.of("finding-1", "Lock the\nhut")
          .severity(Severity.HIGH)
          .category("Data")
          .resource(new Recommendation.Resource("/huts/7", "hut-7", "hut", "/alps"))
          .tags(Map.of("Team", "keepers"))
          .build();

  @ParameterizedTest
  @MethodSource("dev.ropeway.tickettype.Shipped#all")
  void the_default_said_as_a_customized_mapping_writes_the_same(TicketTypeDefinition type) {
    MappingDocument document =
        new MappingDocument(Mode.CUSTOMIZED, false, DefaultFields.of(type), null, null, null, null);
    CompiledMapping mapping = new CompiledMapping(document, type, Map.of());

    assertThat(MappingCheck.complaints(document, type)).isEmpty();
    for (Claim claim : List.of(Sample.fullest(type), Sample.barest("sample", type), wordy(type))) {
      assertThat(mapping.draft(claim, Sample.INTEGRATION)).isEqualTo(Mapping.draft(claim));
    }
  }

  private static Claim wordy(TicketTypeDefinition type) {
    Recommendation wordy =
        Recommendation.of("f", "t".repeat(500))
            .description("<p>a</p>\n\n" + "what ".repeat(5000))
            .url("portal.example.org/#x")
            .build();
    return Sample.claim(
        new UUID(0, 7),
        "sample",
        wordy,
        type,
        AssignmentSpec.NONE,
        Instant.parse("2026-03-15T10:00:00Z"));
  }

  @Test
  void a_field_is_a_template_a_constant_or_what_a_table_makes_of_either() {
    TicketFields draft =
        draft(
            """
            "u_cloud": {"template": "{recommendation.resource.scope}"},
            "contact_type": {"value": "monitoring", "on": "create"},
            "impact": {"template": "{recommendation.severity}", "table": "impact"},
            "urgency": {"template": "{recommendation.category}", "table": "impact"}
            """,
            "\"tables\": {\"impact\": {\"HIGH\": \"1\", \"*\": \"3\"}}");

    assertThat(draft.managed())
        .containsEntry("u_cloud", "/alps")
        .containsEntry("impact", "1")
        .containsEntry("urgency", "3")
        .doesNotContainKeys("contact_type", "description");
    assertThat(draft.onCreate())
        .containsEntry("contact_type", "monitoring")
        .containsEntry("correlation_display", "Ropeway")
        .containsEntry("correlation_id", new UUID(0, 1).toString());
    assertThat(draft.references())
        .containsEntry("caller_id", new Reference(Reference.Kind.USER, "ropeway.caller"));
  }

  @Test
  void a_text_that_a_table_does_not_have_is_a_failure_and_no_blank() {
    assertThatThrownBy(
            () ->
                draft(
                    "\"impact\": {\"template\": \"{recommendation.severity}\", \"table\": \"t\"}",
                    "\"tables\": {\"t\": {\"low\": \"3\"}}"))
        .isInstanceOf(UnmappableException.class)
        .hasMessageContaining("incident.impact")
        .hasMessageContaining("\"high\"");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "severity      | Equals     | \"High\"              | true",
        "severity      | NotEquals  | \"high\"              | false",
        "severity      | In         | [\"low\", \"HIGH\"]   | true",
        "severity      | In         | [\"low\"]             | false",
        "severity      | In         | \"low, high\"         | true",
        "riskLevel     | Equals     | \"high\"              | false",
        "displayName   | Contains   | \"THE\"               | true",
        "scope         | StartsWith | \"/alps\"             | true",
        "scope         | StartsWith | \"/al\"               | false",
        "scope         | EndsWith   | \"/al\"               | false",
        "resourceType  | Equals     | \"hut\"               | true",
        "kind          | Equals     | \"alert\"             | false",
        "tag:team      | Equals     | \"Keepers\"           | true",
        "tag:nobody    | Equals     | \"x\"                 | false"
      })
  void a_field_is_filled_where_its_condition_holds(
      String property, String operator, String value, boolean holds) {
    String when =
        "\"when\": [{\"property\": \"%s\", \"operator\": \"%s\", \"value\": %s}]"
            .formatted(property, operator, value);
    TicketFields draft =
        draft(
            "\"u_mark\": {\"value\": \"x\", %s}, \"u_first\": {\"value\": \"y\", \"on\": \"create\", %s}"
                .formatted(when, when),
            "\"shadow\": false");

    assertThat(draft.managed()).containsEntry("u_mark", holds ? "x" : "");
    assertThat(draft.onCreate().get("u_first")).isEqualTo(holds ? "y" : null);
  }

  @Test
  void a_field_whose_condition_does_not_hold_is_not_worded_at_all() {
    TicketFields draft =
        draft(
            """
            "impact": {"template": "{recommendation.severity}", "table": "t",
                       "when": [{"property": "severity", "operator": "Equals", "value": "low"}]}
            """,
            "\"tables\": {\"t\": {\"low\": \"3\"}}");

    assertThat(draft.managed()).containsEntry("impact", "");
  }

  @Test
  void texts_are_cut_to_what_the_column_holds_and_titles_are_one_line() {
    MappingDocument document =
        document(
            """
            "short_description": {"template": " {recommendation.title}\\n"},
            "assigned_to": {"value": "x", "reference": "user"},
            "caller_id": {"value": "x", "reference": "user"},
            "u_name": {"template": "{recommendation.resource.name}"},
            "u_short": {"template": "{recommendation.resource.name}", "maxLength": 2}
            """,
            "\"shadow\": false");
    CompiledMapping mapping =
        new CompiledMapping(document, Shipped.INCIDENT, Map.of("u_name", 4, "u_short", 40));

    assertThat(mapping.draft(claim(), Sample.INTEGRATION).managed())
        .containsEntry("short_description", "Lock the hut")
        .containsEntry("u_name", "hut…")
        .containsEntry("u_short", "h…");
    assertThat(mapping.wordings(claim(), Sample.INTEGRATION).get("u_name"))
        .isEqualTo(new CompiledMapping.Wording("hut…", 5, 4));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "assigned_to       | {\"template\": \"x\", \"on\": \"always\"} | /fields/assigned_to/on",
        "assignment_group  | {\"template\": \"x\", \"on\": \"always\"} | /fields/assignment_group/on",
        "caller_id         | {\"template\": \"x\", \"on\": \"always\"} | /fields/caller_id/on",
        "state             | {\"value\": \"2\", \"on\": \"always\"}    | /fields/state/on",
        "work_notes        | {\"value\": \"x\", \"on\": \"always\"}    | /fields/work_notes/on",
        "u_owner           | {\"value\": \"x\", \"reference\": \"user\", \"on\": \"always\"} | /fields/u_owner/on",
        "correlation_id    | {\"value\": \"x\"}                        | /fields/correlation_id",
        "sys_id            | {\"value\": \"x\"}                        | /fields/sys_id",
        "u_a               | {\"template\": \"x\", \"value\": \"x\"}   | /fields/u_a",
        "u_a               | {}                                        | /fields/u_a",
        "u_a               | {\"template\": \"{nothing}\"}             | /fields/u_a/template",
        "u_a               | {\"template\": \"{#if x}\"}               | /fields/u_a/template",
        "u_a               | {\"value\": \"x\", \"table\": \"none\"}   | /fields/u_a/table",
        "u_a | {\"value\": \"x\", \"when\": [{\"property\": \"colour\", \"operator\": \"Equals\", \"value\": \"x\"}]} | /fields/u_a/when/0",
        "u_a | {\"value\": \"x\", \"when\": [{\"property\": \"severity\", \"operator\": \"In\", \"value\": \"x\"}]} | /fields/u_a/when/0",
        "u_a | {\"value\": \"x\", \"when\": [{\"property\": \"category\", \"operator\": \"Is\", \"value\": \"x\"}]} | /fields/u_a/when/0",
        "u_a | {\"value\": \"x\", \"when\": [{\"property\": \"category\", \"operator\": \"Equals\", \"value\": [\"x\", \"y\"]}]} | /fields/u_a/when/0"
      })
  void what_can_never_be_is_named_with_its_place(String column, String mapping, String pointer) {
    MappingDocument document =
        document(LOCKED + ", \"" + column + "\": " + mapping, "\"shadow\": false");

    assertThat(MappingCheck.complaints(document, Shipped.INCIDENT))
        .extracting(MappingFault::pointer)
        .containsExactly(pointer);
  }

  @ParameterizedTest
  @CsvSource({"incident, caller_id", "change_request, requested_by", "problem, short_description"})
  void a_customized_mapping_has_title_owner_and_caller(
      @ShippedType TicketTypeDefinition type, String locked) {
    Map<String, FieldMapping> fields = new java.util.HashMap<>(DefaultFields.of(type));
    fields.remove(locked);
    fields.remove("description");
    MappingDocument document =
        new MappingDocument(Mode.CUSTOMIZED, false, fields, null, null, null, null);

    assertThat(MappingCheck.complaints(document, type))
        .containsExactly(
            new MappingFault("/fields/" + locked, locked + " is required in a customized mapping"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "u_clod          | {\"value\": \"x\"}                  | /fields/u_clod            | has no field",
        "opened_by       | {\"value\": \"1\"}                  | /fields/opened_by         | read-only",
        "priority        | {\"value\": \"1\"}                  | /fields/priority          | computed from impact",
        "u_until         | {\"value\": \"tomorrow\"}           | /fields/u_until/value     | has type glide_date_time, which does not accept \"tomorrow\"",
        "u_flag          | {\"value\": \"yes\"}                | /fields/u_flag/value      | has type boolean",
        "short_descripton| {\"value\": \"x\"}                  | /fields/short_descripton  | did you mean short_description?",
        "impact          | {\"value\": \"9\"}                  | /fields/impact/value      | no choice \"9\"; the choices are 1, 2, 3",
        "u_cloud         | {\"value\": \"longer than ten\"}    | /fields/u_cloud/value     | accepts at most 10 characters, not 15",
        "cmdb_ci         | {\"value\": \"hut-7\"}              | /fields/cmdb_ci/value     | sys_id of cmdb_ci",
        "u_cloud         | {\"value\": \"x\", \"reference\": \"user\"} | /fields/u_cloud/reference | is not a reference field",
        "assignment_group| {\"value\": \"x\", \"reference\": \"user\"} | /fields/assignment_group/reference | refers to sys_user_group",
        "urgency         | {\"template\": \"x\", \"table\": \"t\"} | /tables/t/*           | no choice \"8\""
      })
  void what_the_instance_would_ignore_cut_or_refuse_is_named(
      String column, String mapping, String pointer, String detail) {
    MappingDocument document =
        document(
            LOCKED + ", \"u_site\": {\"value\": \"x\"}, \"" + column + "\": " + mapping,
            "\"tables\": {\"t\": {\"x\": \"1\", \"*\": \"8\"}}");

    assertThat(DictionaryCheck.complaints(document, Shipped.INCIDENT, dictionary(), null))
        .singleElement()
        .satisfies(
            complaint -> {
              assertThat(complaint.pointer()).isEqualTo(pointer);
              assertThat(complaint.detail()).contains(detail);
            });
  }

  @Test
  void a_turn_that_writes_what_we_keep_is_named_by_its_column() {
    MappingDocument document = document(LOCKED, "\"endings\": {\"resolved\": {\"number\": \"1\"}}");

    assertThat(MappingCheck.complaints(document, Shipped.INCIDENT))
        .extracting(MappingFault::pointer)
        .containsExactly("/endings/resolved/number");
  }

  @Test
  void a_state_that_is_over_is_not_on_hold() {
    MappingDocument document =
        document(LOCKED, "\"states\": {\"over\": [\"6\"], \"onHold\": [\"3\", \"6\"]}");

    assertThat(MappingCheck.complaints(document, Shipped.INCIDENT))
        .containsExactly(new MappingFault("/states/onHold", "state 6 is also in over"));
  }

  @Test
  void a_mandatory_field_without_a_default_is_missed() {
    assertThat(
            DictionaryCheck.complaints(
                document(LOCKED, "\"shadow\": false"), Shipped.INCIDENT, dictionary(), null))
        .extracting(MappingFault::pointer)
        .containsExactly("/fields/u_site");
    assertThat(
            DictionaryCheck.complaints(
                document(
                    LOCKED
                        + ", \"u_site\": {\"value\": \"x\", \"when\": [{\"property\": \"severity\","
                        + " \"operator\": \"Equals\", \"value\": \"low\"}]}",
                    "\"shadow\": false"),
                Shipped.INCIDENT,
                dictionary(),
                null))
        .extracting(MappingFault::detail)
        .containsExactly(
            "u_site is mandatory and has no default: it must be filled without a condition");
  }

  @Test
  void endings_and_states_are_held_to_the_instance_too() {
    MappingDocument document =
        document(
            LOCKED + ", \"u_site\": {\"value\": \"x\"}",
            """
            "endings": {"resolved": {"state": "66", "u_none": "x"}, "reopened": {"state": "2"}},
            "states": {"over": ["6", "77"], "onHold": ["3"]}
            """);

    assertThat(DictionaryCheck.complaints(document, Shipped.INCIDENT, dictionary(), null))
        .extracting(MappingFault::pointer)
        .containsExactlyInAnyOrder(
            "/endings/resolved/state", "/endings/resolved/u_none", "/states/over/1");
  }

  @Test
  void a_constant_of_a_reference_is_a_sys_id() {
    MappingDocument document =
        document(
            LOCKED
                + ", \"u_site\": {\"value\": \"x\"}, \"cmdb_ci\": {\"value\": \""
                + SYS_ID
                + "\"}",
            "\"shadow\": false");

    assertThat(DictionaryCheck.complaints(document, Shipped.INCIDENT, dictionary(), null))
        .isEmpty();
  }

  @Test
  void a_document_is_stored_as_it_was_written_and_keeps_the_contract() {
    MappingDocument document =
        document(
            LOCKED
                + ", \"u_a\": {\"template\": \"x\", \"on\": \"create\", \"table\": \"t\", \"maxLength\": 5,"
                + " \"when\": [{\"property\": \"severity\", \"operator\": \"In\", \"value\": [\"low\"]}]}",
            """
            "shadow": true,
            "tables": {"t": {"x": "1", "*": ""}},
            "endings": {"resolved": {"state": "6"}, "canceled": {"close_code": "x"}},
            "states": {"over": ["6"]}
            """);
    String stored = Json.write(document);

    assertThat(Json.read(stored, MappingDocument.class)).isEqualTo(document);
    assertThat(new Contract("Mapping").check(Json.tree(stored))).isEmpty();
    assertThat(Json.tree(stored).at("/endings/resolved/state").asText()).isEqualTo("6");
    assertThat(document.endings()).containsKey(Ending.CANCELED);
    assertThat(Json.write(MappingDocument.DEFAULT)).isEqualTo("{\"mode\":\"default\"}");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"fields\": {}}                                                  | /mode",
        "{\"mode\": \"both\"}                                              | /mode",
        "{\"mode\": \"customized\", \"colour\": 1}                         | ''",
        "{\"mode\": \"customized\", \"fields\": {\"u_a\": {\"on\": \"x\"}}} | /fields/u_a/on",
        "{\"mode\": \"customized\", \"fields\": {\"U A\": {}}}             | /fields",
        "{\"mode\": \"customized\", \"fields\": {\"u_a\": {\"value\": \"\"}}} | /fields/u_a/value"
      })
  void what_is_no_mapping_breaks_the_contract(String json, String pointer) {
    assertThat(new Contract("Mapping").check(Json.tree(json)))
        .hasValueSatisfying(breach -> assertThat(breach.pointer()).startsWith(pointer));
  }

  private TicketFields draft(String fields, String more) {
    MappingDocument document = document(LOCKED + "," + fields, more);
    assertThat(MappingCheck.complaints(document, Shipped.INCIDENT)).isEmpty();
    return new CompiledMapping(document, Shipped.INCIDENT, Map.of())
        .draft(claim(), Sample.INTEGRATION);
  }

  private Claim claim() {
    return Sample.claim(
        new UUID(0, 1), "sample", finding, Shipped.INCIDENT, AssignmentSpec.NONE, null);
  }

  private static MappingDocument document(String fields, String more) {
    JsonNode json =
        Json.tree("{\"mode\": \"customized\", \"fields\": {%s}, %s}".formatted(fields, more));
    try {
      return Json.MAPPER.treeToValue(json, MappingDocument.class);
    } catch (JsonProcessingException e) {
      throw new AssertionError(e);
    }
  }

  private static Dictionary dictionary() {
    Map<String, String> three = Map.of("1", "High", "2", "Medium", "3", "Low");
    return new Dictionary(
        "acme",
        "incident",
        Instant.EPOCH,
        List.of(
            field("short_description", "string", 160, null, Map.of()),
            field("assigned_to", "reference", 32, "sys_user", Map.of()),
            field("assignment_group", "reference", 32, "sys_user_group", Map.of()),
            field("caller_id", "reference", 32, "sys_user", Map.of()),
            field("cmdb_ci", "reference", 32, "cmdb_ci", Map.of()),
            field("impact", "integer", 40, null, new java.util.TreeMap<>(three)),
            field("urgency", "integer", 40, null, three),
            field("state", "integer", 40, null, Map.of("2", "x", "3", "y", "6", "z")),
            field("u_cloud", "string", 10, null, Map.of()),
            field("u_until", "glide_date_time", 40, null, Map.of()),
            field("u_flag", "boolean", 40, null, Map.of()),
            new Field("u_site", "Site", "string", 40, true, false, "", null, null),
            new Field("number", "Number", "string", 40, true, true, "", null, null),
            new Field("u_kept", "Kept", "string", 40, true, false, "x", null, null),
            new Field("priority", "Priority", "integer", 40, false, false, "5", null, null),
            new Field("opened_by", "Opened by", "string", 40, false, true, "", null, null)));
  }

  private static Field field(
      String element, String type, int length, String reference, Map<String, String> choices) {
    return new Field(element, element, type, length, false, false, "", reference, choices);
  }
}
