package dev.ropeway.digest;

/**
 * What a mail server did with a mail.
 *
 * @param why null where it took the mail
 */
record MailOutcome(Result result, String why) {

  /** The ways in which the handing over of a mail can end. */
  enum Result {
    SENT,
    /** Its end was not told after the mail was handed over: it may have been taken. */
    UNKNOWN,
    /** The recipient's address does not exist or takes nothing. */
    ADDRESS_REFUSED,
    /** This mail is refused for good. */
    MAIL_REFUSED,
    /** It was not taken now, and may be later. */
    NOT_NOW,
    /** No mail can be handed over now, whoever it is for. */
    SERVER_AWAY
  }

  static MailOutcome sent() {
    return new MailOutcome(Result.SENT, null);
  }
}
