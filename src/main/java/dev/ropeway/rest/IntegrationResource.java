package dev.ropeway.rest;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ropeway.api.Answers;
import dev.ropeway.api.Bodies;
import dev.ropeway.api.Callers;
import dev.ropeway.api.Contract;
import dev.ropeway.api.Parameters;
import dev.ropeway.api.ProblemException;
import dev.ropeway.assignment.InstanceState;
import dev.ropeway.assignment.InstanceStates;
import dev.ropeway.assignment.Page;
import dev.ropeway.integration.Authority;
import dev.ropeway.integration.Integration;
import dev.ropeway.integration.Integrations;
import dev.ropeway.integration.Removal;
import dev.ropeway.integration.SettingsDocument;
import dev.ropeway.integration.StoredIntegrations;
import dev.ropeway.integration.authorization.Authorizations;
import dev.ropeway.integration.authorization.Consents;
import dev.ropeway.integration.check.ConnectionReport;
import dev.ropeway.integration.check.ConnectionTests;
import dev.ropeway.integration.check.ConnectionTests.TestUnderWayException;
import dev.ropeway.integration.check.SetupChecklist;
import dev.ropeway.rules.Rules;
import dev.ropeway.security.Role;
import dev.ropeway.throttling.Budgets;
import dev.ropeway.tickettype.TicketTypes;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Named;
import java.net.URI;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.camel.Body;
import org.apache.camel.Exchange;
import org.apache.camel.Header;
import org.apache.camel.Headers;

/** The steps of the routes by which people manage integrations. */
@ApplicationScoped
@Named("integrationResource")
@RegisterForReflection // routes call it by name
public class IntegrationResource {

  /** Rules that a refusal names. */
  private static final int NAMED = 10;

  /** The ticket types whose states an integration can rename. */
  private static final List<String> LABELLED =
      List.of("incident", "problem", "change_request", "alert");

  private final Integrations integrations;
  private final StoredIntegrations stored;
  private final Rules rules;
  private final TicketTypes types;
  private final InstanceStates states;
  private final Authorizations authorizations;
  private final Consents consents;
  private final ConnectionTests tests;
  private final Budgets budgets;
  private final Answers answers;
  private final Clock clock;
  private final ManagedResource resource;
  private final Contract settings = new Contract("Integration");
  private final Contract secrets = new Contract("IntegrationSecrets");
  private final Contract labels = new Contract("LabelsByState");

  IntegrationResource(
      Integrations integrations,
      StoredIntegrations stored,
      Rules rules,
      TicketTypes types,
      InstanceStates states,
      Authorizations authorizations,
      Consents consents,
      ConnectionTests tests,
      Budgets budgets,
      Answers answers,
      Clock clock) {
    this.integrations = integrations;
    this.stored = stored;
    this.rules = rules;
    this.types = types;
    this.states = states;
    this.authorizations = authorizations;
    this.consents = consents;
    this.tests = tests;
    this.budgets = budgets;
    this.answers = answers;
    resource =
        new ManagedResource(
            "integration", "/api/v1/integrations", SettingsDocument::pointer, answers);
    this.clock = clock;
  }

  /** Those that are asked for, by name. */
  public Page<ListedIntegration> list(@Headers Map<String, Object> headers) {
    Map<String, InstanceState> known = states.all();
    Query query = new Query(headers);
    IntegrationFilter filter = IntegrationFilter.of(query, types);
    Stream<ListedIntegration> usable =
        integrations.all().stream().flatMap(one -> view(one, known, null).stream());
    Stream<ListedIntegration> unusable =
        stored.unusable().entrySet().stream()
            .map(one -> IntegrationView.Unusable.of(one.getKey(), one.getValue()));
    return query.page(
        Stream.concat(usable, unusable).filter(filter::takes), ListedIntegration::name);
  }

  public Object show(@Header("name") String name) {
    String why = stored.unusable().get(name);
    return why == null
        ? view(found(name), states.all(), tests.last(name).orElse(null))
            .orElseThrow(() -> resource.missing(name))
        : IntegrationView.Unusable.of(name, why);
  }

  /** Empty when somebody has just deleted it. */
  private Optional<IntegrationView> view(
      Integration one, Map<String, InstanceState> known, ConnectionReport lastTest) {
    InstanceState state = known.getOrDefault(one.name(), InstanceState.NEW);
    return integrations
        .settings(one.name())
        .map(
            settings ->
                IntegrationView.of(
                    one,
                    settings,
                    integrations.trusted(one.name()),
                    IntegrationView.Status.of(
                        one, integrations.removal(one.name()), state, clock.instant()),
                    authorizations.of(one.name()).orElse(null),
                    budgets.of(one.name()),
                    lastTest));
  }

  private Integration found(String name) {
    return integrations.find(name).orElseThrow(() -> resource.missing(name));
  }

