package dev.ropeway.intake;

/**
 * What shows that bytes come from a source: a signature by a secret that only it and we know.
 *
 * @param header that holds the signature
 * @param setting that holds the secret
 */
record Proof(String header, String setting, String secret) {

  boolean isIn(Post post) {
    return WebhookSignatures.isGenuine(secret, post.body(), post.header(header));
  }

  /** What a sender is told whose request does not have it. */
  String missing() {
    return header + " was not made with the secret " + setting;
  }

  /** What a sender is told who packs an event into another: the signature is of other bytes. */
  String impossible(String source) {
    return "events of "
        + source
        + " must be signed ("
        + setting
        + " is set), and a signature cannot be checked inside another event: send the events"
        + " directly";
  }
}
