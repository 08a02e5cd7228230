package dev.ropeway.scenarios.digest;

import static dev.ropeway.scenarios.digest.DigestFixture.ADA;
import static dev.ropeway.scenarios.digest.DigestFixture.BEN;
import static dev.ropeway.scenarios.digest.DigestFixture.smtp;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import dev.ropeway.packaged.FakeSmtp;
import dev.ropeway.scenarios.RopewayTest;
import dev.ropeway.scenarios.Scenario;
import dev.ropeway.scenarios.SettableClock;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What becomes of a mail whatever the mail server does: nobody gets two of a week. */
@RopewayTest
class DigestEndsTest {

  @Inject Scenario scenario;
  @Inject DigestFixture digests;

  @BeforeEach
  void start() {
    digests.isNew();
    digests.isMonday("09:00");
    digests.isOpen("f-1", "ada.fulmer", 2, "high");
  }

  private void passes(Duration time) {
    SettableClock.advance(time);
    digests.timerFires();
  }

  @Test
  void a_mail_is_sent_once_however_often_the_timer_fires_and_somebody_asks() {
    digests.timerFires();
    digests.timerFires();
    for (int hour = 0; hour < 30; hour++) {
      passes(Duration.ofHours(1));
    }
    digests.sendsNow("owner", "ada.fulmer").statusCode(200).body("status", equalTo("sent"));

    assertThat(smtp().mailsTo(ADA)).hasSize(1);
  }