  /** Makes one, or gives one other settings. */
  public void put(
      @Header("name") String name,
      @Body byte[] body,
      @Headers Map<String, Object> headers,
      Exchange exchange) {
    resource.requireName(name);
    JsonNode json = settings.require(Bodies.document(body));
    SettingsDocument wanted = SettingsDocument.of(json);
    boolean made = resource.change(() -> stored.put(name, wanted, authority(headers)));
    resource.written(exchange, name, made, show(name));
  }

  private static Authority authority(Map<String, Object> headers) {
    if (Callers.has(headers, Role.OWNER.word())) {
      return Authority.CONNECTION;
    }
    return Callers.has(headers, Role.SECURITY_ADMIN.word())
        ? Authority.SETTINGS
        : Authority.CREATION;
  }

  /** Gives an integration other secrets. */
  public Object rotate(@Header("name") String name, @Body byte[] body) {
    JsonNode json = secrets.require(Bodies.document(body));
    return changed(name, () -> stored.rotate(name, SettingsDocument.of(json)));
  }

  /** Gives the states of a ticket type other labels; all else stays as it is. */
  public Object relabel(
      @Header("name") String name, @Header("ticketType") String type, @Body byte[] body) {
    if (!LABELLED.contains(type)) {
      throw ProblemException.badField("ticketType", Parameters.mustBeOneOf(LABELLED, type));
    }
    JsonNode json = labels.require(Bodies.document(body));
    return changed(name, () -> stored.relabel(name, type, json));
  }

  /** Sends a person's browser to the instance for a consent. */
  public void authorize(
      @Header("name") String name, @Headers Map<String, Object> headers, Exchange exchange) {
    found(name);
    URI consent;
    try {
      consent = consents.begin(name, Callers.name(headers));
    } catch (Consents.ConsentException e) {
      throw ProblemException.conflict(e.getMessage());
    }
    answers.written(exchange, 302, Map.of("location", consent.toString()));
    exchange.getMessage().setHeader("Location", consent.toString());
  }

  /** What every check finds; that something fails is an answer and not a problem. */
  public Object test(@Header("name") String name, @Header("checklist") String checklist) {
    boolean steps = Query.isTrue("checklist", checklist);
    Integration integration = found(name);
    if (!integration.enabled()) {
      throw ProblemException.conflict(name + " is disabled; enable it to test it");
    }
    try {
      ConnectionReport report = tests.test(integration);
      return new TestAnswer(report, steps ? SetupChecklist.of(report) : null);
    } catch (TestUnderWayException e) {
      throw ProblemException.conflict(e.getMessage());
    }
  }

  public Object disable(@Header("name") String name) {
    return changed(name, () -> stored.enable(name, false));
  }

  public Object enable(@Header("name") String name) {
    return changed(name, () -> stored.enable(name, true));
  }

  private Object changed(String name, Supplier<Boolean> change) {
    if (!resource.change(change)) {
      found(name);
    }
    return show(name);
  }

  /** Deletes one; says how many assignments live on it when nothing was said about them. */
  public void remove(
      @Header("name") String name,
      @Header("assignments") String fate,
      @Header("tickets") String tickets,
      @Header("rules") String ruled,
      Exchange exchange) {
    Removal removal = removal(fate, tickets);
    if (ruled == null) {
      refuseWhileRuled(name);
    } else if (!ruled.equals("keep")) {
      throw ProblemException.badField("rules", "must be keep");
    }
    if (!resource.change(() -> stored.remove(name, removal))) {
      found(name);
    }
    if (integrations.find(name).isPresent()) {
      answers.written(exchange, 202, show(name));
    } else {
      answers.empty(exchange);
    }
  }

  /** A rule that points nowhere orders tickets that nobody makes (E11). */
  private void refuseWhileRuled(String name) {
    List<String> pointing = rules.of(name);
    if (pointing.isEmpty() || integrations.find(name).filter(Integration::isStored).isEmpty()) {
      return;
    }
    throw ProblemException.conflict(
        "integration %s is named by %s: point them elsewhere or delete them first, or choose rules=keep"
            .formatted(name, listed(pointing)));
  }

  private static String listed(List<String> rules) {
    String first = rules.stream().limit(NAMED).collect(Collectors.joining(", "));
    int more = rules.size() - NAMED;
    return (rules.size() == 1 ? "rule " : rules.size() + " rules: ")
        + first
        + (more > 0 ? " and " + more + " more" : "");
  }

  private static Removal removal(String fate, String tickets) {
    if (tickets != null && !(tickets.equals("cancel") || tickets.equals("keep"))) {
      throw ProblemException.badField("tickets", "must be cancel or keep");
    }
    if (fate == null) {
      return null;
    }
    return switch (fate) {
      case "keep" -> Removal.KEEP;
      case "withdraw" -> "cancel".equals(tickets) ? Removal.WITHDRAW_CANCEL : Removal.WITHDRAW;
      default -> throw ProblemException.badField("assignments", "must be withdraw or keep");
    };
  }
}
