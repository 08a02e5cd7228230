package dev.ropeway.digest;

import dev.ropeway.integration.authorization.AuthorizationSettings;
import dev.ropeway.store.InvalidSettingException;
import dev.ropeway.store.Text;
import io.quarkus.runtime.Startup;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.mail.internet.AddressException;
import jakarta.mail.internet.InternetAddress;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** Whether mails are sent, from whom and to whom: the settings, checked when Ropeway starts. */
@ApplicationScoped
@Startup
public class Mailing {

  /** What is no address of one mailbox in one domain gets no mail. */
  private static final Pattern ADDRESS =
      Pattern.compile("[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9.-]{1,253}");

  private static final String FROM = "ropeway.mail.from";
  private static final String DOMAINS = "ropeway.mail.allowed-domains";

  private final InternetAddress from;
  private final List<String> domains;
  private final String trialTo;
  private final String contact;
  private final String origin;

  Mailing(MailSettings settings, DigestSettings digests, AuthorizationSettings authorization) {
    domains =
        settings.allowedDomains().orElse(List.of()).stream()
            .map(domain -> domain.strip().toLowerCase(Locale.ROOT))
            .toList();
    from = settings.from().map(Mailing::sender).orElse(null);
    if (from == null && !domains.isEmpty()) {
      throw new InvalidSettingException(FROM, "must be set where " + DOMAINS + " is");
    }
    if (from != null && domains.isEmpty()) {
      throw new InvalidSettingException(DOMAINS, "must be set where " + FROM + " is");
    }
    trialTo = settings.trialTo().map(to -> address("ropeway.mail.trial-to", to)).orElse(null);
    if (trialTo != null && from != null && !isAllowed(trialTo)) {
      throw new InvalidSettingException(
          "ropeway.mail.trial-to", "must lie in one of the domains of " + DOMAINS);
    }
    contact = settings.contact().map(who -> address("ropeway.mail.contact", who)).orElse(null);
    origin =
        authorization.publicUrl().map(url -> Text.withoutEnding(url.toString(), '/')).orElse(null);
    if (from != null && origin == null) {
      throw new InvalidSettingException(
          "ropeway.authorization.public-url",
          "must be set where " + FROM + " is, because mails link to it");
    }
    if (digests.spread().isNegative() || digests.spread().toHours() > 12) {
      throw new InvalidSettingException("ropeway.digests.spread", "must be from 0 to 12 hours");
    }
  }

  private static InternetAddress sender(String text) {
    try {
      InternetAddress[] all = InternetAddress.parse(text, true);
      if (all.length == 1) {
        address(FROM, all[0].getAddress());
        return all[0];
      }
    } catch (AddressException e) {
      // Said below.
    }
    throw new InvalidSettingException(FROM, "must be one address of a mailbox");
  }

  private static String address(String setting, String text) {
    return mailbox(text)
        .orElseThrow(
            () -> new InvalidSettingException(setting, "must be one address of a mailbox"));
  }

  /** The address as it is stored and compared; empty for what is none. */
  static Optional<String> mailbox(String text) {
    String address = text == null ? "" : text.strip().toLowerCase(Locale.ROOT);
    return ADDRESS.matcher(address).matches() && isStrict(address)
        ? Optional.of(address)
        : Optional.empty();
  }

  private static boolean isStrict(String address) {
    try {
      new InternetAddress(address, true).validate();
      return true;
    } catch (AddressException e) {
      return false;
    }
  }

  /** Whether mails are sent at all. */
  public boolean isOn() {
    return from != null;
  }

  /** Whether mails may go to an address. */
  boolean isAllowed(String address) {
    return domains.contains(address.substring(address.indexOf('@') + 1).toLowerCase(Locale.ROOT));
  }

  InternetAddress from() {
    return from;
  }

  /** To whom everything is sent instead; null where this is no trial. */
  public String trialTo() {
    return trialTo;
  }

  /** Whom recipients may ask; null for nobody. */
  String contact() {
    return contact;
  }

  /** Where a browser reaches Ropeway, without a slash at its end; null where that is not known. */
  String origin() {
    return origin;
  }
}
