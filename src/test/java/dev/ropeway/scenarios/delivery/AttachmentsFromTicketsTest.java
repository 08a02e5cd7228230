package dev.ropeway.scenarios.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ropeway.assignment.attachments.Attachments;
import dev.ropeway.sandbox.faults.FaultKind;
import dev.ropeway.sandbox.faults.FaultRule;
import dev.ropeway.scenarios.MadeIntegration;
import dev.ropeway.scenarios.RopewayTest;
import dev.ropeway.scenarios.Scenario;
import dev.ropeway.scenarios.SettableClock;
import io.restassured.path.json.JsonPath;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.apache.camel.ProducerTemplate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What people attach to tickets is listed on the assignment: names, sizes, hashes, no bytes. */
@RopewayTest
class AttachmentsFromTicketsTest extends AttachmentsFixture {

  @Inject ProducerTemplate producer;

  private void moves(UUID assignment) {
    writes(assignment, "comments", "See the file");
    scenario.syncs("snow");
  }

  private void isChecked() {
    producer.requestBody("direct:check-tickets", "snow");
  }

  @Test
  void an_attachment_of_a_ticket_that_moved_stands_on_the_assignment() {
    UUID assignment = scenario.hasTicket("r1");
    String sysId = attaches(assignment, "screenshot.png");
    moves(assignment);

    JsonPath shown = scenario.assignment(assignment);
    assertThat(shown.getList("attachments.name")).containsExactly("screenshot.png");
    assertThat(shown.getLong("attachments[0].size")).isEqualTo(1024);
    assertThat(shown.getString("attachments[0].contentType")).isEqualTo("image/png");
    assertThat(shown.getString("attachments[0].sha256")).isEqualTo(HASH);
    assertThat(shown.getString("attachments[0].by")).isEqualTo("ada.fulmer");
    assertThat(shown.getString("attachments[0].at")).isNotNull();
    assertThat(shown.getString("attachments[0].url"))
        .isEqualTo(
            scenario.servicenow().url() + "/nav_to.do?uri=sys_attachment.do?sys_id=" + sysId);
    assertThat(Scenario.caller().get("/assignments/" + assignment).asString())
        .contains("screenshot.png", HASH);
  }

  @Test
  void an_attachment_that_does_not_move_its_ticket_is_listed_with_the_check() {
    UUID assignment = scenario.hasTicket("r1");
    attaches(assignment, "silent.txt");
    scenario.syncs("snow");
    assertThat(names(assignment)).isEmpty();

    isChecked();

    assertThat(names(assignment)).containsExactly("silent.txt");
  }

  @Test
  void a_deleted_attachment_disappears_and_a_renamed_one_is_renamed() {
    UUID assignment = scenario.hasTicket("r1");
    String one = attaches(assignment, "one.txt");
    String two = attaches(assignment, "two.txt");
    moves(assignment);
    assertThat(names(assignment)).containsExactlyInAnyOrder("one.txt", "two.txt");

    scenario.servicenow().delete(ATTACHMENTS, one);
    scenario.servicenow().update(ATTACHMENTS, two, Map.of("file_name", "three.txt"), "ada.fulmer");
    isChecked();
    assertThat(names(assignment)).containsExactly("three.txt");

    scenario.servicenow().delete(ATTACHMENTS, two);
    moves(assignment);
    assertThat(names(assignment)).isEmpty();
  }

  @Test
  void what_other_records_have_is_not_listed() {
    UUID assignment = scenario.hasTicket("r1");
    attaches("0".repeat(32), Map.of("file_name", "other.txt"));
    attaches(assignment, Map.of("file_name", "variable.txt", "table_name", "ZZ_YYincident"));
    moves(assignment);

    assertThat(names(assignment)).isEmpty();
  }

  @Test
  void what_an_instance_says_is_bounded_and_cleaned() {
    UUID assignment = scenario.hasTicket("r1");
    attaches(
        assignment,
        Map.of(
            "file_name",
            "../../etc/<script>alert(1)</script>\u0000\u202Egnp.exe\n" + "x".repeat(2000),
            "size_bytes",
            "-5",
            "content_type",
            "text/html\r\nX-Evil: 1",
            "hash",
            "'; drop table attachment"));
    moves(assignment);

    JsonPath shown = scenario.assignment(assignment);
    String name = shown.getString("attachments[0].name");
    assertThat(name).hasSizeLessThanOrEqualTo(255).startsWith(".._.._etc_<script>");
    assertThat(name).doesNotContain("/", "\u0000", "\u202E", "\n");
    Map<String, Object> attachment = shown.getMap("attachments[0]");
    assertThat(attachment).doesNotContainKeys("size", "contentType", "sha256");
    assertThat(Scenario.caller().get("/assignments/" + assignment).asString())
        .contains("&lt;script&gt;")
        .doesNotContain("<script>alert");
  }

  /** The page of polls in these tests. */
  private static final int PAGE = 50;

