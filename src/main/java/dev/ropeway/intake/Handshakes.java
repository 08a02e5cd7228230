package dev.ropeway.intake;

import dev.ropeway.api.Answers;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Named;
import java.util.regex.Pattern;
import org.apache.camel.Exchange;
import org.apache.camel.Message;

/**
 * Answers senders of CloudEvents that ask before they post, as the webhook specification has it
 * (E83). Whoever asks may post, if it has a key: asking proves nothing and opens nothing.
 */
@ApplicationScoped
@Named("handshakes")
@RegisterForReflection // routes call it by name
public class Handshakes {

  /** A name of the DNS: nothing else that strangers send is told back. */
  private static final Pattern ORIGIN = Pattern.compile("[A-Za-z0-9.-]{1,253}");

  private static final String VERBS = "OPTIONS, POST";

  /** As many requests as a sender likes: what is too much gets a 429 when it is. */
  private static final String ANY = "*";

  private final Intake intake;
  private final Answers answers;

  Handshakes(Intake intake, Answers answers) {
    this.intake = intake;
    this.answers = answers;
  }

  /** 200 for a source that there is. */
  public void answer(Exchange exchange) {
    Message message = exchange.getMessage();
    intake.reader(message.getHeader("source", String.class));
    String origin = message.getHeader("WebHook-Request-Origin", "", String.class);
    answers.nothing(exchange, 200);
    message.setHeader("Allow", VERBS);
    if (ORIGIN.matcher(origin).matches()) {
      message.setHeader("WebHook-Allowed-Origin", origin);
      message.setHeader("WebHook-Allowed-Rate", ANY);
    }
  }
}