  @Test
  void somebody_sends_one_now_and_a_second_time_gets_the_record_of_the_first() {
    String first =
        digests
            .sendsNow("owner", ADA)
            .statusCode(200)
            .body("status", equalTo("sent"))
            .extract()
            .path("id");

    digests.sendsNow("owner", "ada.fulmer").statusCode(200).body("id", equalTo(first));
    digests.timerFires();

    assertThat(smtp().mailsTo(ADA)).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"CONNECT", "EHLO", "MAIL", "RCPT", "DATA"})
  void what_breaks_off_before_the_content_is_tried_again_within_the_day(String step) {
    smtp().hangsUp(step);
    digests.timerFires();
    assertThat(digests.status("owner", ADA)).isEqualTo("planned");

    smtp().works();
    digests.timerFires();
    assertThat(smtp().mails()).isEmpty();
    passes(Duration.ofMinutes(11));

    assertThat(smtp().mailsTo(ADA)).hasSize(1);
    digests
        .digests("?digest=owner&recipient=" + ADA)
        .body("items[0].status", equalTo("sent"))
        .body("items[0].attempts", equalTo(2));
  }

  @ParameterizedTest
  @ValueSource(strings = {"CONNECT", "EHLO", "RCPT", "DATA"})
  void a_server_that_says_nothing_before_the_content_is_asked_again(String step) {
    smtp().hangs(step);
    digests.timerFires();

    assertThat(digests.status("owner", ADA)).isEqualTo("planned");
    smtp().works();
    passes(Duration.ofMinutes(11));
    assertThat(smtp().mailsTo(ADA)).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource({
    "CONNECT, 421 too busy",
    "MAIL, 451 not now",
    "MAIL, 550 we do not know you",
    "RCPT, 450 mailbox busy",
    "RCPT, 554 5.7.1 relay access denied",
    "RCPT, 550 5.7.1 you are on a list",
    "RCPT, 552 5.2.2 mailbox full",
    "DATA, 451 not now",
    "DATA, 554 no",
    "CONTENT, 452 no room"
  })
  void a_refusal_that_may_pass_is_tried_again(String step, String answer) {
    smtp().replies(step, answer);
    digests.timerFires();

    digests
        .digests("?digest=owner&recipient=" + ADA)
        .body("items[0].status", equalTo("planned"))
        .body("items[0].why", containsString(answer.substring(4)));
    smtp().works();
    passes(Duration.ofMinutes(11));
    assertThat(smtp().mailsTo(ADA)).hasSize(1);
    assertThat(scenario.count("select count(*) from mail_suppression", "")).isZero();
  }

  @Test
  void a_mail_whose_end_is_not_known_is_not_repeated() {
    smtp().hangsUp(FakeSmtp.TAKEN);
    digests.timerFires();
    smtp().works();
    for (int hour = 0; hour < 26; hour++) {
      passes(Duration.ofHours(1));
    }
    digests.sendsNow("owner", ADA).body("status", equalTo("unknown"));

    assertThat(smtp().mailsTo(ADA)).hasSize(1);
    digests
        .digests("?digest=owner&recipient=" + ADA)
        .body("items[0].status", equalTo("unknown"))
        .body("items[0].why", containsString("did not answer after the mail was handed over"));
  }

  @Test
  void an_answer_that_does_not_come_after_the_content_is_not_waited_for_again() {
    smtp().hangs(FakeSmtp.TAKEN);

    digests.timerFires();

    assertThat(digests.status("owner", ADA)).isEqualTo("unknown");
  }

  @Test
  void a_mail_that_is_refused_for_good_is_not_tried_again() {
    smtp().replies(FakeSmtp.CONTENT, "554 looks like spam");
    digests.timerFires();
    smtp().works();
    passes(Duration.ofHours(2));

    assertThat(smtp().mails()).isEmpty();
    digests
        .digests("?digest=owner&recipient=" + ADA)
        .body("items[0].status", equalTo("refused"))
        .body("items[0].why", containsString("554 looks like spam"));
  }

  @Test
  void an_address_that_the_server_refuses_gets_no_more_mails_until_an_owner_allows_it() {
    digests.isOpen("f-2", "ben.okafor", 2, "high");
    smtp().replies("RCPT TO:<" + ADA + ">", "550 no such user");
    digests.timerFires();
    assertThat(digests.status("owner", ADA)).isEqualTo("refused");
    assertThat(smtp().mailsTo(BEN)).hasSize(1);
    smtp().works();
    digests.isMonday("09:00");
    digests.timerFires();
    assertThat(digests.status("owner", ADA)).isEqualTo("suppressed");

    Scenario.caller()
        .get("/api/v1/digests/suppressions")
        .then()
        .body("items.address", equalTo(List.of(ADA)))
        .body("items[0].kind", equalTo("all"))
        .body("items[0].reason", equalTo("refused"))
        .body("items[0].detail", containsString("550 no such user"));
    Scenario.caller().delete("/api/v1/digests/suppressions/{address}", ADA).then().statusCode(204);
    Scenario.caller().delete("/api/v1/digests/suppressions/{address}", ADA).then().statusCode(404);
    digests.sendsNow("owner", ADA).body("status", equalTo("sent"));
    assertThat(smtp().mailsTo(ADA)).hasSize(1);
  }

  @Test
  void a_server_that_is_away_is_left_alone_for_some_minutes() {
    digests.isOpen("f-2", "ben.okafor", 2, "high");
    smtp().hangsUp("CONNECT");
    int before = smtp().connections();

    digests.timerFires();
    digests.sends();

    assertThat(smtp().connections() - before).isEqualTo(1);
    smtp().works();
    passes(Duration.ofMinutes(11));
    assertThat(smtp().mails()).hasSize(2);
  }

  @Test
  void what_cannot_be_sent_within_its_day_is_over() {
    smtp().replies("RCPT", "450 mailbox busy");
    for (int hour = 0; hour < 26; hour++) {
      passes(Duration.ofHours(1));
    }
    smtp().works();
    passes(Duration.ofHours(1));

    assertThat(smtp().mails()).isEmpty();
    digests
        .digests("?digest=owner&recipient=" + ADA)
        .body("items[0].status", equalTo("refused"))
        .body("items[0].why", containsString("mailbox busy"));
  }

  @Test
  void a_mail_that_a_replica_died_over_is_not_repeated() {
    digests.plans();
    scenario.run(
        "update digest set status = 'sending', leased_until = %s where kind = 'owner'"
            .formatted(SettableClock.sql()));
    passes(Duration.ofMinutes(6));

    assertThat(smtp().mailsTo(ADA)).isEmpty();
    digests.sendsNow("owner", ADA).body("status", equalTo("unknown"));
    assertThat(smtp().mailsTo(ADA)).isEmpty();
  }

  @Test
  void a_mail_that_could_not_be_written_is_written_again_later() {
    digests.plans();
    scenario.run("alter table recommendation rename to elsewhere");
    try {
      digests.sends();
    } finally {
      scenario.run("alter table elsewhere rename to recommendation");
    }
    assertThat(digests.status("owner", ADA)).isEqualTo("planned");

    passes(Duration.ofMinutes(11));

    assertThat(smtp().mailsTo(ADA)).hasSize(1);
  }

  private void hasAddress(String user, String address) {
    String id =
        scenario.tickets("sys_user").stream()
            .filter(row -> row.get("user_name").equals(user))
            .findFirst()
            .orElseThrow()
            .get("sys_id");
    scenario.servicenow().update("sys_user", id, Map.of("email", address), "admin");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"ada.@example.com", ".ada@example.com", "ada..x@example.com", "a b@example.com"})
  void an_address_that_is_none_keeps_nobody_else_from_a_mail(String address) {
    digests.isOpen("f-2", "ben.okafor", 2, "high");
    hasAddress("ada.fulmer", address);

    digests.timerFires();

    assertThat(smtp().mailsTo(BEN)).hasSize(1);
    assertThat(smtp().mails()).hasSize(1);
    digests
        .digests("?digest=owner&digestStatus=unreachable")
        .body("items[0].why", containsString("has no e-mail"));
  }

  @Test
  void who_changes_the_address_gets_no_second_mail_of_the_week() {
    digests.timerFires();
    hasAddress("ada.fulmer", "ada@example.org");

    passes(Duration.ofHours(13));
    digests.sendsNow("owner", "ada.fulmer").body("status", equalTo("sent"));

    assertThat(smtp().mails()).hasSize(1);
    digests.isMonday("09:00");
    digests.timerFires();
    assertThat(smtp().mailsTo("ada@example.org")).hasSize(1);
  }

  @Test
  void who_is_named_in_two_ways_and_changes_the_address_gets_no_second_mail_either() {
    digests.isOpen("f-2", "Ada Fulmer", 2, "high");
    digests.preview("owner", "Ada Fulmer").statusCode(200);
    digests.preview("owner", "ada.fulmer").statusCode(200);
    // What was written last comes last from the store, until both are read anew.
    scenario.run("update mail_contact set name = name || '.' where key = 'ada fulmer'");
    digests.timerFires();
    hasAddress("ada.fulmer", "ada@example.org");

    passes(Duration.ofHours(13));

    assertThat(smtp().mails()).hasSize(1);
  }

  @Test
  void who_is_known_in_one_integration_is_not_lost_in_another() {
    digests.isOpen("f-2", ADA, 2, "high");
    scenario.run(
        "update assignment set integration = 'elsewhere' where assigned_to = '" + ADA + "'");
    scenario.run(
        "insert into mail_contact (integration, kind, key, why, read_at) values ('elsewhere', 'user', '%s', 'unknown', %s)"
            .formatted(ADA, SettableClock.sql()));

    digests.timerFires();

    assertThat(smtp().mailsTo(ADA)).hasSize(1);
    assertThat(digests.status("owner", "elsewhere/" + ADA)).isEqualTo("unreachable");
  }

  @Test
  void nobody_outside_of_the_allowed_domains_gets_a_mail() {
    scenario.run("delete from mail_contact");
    String id =
        scenario.tickets("sys_user").stream()
            .filter(row -> row.get("user_name").equals("ada.fulmer"))
            .findFirst()
            .orElseThrow()
            .get("sys_id");
    scenario
        .servicenow()
        .update("sys_user", id, Map.of("email", "ada@example.com.evil.net"), "admin");

    digests.timerFires();

    assertThat(smtp().mails()).isEmpty();
    digests
        .digests("?digest=owner")
        .body("items[0].status", equalTo("suppressed"))
        .body("items[0].why", containsString("allowed-domains"));
  }
}
