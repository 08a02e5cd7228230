package dev.ropeway.intake;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ropeway.correlation.Candidate;
import dev.ropeway.intake.words.CaseBlind;
import dev.ropeway.store.Text;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Reads GitHub's webhooks of code scanning, secret scanning and Dependabot alerts, signed where we
 * were told their secret.
 */
@ApplicationScoped
public class GithubReader implements EventReader {

  private static final String SECRET = "ropeway.sources.github.secret";
  private static final String SOURCE = "github";

  private final Optional<Proof> proof;

  @Inject
  GithubReader(SourceSettings settings) {
    this(settings.github().secret());
  }

  GithubReader(Optional<String> secret) {
    proof = secret.map(text -> new Proof("X-Hub-Signature-256", SECRET, text));
  }

  /** Of a repository whose webhooks are not signed. */
  GithubReader() {
    this(Optional.empty());
  }

  @Override
  public String source() {
    return SOURCE;
  }

  @Override
  public Optional<Proof> proof() {
    return proof;
  }

  /** Knative calls them {@code dev.knative.source.github.dependabot_alert}. */
  @Override
  public boolean carries(String type) {
    String word = type.toLowerCase(Locale.ROOT);
    return word.contains(SOURCE) && GithubAlert.Tool.of(lastWord(word)) != null;
  }

  private static String lastWord(String type) {
    return type.substring(type.lastIndexOf('.') + 1);
  }

  /** GitHub sends a ping when a webhook is made, and names the event in a header. */
  @Override
  public Reading read(Post post) {
    String event = post.header("X-GitHub-Event").strip();
    if (event.equals("ping")) {
      return Reading.answering(new Reading.Reply(200, Map.of(), Map.of("message", "pong")));
    }
    if (!event.isEmpty() && GithubAlert.Tool.of(event) == null) {
      return Reading.of(List.of(refused(event)));
    }
    return Reading.of(post.candidates(this::read));
  }

  private static Candidate refused(String event) {
    return Candidate.rejected(
        null,
        "",
        "events of type "
            + Text.cut(Text.clean(event), 200)
            + " do not become tickets; send code_scanning_alert, secret_scanning_alert and"
            + " dependabot_alert");
  }

  @Override
  public List<Candidate> read(JsonNode json) {
    CaseBlind event = new CaseBlind(json);
    // An event about where an alert's secret was found has the alert in it too.
    if (!event.at("alert").node().isObject() || event.at("location").isPresent()) {
      return List.of(
          Candidate.rejected(
              null, "/alert", "must be a code scanning, secret scanning or Dependabot alert"));
    }
    GithubAlert.Tool tool = GithubAlert.Tool.raising(event.at("alert"));
    return List.of(
        tool == null
            ? Candidate.rejected(
                null, "/alert", "is not a code scanning, secret scanning or Dependabot alert")
            : new GithubAlert(tool, event).candidate(SOURCE));
  }
}
