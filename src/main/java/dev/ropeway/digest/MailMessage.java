package dev.ropeway.digest;

import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.InternetHeaders;
import jakarta.mail.internet.MimeBodyPart;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import jakarta.mail.internet.MimeUtility;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Collections;
import java.util.Date;

/**
 * A mail as the server gets it: text and HTML, written part by part, so that nothing is looked up
 * by name in a native executable.
 */
final class MailMessage {

  /** Among more characters beyond ASCII each of them would cost more than in base64. */
  private static final int ONE_IN = 6;

  private MailMessage() {}

  static MimeMessage of(
      Session session,
      Mail mail,
      Mailing mailing,
      String messageId,
      InternetAddress to,
      Instant now)
      throws MessagingException, IOException {
    MimeMultipart both = new MimeMultipart("alternative");
    both.addBodyPart(part("text/plain", mail.text()));
    both.addBodyPart(part("text/html", mail.html()));
    MimeMessage head = new MimeMessage(session);
    head.setFrom(mailing.from());
    head.setRecipient(Message.RecipientType.TO, to);
    if (mailing.contact() != null) {
      head.setReplyTo(new InternetAddress[] {new InternetAddress(mailing.contact())});
    }
    head.setSubject(mail.subject(), StandardCharsets.UTF_8.name());
    head.setSentDate(Date.from(now));
    head.setHeader("Message-ID", messageId);
    // RFC 3834, and what Exchange knows in its place: nobody's absence note is to answer.
    head.setHeader("Auto-Submitted", "auto-generated");
    head.setHeader("X-Auto-Response-Suppress", "All");
    if (mail.unsubscribe() != null) {
      head.setHeader("List-Unsubscribe", "<" + mail.unsubscribe() + ">");
      head.setHeader("List-Unsubscribe-Post", "List-Unsubscribe=One-Click");
    }
    head.setHeader("MIME-Version", "1.0");
    head.setHeader("Content-Type", both.getContentType());
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (String line : Collections.list(head.getAllHeaderLines())) {
      bytes.write((line + "\r\n").getBytes(StandardCharsets.US_ASCII));
    }
    bytes.write("\r\n".getBytes(StandardCharsets.US_ASCII));
    both.writeTo(bytes);
    return new MimeMessage(session, new ByteArrayInputStream(bytes.toByteArray()));
  }

  private static MimeBodyPart part(String type, String text)
      throws MessagingException, IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    long others = text.chars().filter(c -> c > '~').count();
    String encoding = others * ONE_IN > text.length() ? "base64" : "quoted-printable";
    ByteArrayOutputStream encoded = new ByteArrayOutputStream();
    try (OutputStream encoder = MimeUtility.encode(encoded, encoding)) {
      encoder.write(bytes);
    }
    InternetHeaders headers = new InternetHeaders();
    headers.setHeader("Content-Type", type + "; charset=UTF-8");
    headers.setHeader("Content-Transfer-Encoding", encoding);
    return new MimeBodyPart(headers, encoded.toByteArray());
  }
}
