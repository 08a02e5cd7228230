package dev.ropeway.scenarios.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import dev.ropeway.sandbox.faults.FaultKind;
import dev.ropeway.sandbox.faults.FaultRule;
import dev.ropeway.scenarios.MadeIntegration;
import dev.ropeway.scenarios.RopewayTest;
import dev.ropeway.scenarios.Scenario;
import dev.ropeway.scenarios.SettableClock;
import dev.ropeway.store.Digest;
import io.restassured.path.json.JsonPath;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What callers send stands on the ticket exactly once, byte for byte, or it is told why not. */
@RopewayTest
class EvidenceToTicketsTest extends AttachmentsFixture {

  private static final byte[] FILE =
      "what the scanner saw\n".repeat(50).getBytes(StandardCharsets.UTF_8);
  private static final String SHA256 = Digest.of(Digest.sha256(FILE)).hex();

  @BeforeEach
  void allow() {
    MadeIntegration.basic("\"attachments\":{\"evidence\":true}").statusCode(201);
    MadeIntegration.becomes("connected");
  }

  private UUID hasTicket(String id) {
    return scenario.hasTicket(id, "\"category\":\"Made\"");
  }

  private List<Map<String, String>> files() {
    return scenario.tickets(ATTACHMENTS);
  }

  @Test
  void a_file_stands_on_the_ticket_and_its_bytes_are_kept_no_longer() {
    UUID assignment = hasTicket("r1");

    sends(assignment, "scan (1).txt", FILE)
        .statusCode(201)
        .header("Location", containsString(assignment.toString()))
        .body("state", equalTo("waiting"))
        .body("sha256", equalTo(SHA256))
        .body("size", equalTo(FILE.length))
        .body("by", equalTo("test"));
    isAttached(assignment);

    assertThat(files()).hasSize(1);
    assertThat(files().get(0))
        .containsEntry("file_name", assignment + "-scan (1).txt")
        .containsEntry("content_type", "text/plain")
        .containsEntry("hash", SHA256)
        .containsEntry("table_name", "incident")
        .containsEntry("table_sys_id", scenario.sysId(assignment));
    assertThat(scenario.count("select count(*) from evidence where bytes is not null", ""))
        .isZero();
    assertThat(scenario.count("select count(*) from assignment where evidence_waiting <> 0", ""))
        .isZero();
  }

  @Test
  void the_largest_file_is_taken_and_a_larger_one_is_not() {
    UUID assignment = hasTicket("r1");
    byte[] largest = new byte[5 * 1024 * 1024];
    Arrays.fill(largest, (byte) 'x');

    sends(assignment, "more.bin", Arrays.copyOf(largest, largest.length + 1)).statusCode(400);
    sends(assignment, "largest.bin", largest).statusCode(201);
    isAttached(assignment);

    assertThat(files().get(0)).containsEntry("size_bytes", String.valueOf(largest.length));
  }

  @ParameterizedTest
  @EnumSource(
      value = FaultKind.class,
      names = {
        "COMMIT_THEN_DROP",
        "COMMIT_THEN_ERROR",
        "COMMIT_THEN_BROKEN_JSON",
        "COMMIT_LATE",
        "FORBIDDEN_AFTER_CREATE",
        "EMPTY_ANSWER",
        "DROP",
        "SERVER_ERROR",
        "RATE_LIMITED"
      })
  void a_lost_answer_is_looked_for_before_the_file_is_sent_again(FaultKind fault) {
    UUID assignment = hasTicket("r1");
    scenario
        .servicenow()
        .faults()
        .set(fault, FaultRule.next(1).on("POST", ATTACHMENTS).delay(30_000).retryAfter(1));
    sends(assignment, "scan.txt", FILE).statusCode(201);
    await().until(() -> scenario.assignment(assignment).get("failure.reason") != null);
    assertThat(scenario.assignment(assignment).getString("status")).isEqualTo("open");

    becomesAttachedInTime(assignment);

    assertThat(files()).hasSize(1);
    assertThat(files().get(0)).containsEntry("hash", SHA256);
    assertThat(scenario.assignment(assignment).getString("failure")).isNull();
  }

