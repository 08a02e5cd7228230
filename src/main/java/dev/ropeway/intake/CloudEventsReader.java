package dev.ropeway.intake;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ropeway.api.Problem;
import dev.ropeway.api.ProblemException;
import dev.ropeway.assignment.Json;
import dev.ropeway.assignment.Proposal;
import dev.ropeway.assignment.Recommendation;
import dev.ropeway.assignment.Text;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.StreamSupport;

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
    return Reading.of(post.proposals(this::read));
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
  public List<Proposal> read(JsonNode json) {
    CloudEvent event = CloudEvent.of(json);
    if (event.flaw() != null) {
      return List.of(Proposal.rejected(null, event.flaw().pointer(), event.flaw().detail()));
    }
    for (EventReader reader : readers) {
      if (reader.owns(event.type())) {
        return reader.read(event.unpacked());
      }
    }
    List<Proposal> read = new ArrayList<>();
    if (!event.data().isArray()) {
      read.addAll(unwrapped(event, event.data(), event.dataPlace()));
    }
    for (int i = 0; event.data().isArray() && i < event.data().size(); i++) {
      read.addAll(unwrapped(event, event.data().get(i), event.dataPlace() + "/" + i));
    }
    return read.isEmpty()
        ? List.of(Proposal.rejected(null, event.dataPlace(), "the list is empty"))
        : read;
  }

  private List<Proposal> unwrapped(CloudEvent event, JsonNode data, String place) {
    Optional<EventReader> reader = reader(event.type());
    List<Proposal> read =
        reader.isPresent() ? reader.get().read(data) : List.of(recommendation(event, data));
    return read.stream()
        .map(proposal -> proposal.under(place))
        .map(proposal -> dated(proposal, event))
        .toList();
  }

  private Optional<EventReader> reader(String type) {
    return StreamSupport.stream(readers.spliterator(), false)
        .filter(reader -> !reader.source().equals(SOURCE))
        .filter(reader -> type.equalsIgnoreCase(OURS + reader.source()) || reader.carries(type))
        .findFirst();
  }

  private Proposal recommendation(CloudEvent event, JsonNode data) {
    Proposal proposal = recommendations.one(data);
    if (!proposal.isRejected()) {
      Recommendation read = proposal.recommendation();
      return Proposal.of(read.raw() == null ? read.but().raw(event.with(data)).build() : read);
    }
    boolean ours = event.type().equalsIgnoreCase(OURS + "recommendation");
    String detail = proposal.rejection().detail();
    return Proposal.rejected(
        proposal.rejection().id(),
        proposal.rejection().pointer(),
        Text.cut(
            ours
                ? detail
                : "no source reads events of type "
                    + Text.cut(event.type(), 200)
                    + ", and the data is no Recommendation: "
                    + detail,
            400));
  }

  /** Its envelope knows when it happened, where the finding itself does not say. */
  private static Proposal dated(Proposal proposal, CloudEvent event) {
    if (proposal.isRejected() || proposal.recommendation().occurredAt() != null) {
      return proposal;
    }
    Recommendation read = proposal.recommendation();
    return proposal.telling(read.dated(read.stateChangedAt(), Limits.date(event.time())));
  }
}
