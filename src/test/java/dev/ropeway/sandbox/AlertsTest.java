package dev.ropeway.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class AlertsTest extends SandboxFixture {

  @Test
  void events_of_one_key_open_worsen_close_and_reopen_one_alert() {
    assertThat(afterEvent("3", "New"))
        .containsEntry("severity", "3")
        .containsEntry("state", "Open");
    assertThat(afterEvent("1", "New"))
        .containsEntry("severity", "1")
        .containsEntry("state", "Open");
    assertThat(afterEvent("0", "Closing"))
        .containsEntry("severity", "0")
        .containsEntry("state", "Closed");
    assertThat(afterEvent("2", "New"))
        .containsEntry("severity", "2")
        .containsEntry("state", "Reopen")
        .containsEntry("number", "ALERT0010001")
        .containsEntry("event_count", "4");
    assertThat(sandbox.rows("em_event"))
        .hasSize(4)
        .allSatisfy(event -> assertThat(event).containsEntry("state", "Processed"))
        .allSatisfy(event -> assertThat(event.get("alert")).isNotEmpty());
  }

  @Test
  void a_clearing_event_of_an_unknown_key_opens_nothing() {
    event("0", "Closing");

    assertThat(sandbox.rows("em_alert")).isEmpty();
  }

  @Test
  void an_event_without_a_key_gets_one_of_what_it_is_about() {
    String id = created("em_event", "{\"source\":\"s\",\"node\":\"n\",\"severity\":\"1\"}");

    assertThat(sandbox.row("em_event", id)).containsEntry("message_key", "s_n___");
  }

  @Test
  void events_are_only_inserted() {
    event("1", "New");
    String id = sandbox.rows("em_event").get(0).get("sys_id");

    assertThat(wire.patch("/api/now/table/em_event/" + id, "{\"severity\":\"2\"}").status())
        .isEqualTo(403);
  }

  @Test
  void a_person_closes_and_reopens_an_alert_on_its_page() {
    event("1", "New");
    String id = sandbox.rows("em_alert").get(0).get("sys_id");

    wire.form("/em_alert.do", "sys_id=" + id + "&as=ada.fulmer&action=close");
    assertThat(sandbox.row("em_alert", id)).containsEntry("state", "Closed");

    HttpCaller.Reply page = wire.get("/em_alert.do?sys_id=" + id);
    assertThat(page.text()).contains("ALERT0010001: Lock the hut", "Reopen");
    wire.form("/em_alert.do", "sys_id=" + id + "&as=ada.fulmer&action=reopen");
    assertThat(sandbox.row("em_alert", id)).containsEntry("state", "Reopen");
  }

  private static Map<String, String> afterEvent(String severity, String resolution) {
    event(severity, resolution);
    assertThat(sandbox.rows("em_alert")).hasSize(1);
    return sandbox.rows("em_alert").get(0);
  }

  private static void event(String severity, String resolution) {
    created(
        "em_event",
        """
        {"source":"s","message_key":"k","description":"Lock the hut\\nnow","severity":"%s",
         "resolution_state":"%s"}
        """
            .formatted(severity, resolution));
  }
}
