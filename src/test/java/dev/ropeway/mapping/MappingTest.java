package dev.ropeway.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ropeway.assignment.AssignmentSpec;
import dev.ropeway.assignment.Claim;
import dev.ropeway.assignment.DesiredState;
import dev.ropeway.assignment.Status;
import dev.ropeway.enrichment.Reference;
import dev.ropeway.enrichment.Reference.Kind;
import dev.ropeway.recommendation.Recommendation;
import dev.ropeway.recommendation.Severity;
import dev.ropeway.recommendation.Vulnerability;
import dev.ropeway.tickettype.Shipped;
import dev.ropeway.tickettype.ShippedType;
import dev.ropeway.tickettype.TicketTypeDefinition;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MappingTest {

  private static final UUID ID = UUID.fromString("01890000-0000-7000-8000-000000000001");

  /** dl_u_priority out of the box (servicenow-wire § 4.1): impact, then urgency. */
  private static final int[][] PRIORITY = {{1, 2, 3}, {2, 3, 4}, {3, 4, 5}};

  // A finding with everything in it; tests change what they are about.
  private String title = "Lock the hut";
  private String description = "The hut is open.";
  private String remediation = "Turn the key.";
  private Severity severity = Severity.HIGH;
  private Recommendation.Resource resource =
      new Recommendation.Resource("/huts/7", "hut-7", null, null);
  private Vulnerability vulnerability;
  private String url = "portal.example.org/#hut";
  private Instant due = Instant.parse("2026-03-15T10:00:00.9Z");
  private TicketTypeDefinition type = Shipped.INCIDENT;
  private AssignmentSpec spec = AssignmentSpec.NONE;

  @Test
  void the_title_names_severity_finding_and_resource() {
    assertThat(managed("short_description")).isEqualTo("[High] Lock the hut – hut-7");
  }

  @Test
  void the_description_begins_with_the_update_that_mends_a_vulnerability() {
    String before = managed("description");
    vulnerability =
        new Vulnerability(
            List.of("CVE-2026-10001", "CVE-2026-10002"), "openssl", "3.0.11", "3.0.15", 9.8, true);
    assertThat(managed("description"))
        .isEqualTo("Update openssl 3.0.11 → 3.0.15: CVE-2026-10001, CVE-2026-10002\n\n" + before);
  }

  @Test
  void the_title_names_the_resource_by_its_id_or_leaves_it_out() {
    resource = new Recommendation.Resource("/huts/7", null, null, null);
    assertThat(managed("short_description")).isEqualTo("[High] Lock the hut – /huts/7");
    resource = new Recommendation.Resource("/huts/7", " ", null, null);
    assertThat(managed("short_description")).isEqualTo("[High] Lock the hut – /huts/7");
    resource = null;
    assertThat(managed("short_description")).isEqualTo("[High] Lock the hut");
  }

  @Test
  void a_long_title_is_cut_to_what_the_column_holds() {
    title = "x".repeat(500);
    assertThat(managed("short_description")).hasSize(160).startsWith("[High] xxx").endsWith("x…");
  }

  @Test
  void a_title_is_one_clean_line() {
    title = " Lock\r\n the\t hut^ORactive=true\u0000 ";
    resource = null;
    assertThat(managed("short_description")).isEqualTo("[High] Lock the hut^ORactive=true\uFFFD");
  }

  @Test
  void a_person_may_word_the_title() {
    spec = spec("Mind\nthe hut", null, null, null, null);
    assertThat(managed("short_description")).isEqualTo("Mind the hut");
    spec = spec("  ", null, null, null, null);
    assertThat(managed("short_description")).isEqualTo("[High] Lock the hut – hut-7");
  }

  @Test
  void the_description_tells_all_a_person_needs() {
    assertThat(managed("description"))
        .isEqualTo(
            """
            The hut is open.

            How to fix it:
            Turn the key.

            Resource: hut-7 (/huts/7)
            Due: 2026-03-15 10:00:00 UTC
            Severity: High
            Category: Devices
            Source: scanner
            Initiated by: heidi
            Finding: finding-1
            Portal: https://portal.example.org/#hut""");
  }

  @Test
  void however_much_there_is_to_tell_the_link_to_the_portal_stays_whole() {
    description = "what ".repeat(20_000);
    remediation = "<p>how</p>".repeat(10_000);
    resource = new Recommendation.Resource("/" + "i".repeat(2047), "n".repeat(1000), null, null);
    url = "https://portal.example.org/#" + "u".repeat(1500);
    String text = managed("description");
    assertThat(text).hasSizeLessThanOrEqualTo(4000);
    assertThat(text.lines()).contains("Portal: " + url, "Finding: finding-1", "Severity: High");
    assertThat(text).startsWith("what what").contains("Resource: nnn");
  }

  @Test
  void a_link_that_would_fill_the_field_is_left_out_and_never_cut() {
    url = "https://portal.example.org/#" + "u".repeat(3900);
    assertThat(managed("description")).doesNotContain("Portal:").contains("The hut is open.");
  }

  @Test
  void the_description_has_no_character_that_xml_cannot_carry() {
    description = "a\u0000b\u0007c";
    assertThat(managed("description")).startsWith("a\uFFFDb\uFFFDc");
  }

  @Test
  void equal_assignments_give_equal_drafts() {
    assertThat(draft()).isEqualTo(draft());
  }

  @ParameterizedTest
  @CsvSource({"CRITICAL, 1", "HIGH, 2", "MEDIUM, 3", "LOW, 4", "INFORMATIONAL, 5"})
  void each_severity_gets_its_priority_from_the_instances_own_look_up(Severity given, int wanted) {
    severity = given;
    assertThat(priority()).isEqualTo(wanted);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5})
  void a_priority_that_a_person_sets_is_reached_whatever_the_severity(int wanted) {
    severity = Severity.INFORMATIONAL;
    spec = spec(null, wanted, null, null, null);
    assertThat(priority()).isEqualTo(wanted);
  }

  @Test
  void impact_and_urgency_that_a_person_sets_stand() {
    spec = spec(null, null, 3, 1, null);
    assertThat(managed("impact")).isEqualTo("3");
    assertThat(managed("urgency")).isEqualTo("1");
  }

  @Test
  void the_due_date_is_a_utc_stamp_and_without_one_the_field_is_empty() {
    assertThat(managed("due_date")).isEqualTo("2026-03-15 10:00:00");
    due = null;
    assertThat(managed("due_date")).isEmpty();
    assertThat(managed("description")).doesNotContain("Due:");
  }

  @ParameterizedTest
  @ValueSource(strings = {"incident", "problem", "change_request"})
  void every_task_carries_its_assignment_and_our_mark(@ShippedType TicketTypeDefinition given) {
    type = given;
    assertThat(draft().onCreate())
        .containsEntry("correlation_id", ID.toString())
        .containsEntry("correlation_display", "Ropeway");
    assertThat(draft().onCreate().get("type"))
        .isEqualTo(given == Shipped.CHANGE_REQUEST ? "normal" : null);
  }

  @ParameterizedTest
  @CsvSource({
    "incident, caller_id",
    "change_request, requested_by",
    "problem, opened_by",
    "event,",
    "alert,"
  })
  void the_caller_goes_where_the_table_has_one(
      @ShippedType TicketTypeDefinition given, String field) {
    type = given;
    spec = spec(null, null, null, null, " heidi@example.org ");
    assertThat(draft().references())
        .isEqualTo(
            field == null
                ? Map.of()
                : Map.of(field, new Reference(Kind.USER, "heidi@example.org")));
  }

  @Test
  void nobody_named_means_no_field() {
    spec = spec(null, null, null, null, "  ");
    assertThat(draft().references()).isEmpty();
    assertThat(draft().onCreate())
        .doesNotContainKeys("assigned_to", "assignment_group", "caller_id");
  }

  @Test
  void owner_and_group_are_looked_up_and_only_set_at_first() {
    spec =
        new AssignmentSpec(
            "heidi", "Hut keepers", null, null, null, null, null, null, null, null, null, null);
    assertThat(draft().references())
        .isEqualTo(
            Map.of(
                "assigned_to", new Reference(Kind.USER, "heidi"),
                "assignment_group", new Reference(Kind.GROUP, "Hut keepers")));
    assertThat(draft().managed()).doesNotContainKeys("assigned_to", "assignment_group", "state");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "https://portal.example.org/#x     | https://portal.example.org/#x",
        "http://10.0.0.1/x                 | http://10.0.0.1/x",
        "HTTPS://Portal.example.org/x      | HTTPS://Portal.example.org/x",
        "portal.example.org/#blade?a=b:c   | https://portal.example.org/#blade?a=b:c",
        "portal.example.org                | https://portal.example.org",
        "portal.example.org:8443/x         | https://portal.example.org:8443/x",
        "localhost:8080                    | https://localhost:8080",
        "//portal.example.org/x            | https://portal.example.org/x",
        "https://portal.example.org/a b    | https://portal.example.org/a%20b",
        "javascript:alert(1)               | ",
        "JavaScript:alert(1)               | ",
        "javascript:1                      | ",
        "data:text/html,hi                 | ",
        "vbscript:x                        | ",
        "mailto:heidi@example.org          | ",
        "heidi@example.org                 | ",
        "/relative/path                    | ",
        "../up                             | ",
        "?query                            | ",
        "N/A                               | ",
        "none                              | ",
        "https://                          | ",
        "''                                | "
      })
  void only_web_addresses_become_links_and_a_missing_scheme_is_https(String given, String link) {
    assertThat(Mapping.link(given)).isEqualTo(link);
  }

  @Test
  void a_link_cannot_forge_a_line() {
    assertThat(Mapping.link("https://example.org/\nSeverity: Low")).doesNotContain("\n");
    assertThat(Mapping.link("portal.example.org/\u0000x")).doesNotContain("\u0000");
    assertThat(Mapping.link(null)).isNull();
  }

  @ParameterizedTest
  @CsvSource({"incident, ''", "problem, ''", "change_request, type priority"})
  void the_barest_finding_fills_these_columns(
      @ShippedType TicketTypeDefinition given, String more) {
    Set<String> columns =
        new HashSet<>(
            List.of(
                "short_description",
                "description",
                "impact",
                "urgency",
                "correlation_id",
                "correlation_display"));
    columns.addAll(List.of(more.split(" ")));
    columns.remove("");

    assertThat(Mappings.filled(Mapping.draft(Sample.barest("acme", given)), Map.of()))
        .isEqualTo(columns);
  }

  @ParameterizedTest
  @CsvSource({"1,,, 1", "5,,, 5", ",,, 3", ",1,1, 1", ",3,3, 4"})
  void a_change_has_a_priority_of_its_own(
      Integer priority, Integer impact, Integer urgency, String wanted) {
    AssignmentSpec spec =
        new AssignmentSpec(
            null, null, null, null, null, priority, impact, urgency, null, null, null, null);
    Claim claim =
        Sample.claim(
            new UUID(0, 7),
            "sample",
            Recommendation.of("f", "t").severity(Severity.MEDIUM).build(),
            Shipped.CHANGE_REQUEST,
            spec,
            Instant.parse("2026-03-15T10:00:00Z"));
    assertThat(Mapping.draft(claim).managed()).containsEntry("priority", wanted);
  }

  private int priority() {
    int impact = Integer.parseInt(managed("impact"));
    int urgency = Integer.parseInt(managed("urgency"));
    return PRIORITY[impact - 1][urgency - 1];
  }

  private String managed(String field) {
    return draft().managed().get(field);
  }

  private TicketFields draft() {
    Recommendation finding =
        Recommendation.of("finding-1", title)
            .description(description)
            .remediation(remediation)
            .severity(severity)
            .category("Devices")
            .source("scanner")
            .resource(resource)
            .vulnerability(vulnerability)
            .url(url)
            .initiatedBy("heidi")
            .build();
    return Mapping.draft(
        new Claim(
            ID,
            1,
            1,
            null,
            "acme",
            type,
            Status.PENDING,
            DesiredState.OPEN,
            finding,
            spec,
            due,
            null,
            0,
            null,
            null,
            null,
            null,
            null,
            null,
            null,
            null,
            null,
            null,
            null,
            false));
  }

  private static AssignmentSpec spec(
      String title, Integer priority, Integer impact, Integer urgency, String caller) {
    return new AssignmentSpec(
        null, null, caller, title, null, priority, impact, urgency, null, null, null, null);
  }
}