  private void becomesAttachedInTime(UUID assignment) {
    await()
        .pollInterval(Duration.ofMillis(200))
        .until(
            () -> {
              scenario.waits(Duration.ofSeconds(100));
              return scenario
                  .assignment(assignment)
                  .getString("evidence[0].state")
                  .equals("attached");
            });
  }

  /** With ten failures in a row a file is refused; those of others do not count. */
  @Test
  void failures_of_files_before_it_are_not_counted_against_a_file() {
    MadeIntegration.basic("\"attachments\":{\"evidence\":true},\"delivery\":{\"maxAttempts\":10}")
        .statusCode(200);
    MadeIntegration.becomes("connected");
    UUID assignment = hasTicket("r1");
    scenario
        .servicenow()
        .faults()
        .set(FaultKind.SERVER_ERROR, FaultRule.chance(0.4).on("POST", ATTACHMENTS));
    for (int i = 0; i < 40; i++) {
      sends(assignment, i + ".txt", FILE).statusCode(201);
    }
    await()
        .atMost(Duration.ofMinutes(2))
        .pollInterval(Duration.ofMillis(100))
        .until(
            () -> {
              scenario.waits(Duration.ofSeconds(100));
              return scenario.count("select count(*) from evidence where state = 'waiting'", "")
                  == 0;
            });

    assertThat(scenario.assignment(assignment).getList("evidence.state")).containsOnly("attached");
    assertThat(files()).hasSize(40);
  }

  @Test
  void what_was_stored_wrongly_is_deleted_and_sent_once_more() {
    UUID assignment = hasTicket("r1");
    scenario.servicenow().faults().corruptUploads(1);
    sends(assignment, "scan.txt", FILE).statusCode(201);
    isAttached(assignment);

    assertThat(files()).hasSize(1);
    assertThat(files().get(0)).containsEntry("hash", SHA256);
    assertThat(scenario.servicenow().callCount("POST", ATTACHMENTS)).isEqualTo(2);
    assertThat(scenario.servicenow().callCount("DELETE", ATTACHMENTS)).isEqualTo(1);
  }

  @Test
  void what_is_stored_wrongly_twice_is_deleted_and_told() {
    UUID assignment = hasTicket("r1");
    scenario.servicenow().faults().corruptUploads(5);
    sends(assignment, "scan.txt", FILE).statusCode(201);

    assertThat(isRefused(assignment)).contains("other bytes", "SHA-256");
    assertThat(files()).isEmpty();
    assertThat(scenario.servicenow().callCount("POST", ATTACHMENTS)).isEqualTo(2);
    assertThat(scenario.assignment(assignment).getList("timeline.what")).contains("warned");
    assertThat(scenario.count("select count(*) from evidence where bytes is not null", ""))
        .isZero();
  }

  @ParameterizedTest
  @EnumSource(
      value = FaultKind.class,
      names = {"COMMIT_THEN_DROP", "DROP", "SERVER_ERROR"})
  void a_deletion_whose_answer_is_lost_leaves_no_wrong_file(FaultKind fault) {
    UUID assignment = hasTicket("r1");
    scenario.servicenow().faults().corruptUploads(1);
    scenario.servicenow().faults().set(fault, FaultRule.next(1).on("DELETE", ATTACHMENTS));
    sends(assignment, "scan.txt", FILE).statusCode(201);

    becomesAttachedInTime(assignment);

    assertThat(files()).hasSize(1);
    assertThat(files().get(0)).containsEntry("hash", SHA256);
    assertThat(scenario.servicenow().callCount("DELETE", ATTACHMENTS)).isEqualTo(2);
  }

