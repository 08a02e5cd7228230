package dev.ropeway.intake;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ropeway.api.Answers;
import dev.ropeway.api.Callers;
import dev.ropeway.api.Problem;
import dev.ropeway.api.ProblemException;
import dev.ropeway.correlation.Candidate;
import dev.ropeway.correlation.IntakeOutcome;
import dev.ropeway.correlation.Recommendations;
import dev.ropeway.routes.ExtensionPoints;
import dev.ropeway.store.Json;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Named;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.camel.Body;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangeProperty;
import org.apache.camel.Header;
import org.apache.camel.Headers;

/** The steps of the intake routes: bytes to proposals, proposals to outcomes. */
@ApplicationScoped
@Named("intake")
@RegisterForReflection // routes call it by name
public class Intake {

  private final Map<String, EventReader> readers = new TreeMap<>();
  private final RecommendationReader recommendations;
  private final ExtensionPoints extensions;
  private final Recommendations findings;
  private final Answers answers;
  private final MeterRegistry metrics;

  Intake(
      Instance<EventReader> readers,
      RecommendationReader recommendations,
      ExtensionPoints extensions,
      Recommendations findings,
      Answers answers,
      MeterRegistry metrics) {
    readers.forEach(reader -> this.readers.put(reader.source(), reader));
    this.readers.remove(recommendations.source());
    this.recommendations = recommendations;
    this.extensions = extensions;
    this.findings = findings;
    this.answers = answers;
    this.metrics = metrics;
  }

  public List<Candidate> recommendations(@Body byte[] body) {
    return Post.of(body, Map.of()).candidates(recommendations::read);
  }

  /** What a request in the words of its source tells. */
  public Reading events(
      @Body byte[] body, @Header("source") String source, @Headers Map<String, Object> headers) {
    EventReader reader = reader(source);
    Post post = Post.of(body, headers);
    if (!reader.takes(post)) {
      throw new ProblemException(Problem.of(415, "send " + reader.source() + " events as JSON"));
    }
    reader.proof().filter(proof -> !proof.isIn(post)).ifPresent(Intake::refuse);
    return reader.read(post);
  }

  private static void refuse(Proof proof) {
    throw new ProblemException(Problem.of(401, proof.missing()));
  }

  /** The sources there are, Ropeway's own words among them. */
  public Set<String> sources() {
    Set<String> sources = new TreeSet<>(readers.keySet());
    sources.add(recommendations.source());
    return sources;
  }

  /**
   * The {@code source} of recommendations that are read here: shipped ones and those of mounted
   * routes.
   */
  public Set<String> senders() {
    Set<String> senders = new TreeSet<>(extensions.sources());
    readers.values().forEach(reader -> senders.addAll(reader.senders()));
    return senders;
  }

  /** What a message tells that came by another way than REST. */
  public Reading message(String source, byte[] body, Map<String, Object> headers) {
    return recommendations.source().equals(source)
        ? Reading.of(recommendations(body))
        : events(body, source, headers);
  }

  /** The reader of a source, or the problem that names those there are. */
  EventReader reader(String source) {
    EventReader reader = readers.get(source);
    if (reader == null) {
      throw ProblemException.notFound(nobody(source));
    }
    return reader;
  }

  private String nobody(String source) {
    Set<String> known = new TreeSet<>(readers.keySet());
    known.addAll(extensions.sources());
    return "no source is called \"" + source + "\"; the sources are " + known;
  }

  /**
   * What one item tells that is only looked at: a recommendation, or an event in the words of a
   * source, {@code {"source":…,"event":…}}, with the headers that some sources need. Nothing comes
   * of it, so that nobody has to prove that it is the source's.
   */
  public List<Candidate> read(JsonNode item) {
    return Post.candidates(item, this::sound);
  }

  private List<Candidate> sound(JsonNode item) {
    if (!item.has("event")) {
      boolean half = item.has("source") && !item.has("id") && !item.has("title");
      return List.of(
          half
              ? Candidate.rejected(null, "/event", "is missing, but source is set")
              : recommendations.one(item));
    }
    if (!item.get("event").isContainerNode()) {
      return List.of(Candidate.rejected(null, "/event", "must be an object or a list"));
    }
    String source = item.path("source").asText();
    EventReader reader = readers.get(source);
    if (reader == null) {
      return List.of(Candidate.rejected(null, "/source", nobody(source)));
    }
    Map<String, Object> headers = new TreeMap<>(Map.of("Content-Type", "application/json"));
    item.path("headers")
        .properties()
        .forEach(one -> headers.put(one.getKey(), one.getValue().asText()));
    Reading reading =
        reader.read(
            Post.of(Json.write(item.get("event")).getBytes(StandardCharsets.UTF_8), headers));
    return reading.isHandshake()
        ? List.of(
            Candidate.rejected(null, "/event", "is a handshake and contains no recommendation"))
        : reading.candidates();
  }

  /** Whether the request wants an answer of its own and brings no recommendations. */
  public boolean isHandshake(@Body Reading reading) {
    return reading.isHandshake();
  }

  /** The answer in the source's own form. */
  public void reply(Exchange exchange) {
    Reading.Reply reply = exchange.getMessage().getBody(Reading.class).reply();
    answers.written(exchange, reply.status(), reply.body());
    reply.headers().forEach(exchange.getMessage()::setHeader);
  }

  /** What was read, to be assigned. */
  public List<Candidate> candidates(@Body Reading reading) {
    return reading.candidates();
  }

  /**
   * Stores what can be stored and counts what became of it.
   *
   * @param sender who sent it, where it was not a caller of the REST API
   */
  public List<IntakeOutcome> accept(
      @Body List<Candidate> candidates,
      @Headers Map<String, Object> headers,
      @ExchangeProperty("sender") String sender) {
    List<IntakeOutcome> outcomes =
        sender == null
            ? findings.accept(candidates, Callers.name(headers), Callers.bounds(headers))
            : findings.accept(candidates, sender);
    outcomes.forEach(
        outcome ->
            metrics.counter("ropeway.events", "outcome", outcome.outcome().word()).increment());
    return outcomes;
  }
}
