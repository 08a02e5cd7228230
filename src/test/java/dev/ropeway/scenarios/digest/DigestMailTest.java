package dev.ropeway.scenarios.digest;

import static dev.ropeway.scenarios.digest.DigestFixture.ADA;
import static dev.ropeway.scenarios.digest.DigestFixture.BEN;
import static dev.ropeway.scenarios.digest.DigestFixture.CARLA;
import static dev.ropeway.scenarios.digest.DigestFixture.mailTo;
import static dev.ropeway.scenarios.digest.DigestFixture.part;
import static dev.ropeway.scenarios.digest.DigestFixture.smtp;
import static dev.ropeway.scenarios.digest.DigestFixture.subject;
import static dev.ropeway.scenarios.digest.DigestFixture.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;

import dev.ropeway.packaged.FakeSmtp;
import dev.ropeway.scenarios.RopewayTest;
import dev.ropeway.scenarios.Scenario;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What mails about open work tell, and to whom. */
@RopewayTest
class DigestMailTest {

  @Inject Scenario scenario;
  @Inject DigestFixture digests;

  @BeforeEach
  void start() {
    digests.isNew();
    digests.isMonday("09:00");
  }

  @Test
  void an_owner_is_told_each_week_what_is_overdue_and_due_and_how_much_is_on_time() {
    digests.isOpen("f-1", "ada.fulmer", -9, "critical");
    digests.isOpen("f-2", "ada.fulmer", -2, "critical");
    digests.isOpen("f-3", "ada.fulmer", 3, "high", "Disks should be encrypted");
    UUID onTime = digests.isOpen("f-4", "ada.fulmer", 20, "low", "Tags should be set");
    scenario.run(
        "update recommendation set document = document || '{\"remediation\": \"<p>Turn it on.</p><p>Then wait.</p>\"}'");

    digests.timerFires();

    FakeSmtp.Mail mail = mailTo(ADA);
    assertThat(subject(mail)).isEqualTo("2 overdue, 1 due within 7 days · Ropeway");
    assertThat(text(mail))
        .contains("Ada Fulmer,", "You have 2 overdue, 1 due within 7 days.")
        .contains("* critical: MFA should be enabled\r\n  2 resources, since")
        .contains("(9 days)", "What to do: Turn it on.\r\n", "Ask security@example.com")
        .contains("* high: Disks should be encrypted\r\n  1 resource, due on")
        .contains("1 more assignment is on time.")
        .contains(scenario.assignment(onTime).getString("ticket.number").substring(0, 6))
        .contains(
            "http://ropeway.test/assignments?assignedTo=ada.fulmer&overdue=true&text=MFA+should+be+enabled")
        .doesNotContain("Tags should be set", "Then wait");
    Document html = Jsoup.parse(part(mail, "text/html"));
    assertThat(html.select("h2").eachText())
        .containsExactly("Overdue show all", "Due within 7 days");
    assertThat(html.select("img, script, link, iframe, object")).isEmpty();
    assertThat(html.select("li").get(0).text()).startsWith("critical MFA should be enabled");
    assertThat(html.select("li a[href*=nav_to], li a[href*=sys_id]")).isNotEmpty();
    digests
        .digests("?digest=owner&recipient=" + ADA)
        .body("items[0].status", equalTo("sent"))
        .body("items[0].sentTo", equalTo(ADA))
        .body("items[0].overdue", equalTo(2))
        .body("items[0].dueSoon", equalTo(1))
        .body("items[0].onTime", equalTo(1));
  }

  @Test
  void programs_are_told_not_to_answer_and_how_to_stop_mails() {
    digests.isOpen("f-1", "ada.fulmer", -1, "high");

    digests.timerFires();

    FakeSmtp.Mail mail = mailTo(ADA);
    String id = digests.digests("?digest=owner").extract().path("items[0].id");
    assertThat(mail.header("Message-ID")).isEqualTo("<ropeway." + id + "@example.com>");
    assertThat(mail.header("Auto-Submitted")).isEqualTo("auto-generated");
    assertThat(mail.header("List-Unsubscribe"))
        .matches("<http://ropeway[.]test/unsubscribe[?]token=[0-9a-f]{32}>");
    assertThat(mail.header("List-Unsubscribe-Post")).isEqualTo("List-Unsubscribe=One-Click");
    assertThat(mail.header("From")).isEqualTo("Ropeway <ropeway@example.com>");
    assertThat(mail.header("Reply-To")).isEqualTo("security@example.com");
    assertThat(mail.from()).isEqualTo("ropeway@example.com");
  }

