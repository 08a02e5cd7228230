package dev.ropeway.rest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ropeway.api.Answers;
import dev.ropeway.api.Bodies;
import dev.ropeway.api.Callers;
import dev.ropeway.api.Contract;
import dev.ropeway.api.ProblemException;
import dev.ropeway.assignment.Page;
import dev.ropeway.correlation.Candidate;
import dev.ropeway.intake.Intake;
import dev.ropeway.rules.Explanation;
import dev.ropeway.rules.RuleDefinition;
import dev.ropeway.rules.RuleDocument;
import dev.ropeway.rules.RuleRun;
import dev.ropeway.rules.RuleRuns;
import dev.ropeway.rules.RuleWarnings;
import dev.ropeway.rules.Rules;
import dev.ropeway.rules.StoredRules;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Named;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.apache.camel.Body;
import org.apache.camel.Exchange;
import org.apache.camel.Header;
import org.apache.camel.Headers;

/** The steps of the routes by which security admins look after rules. */
@ApplicationScoped
@Named("ruleResource")
@RegisterForReflection // routes call it by name
public class RuleResource {

  /** Each is held against each rule, and each rule that does not win says why. */
  private static final int MAX_EXPLAINED = 100;

  /** A word of the API's own paths. */
  private static final String EVALUATE = "evaluate";

  private final Rules rules;
  private final StoredRules stored;
  private final RuleRuns runs;
  private final RuleWarnings warnings;
  private final Intake intake;
  private final Answers answers;
  private final ManagedResource resource;
  private final Contract rule = new Contract("Rule");
  private final Contract run = new Contract("RuleRunRequest");

  RuleResource(
      Rules rules,
      StoredRules stored,
      RuleRuns runs,
      RuleWarnings warnings,
      Intake intake,
      Answers answers) {
    this.rules = rules;
    this.stored = stored;
    this.runs = runs;
    this.warnings = warnings;
    this.intake = intake;
    this.answers = answers;
    resource = new ManagedResource("rule", "/api/v1/rules", RuleDocument::pointer, answers);
  }

  /** By priority, which is how they are read. */
  public Page<Object> list() {
    List<Object> shown = new ArrayList<>();
    rules.all().stream()
        .map(definition -> RuleView.of(definition, null))
        .sorted(Comparator.comparingInt(RuleView::priority).thenComparing(RuleView::name))
        .forEach(shown::add);
    rules.unusable().forEach((name, why) -> shown.add(RuleView.Unusable.of(name, why)));
    return new Page<>(shown, null);
  }

  public Object show(@Header("name") String name) {
    RuleDefinition definition = rules.find(name).orElse(null);
    if (definition != null) {
      return RuleView.of(definition, warnings.of(name, intake.senders()));
    }
    String why = rules.unusable().get(name);
    if (why == null) {
      throw resource.missing(name);
    }
    return RuleView.Unusable.of(name, why);
  }

  /** Makes one, or changes it. */
  public void put(
      @Header("name") String name,
      @Body byte[] body,
      @Headers Map<String, Object> headers,
      Exchange exchange) {
    if (resource.requireName(name).equals(EVALUATE)) {
      throw ProblemException.badField(
          "name", "must not be evaluate, which is the path of another call");
    }
    JsonNode json = Bodies.document(body);
    Maker.NAMES.forEach(field -> Bodies.refuseControls(json, field));
    RuleDocument document = new RuleDocument((ObjectNode) rule.require(json));
    String who = Callers.name(headers);
    boolean made = resource.change(() -> stored.put(name, document, who));
    resource.written(exchange, name, made, show(name));
  }

  /** Deletes one; its assignments stay (B49). */
  public void delete(@Header("name") String name, Exchange exchange) {
    if (!resource.change(() -> stored.delete(name))) {
      throw resource.missing(name);
    }
    answers.empty(exchange);
  }

  /** What is to be explained: recommendations, or {@code {"source":…,"event":…}}. */
  public List<Candidate> events(@Body byte[] body) {
    List<Candidate> events =
        Bodies.items(Bodies.parse(body)).stream()
            .flatMap(item -> intake.read(item).stream())
            .toList();
    if (events.size() > MAX_EXPLAINED) {
      throw ProblemException.badRequest(
          "at most " + MAX_EXPLAINED + " events can be evaluated at once, not " + events.size());
    }
    return events;
  }

  /** Which rule wins and why the others do not; nothing is stored. */
  public Explained explain(@Body List<Candidate> candidates) {
    try {
      return new Explained(rules.explain(candidates));
    } catch (Rules.TooManyException e) {
      throw ProblemException.badRequest(e.getMessage());
    }
  }

  /** What the rules would make of events, in their order. */
  public record Explained(List<Explanation> results) {}

  /** Applies one to what is here already, in the background (B48). */
  public void apply(
      @Header("name") String name,
      @Body byte[] body,
      @Headers Map<String, Object> headers,
      Exchange exchange) {
    if (rules.find(name).isEmpty()) {
      throw resource.missing(name);
    }
    boolean override =
        body != null
            && body.length > 0
            && run.require(Bodies.document(body)).path("override").asBoolean();
    String who = Callers.name(headers);
    RuleRun started = resource.change(() -> runs.start(name, override, who));
    answers.written(exchange, 202, started);
    exchange.getMessage().setHeader("Location", resource.pathOf(name) + "/apply");
  }

  public RuleRun run(@Header("name") String name) {
    return runs.last(name)
        .orElseThrow(
            () -> ProblemException.notFound("rule \"" + name + "\" has never been applied"));
  }
}
