package dev.ropeway.rest;

import dev.ropeway.api.Answers;
import dev.ropeway.api.ProblemException;
import dev.ropeway.assignment.Page;
import dev.ropeway.digest.Digest;
import dev.ropeway.digest.DigestKind;
import dev.ropeway.digest.DigestPreview;
import dev.ropeway.digest.DigestPreviews;
import dev.ropeway.digest.DigestQuestion;
import dev.ropeway.digest.Digests;
import dev.ropeway.digest.Digests.Taken;
import dev.ropeway.digest.Mailing;
import dev.ropeway.digest.SendDigests;
import dev.ropeway.digest.Suppressions;
import dev.ropeway.digest.UnknownRecipientException;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Named;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import org.apache.camel.Exchange;
import org.apache.camel.Header;
import org.apache.camel.Headers;
import org.apache.camel.Variable;

/** The steps of the routes by which people look at mails about open work, and send one. */
@ApplicationScoped
@Named("digestResource")
@RegisterForReflection // routes call it by name
public class DigestResource {

  private static final int LONGEST = 320;

  private final Digests digests;
  private final SendDigests sending;
  private final DigestPreviews previews;
  private final Suppressions suppressions;
  private final Mailing mailing;
  private final Answers answers;

  DigestResource(
      Digests digests,
      SendDigests sending,
      DigestPreviews previews,
      Suppressions suppressions,
      Mailing mailing,
      Answers answers) {
    this.digests = digests;
    this.sending = sending;
    this.previews = previews;
    this.suppressions = suppressions;
    this.mailing = mailing;
    this.answers = answers;
  }

  public Page<Digest> list(@Headers Map<String, Object> headers) {
    Query query = new Query(headers);
    String status = query.word("digestStatus");
    String kind = query.word("digest");
    Page<Digest> page =
        digests.page(
            new Digests.Filter(
                status == null ? null : Digest.Status.of(status),
                kind == null ? null : DigestKind.of(kind),
                query.text("recipient"),
                query.text("period")),
            query.cursor(Digests.Place::of),
            query.limit());
    return new Page<>(page.items(), Query.cursorOf(page.next()));
  }

  /** Whose digest is asked for. */
  public DigestQuestion asked(@Headers Map<String, Object> headers) {
    if (!mailing.isOn()) {
      throw ProblemException.conflict(
          "no mails are sent: set ropeway.mail.from and ropeway.mail.allowed-domains");
    }
    Query query = new Query(headers);
    String who = query.text("for");
    if (who == null || who.length() > LONGEST) {
      throw ProblemException.badField("for", "must have 1 to %d characters".formatted(LONGEST));
    }
    String kind = query.word("digest");
    return new DigestQuestion(kind == null ? DigestKind.OWNER : DigestKind.of(kind), who);
  }

  public DigestPreview preview(@Variable("asked") DigestQuestion asked) {
    return known(asked, previews::of);
  }

  public Taken take(@Variable("asked") DigestQuestion asked) {
    return known(asked, sending::takeNow);
  }

  /** The record of a mail as it ended. */
  public Digest ended(@Variable("taken") Taken taken) {
    return digests.find(taken.digest().id());
  }

  private static <T> T known(DigestQuestion asked, Function<DigestQuestion, T> answer) {
    try {
      return answer.apply(asked);
    } catch (UnknownRecipientException e) {
      throw ProblemException.notFound(e.getMessage());
    }
  }

  public Page<Suppressions.Suppression> suppressions(@Headers Map<String, Object> headers) {
    Query query = new Query(headers);
    Page<Suppressions.Suppression> page =
        suppressions.page(query.cursor(Function.identity()), query.limit());
    return new Page<>(page.items(), Query.cursorOf(page.next()));
  }

  public void deleteSuppression(@Header("address") String encoded, Exchange exchange) {
    String address;
    try {
      address =
          URLDecoder.decode(encoded.replace("+", "%2B"), StandardCharsets.UTF_8)
              .strip()
              .toLowerCase(Locale.ROOT);
    } catch (IllegalArgumentException e) {
      throw ProblemException.badField("address", "is no address: % begins a character");
    }
    if (address.indexOf('\0') >= 0 || !suppressions.remove(address)) {
      throw ProblemException.notFound("mails to this address are not suppressed");
    }
    answers.empty(exchange);
  }
}
