package dev.ropeway.scenarios.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.ropeway.scenarios.Scenario;
import io.restassured.path.json.JsonPath;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Tickets to which people attach files, and callers who send some. */
abstract class AttachmentsFixture extends NotesFixture {

  static final String ATTACHMENTS = "sys_attachment";
  static final String HASH = "ab".repeat(32);

  /** A file of a person; the ticket does not move with it. */
  String attaches(UUID assignment, String name) {
    return attaches(assignment, Map.of("file_name", name));
  }

  String attaches(UUID assignment, Map<String, String> other) {
    return attaches(scenario.sysId(assignment), other);
  }

  String attaches(String ticket, Map<String, String> other) {
    Map<String, String> row = new HashMap<>();
    row.put("table_name", "incident");
    row.put("table_sys_id", ticket);
    row.put("file_name", "file.txt");
    row.put("content_type", "image/png");
    row.put("size_bytes", "1024");
    row.put("hash", HASH);
    row.put("sys_created_by", "ada.fulmer");
    row.putAll(other);
    return scenario.servicenow().insert(ATTACHMENTS, row);
  }

  List<String> names(UUID assignment) {
    return scenario.assignment(assignment).getList("attachments.name");
  }

  static ValidatableResponse sends(UUID assignment, String name, byte[] file) {
    return sends(Scenario.caller(), assignment, name, file);
  }

  static ValidatableResponse sends(
      RequestSpecification who, UUID assignment, String name, byte[] file) {
    String body =
        "{\"name\":\"%s\",\"contentType\":\"text/plain\",\"content\":\"%s\"}"
            .formatted(name, Base64.getEncoder().encodeToString(file));
    return who.body(body).post("/api/v1/assignments/" + assignment + "/evidence").then();
  }

  JsonPath isAttached(UUID assignment) {
    await()
        .untilAsserted(
            () ->
                assertThat(scenario.assignment(assignment).getList("evidence.state"))
                    .isNotEmpty()
                    .containsOnly("attached"));
    return scenario.assignment(assignment);
  }

  /** Says why. */
  String isRefused(UUID assignment) {
    await()
        .untilAsserted(
            () ->
                assertThat(scenario.assignment(assignment).getString("evidence[0].state"))
                    .isEqualTo("refused"));
    return scenario.assignment(assignment).getString("evidence[0].detail");
  }
}
