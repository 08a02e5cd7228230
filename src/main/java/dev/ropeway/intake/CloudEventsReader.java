package dev.ropeway.intake;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ropeway.api.Problem;
import dev.ropeway.api.ProblemException;
import dev.ropeway.correlation.Candidate;
import dev.ropeway.intake.words.Around;
import dev.ropeway.recommendation.Recommendation;
import dev.ropeway.store.Json;
import dev.ropeway.store.Text;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * Unwraps CloudEvents 1.0, structured, binary or in a batch: the type says which source's reader
 * reads the data; what is a Recommendation already needs none (E83).
 */
@ApplicationScoped
public class CloudEventsReader implements EventReader {

  private static final String SOURCE = "cloudevents";

  /** What begins the types of our own: {@code dev.ropeway.defender}. */
  private static final String OURS = "dev.ropeway.";

  private static final String STRUCTURED = "application/cloudevents";
  private static final String BATCH = "application/cloudevents-batch";
  private static final String ATTRIBUTE = "ce-";
  private static final int TYPE = 200;

  private final Iterable<EventReader> readers;
  private final RecommendationReader recommendations = new RecommendationReader();

  CloudEventsReader(Iterable<EventReader> readers) {
    this.readers = readers;
  }

  @Inject
  CloudEventsReader(Instance<EventReader> readers) {
    this((Iterable<EventReader>) readers);
  }

  @Override
  public String source() {
    return SOURCE;
  }

  @Override
  public Set<String> senders() {
    return Set.of();
  }

  /** In binary mode the body is of whatever type its data is. */
  @Override
  public boolean takes(Post post) {
    return post.mediaType().startsWith(STRUCTURED)
        ? post.mediaType().endsWith("+json")
        : post.isJson() || isBinary(post);
  }

  @Override
  public Reading read(Post post) {
    if (!post.mediaType().startsWith(STRUCTURED) && isBinary(post)) {
      return Reading.of(read(binary(post)));
    }
    JsonNode json = post.json();
    if (post.mediaType().startsWith(BATCH) && json.isArray() && json.isEmpty()) {
      return Reading.answering(new Reading.Reply(202, Map.of(), Map.of("results", List.of())));
    }
    return Reading.of(post.candidates(this::read));
  }

  private static boolean isBinary(Post post) {
    return !post.header(ATTRIBUTE + "specversion").isEmpty();
  }

  /** The structured form of an event whose attributes are headers. */
  private static JsonNode binary(Post post) {
    ObjectNode event = Json.MAPPER.createObjectNode();
    post.headers()
        .forEach(
            (name, value) -> {
              String attribute = name.toLowerCase(Locale.ROOT);
              if (attribute.startsWith(ATTRIBUTE)) {
                event.put(attribute.substring(ATTRIBUTE.length()), decoded(value));
              }
            });
    if (post.body().length > 0) {
      event.set("data", data(post));
    }
    return event;
  }

  private static JsonNode data(Post post) {
    if (post.isJson()) {
      return post.json();
    }
    try {
      return post.json();
    } catch (ProblemException e) {
      throw new ProblemException(
          Problem.of(415, "data of type " + post.mediaType() + " cannot be read; send JSON"));
    }
  }

  /** Headers hold what is not ASCII percent-encoded; a plus is a plus. */
  private static String decoded(String value) {
    try {
      return URLDecoder.decode(value.replace("+", "%2B"), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      return value;
    }
  }

  @Override
  public List<Candidate> read(JsonNode json) {
    CloudEvent event = CloudEvent.of(json);
    if (event.flaw() != null) {
      return List.of(Candidate.rejected(null, event.flaw().pointer(), event.flaw().detail()));
    }
    Optional<Function<JsonNode, List<Candidate>>> owner =
        Envelopes.reading(readers, reader -> reader.owns(event.type()));
    if (owner.isPresent()) {
      return owner.get().apply(event.unpacked());
    }
    // Once: the type and the time are as long as the sender likes, and the items as many.
    Optional<Function<JsonNode, List<Candidate>>> reading = reading(event.type());
    Instant time = Limits.date(event.time());
    String type = Text.cut(event.type(), TYPE);
    JsonNode data = event.data();
    if (!data.isArray()) {
      return unwrapped(new Item(type, time, event.envelope(), data, event.dataPlace()), reading);
    }
    ObjectNode around = Around.items(json, event.dataPlace().substring(1), data.size());
    List<Candidate> read = new ArrayList<>();
    for (int i = 0; i < data.size(); i++) {
      ObjectNode raw = around.deepCopy();
      raw.set("data", data.get(i));
      read.addAll(
          unwrapped(new Item(type, time, raw, data.get(i), event.dataPlace() + "/" + i), reading));
    }
    return read.isEmpty()
        ? List.of(Candidate.rejected(null, event.dataPlace(), "the list is empty"))
        : read;
  }

  /**
   * One of the things that an event carries.
   *
   * @param raw the event with nothing else in it
   */
  private record Item(String type, Instant time, JsonNode raw, JsonNode data, String place) {}

  private List<Candidate> unwrapped(
      Item item, Optional<Function<JsonNode, List<Candidate>>> reading) {
    return reading
        .map(read -> read.apply(item.data()))
        .orElseGet(() -> List.of(recommendation(item)))
        .stream()
        .map(candidate -> candidate.under(item.place()))
        .map(candidate -> Envelopes.dated(candidate, item.time()))
        .toList();
  }

  private Optional<Function<JsonNode, List<Candidate>>> reading(String type) {
    return Envelopes.reading(
        readers,
        reader ->
            !reader.source().equals(SOURCE)
                && (type.equalsIgnoreCase(OURS + reader.source()) || reader.carries(type)));
  }

  private Candidate recommendation(Item item) {
    Candidate candidate = recommendations.one(item.data());
    if (!candidate.isRejected()) {
      Recommendation read = candidate.recommendation();
      return Candidate.of(read.raw() == null ? read.but().raw(item.raw()).build() : read);
    }
    boolean ours = item.type().equalsIgnoreCase(OURS + "recommendation");
    String detail = candidate.rejection().detail();
    return Candidate.rejected(
        candidate.rejection().id(),
        candidate.rejection().pointer(),
        Text.cut(
            ours
                ? detail
                : "no source reads events of type "
                    + item.type()
                    + ", and the data is not a recommendation: "
                    + detail,
            400));
  }
}
