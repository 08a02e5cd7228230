package dev.ropeway.intake;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import dev.ropeway.api.Bodies;
import dev.ropeway.api.Problem;
import dev.ropeway.api.ProblemException;
import dev.ropeway.correlation.Candidate;
import dev.ropeway.recommendation.Recommendation;
import dev.ropeway.store.Json;
import dev.ropeway.store.RootCause;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Named;
import java.util.List;
import java.util.Map;
import org.apache.camel.AggregationStrategy;
import org.apache.camel.Body;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangeProperty;
import org.apache.camel.Variable;
import org.apache.camel.processor.aggregate.GroupedBodyAggregationStrategy;
import org.jboss.logging.Logger;

/**
 * Recommendations as maps, which is how the steps of engineers see them: names and values are those
 * of {@code Recommendation} in openapi.yaml. What such steps leave is held to the contract like
 * what senders post.
 */
@ApplicationScoped
@Named("recommendationMaps")
@RegisterForReflection // routes call it by name
public class RecommendationMaps {

  private static final Logger LOG = Logger.getLogger(RecommendationMaps.class);
  private static final String ENRICH = "enrich-recommendation";
  private static final TypeReference<Map<String, Object>> MAP = new TypeReference<>() {};

  private final RecommendationReader reader;

  RecommendationMaps(RecommendationReader reader) {
    this.reader = reader;
  }

  @Produces
  @Named("allProposals")
  AggregationStrategy allProposals() {
    return new GroupedBodyAggregationStrategy();
  }

  /** Whether there is a recommendation: what could not be read has none. */
  public boolean isReadable(@Body Candidate candidate) {
    return !candidate.isRejected();
  }

  /** The recommendation as a map that may be changed. */
  public Map<String, Object> write(@Body Candidate candidate) {
    return Json.MAPPER.convertValue(candidate.recommendation(), MAP);
  }

  /**
   * The proposal with what a route made of its recommendation; a rejection with a pointer where the
   * contract does not allow that.
   *
   * @param enriched a map, JSON, or text that is JSON
   */
  public Candidate take(
      @Body Candidate before, @Variable("recommendation") Object enriched, Exchange exchange) {
    Recommendation given = before.recommendation();
    JsonNode json = json(enriched, exchange);
    Candidate read = reader.one(json);
    if (read.isRejected()) {
      return Candidate.rejected(
          given.id(),
          read.rejection().pointer(),
          "after " + ENRICH + ": " + read.rejection().detail());
    }
    return before.telling(
        json.has("raw") ? read.recommendation() : read.recommendation().keepingRawOf(given));
  }

  /**
   * The recommendations that a source's own route read: one, or a list of them. Their source is the
   * one that sent them, unless the route says otherwise.
   */
  public List<Candidate> read(
      @Body Object read, @Variable("source") String source, Exchange exchange) {
    return Bodies.items(json(read, exchange)).stream()
        .flatMap(item -> Post.candidates(item, reader::read).stream())
        .map(candidate -> sentBy(source, candidate))
        .toList();
  }

  private static Candidate sentBy(String source, Candidate candidate) {
    return candidate.isRejected() || candidate.recommendation().source() != null
        ? candidate
        : candidate.telling(candidate.recommendation().but().source(source).build());
  }

  /**
   * Ends a request whose recommendation could not be enriched.
   *
   * @throws ProblemException always
   */
  public void failedToEnrich(@ExchangeProperty(Exchange.EXCEPTION_CAUGHT) Throwable thrown) {
    fail(ENRICH, thrown);
  }

  /**
   * Ends a request whose source's own route failed.
   *
   * @throws ProblemException always
   */
  public void failedToRead(
      @ExchangeProperty(Exchange.EXCEPTION_CAUGHT) Throwable thrown,
      @Variable("source") String source) {
    fail("read-" + source, thrown);
  }

  /** Nothing of the request is taken, and its sender may send it again. */
  private static void fail(String route, Throwable thrown) {
    if (thrown instanceof ProblemException known) {
      throw known;
    }
    LOG.errorf("the route %s failed: %s", route, RootCause.of(thrown));
    throw new ProblemException(
        Problem.of(
            503,
            "the route "
                + route
                + " failed and nothing was stored; send the request again shortly"));
  }

  private static JsonNode json(Object left, Exchange exchange) {
    if (left instanceof JsonNode json) {
      return json;
    }
    if (left instanceof Map || left instanceof List) {
      return Json.MAPPER.valueToTree(left);
    }
    byte[] text =
        left == null
            ? null
            : exchange.getContext().getTypeConverter().convertTo(byte[].class, exchange, left);
    if (text == null) {
      throw new IllegalStateException("it must return a map, a list or JSON as its body");
    }
    try {
      return Bodies.parse(text);
    } catch (ProblemException e) {
      throw new IllegalStateException("it did not return JSON: " + e.problem().detail());
    }
  }
}
