package dev.ropeway.digest;

import dev.ropeway.assignment.lists.OpenWork;
import dev.ropeway.assignment.lists.OpenWork.Figures;
import dev.ropeway.digest.Digest.Status;
import dev.ropeway.digest.Digests.Taken;
import dev.ropeway.store.Text;
import dev.ropeway.throttling.Stopping;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Named;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import org.apache.camel.Body;
import org.apache.camel.ExchangeProperty;
import org.apache.camel.Variable;
import org.jboss.logging.Logger;

/** The steps by which a digest is taken, filled, written, sent and recorded. */
@ApplicationScoped
@Named("sendDigests")
@RegisterForReflection // routes call it by name
public class SendDigests {

  private static final Logger LOG = Logger.getLogger(SendDigests.class);

  private static final int TOKEN_BYTES = 16;

  /** How long no mail is tried after the mail server could not be used. */
  private static final Duration REST = Duration.ofMinutes(4);

  private static final Duration FIRST_RETRY = Duration.ofMinutes(10);
  private static final int LONGEST_RETRY = 5;

  private final Digests digests;
  private final MailContacts contacts;
  private final PlanDigests plans;
  private final OpenWork work;
  private final DigestMail mails;
  private final Suppressions suppressions;
  private final Mailing mailing;
  private final Smtp smtp;
  private final Stopping stopping;
  private final MeterRegistry metrics;
  private final Clock clock;
  private final SecureRandom random = new SecureRandom();
  private volatile Instant restUntil = Instant.MIN;

  SendDigests(
      Digests digests,
      MailContacts contacts,
      PlanDigests plans,
      OpenWork work,
      DigestMail mails,
      Suppressions suppressions,
      Mailing mailing,
      Smtp smtp,
      Stopping stopping,
      MeterRegistry metrics,
      Clock clock) {
    this.digests = digests;
    this.contacts = contacts;
    this.plans = plans;
    this.work = work;
    this.mails = mails;
    this.suppressions = suppressions;
    this.mailing = mailing;
    this.smtp = smtp;
    this.stopping = stopping;
    this.metrics = metrics;
    this.clock = clock;
  }

  /** Takes the mail that is due first; null if none is, or none can be sent now. */
  public Digest take() {
    boolean rests = clock.instant().isBefore(restUntil);
    return !mailing.isOn() || rests || stopping.isOrdered() ? null : digests.take().orElse(null);
  }

  /** Takes the mail that a person asks for, unless it was sent in its period or may have been. */
  public Taken takeNow(@Variable("asked") DigestQuestion asked) {
    return digests.takeNow(plans.now(asked));
  }

  /** What the mail tells, or why it must not be sent. */
  public DigestInHand collect(@Body Digest digest) {
    String withheld = withheld(digest.kind(), digest.recipient());
    DigestInHand inHand = new DigestInHand(digest, withheld, null, null, null);
    List<Contact> of = contacts.of(digest.kind(), digest.recipient());
    if (withheld != null || of.isEmpty()) {
      return inHand;
    }
    DigestWriter writer = writer(digest.kind(), of, clock.instant());
    Figures figures = writer.figures(digest.kind(), of);
    if (digest.kind() == DigestKind.MANAGER
        && DigestWriter.reports(of, figures) > plans.maxReports()) {
      return new DigestInHand(
          digest,
          "more than %d of those who report have overdue work (ropeway.digests.max-reports)"
              .formatted(plans.maxReports()),
          null,
          null,
          null);
    }
    return inHand.telling(writer.tell(digest.kind(), digest.name(), of, figures));
  }

  /** Who writes to a recipient, of the work of these. */
  DigestWriter writer(DigestKind kind, List<Contact> of, Instant at) {
    return new DigestWriter(work, mailing.origin(), plans.zone(Recipient.of(kind, of.get(0))), at);
  }

  /** Why nothing of a kind may be sent to an address; null where it may. */
  String withheld(DigestKind kind, String recipient) {
    if (!mailing.isAllowed(recipient)) {
      return "the domain is not among ropeway.mail.allowed-domains";
    }
    return suppressions
        .of(recipient, kind)
        .map(
            one ->
                one.reason().equals("refused")
                    ? "the mail server refused the address on " + one.at() + ": " + one.detail()
                    : "the recipient unsubscribed on " + one.at())
        .orElse(null);
  }

