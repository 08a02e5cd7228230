package dev.ropeway.scenarios.digest;

import static dev.ropeway.scenarios.digest.DigestFixture.ADA;
import static dev.ropeway.scenarios.digest.DigestFixture.mailTo;
import static dev.ropeway.scenarios.digest.DigestFixture.subject;
import static dev.ropeway.scenarios.digest.DigestFixture.text;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ropeway.packaged.FakeSmtp;
import dev.ropeway.scenarios.RopewayTest;
import dev.ropeway.scenarios.Scenario;
import jakarta.inject.Inject;
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
    digests.isOpen("f-4", "ada.fulmer", 20, "low", "Tags should be set");

    digests.timerFires();

    FakeSmtp.Mail mail = mailTo(ADA);
    assertThat(subject(mail)).isEqualTo("2 overdue, 1 due within 7 days · Ropeway");
    assertThat(text(mail))
        .contains("Ada Fulmer,", "You have 2 overdue, 1 due within 7 days.")
        .contains("* critical: MFA should be enabled\r\n  2 resources, since")
        .contains("(8 days)")
        .contains("* high: Disks should be encrypted\r\n  1 resource, due on")
        .contains("1 more assignment is on time.")
        .contains("INC0010")
        .doesNotContain("Tags should be set");
    assertThat(digests.status("owner", ADA)).isEqualTo("sent");
  }
}