  @Test
  void a_manager_is_told_what_those_who_report_have_overdue() {
    digests.isOpen("f-1", "ada.fulmer", -3, "high");
    digests.isOpen("f-2", "Ben Okafor", -3, "high");
    digests.isOpen("f-3", "ben.okafor@example.com", -1, "critical");
    digests.isOpen("f-4", "ada.fulmer", 3, "low", "Tags should be set");

    digests.timerFires();

    FakeSmtp.Mail mail = mailTo(CARLA);
    assertThat(subject(mail)).isEqualTo("Your team: 3 overdue · Ropeway");
    assertThat(text(mail))
        .contains("Those who report to you have 3 overdue.", "Ada Fulmer", "Ben Okafor")
        .doesNotContain("Tags should be set", "on time");
    assertThat(subject(mailTo(BEN))).isEqualTo("2 overdue · Ropeway");
  }

  @Test
  void a_manager_is_told_nothing_of_too_many_people_or_of_nothing_overdue() {
    digests.isOpen("f-1", "ada.fulmer", 3, "high");
    digests.timerFires();
    assertThat(digests.status("manager", CARLA)).isEqualTo("nothing-open");
    for (int i = 0; i < 6; i++) {
      servicenowUser("report-" + i, "carla.mendes");
      digests.isOpen("g-" + i, "report-" + i, -1, "high");
    }

    digests.isMonday("09:00");
    digests.timerFires();

    assertThat(smtp().mailsTo(CARLA)).isEmpty();
    digests
        .digests("?digest=manager&digestStatus=suppressed")
        .body("items[0].why", containsString("more than 5"));
  }

  private void servicenowUser(String name, String manager) {
    String id =
        scenario.tickets("sys_user").stream()
            .filter(row -> row.get("user_name").equals(manager))
            .findFirst()
            .orElseThrow()
            .get("sys_id");
    scenario
        .servicenow()
        .insert(
            "sys_user",
            Map.of(
                "user_name",
                name,
                "name",
                name,
                "email",
                name + "@example.com",
                "manager",
                id,
                "active",
                "true"));
  }

  @Test
  void a_group_is_told_of_work_that_nobody_in_it_owns() {
    UUID assignment = digests.isOpen("f-1", "x", -1, "high");
    digests.isOpen("f-2", "ada.fulmer", -1, "high");
    scenario.run(
        "update assignment set ticket_group = 'Security Operations', assigned_to = case when id = '%s' then null else assigned_to end"
            .formatted(assignment));

    digests.timerFires();

    FakeSmtp.Mail mail = mailTo("security@example.com");
    assertThat(subject(mail)).isEqualTo("Security Operations: 1 overdue · Ropeway");
    assertThat(text(mail))
        .contains("assignedTo=none&assignmentGroup=security+operations&overdue=true");
  }

  @Test
  void owners_of_critical_work_are_told_each_day_what_is_urgent_of_it() {
    digests.isOpen("f-1", "ada.fulmer", -1, "critical");
    digests.isOpen("f-2", "ada.fulmer", -1, "high");
    digests.isOpen("f-3", "ben.okafor", 30, "critical");

    digests.timerFires();
    digests.timerFires();
    scenario.waits(Duration.ofDays(1));
    digests.timerFires();

    assertThat(smtp().mailsTo(ADA))
        .extracting(DigestFixture::subject)
        .containsExactlyInAnyOrder(
            "Critical: 1 overdue · Ropeway",
            "2 overdue · Ropeway",
            "Critical: 1 overdue · Ropeway");
    assertThat(smtp().mailsTo(BEN)).hasSize(1);
  }

  @Test
  void the_switches_of_an_assignment_decide_who_is_told() {
    UUID quiet = digests.isOpen("f-1", "ada.fulmer", -1, "high");
    digests.isOpen("f-2", "ben.okafor", -1, "high");
    change(quiet, "{\"notify\":{\"owner\":false,\"manager\":true}}");

    digests.timerFires();

    assertThat(digests.status("owner", ADA)).isEqualTo("nothing-open");
    assertThat(subject(mailTo(CARLA))).isEqualTo("Your team: 2 overdue · Ropeway");
    change(quiet, "{\"notify\":{\"owner\":true,\"manager\":false}}");
    digests.isMonday("09:00");
    digests.timerFires();
    assertThat(smtp().mailsTo(ADA)).hasSize(1);
    assertThat(smtp().mailsTo(CARLA))
        .extracting(DigestFixture::subject)
        .containsExactly("Your team: 2 overdue · Ropeway", "Your team: 1 overdue · Ropeway");
  }

  private void change(UUID assignment, String change) {
    Scenario.caller()
        .body(change)
        .patch("/api/v1/assignments/" + assignment)
        .then()
        .statusCode(200);
  }

