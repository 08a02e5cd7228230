package dev.ropeway.intake;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ropeway.correlation.Candidate;
import dev.ropeway.intake.words.CaseBlind;
import dev.ropeway.intake.words.Moment;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Reads what Event Grid delivers, in its own schema or as CloudEvents: its handshake (E82), states
 * of Azure Policy (E84), and events that carry an item of another source.
 */
@ApplicationScoped
public class EventGridReader implements EventReader {

  private static final String VALIDATION = "Microsoft.EventGrid.SubscriptionValidationEvent";

  private final Iterable<EventReader> readers;

  @Inject
  EventGridReader(Instance<EventReader> readers) {
    this((Iterable<EventReader>) readers);
  }

  EventGridReader(Iterable<EventReader> readers) {
    this.readers = readers;
  }

  @Override
  public String source() {
    return "event-grid";
  }

  @Override
  public Set<String> senders() {
    return Set.of(PolicyStates.SOURCE);
  }

  /** What a policy's state is about stands in the subject. */
  @Override
  public boolean owns(String type) {
    return PolicyStates.are(type);
  }

  @Override
  public Reading read(Post post) {
    List<JsonNode> items = post.items();
    CaseBlind first = new CaseBlind(items.get(0));
    String code = first.at("data", "validationCode").text();
    // Alone, as Event Grid sends it: in a batch it would swallow the others.
    return items.size() == 1 && code != null && VALIDATION.equalsIgnoreCase(type(first))
        ? Reading.answering(new Reading.Reply(200, Map.of(), Map.of("validationResponse", code)))
        : EventReader.super.read(post);
  }

  @Override
  public List<Candidate> read(JsonNode json) {
    if (!json.isObject()) {
      return Limits.noObject();
    }
    CaseBlind event = new CaseBlind(json);
    String type = type(event);
    if (type == null) {
      return List.of(Limits.refused(event.at("id").text(), "/eventType", "the event has no type"));
    }
    CaseBlind data = event.at("data").unquoted();
    if (VALIDATION.equalsIgnoreCase(type)) {
      return List.of(
          Limits.refused(
              event.at("id").text(),
              "/data/validationCode",
              "a handshake must have a code and be the only event"));
    }
    if (PolicyStates.are(type)) {
      return List.of(PolicyStates.read(event, type, data));
    }
    return Envelopes.reading(
            readers, reader -> !reader.source().equals(source()) && reader.carries(type))
        .map(reading -> reading.apply(data.node()))
        .map(
            read ->
                read.stream()
                    .map(EventGridReader::insideData)
                    .map(candidate -> Envelopes.dated(candidate, time(event)))
                    .toList())
        .orElseGet(
            () ->
                List.of(
                    Limits.refused(
                        event.at("id").text(),
                        event.at("eventType").isPresent() ? "/eventType" : "/type",
                        "events of type " + type + " do not become tickets")));
  }

  private static String type(CaseBlind event) {
    return CaseBlind.first(event.at("eventType"), event.at("type"));
  }

  private static Instant time(CaseBlind event) {
    return Moment.first(event.at("eventTime"), event.at("time"));
  }

  private static Candidate insideData(Candidate candidate) {
    Candidate.Rejection rejection = candidate.rejection();
    return rejection == null
        ? candidate
        : Candidate.rejected(rejection.id(), "/data" + rejection.pointer(), rejection.detail());
  }
}
