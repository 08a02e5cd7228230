package dev.ropeway.digest;

import dev.ropeway.store.Digest;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import java.util.regex.Pattern;

/** Lets recipients refuse more mails by the link of any that they got (RFC 8058). */
@ApplicationScoped
public class Unsubscribe {

  private static final Pattern TOKEN = Pattern.compile("[0-9a-f]{32}");

  private final Digests digests;
  private final Suppressions suppressions;

  Unsubscribe(Digests digests, Suppressions suppressions) {
    this.digests = digests;
    this.suppressions = suppressions;
  }

  /** Which mails to whom. */
  public record Mails(String address, DigestKind kind) {}

  /** The mails that a link belongs to; empty for none, or for those whose record is deleted. */
  public Optional<Mails> of(String token) {
    return token == null || !TOKEN.matcher(token).matches()
        ? Optional.empty()
        : digests
            .ofToken(Digest.sha256(token))
            .map(digest -> new Mails(digest.recipient(), digest.kind()));
  }

  /** Suppresses mails of that kind to that address from now on. */
  public void refuse(Mails mails) {
    suppressions.add(mails.address(), mails.kind().word(), "unsubscribed", "by the link of a mail");
  }
}
