package dev.ropeway.digest;

/**
 * A digest on its way: what it tells, how it reads and what the mail server did with it, each once
 * that is known.
 *
 * @param digest its row
 * @param withheld why it must not be sent; null where it may
 */
public record DigestInHand(
    Digest digest, String withheld, DigestContent content, Mail mail, MailOutcome outcome) {

  DigestInHand telling(DigestContent told) {
    return new DigestInHand(digest, withheld, told, mail, outcome);
  }

  DigestInHand reading(Mail written) {
    return new DigestInHand(digest, withheld, content, written, outcome);
  }

  DigestInHand ending(MailOutcome end) {
    return new DigestInHand(digest, withheld, content, mail, end);
  }
}
