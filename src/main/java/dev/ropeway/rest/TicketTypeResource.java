package dev.ropeway.rest;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ropeway.api.Answers;
import dev.ropeway.api.Bodies;
import dev.ropeway.api.Callers;
import dev.ropeway.api.Contract;
import dev.ropeway.api.Problem;
import dev.ropeway.api.Problem.FieldError;
import dev.ropeway.api.ProblemException;
import dev.ropeway.assignment.Page;
import dev.ropeway.assignment.TicketTypesOfAssignments;
import dev.ropeway.integration.Integration;
import dev.ropeway.integration.Integrations;
import dev.ropeway.mapping.Dictionaries.HiddenDictionaryException;
import dev.ropeway.mapping.tickettype.TicketTypeCheck;
import dev.ropeway.mapping.tickettype.TicketTypeCheck.Checked;
import dev.ropeway.rules.Rules;
import dev.ropeway.servicenow.Fault;
import dev.ropeway.tickettype.Known;
import dev.ropeway.tickettype.StoredTicketTypes;
import dev.ropeway.tickettype.TicketType;
import dev.ropeway.tickettype.TicketTypeDocument;
import dev.ropeway.tickettype.TicketTypes;
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

/** The steps of the routes by which owners define kinds of ticket. */
@ApplicationScoped
@Named("ticketTypeResource")
@RegisterForReflection // routes call it by name
public class TicketTypeResource {

  private static final String FORCED = "; ?force=true stores it without this check";
  private static final int SHOWN = 100;

  private final TicketTypes types;
  private final StoredTicketTypes stored;
  private final TicketTypeCheck check;
  private final Integrations integrations;
  private final Rules rules;
  private final TicketTypesOfAssignments assigned;
  private final Answers answers;
  private final ManagedResource resource;
  private final Contract contract = new Contract("TicketTypeDocument");

  TicketTypeResource(
      TicketTypes types,
      StoredTicketTypes stored,
      TicketTypeCheck check,
      Integrations integrations,
      Rules rules,
      TicketTypesOfAssignments assigned,
      Answers answers) {
    this.types = types;
    this.stored = stored;
    this.check = check;
    this.integrations = integrations;
    this.rules = rules;
    this.assigned = assigned;
    this.answers = answers;
    resource =
        new ManagedResource(
            "ticket type", "/api/v1/ticket-types", TicketTypeDocument::pointer, answers);
  }

  public Page<TicketTypeView> list(@Headers Map<String, Object> headers) {
    return new Query(headers)
        .page(types.known().stream().map(TicketTypeView::of), view -> view.name().word());
  }

  public TicketTypeView show(@Header("name") String name) {
    return TicketTypeView.of(found(name));
  }

  private Known found(String name) {
    try {
      return types.origin(TicketType.of(name)).orElseThrow(() -> resource.missing(name));
    } catch (IllegalArgumentException e) {
      throw resource.missing(name);
    }
  }

  /** Makes one, or changes it, as far as an instance has what it names. */
  public void put(
      @Header("name") String name,
      @Header("integration") String integration,
      @Header("force") String force,
      @Body byte[] body,
      @Headers Map<String, Object> headers,
      Exchange exchange) {
    TicketType type = named(name);
    TicketTypeDocument sent =
        new TicketTypeDocument((ObjectNode) contract.require(Bodies.document(body)));
    resource.change(
        () -> {
          stored.requireStored(name);
          return sent.read(name);
        });
    Checked checked =
        Query.isTrue("force", force)
            ? new Checked(sent, List.of(), List.of(), null)
            : checked(name, sent, against(integration));
    boolean made =
        resource.change(
            () ->
                stored.put(
                    name, checked.document(), assigned.anyOpen(type), Callers.name(headers)));
    resource.written(
        exchange, name, made, TicketTypeView.of(found(name), checked.warnings(), checked.states()));
  }

  private static TicketType named(String name) {
    try {
      return TicketType.of(name);
    } catch (IllegalArgumentException e) {
      throw ProblemException.badField("name", e.getMessage());
    }
  }

  /** The integration that is named, or the only one. */
  private Integration against(String name) {
    if (name != null) {
      return integrations
          .find(name)
          .orElseThrow(
              () ->
                  ProblemException.badField(
                      "integration", "no integration is called \"" + name + "\""));
    }
    List<Integration> all = List.copyOf(integrations.all());
    if (all.size() != 1) {
      throw ProblemException.badField(
          "integration",
          all.isEmpty()
              ? "must name an integration whose instance has the table; there is none yet" + FORCED
              : "must name the integration whose instance has the table");
    }
    return all.get(0);
  }

  private Checked checked(String name, TicketTypeDocument document, Integration against) {
    if (!against.enabled()) {
      throw ProblemException.conflict(
          "the table cannot be checked while " + against.name() + " is disabled" + FORCED);
    }
    Checked checked;
    try {
      checked = check.check(name, document, against);
    } catch (HiddenDictionaryException e) {
      throw ProblemException.conflict(e.getMessage() + FORCED);
    } catch (RuntimeException e) {
      throw unread(against, document, e);
    }
    if (!checked.faults().isEmpty()) {
      throw new ProblemException(
          Problem.of(
              422,
              "the ticket type does not fit %s: %s %s%s"
                  .formatted(
                      against.name(),
                      checked.faults().get(0).pointer(),
                      checked.faults().get(0).detail(),
                      FORCED),
              checked.faults().stream()
                  .limit(SHOWN)
                  .map(one -> new FieldError(one.pointer(), one.detail()))
                  .toList()));
    }
    return checked;
  }

  private static RuntimeException unread(
      Integration against, TicketTypeDocument document, RuntimeException thrown) {
    Fault fault = Fault.of(thrown);
    if (fault.kind() == Fault.Kind.OURS) {
      return thrown;
    }
    if (fault.kind() == Fault.Kind.REFUSED) {
      String detail =
          "the integration user of %s may not read %s, or the table is not there (%s)"
              .formatted(against.name(), document.json().path("table").asText(), fault.said());
      return new ProblemException(
          Problem.of(422, detail + FORCED, List.of(new FieldError("/table", detail))));
    }
    return new ProblemException(
        Problem.of(
            503, "%s cannot be asked (%s)%s".formatted(against.name(), fault.said(), FORCED)));
  }

  /** Deletes one that nobody names any more; what comes with Ropeway is as shipped again. */
  public void delete(@Header("name") String name, Exchange exchange) {
    Known known = found(name);
    TicketType type = known.type().name();
    resource.change(
        () -> {
          stored.requireStored(name);
          return null;
        });
    if (known.isShipped()) {
      throw ProblemException.conflict(
          "the ticket type " + name + " comes with Ropeway and cannot be deleted");
    }
    if (!types.isShipped(type)) {
      refuseInUse(type);
    }
    if (!resource.change(() -> stored.delete(name))) {
      throw resource.missing(name);
    }
    answers.empty(exchange);
  }

  private void refuseInUse(TicketType type) {
    Stream.concat(
            integrations.all().stream()
                .filter(
                    one -> one.ticketType().equals(type) || one.workItems().types().contains(type))
                .map(one -> "integration " + one.name()),
            rules.naming(type).stream().map(rule -> "rule " + rule))
        .findFirst()
        .ifPresent(
            user -> {
              throw ProblemException.conflict(
                  "ticket type %s is named by %s; point it elsewhere first".formatted(type, user));
            });
    if (assigned.anyOpen(type)) {
      throw ProblemException.conflict(
          "ticket type "
              + type
              + " has assignments that are not ended; withdraw or end them first");
    }
  }
}
