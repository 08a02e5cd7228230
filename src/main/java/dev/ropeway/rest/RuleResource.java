package dev.ropeway.rest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ropeway.api.Answers;
import dev.ropeway.api.Bodies;
import dev.ropeway.api.Callers;
import dev.ropeway.api.Contract;
import dev.ropeway.api.Problem;
import dev.ropeway.api.ProblemException;
import dev.ropeway.assignment.Page;
import dev.ropeway.correlation.Candidate;
import dev.ropeway.intake.Intake;
import dev.ropeway.rules.Explanation;
import dev.ropeway.rules.RuleDefinition;
import dev.ropeway.rules.RuleDocument;
import dev.ropeway.rules.RuleForecast;
import dev.ropeway.rules.RuleForecasts;
import dev.ropeway.rules.RuleRun;
import dev.ropeway.rules.RuleRuns;
import dev.ropeway.rules.RuleWarnings;
import dev.ropeway.rules.Rules;
import dev.ropeway.rules.StoredRules;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Named;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
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
  private final RuleForecasts forecasts;
  private final ManagedResource resource;
  private final ManagedResource tried;
  private final Contract rule = new Contract("Rule");
  private final Contract run = new Contract("RuleRunRequest");

  RuleResource(
      Rules rules,
      StoredRules stored,
      RuleRuns runs,
      RuleWarnings warnings,
      RuleForecasts forecasts,
      Intake intake,
      Answers answers) {
    this.rules = rules;
    this.stored = stored;
    this.runs = runs;
    this.warnings = warnings;
    this.forecasts = forecasts;
    this.intake = intake;
    this.answers = answers;
    resource = new ManagedResource("rule", "/api/v1/rules", RuleDocument::pointer, answers);
    tried =
        new ManagedResource(
            "rule", "/api/v1/rules", key -> "/rule" + RuleDocument.pointer(key), answers);
  }

  /** By priority, which is how they are read; of those that cannot be used only names are known. */
  public Page<ListedRule> list(@Headers Map<String, Object> headers) {
    Query query = new Query(headers);
    Boolean enabled = query.flag("enabled");
    String integration = query.text("integration");
    Stream<ListedRule> usable =
        rules.all().stream()
            .map(definition -> RuleView.of(definition, null))
            .filter(rule -> enabled == null || enabled == rule.enabled())
            .filter(rule -> integration == null || integration.equals(rule.integration()))
            .map(ListedRule.class::cast);
    Stream<ListedRule> unusable =
        rules.unusable().entrySet().stream()
            .filter(one -> enabled == null && integration == null)
            .map(one -> RuleView.Unusable.of(one.getKey(), one.getValue()));
    return query.page(Stream.concat(usable, unusable), ListedRule::place);
  }

  public Object show(@Header("name") String name) {
    return shown(name, false);
  }

  private Object shown(String name, boolean ask) {
    RuleDefinition definition = rules.find(name).orElse(null);
    if (definition != null) {
      return RuleView.of(definition, warnings.of(name, intake.senders(), ask));
    }
    String why = rules.unusable().get(name);
    if (why == null) {
      throw resource.missing(name);
    }
    return RuleView.Unusable.of(name, why);
  }

  private String requireName(String name, String pointer) {
    if (resource.requireName(name, pointer).equals(EVALUATE)) {
      throw ProblemException.badField(
          pointer, "must not be evaluate, which is the path of another call");
    }
    return name;
  }

  /** Makes one, or changes it. */
  public void put(
      @Header("name") String name,
      @Body byte[] body,
      @Headers Map<String, Object> headers,
      Exchange exchange) {
    requireName(name, "name");
    JsonNode json = Bodies.document(body);
    Maker.NAMES.forEach(field -> Bodies.refuseControls(json, field));
    RuleDocument document = new RuleDocument((ObjectNode) rule.require(json));
    String who = Callers.name(headers);
    boolean made = resource.change(() -> stored.put(name, document, who));
    resource.written(exchange, name, made, shown(name, true));
  }

  /** Deletes one; its assignments stay (B49). */
  public void delete(@Header("name") String name, Exchange exchange) {
    if (!resource.change(() -> stored.delete(name))) {
      throw resource.missing(name);
    }
    answers.empty(exchange);
  }

  /**
   * What is to be evaluated.
   *
   * @return candidates of recommendations or of {@code {"source":…,"event":…}}, or an {@link
   *     UnsavedRule}
   */
  public Object toEvaluate(@Body byte[] body) {
    JsonNode json = Bodies.parse(body);
    return json.has("rule") && !json.has("id") ? unsaved(Bodies.document(body)) : events(json);
  }

  private List<Candidate> events(JsonNode json) {
    List<Candidate> events =
        Bodies.items(json).stream().flatMap(item -> intake.read(item).stream()).toList();
    if (events.size() > MAX_EXPLAINED) {
      throw ProblemException.badRequest(
          "at most " + MAX_EXPLAINED + " events can be evaluated at once, not " + events.size());
    }
    return events;
  }

  private UnsavedRule unsaved(JsonNode json) {
    if (json.size() > 1) {
      throw ProblemException.badRequest("a rule is evaluated alone: send it without anything else");
    }
    JsonNode sent = json.get("rule");
    Maker.NAMES.forEach(field -> Bodies.refuseControls(sent, field));
    JsonNode clean = rule.require(Bodies.cleaned(sent), "/rule");
    String name = clean.path("name").asText();
    if (name.isEmpty()) {
      throw ProblemException.badField("/rule/name", "is required");
    }
    return new UnsavedRule(requireName(name, "/rule/name"), new RuleDocument((ObjectNode) clean));
  }

  /** What a rule would do if it were stored; nothing is. */
  public RuleForecast forecast(@Body UnsavedRule unsaved) {
    return tried
        .change(() -> forecasts.of(unsaved.name(), unsaved.document(), intake.senders()))
        .orElseThrow(
            () ->
                new ProblemException(
                    Problem.of(
                        429, "another rule is being evaluated; send the request again shortly")));
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
    JsonNode wanted =
        body == null || body.length == 0
            ? MissingNode.getInstance()
            : run.require(Bodies.document(body));
    boolean override = wanted.path("override").asBoolean();
    boolean owners = wanted.path("owners").asBoolean();
    String who = Callers.name(headers);
    RuleRun started = resource.change(() -> runs.start(name, override, owners, who));
    answers.written(exchange, 202, started);
    exchange.getMessage().setHeader("Location", resource.pathOf(name) + "/apply");
  }

  public RuleRun run(@Header("name") String name) {
    return runs.last(name)
        .orElseThrow(
            () -> ProblemException.notFound("rule \"" + name + "\" has never been applied"));
  }
}
