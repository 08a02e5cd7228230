package dev.ropeway.digest;

import dev.ropeway.digest.MailOutcome.Result;
import dev.ropeway.store.Text;
import jakarta.mail.Address;
import jakarta.mail.AuthenticationFailedException;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.io.OutputStream;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.eclipse.angus.mail.smtp.SMTPAddressFailedException;
import org.eclipse.angus.mail.smtp.SMTPSendFailedException;
import org.eclipse.angus.mail.smtp.SMTPTransport;

/** One connection to a mail server for one mail, that knows how far the mail has come. */
final class SmtpAttempt extends SMTPTransport {

  private static final int LONGEST_WHY = 300;

  /** From here on codes of an answer refuse for good. */
  private static final int PERMANENT = 500;

  private static final int REFUSAL = 400;

  /** An enhanced status code of a refusal for good. */
  private static final Pattern STATUS = Pattern.compile("\\b5[.](\\d{1,3})[.]\\d{1,3}\\b");

  /** What servers answer that tell no such code: no such mailbox, not here, no such name. */
  private static final Set<Integer> ADDRESS_CODES = Set.of(550, 551, 553);

  private boolean connected;
  private boolean handedOver;

  SmtpAttempt(Session session) {
    super(session, null);
  }

  /** From here on the server may take the mail, whatever we hear of it. */
  @Override
  protected OutputStream data() throws MessagingException {
    OutputStream content = super.data();
    handedOver = true;
    return content;
  }

  /**
   * Hands the mail over.
   *
   * @param user null where the server asks for none
   */
  MailOutcome send(
      String host, int port, String user, String password, MimeMessage mail, InternetAddress to) {
    try {
      connect(host, port, user, password);
      connected = true;
      sendMessage(mail, new Address[] {to});
      return MailOutcome.sent();
    } catch (MessagingException e) {
      return outcome(e);
    } catch (RuntimeException | Error e) {
      return handedOver ? unknown(e) : new MailOutcome(Result.NOT_NOW, said(e));
    }
  }

  private MailOutcome outcome(MessagingException thrown) {
    for (Exception e = thrown; e instanceof MessagingException one; e = one.getNextException()) {
      if (one instanceof SMTPAddressFailedException refused) {
        return new MailOutcome(
            isOfAddress(refused) ? Result.ADDRESS_REFUSED : Result.NOT_NOW, said(refused));
      }
    }
    // An answer after the content tells that the mail was not taken; silence tells nothing.
    if (thrown instanceof SMTPSendFailedException refused && refused.getReturnCode() >= REFUSAL) {
      boolean forGood = handedOver && refused.getReturnCode() >= PERMANENT;
      return new MailOutcome(forGood ? Result.MAIL_REFUSED : Result.NOT_NOW, said(refused));
    }
    if (handedOver) {
      return unknown(thrown);
    }
    if (thrown instanceof AuthenticationFailedException) {
      return new MailOutcome(
          Result.SERVER_AWAY, "the mail server refuses the login: " + said(thrown));
    }
    return connected
        ? new MailOutcome(Result.NOT_NOW, said(thrown))
        : new MailOutcome(Result.SERVER_AWAY, "the mail server cannot be used: " + said(thrown));
  }

  /**
   * Whether the address itself is refused. Servers also refuse at this step whom they do not relay
   * for, or whom a list names (5.7, RFC 3463): that says nothing of the recipient.
   */
  private static boolean isOfAddress(SMTPAddressFailedException refused) {
    Matcher status = STATUS.matcher(String.valueOf(refused.getMessage()));
    return status.find()
        ? status.group(1).equals("1") || status.group().equals("5.2.1")
        : ADDRESS_CODES.contains(refused.getReturnCode());
  }

  private static MailOutcome unknown(Throwable e) {
    return new MailOutcome(
        Result.UNKNOWN,
        "the mail server did not answer after the mail was handed over: " + said(e));
  }

  /** What went wrong, in one line and without the names of exceptions. */
  private static String said(Throwable e) {
    Exception cause = e instanceof MessagingException one ? one.getNextException() : null;
    String text = String.valueOf(e.getMessage()).strip();
    if (cause != null && cause.getMessage() != null && !text.contains(cause.getMessage())) {
      text += ": " + cause.getMessage().strip();
    }
    return Text.cut(Text.oneLine(Text.clean(Text.withoutExceptions(text))), LONGEST_WHY);
  }

  /** Says good-bye; an end that fails changes nothing any more. */
  void leave() {
    try {
      close();
    } catch (MessagingException | RuntimeException e) {
      // The outcome is known.
    }
  }
}
