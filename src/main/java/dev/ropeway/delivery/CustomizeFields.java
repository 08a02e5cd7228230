package dev.ropeway.delivery;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ropeway.assignment.Claim;
import dev.ropeway.assignment.Status;
import dev.ropeway.mapping.CustomFields;
import dev.ropeway.mapping.Mappings;
import dev.ropeway.mapping.UnmappableException;
import dev.ropeway.routes.ExtensionPoints;
import dev.ropeway.store.Json;
import dev.ropeway.store.RootCause;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Named;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangeProperty;
import org.apache.camel.Variable;
import org.jboss.logging.Logger;

/** Lets an engineer's route change the record that a ticket is to be. */
@ApplicationScoped
@Named("customizeFields")
@RegisterForReflection // routes call it by name
public class CustomizeFields {

  private static final Logger LOG = Logger.getLogger(CustomizeFields.class);

  private final ExtensionPoints extensions;
  private final Mappings mappings;

  /** The route failed; what it calls may be away. */
  static final class RouteFailedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    RouteFailedException(String message) {
      super(message);
    }
  }

  CustomizeFields(ExtensionPoints extensions, Mappings mappings) {
    this.extensions = extensions;
    this.mappings = mappings;
  }

  /** Whether there is such a route, and a ticket that it may change: none is kept open by it. */
  public boolean isNeeded(@Variable("delivery") Delivery delivery) {
    Claim claim = delivery.claim();
    return extensions.customizeFields()
        && !claim.desiredState().isEnd()
        && claim.status() != Status.CLOSED
        && claim.status() != Status.WITHDRAWN;
  }

  /** The recommendation by the names that mappings use. */
  public Object recommendation(@Variable("delivery") Delivery delivery) {
    return mappings.names(delivery.claim()).get("recommendation");
  }

  /** The assignment by the names that mappings use. */
  public Object assignment(@Variable("delivery") Delivery delivery) {
    return mappings.names(delivery.claim()).get("assignment");
  }

  /** The record as a map that may be changed. */
  public Map<String, Object> fields(@Variable("delivery") Delivery delivery) {
    return custom(delivery).show(delivery.fields().draft());
  }

  /**
   * The delivery with the fields that the route left.
   *
   * @throws UnmappableException naming the field that cannot be written so
   * @throws RouteFailedException where it left no map
   */
  public Delivery take(@Variable("delivery") Delivery delivery, @Variable("fields") Object fields) {
    return delivery.mapped(
        delivery.fields().with(custom(delivery).take(delivery.fields().draft(), map(fields))));
  }

  private static Map<?, ?> map(Object left) {
    Object value =
        left instanceof ObjectNode json ? Json.MAPPER.convertValue(json, Map.class) : left;
    if (value instanceof Map<?, ?> map) {
      return map;
    }
    throw new RouteFailedException(
        "the route customize-fields must return a map or a JSON object as its body");
  }

  private CustomFields custom(Delivery delivery) {
    Claim claim = delivery.claim();
    return new CustomFields(
        claim.ticketType(), mappings.current(claim.integration(), claim.ticketType()).lengths());
  }

  /**
   * Says which route failed and why, in one line.
   *
   * @throws RouteFailedException always
   */
  public void failed(
      @ExchangeProperty(Exchange.EXCEPTION_CAUGHT) Throwable thrown,
      @Variable("delivery") Delivery delivery) {
    LOG.warnf(thrown, "assignment %s: the route customize-fields failed", delivery.claim().id());
    throw new RouteFailedException("the route customize-fields failed: " + RootCause.of(thrown));
  }
}
