package dev.ropeway.intake;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ropeway.correlation.Candidate;
import dev.ropeway.store.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class EnvelopesTest {

  private static List<EventReader> readers(Optional<String> secret) {
    List<EventReader> readers = new ArrayList<>();
    readers.add(new GithubReader(secret));
    readers.add(new EventGridReader(readers));
    readers.add(new CloudEventsReader(readers));
    return readers;
  }

  private static ObjectNode event(String type, ObjectNode data) {
    ObjectNode event = Json.MAPPER.createObjectNode();
    event.put("specversion", "1.0").put("id", "1").put("source", "x").put("type", type);
    return event.set("data", data);
  }

  private static ObjectNode alert() {
    return (ObjectNode) Payloads.json("github", "dependabot-alert-created");
  }

  @Test
  void what_a_source_must_prove_comes_in_no_envelope_and_in_none_of_an_envelope() {
    ObjectNode once = event("dev.ropeway.github", alert());
    ObjectNode twice =
        event(
            "dev.ropeway.event-grid", event("dev.knative.source.github.dependabot_alert", alert()));

    for (EventReader reader : readers(Optional.of("a secret")).subList(1, 3)) {
      assertThat(reader.read(once)).allMatch(Candidate::isRejected);
      assertThat(reader.read(twice)).allMatch(Candidate::isRejected);
    }
    assertThat(readers(Optional.of("a secret")).get(2).read(once).get(0).rejection().detail())
        .isEqualTo(
            "events of github must be signed (ropeway.sources.github.secret is set), and a"
                + " signature cannot be checked inside another event: send the events directly");
  }

  @Test
  void where_nothing_proves_a_source_its_events_come_in_envelopes() {
    CloudEventsReader reader = (CloudEventsReader) readers(Optional.empty()).get(2);

    assertThat(reader.read(event("dev.ropeway.github", alert()))).noneMatch(Candidate::isRejected);
  }
}
