package dev.ropeway.intake;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ropeway.api.Bodies;
import dev.ropeway.api.Callers;
import dev.ropeway.api.ProblemException;
import dev.ropeway.assignment.Findings;
import dev.ropeway.assignment.Outcome;
import dev.ropeway.assignment.Proposal;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Named;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.camel.Body;
import org.apache.camel.Header;
import org.apache.camel.Headers;

/** The steps of the intake routes: bytes to proposals, proposals to outcomes. */
@ApplicationScoped
@Named("intake")
public class Intake {

  private final Map<String, EventReader> readers = new TreeMap<>();
  private final RecommendationReader recommendations;
  private final Findings findings;
  private final MeterRegistry metrics;

  Intake(
      Instance<EventReader> readers,
      RecommendationReader recommendations,
      Findings findings,
      MeterRegistry metrics) {
    readers.forEach(reader -> this.readers.put(reader.source(), reader));
    this.readers.remove(recommendations.source());
    this.recommendations = recommendations;
    this.findings = findings;
    this.metrics = metrics;
  }

  public List<Proposal> recommendations(@Body byte[] body) {
    return read(recommendations, body);
  }

  public List<Proposal> events(@Body byte[] body, @Header("source") String source) {
    EventReader reader = readers.get(source);
    if (reader == null) {
      throw ProblemException.notFound(
          "no source is called \"" + source + "\"; there are " + readers.keySet());
    }
    return read(reader, body);
  }

  private static List<Proposal> read(EventReader reader, byte[] body) {
    JsonNode json = Bodies.parse(body);
    return Bodies.items(json).stream().map(reader::read).toList();
  }

  /** Stores what can be stored and counts what became of it. */
  public List<Outcome> accept(
      @Body List<Proposal> proposals, @Headers Map<String, Object> headers) {
    List<Outcome> outcomes = findings.accept(proposals, Callers.name(headers));
    outcomes.forEach(
        outcome ->
            metrics.counter("ropeway.events", "outcome", outcome.outcome().word()).increment());
    return outcomes;
  }
}
