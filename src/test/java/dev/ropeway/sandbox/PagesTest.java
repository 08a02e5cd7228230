package dev.ropeway.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PagesTest extends SandboxFixture {
  private static final String SCRIPT = "<script>alert(1)</script>";

  @Test
  void ticket_text_is_escaped_wherever_it_is_printed() {
    String id = incident(SCRIPT);
    wire.patch(INCIDENTS + "/" + id, "{\"comments\":\"" + SCRIPT + "\"}");

    String list = wire.get("/").text();
    String page = wire.get("/incident.do?sys_id=" + id).text();

    assertThat(list).contains("&lt;script&gt;").doesNotContain("<script");
    assertThat(page).contains("&lt;script&gt;").doesNotContain("<script");
    assertThat(page).contains("This is not ServiceNow");
  }

  @Test
  void the_address_of_the_classic_frame_leads_to_the_record_and_nowhere_else() {
    String id = incident("x");

    assertThat(wire.get("/nav_to.do?uri=incident.do%3Fsys_id%3D" + id).header("Location"))
        .isEqualTo("/incident.do?sys_id=" + id);
    assertThat(wire.get("/nav_to.do?uri=https%3A%2F%2Fexample.org").header("Location"))
        .isEqualTo("/");
  }

  @Test
  void a_fulfiller_starts_reassigns_comments_and_resolves() {
    String id = incident("x");
    String to = userId("emi.tanaka");
    act(id, "action=start");
    act(id, "action=assign&assigned_to=" + to);
    act(id, "action=comment&comments=looking");
    act(id, "action=resolve&code=Solution+provided&notes=done");

    assertThat(sandbox.row("incident", id))
        .containsEntry("state", "6")
        .containsEntry("assigned_to", to)
        .containsEntry("close_code", "Solution provided")
        .containsEntry("sys_updated_by", "ben.okafor")
        .containsEntry("sys_mod_count", "4");
  }

  @Test
  void a_refusal_is_shown_to_the_fulfiller() {
    String id = incident("x");

    assertThat(act(id, "action=resolve&code=Solution+provided&notes=").text())
        .contains("Data Policy Exception");
  }

  @Test
  void a_problem_is_walked_through_its_states() {
    String id = created("problem", "{\"short_description\":\"p\"}");

    wire.form("/problem.do", "sys_id=" + id + "&action=resolve&code=fix_applied&notes=n");

    assertThat(sandbox.row("problem", id))
        .containsEntry("state", "106")
        .containsEntry("sys_mod_count", "4");
  }

  private static HttpCaller.Reply act(String id, String form) {
    return wire.form("/incident.do", "sys_id=" + id + "&as=ben.okafor&" + form);
  }
}