  /** Whether there is something to tell that may be told. */
  public boolean hasWork(@Body DigestInHand inHand) {
    return inHand.withheld() == null && inHand.content() != null && !inHand.content().isEmpty();
  }

  /** The mail in words, with a link of its own by which its recipient refuses more. */
  public DigestInHand write(@Body DigestInHand inHand) {
    Digest digest = inHand.digest();
    boolean trial = mailing.trialTo() != null;
    String token = trial ? null : token();
    Mail mail =
        mails.write(
            inHand.content(),
            digest.recipient(),
            trial ? null : mailing.origin() + "/unsubscribe?token=" + token);
    digests.saying(
        digest.id(),
        mail,
        inHand.content(),
        trial ? mailing.trialTo() : digest.recipient(),
        trial ? null : dev.ropeway.store.Digest.sha256(token));
    return inHand.reading(mail);
  }

  private String token() {
    byte[] token = new byte[TOKEN_BYTES];
    random.nextBytes(token);
    return HexFormat.of().formatHex(token);
  }

  /** Whether the mail is written and is still to be sent. */
  public boolean isWritten(@Body DigestInHand inHand) {
    return inHand.mail() != null && inHand.outcome() == null;
  }

  /** Hands the mail over. */
  public DigestInHand send(@Body DigestInHand inHand) {
    Digest digest = inHand.digest();
    String to = mailing.trialTo() == null ? digest.recipient() : mailing.trialTo();
    return inHand.ending(smtp.send(inHand.mail(), messageId(digest.id()), to));
  }

  /** The same for each attempt, so that a mail that comes twice is known to be one. */
  private String messageId(UUID id) {
    String from = mailing.from().getAddress();
    return "<ropeway." + id + from.substring(from.indexOf('@')) + ">";
  }

  /** Records what became of it. */
  public void record(@Body DigestInHand inHand) {
    Digest digest = inHand.digest();
    MailOutcome outcome = inHand.outcome();
    if (inHand.withheld() != null) {
      end(digest, Status.SUPPRESSED, inHand.withheld());
    } else if (outcome == null) {
      end(digest, Status.NOTHING_OPEN, null);
    } else {
      switch (outcome.result()) {
        case SENT -> end(digest, Status.SENT, null);
        case UNKNOWN -> end(digest, Status.UNKNOWN, outcome.why());
        case MAIL_REFUSED -> end(digest, Status.REFUSED, outcome.why());
        case ADDRESS_REFUSED -> {
          if (mailing.trialTo() == null) {
            suppressions.add(digest.recipient(), Suppressions.ALL, "refused", outcome.why());
            LOG.warnf(
                "the mail server refused the address %s (%s); it gets no more mails",
                digest.recipient(), outcome.why());
          }
          end(digest, Status.REFUSED, outcome.why());
        }
        case NOT_NOW -> putOff(digest, outcome.why());
        case SERVER_AWAY -> {
          restUntil = clock.instant().plus(REST);
          LOG.warnf("no mail can be sent: %s", outcome.why());
          putOff(digest, outcome.why());
        }
      }
    }
  }

  private void putOff(Digest digest, String why) {
    long factor = 1L << Math.min(LONGEST_RETRY, Math.max(0, digest.attempts() - 1));
    digests.putOff(digest.id(), why, clock.instant().plus(FIRST_RETRY.multipliedBy(factor)));
    count(digest, "put-off");
  }

  private void end(Digest digest, Status status, String why) {
    digests.end(digest.id(), status, why);
    count(digest, status.word());
  }

  private void count(Digest digest, String end) {
    metrics.counter("ropeway.digests", "kind", digest.kind().word(), "end", end).increment();
  }

  /** What is recorded of a mail that could not be written, and so was not handed over. */
  public DigestInHand notWritten(
      @ExchangeProperty("digest") Digest digest,
      @ExchangeProperty("CamelExceptionCaught") Exception thrown) {
    LOG.errorf(thrown, "the digest for %s cannot be written", digest.recipient());
    String why = Text.oneLine(Text.clean(String.valueOf(thrown.getMessage())));
    return new DigestInHand(
        digest,
        null,
        null,
        null,
        new MailOutcome(
            MailOutcome.Result.NOT_NOW, "it could not be written: " + Text.cut(why, 300)));
  }
}