  @Test
  void a_wrong_file_whose_answer_is_lost_is_found_deleted_and_sent_again() {
    UUID assignment = hasTicket("r1");
    scenario.servicenow().faults().corruptUploads(1);
    scenario
        .servicenow()
        .faults()
        .set(FaultKind.COMMIT_THEN_DROP, FaultRule.next(1).on("POST", ATTACHMENTS));
    sends(assignment, "scan.txt", FILE).statusCode(201);
    await().until(() -> scenario.assignment(assignment).get("failure.reason") != null);

    becomesAttachedInTime(assignment);

    assertThat(files()).hasSize(1);
    assertThat(files().get(0)).containsEntry("hash", SHA256);
  }

  @Test
  void a_kind_or_size_that_the_instance_does_not_take_is_told_and_holds_nothing_up() {
    UUID assignment = hasTicket("r1");
    scenario.servicenow().faults().attachmentExtensions(Set.of("pdf"));
    sends(assignment, "scan.txt", FILE).statusCode(201);
    assertThat(isRefused(assignment)).contains("files of type txt are not allowed");

    scenario.servicenow().faults().attachmentExtensions(Set.of());
    scenario.servicenow().faults().maxAttachmentBytes(10);
    sends(assignment, "scan2.txt", FILE).statusCode(201);
    await()
        .untilAsserted(
            () ->
                assertThat(scenario.assignment(assignment).getString("evidence[1].detail"))
                    .contains("larger than 10 bytes"));
    scenario.servicenow().faults().maxAttachmentBytes(0);
    sends(assignment, "scan.txt", FILE).statusCode(201);
    await().until(() -> files().size() == 1);

    assertThat(scenario.assignment(assignment).getString("status")).isEqualTo("open");
  }

  @Test
  void a_403_without_a_trace_on_the_ticket_is_told() {
    UUID assignment = hasTicket("r1");
    scenario
        .servicenow()
        .faults()
        .set(FaultKind.CROSS_SCOPE, FaultRule.always().on("POST", ATTACHMENTS));
    sends(assignment, "scan.txt", FILE).statusCode(201);
    await()
        .pollInterval(Duration.ofMillis(200))
        .until(
            () -> {
              scenario.waits(Duration.ofSeconds(100));
              return scenario
                  .assignment(assignment)
                  .getString("evidence[0].state")
                  .equals("refused");
            });

    assertThat(scenario.assignment(assignment).getString("evidence[0].detail"))
        .contains("cross-scope access policy");
    assertThat(scenario.assignment(assignment).getString("status")).isEqualTo("open");
  }

  @Test
  void the_same_file_is_sent_once_whoever_sends_it() {
    UUID assignment = hasTicket("r1");
    String id = sends(assignment, "scan.txt", FILE).statusCode(201).extract().path("id");
    sends(assignment, "scan.txt", FILE).statusCode(200).body("id", equalTo(id));
    sends(assignment, "other.txt", FILE).statusCode(201);
    isAttached(assignment);

    assertThat(files()).hasSize(2);
  }

  @Test
  void an_idempotency_key_gives_the_same_evidence() {
    UUID assignment = hasTicket("r1");
    String id =
        sends(Scenario.caller().header("Idempotency-Key", "k"), assignment, "a.txt", FILE)
            .statusCode(201)
            .extract()
            .path("id");
    sends(Scenario.caller().header("Idempotency-Key", "k"), assignment, "a.txt", FILE)
        .statusCode(200)
        .body("id", equalTo(id));
    sends(Scenario.caller().header("Idempotency-Key", "k"), assignment, "b.txt", FILE)
        .statusCode(409);
    posts(Scenario.caller().header("Idempotency-Key", "k"), assignment, "{\"text\":\"x\"}")
        .statusCode(409);
  }

