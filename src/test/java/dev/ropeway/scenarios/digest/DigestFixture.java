package dev.ropeway.scenarios.digest;

import dev.ropeway.packaged.FakeSmtp;
import dev.ropeway.scenarios.Scenario;
import dev.ropeway.scenarios.SettableClock;
import dev.ropeway.scenarios.TestEnvironment;
import io.restassured.response.ValidatableResponse;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.mail.BodyPart;
import jakarta.mail.MessagingException;
import jakarta.mail.Multipart;
import jakarta.mail.internet.MimeMultipart;
import jakarta.mail.util.ByteArrayDataSource;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.temporal.TemporalAdjusters;
import java.util.List;
import java.util.UUID;
import org.apache.camel.ProducerTemplate;

/** What happens around mails about open work. */
@ApplicationScoped
public class DigestFixture {

  static final String ADA = "ada.fulmer@example.com";
  static final String BEN = "ben.okafor@example.com";
  static final String CARLA = "carla.mendes@example.com";

  private final Scenario scenario;
  private final ProducerTemplate camel;

  DigestFixture(Scenario scenario, ProducerTemplate camel) {
    this.scenario = scenario;
    this.camel = camel;
  }

  void isNew() {
    scenario.isNew();
    scenario.run("delete from chore where name = 'plan-digests'");
    smtp().isNew();
  }

  static FakeSmtp smtp() {
    return TestEnvironment.smtp();
  }

  /** Puts the clock to a time of the next Monday, at UTC. */
  void isMonday(String time) {
    var now = new SettableClock().instant().atZone(ZoneOffset.UTC);
    var monday = now.with(TemporalAdjusters.next(DayOfWeek.MONDAY)).with(LocalTime.parse(time));
    SettableClock.advance(Duration.between(now, monday));
  }

  /** Work for an owner that is due in so many days, or was. */
  UUID isOpen(String id, String owner, int days, String severity) {
    return isOpen(id, owner, days, severity, "MFA should be enabled");
  }

  UUID isOpen(String id, String owner, int days, String severity, String title) {
    UUID assignment = scenario.hears(id);
    scenario.becomes(assignment, "open");
    Instant due = new SettableClock().instant().plus(Duration.ofDays(days)).plusSeconds(3600);
    scenario.run(
        "update assignment set assigned_to = '%1$s', due_at = '%2$s', severity = '%3$s',"
                .formatted(owner.replace("'", "''"), due, severity)
            + " terms = terms || jsonb_build_object('assignedTo', '%1$s', 'dueDate', '%2$s') where id = '%3$s'"
                .formatted(owner.replace("'", "''"), due, assignment));
    scenario.run(
        "update recommendation r set document = jsonb_set(document, '{title}', to_jsonb(cast('%s' as text)))"
                .formatted(title.replace("'", "''"))
            + " from assignment a where a.recommendation_key = r.key and a.id = '%s'"
                .formatted(assignment));
    return assignment;
  }

  /** What the timer does. */
  void timerFires() {
    plans();
    sends();
  }

  void plans() {
    camel.sendBody("direct:plan-digests", "");
  }

  void sends() {
    camel.sendBody("direct:send-planned-digests", "");
  }

  ValidatableResponse digests(String query) {
    return Scenario.caller().get("/api/v1/digests" + query).then().statusCode(200);
  }

  /** What became of the mail to an address. */
  String status(String kind, String recipient) {
    return digests("?digest=" + kind + "&recipient=" + recipient).extract().path("items[0].status");
  }

  ValidatableResponse sendsNow(String kind, String who) {
    return Scenario.caller()
        .queryParam("for", who)
        .queryParam("digest", kind)
        .post("/api/v1/digests/send")
        .then();
  }

  ValidatableResponse preview(String kind, String who) {
    return Scenario.caller()
        .queryParam("for", who)
        .queryParam("digest", kind)
        .get("/api/v1/digests/preview")
        .then();
  }

  /** The weekly mail to an address. */
  static FakeSmtp.Mail mailTo(String address) {
    List<FakeSmtp.Mail> mails =
        smtp().mailsTo(address).stream()
            .filter(mail -> !subject(mail).startsWith("Critical"))
            .toList();
    if (mails.size() != 1) {
      throw new AssertionError(mails.size() + " mails to " + address);
    }
    return mails.get(0);
  }

  /** The text of a mail, or its HTML. */
  static String part(FakeSmtp.Mail mail, String type) {
    try {
      Multipart parts =
          new MimeMultipart(
              new ByteArrayDataSource(
                  mail.message().getRawInputStream().readAllBytes(),
                  mail.message().getContentType()));
      for (int i = 0; i < parts.getCount(); i++) {
        BodyPart part = parts.getBodyPart(i);
        if (part.getContentType().startsWith(type)) {
          return new String(part.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
      }
      throw new AssertionError("no part " + type);
    } catch (MessagingException | IOException e) {
      throw new IllegalStateException(e);
    }
  }

  static String text(FakeSmtp.Mail mail) {
    return part(mail, "text/plain");
  }

  static String subject(FakeSmtp.Mail mail) {
    try {
      return mail.message().getSubject();
    } catch (MessagingException e) {
      throw new IllegalStateException(e);
    }
  }
}