  @Test
  void of_very_many_attachments_the_newest_are_kept() {
    UUID assignment = scenario.hasTicket("r1");
    String ticket = scenario.sysId(assignment);
    for (int i = 0; i < 2100; i++) {
      attaches(
          ticket,
          Map.of(
              "file_name",
              "file " + i,
              "sys_created_on",
              "2026-01-01 %02d:%02d:%02d".formatted(i / 3600, i / 60 % 60, i % 60)));
    }
    moves(assignment);

    assertThat(names(assignment))
        .hasSize(Attachments.KEPT)
        .endsWith("file 2098", "file 2099")
        .startsWith("file 1600");
    assertThat(scenario.servicenow().callCount("GET", ATTACHMENTS))
        .as("pages")
        .isEqualTo(2100 / PAGE);
  }

  @Test
  void an_unreadable_table_is_told_by_the_status_and_the_connection_test() {
    UUID assignment = scenario.hasTicket("r1");
    attaches(assignment, "one.txt");
    moves(assignment);
    scenario.servicenow().faults().hideTables(Set.of(ATTACHMENTS));
    attaches(assignment, "two.txt");

    writes(assignment, "comments", "More");
    assertThat(scenario.syncs("snow").getList("warnings", String.class))
        .anyMatch(warning -> warning.contains("let the integration user read sys_attachment"));
    assertThat(names(assignment)).as("what was known").containsExactly("one.txt");
    scenario.syncs("snow");
    long calls = scenario.servicenow().callCount("GET", ATTACHMENTS);
    scenario.syncs("snow");
    assertThat(scenario.servicenow().callCount("GET", ATTACHMENTS))
        .as("left alone")
        .isEqualTo(calls);
    JsonPath report =
        Scenario.caller().post("/api/v1/integrations/snow/test").then().extract().jsonPath();
    assertThat(report.getString("checks.find { it.id == 'attachments' }.result")).isEqualTo("warn");

    scenario.servicenow().faults().hideTables(Set.of());
    SettableClock.advance(Duration.ofMinutes(16));
    scenario.syncs("snow");
    assertThat(names(assignment)).containsExactlyInAnyOrder("one.txt", "two.txt");
    assertThat(scenario.syncs("snow").getList("warnings")).isNullOrEmpty();
  }

  @Test
  void a_list_with_gaps_deletes_nothing() {
    UUID assignment = scenario.hasTicket("r1");
    String one = attaches(assignment, "one.txt");
    attaches(assignment, "two.txt");
    moves(assignment);
    scenario.servicenow().faults().hide(one);
    moves(assignment);

    assertThat(names(assignment)).containsExactlyInAnyOrder("one.txt", "two.txt");
  }

  @ParameterizedTest
  @EnumSource(
      value = FaultKind.class,
      names = {"DROP", "SERVER_ERROR", "BROKEN_JSON", "EMPTY_ANSWER", "RATE_LIMITED"})
  void a_reading_that_breaks_off_is_done_later(FaultKind fault) {
    UUID assignment = scenario.hasTicket("r1");
    attaches(assignment, "one.txt");
    scenario
        .servicenow()
        .faults()
        .set(fault, FaultRule.next(1).on("GET", ATTACHMENTS).retryAfter(1));
    writes(assignment, "comments", "See the file");
    Scenario.caller().post("/api/v1/integrations/snow/sync");

    scenario.waits(Duration.ofMinutes(6));
    scenario.syncs("snow");

    assertThat(names(assignment)).containsExactly("one.txt");
  }

  @Test
  void a_shorter_address_is_tried_where_one_is_too_long() {
    List<UUID> assignments = new ArrayList<>();
    for (int i = 0; i < 60; i++) {
      assignments.add(scenario.hasTicket("r" + i));
      attaches(assignments.get(i), "file.txt");
      writes(assignments.get(i), "state", "2");
    }
    scenario.servicenow().faults().maxUrlLength(2048);
    scenario.syncs("snow");
    scenario.servicenow().faults().maxUrlLength(0);

    assertThat(assignments).allSatisfy(one -> assertThat(names(one)).containsExactly("file.txt"));
  }

  @Test
  void an_integration_can_leave_attachments_alone() {
    MadeIntegration.basic("\"attachments\":{\"in\":false}").statusCode(201);
    MadeIntegration.becomes("connected");
    UUID assignment = scenario.hasTicket("r1", "\"category\":\"Made\"");
    attaches(assignment, "one.txt");
    writes(assignment, "comments", "See the file");
    scenario.syncs("made");
    producer.requestBody("direct:check-tickets", "made");

    assertThat(names(assignment)).isEmpty();
    MadeIntegration.basic("\"notes\":{\"in\":[\"none\"]}").statusCode(200);
    assertThat(MadeIntegration.shown().getBoolean("attachments.in")).isFalse();
    MadeIntegration.basic("").statusCode(200);
    assertThat(MadeIntegration.shown().getBoolean("attachments.in")).isTrue();
    assertThat(MadeIntegration.shown().getBoolean("attachments.evidence")).isFalse();
  }
}