  @Test
  void whoever_has_nothing_to_do_or_no_address_gets_no_mail_and_that_is_said() {
    UUID done = digests.isOpen("f-1", "ada.fulmer", -1, "high");
    digests.isOpen("f-2", "frank.former", -1, "high");
    digests.isOpen("f-3", "oncall@example.com", -1, "high");
    digests.isOpen("f-4", "nobody,^ORname=x", -1, "high");

    digests.plans();
    scenario.run("update assignment set status = 'withdrawn' where id = '" + done + "'");
    digests.sends();

    assertThat(digests.status("owner", ADA)).isEqualTo("nothing-open");
    assertThat(smtp().mails()).isEmpty();
    digests
        .digests("?digestStatus=unreachable&digest=owner&recipient=snow/frank.former")
        .body("items[0].why", containsString("is inactive"));
    digests
        .digests("?digestStatus=unreachable&digest=owner&recipient=snow/oncall@example.com")
        .body("items[0].why", containsString("several users match"));
    digests
        .digests("?digestStatus=unreachable&digest=owner&recipient=snow/nobody,^orname=x")
        .body("items[0].why", containsString("no user matches"));
  }

  @Test
  void a_long_list_is_cut_with_exact_totals_and_hostile_titles_harm_nothing() {
    for (int i = 0; i < 23; i++) {
      String hostile =
          "<img src=x onerror=alert(1)>\u202E\n.\nBcc: evil@example.net "
              + i
              + "\"&<b>".repeat(100);
      digests.isOpen("f-" + i, "ada.fulmer", -1 - i, "high", hostile);
      if (i % 2 == 0) {
        digests.isOpen("g-" + i, "ada.fulmer", -1, "high", hostile);
      }
    }

    digests.timerFires();

    FakeSmtp.Mail mail = mailTo(ADA);
    assertThat(subject(mail)).isEqualTo("35 overdue · Ropeway");
    assertThat(mail.content().length).isLessThan(100_000);
    assertThat(mail.to()).containsExactly(ADA);
    Document html = Jsoup.parse(part(mail, "text/html"));
    assertThat(html.select("li")).hasSize(20);
    assertThat(html.select("img, b")).isEmpty();
    assertThat(html.text()).contains("And 3 more recommendations with 3 assignments.");
    assertThat(text(mail).lines().filter(line -> line.startsWith("* "))).hasSize(20);
    assertThat(text(mail).lines()).noneMatch(line -> line.startsWith("Bcc"));
    assertThat(mail.header("Bcc")).isNull();
    Scenario.caller()
        .get("/api/v1/owners")
        .then()
        .body("items.find { it.name == 'ada.fulmer' }.overdue", equalTo(35));
  }

  @Test
  void a_mail_goes_out_at_the_time_of_day_of_its_recipient() {
    digests.isOpen("f-1", "ada.fulmer", -1, "high");
    digests.isOpen("f-2", "ben.okafor", -1, "high");
    zone("ben.okafor", "US/Pacific");

    digests.timerFires();
    assertThat(smtp().mailsTo(ADA)).hasSize(1);
    assertThat(smtp().mailsTo(BEN)).isEmpty();

    scenario.waits(Duration.ofHours(6));
    digests.timerFires();
    assertThat(smtp().mailsTo(BEN)).isEmpty();

    scenario.waits(Duration.ofHours(2));
    digests.timerFires();
    assertThat(smtp().mailsTo(BEN)).hasSize(1);
    assertThat(smtp().mailsTo(ADA)).hasSize(1);
  }

  private void zone(String user, String zone) {
    var row =
        scenario.tickets("sys_user").stream()
            .filter(one -> one.get("user_name").equals(user))
            .findFirst()
            .orElseThrow();
    scenario.servicenow().update("sys_user", row.get("sys_id"), Map.of("time_zone", zone), "admin");
  }

  @Test
  void a_preview_shows_the_next_mail_and_sends_nothing() {
    digests.isOpen("f-1", "ada.fulmer", 3, "high");

    digests
        .preview("owner", "Ada.Fulmer")
        .statusCode(200)
        .body("recipient", equalTo(ADA))
        // It is due before the next Monday.
        .body("subject", equalTo("1 overdue · Ropeway"))
        .body("text", containsString("MFA should be enabled"))
        .body("withheld", nullValue());
    digests.preview("owner", ADA).statusCode(200).body("overdue", equalTo(1));
    digests.preview("manager", CARLA).statusCode(200).body("overdue", equalTo(1));
    digests
        .preview("owner", "nobody")
        .statusCode(404)
        .body("detail", containsString("no open work belongs to the owner"));
    digests.preview("owner", " ").statusCode(400);
    assertThat(smtp().mails()).isEmpty();
    digests.digests("").body("items.size()", equalTo(0));
  }
}
