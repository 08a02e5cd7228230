package dev.ropeway.digest;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.util.List;

/** Shows mails before they are sent. */
@ApplicationScoped
public class DigestPreviews {

  private final PlanDigests plans;
  private final SendDigests sending;
  private final MailContacts contacts;
  private final DigestMail mails;
  private final Clock clock;

  DigestPreviews(
      PlanDigests plans,
      SendDigests sending,
      MailContacts contacts,
      DigestMail mails,
      Clock clock) {
    this.plans = plans;
    this.sending = sending;
    this.contacts = contacts;
    this.mails = mails;
    this.clock = clock;
  }

  /**
   * The next mail to whom somebody asks for.
   *
   * @throws UnknownRecipientException where nobody is meant
   */
  public DigestPreview of(DigestQuestion asked) {
    DigestKind kind = asked.kind();
    Recipient to = plans.recipient(asked);
    Instant at = kind.isDaily() ? clock.instant() : plans.next(to);
    List<Contact> of = contacts.of(kind, to.address());
    DigestWriter writer = sending.writer(kind, of, at);
    DigestContent content = writer.tell(kind, to.name(), of, writer.figures(kind, of));
    Mail mail = content.isEmpty() ? null : mails.write(content, to.address(), null);
    return new DigestPreview(
        to.address(),
        kind,
        to.name(),
        at,
        sending.withheld(kind, to.address()),
        content.overdue(),
        content.soon(),
        content.later(),
        mail == null ? null : mail.subject(),
        mail == null ? null : mail.text(),
        mail == null ? null : mail.html());
  }
}
