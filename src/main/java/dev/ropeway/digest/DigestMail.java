package dev.ropeway.digest;

import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;

/** Writes digests as mails. */
@ApplicationScoped
class DigestMail {

  private final Mailing mailing;

  DigestMail(Mailing mailing) {
    this.mailing = mailing;
  }

  @CheckedTemplate(basePath = "mail")
  static class Templates {
    private Templates() {}

    static native TemplateInstance digest(DigestContent content, Frame frame);

    static native TemplateInstance digestText(DigestContent content, Frame frame);
  }

  /**
   * What stands around the content.
   *
   * @param trialFor who would get the mail if this were no trial; null if it is none
   * @param contact whom to ask; null for nobody
   * @param unsubscribe null for nowhere
   */
  @RegisterForReflection // mails ask it by name
  record Frame(
      String subject,
      String summary,
      String trialFor,
      String contact,
      String unsubscribe,
      String origin) {}

  /**
   * @param recipient to whom it would go
   * @param unsubscribe where its recipient refuses more; null for nowhere
   */
  Mail write(DigestContent content, String recipient, String unsubscribe) {
    String summary = summary(content);
    boolean trial = mailing.trialTo() != null;
    String subject = (trial ? "[Trial] " : "") + subject(content, summary) + " · Ropeway";
    Frame frame =
        new Frame(
            subject,
            summary,
            trial ? recipient : null,
            mailing.contact(),
            unsubscribe,
            mailing.origin());
    return new Mail(
        subject,
        Templates.digestText(content, frame).render(),
        Templates.digest(content, frame).render(),
        unsubscribe);
  }

  private static String subject(DigestContent content, String summary) {
    return switch (content.kind()) {
      case OWNER -> summary;
      case CRITICAL -> "Critical: " + summary;
      case MANAGER -> "Your team: " + summary;
      case GROUP -> content.name() + ": " + summary;
    };
  }

  /** The counts, without those that are zero. */
  private static String summary(DigestContent content) {
    List<String> parts = new ArrayList<>();
    add(parts, content.overdue(), "overdue");
    if (content.kind() != DigestKind.MANAGER) {
      add(parts, content.soon(), "due within 7 days");
      if (parts.isEmpty()) {
        add(parts, content.later(), "open, none of it due within 7 days");
      }
    }
    return String.join(", ", parts);
  }

  private static void add(List<String> parts, long count, String what) {
    if (count > 0) {
      parts.add(DigestWriter.number(count) + " " + what);
    }
  }
}