  @Test
  void a_file_waits_for_its_ticket() {
    scenario
        .servicenow()
        .faults()
        .set(FaultKind.SERVER_ERROR, FaultRule.always().on("POST", "incident"));
    UUID assignment = scenario.hears("r1", "\"category\":\"Made\"");
    sends(assignment, "scan.txt", FILE).statusCode(201);
    scenario.servicenow().faults().clear();
    await()
        .until(
            () -> {
              scenario.waits(Duration.ofMinutes(2));
              return scenario.assignment(assignment).getString("status").equals("open");
            });

    isAttached(assignment);
    assertThat(files()).hasSize(1);
  }

  @Test
  void an_attached_file_is_listed_like_those_of_people() {
    UUID assignment = hasTicket("r1");
    sends(assignment, "scan.txt", FILE).statusCode(201);
    isAttached(assignment);
    writes(assignment, "comments", "Thanks");
    scenario.syncs("made");

    JsonPath shown = scenario.assignment(assignment);
    assertThat(shown.getList("attachments.name")).containsExactly(assignment + "-scan.txt");
    assertThat(shown.getList("attachments.sha256")).containsExactly(SHA256);
    assertThat(shown.getString("evidence[0].attachedAs")).isEqualTo(assignment + "-scan.txt");
  }

  @Test
  void evidence_goes_only_where_it_is_allowed() {
    UUID assignment = scenario.hasTicket("r1");
    sends(assignment, "scan.txt", FILE)
        .statusCode(409)
        .body("detail", containsString("attachments.evidence"));
    UUID made = hasTicket("r2");
    Scenario.caller().delete("/api/v1/assignments/" + made + "?ticket=keep");
    sends(made, "scan.txt", FILE).statusCode(409);
    sends(UUID.randomUUID(), "scan.txt", FILE).statusCode(404);
  }

  @Test
  void evidence_that_waits_is_given_up_with_its_assignment() {
    scenario
        .servicenow()
        .faults()
        .set(FaultKind.RATE_LIMITED, FaultRule.always().on("POST", ATTACHMENTS).retryAfter(60));
    UUID assignment = hasTicket("r1");
    sends(assignment, "scan.txt", FILE).statusCode(201);
    // Were it still on its way when the clock is put ahead, the next hour's calls would be spent.
    scenario.fails(assignment, "rate-limited");
    Scenario.caller()
        .delete("/api/v1/assignments/" + assignment + "?ticket=keep")
        .then()
        .statusCode(200);

    // The calls of this hour are spent, as the refusal said.
    SettableClock.advance(Duration.ofMinutes(61));
    scenario.syncsUntil("made", "select count(*) from evidence where state = 'refused'");

    assertThat(isRefused(assignment)).contains("withdrawn");
    assertThat(scenario.count("select count(*) from evidence where bytes is not null", ""))
        .isZero();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{\"name\":\"a.txt\"}",
        "{\"name\":\"a.txt\",\"content\":\"\"}",
        "{\"name\":\"a.txt\",\"content\":\"not base64!\"}",
        "{\"name\":\"../a.txt\",\"content\":\"eA==\"}",
        "{\"name\":\"a/b.txt\",\"content\":\"eA==\"}",
        "{\"name\":\"a%2fb.txt\",\"content\":\"eA==\"}",
        "{\"name\":\"a\\n.txt\",\"content\":\"eA==\"}",
        "{\"name\":\"a.txt\\n\",\"content\":\"eA==\"}",
        "{\"name\":\"\",\"content\":\"eA==\"}",
        "{\"name\":\"a.txt\",\"contentType\":\"text\",\"content\":\"eA==\"}",
        "{\"name\":\"a.txt\",\"contentType\":\"text/plain\\r\\nX: y\",\"content\":\"eA==\"}",
        "{\"name\":\"a.txt\",\"content\":\"eA==\",\"more\":1}",
        "[]"
      })
  void what_is_no_file_is_refused(String body) {
    UUID assignment = hasTicket("r1");
    Scenario.caller()
        .body(body)
        .post("/api/v1/assignments/" + assignment + "/evidence")
        .then()
        .statusCode(400);
  }
}
