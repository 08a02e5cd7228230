package dev.ropeway.delivery;

import dev.ropeway.delivery.Delivery.Step;
import dev.ropeway.integration.Integration;
import dev.ropeway.integration.Integrations;
import dev.ropeway.mapping.MappingDocument;
import dev.ropeway.mapping.Mappings;
import dev.ropeway.mapping.SavedTemplates;
import dev.ropeway.mapping.UnmappableException;
import dev.ropeway.servicenow.TableAnswer;
import dev.ropeway.servicenow.TableCall;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Named;
import org.apache.camel.Variable;

/** Fills what the mapping leaves open of a new ticket from the template that it starts from. */
@ApplicationScoped
@Named("applyTemplate")
@RegisterForReflection // routes call it by name
public class ApplyTemplate {

  private final Mappings mappings;
  private final SavedTemplates templates;
  private final Integrations integrations;

  ApplyTemplate(Mappings mappings, SavedTemplates templates, Integrations integrations) {
    this.mappings = mappings;
    this.templates = templates;
    this.integrations = integrations;
  }

  /** Whether the mapping starts from a template. */
  public boolean isNeeded(@Variable("delivery") Delivery delivery) {
    return document(delivery).template() != null;
  }

  public Delivery plan(@Variable("delivery") Delivery delivery) {
    return delivery.at(Step.READ_TEMPLATE);
  }

  /** Whether the template is not cached, or not any more. */
  public boolean isUnknown(@Variable("delivery") Delivery delivery) {
    return !templates.has(integration(delivery), delivery.table(), document(delivery).template());
  }

  public TableCall call(@Variable("delivery") Delivery delivery) {
    return delivery.call(SavedTemplates.question(delivery.claim().integration(), delivery.table()));
  }

  public void onAnswer(
      @Variable("delivery") Delivery delivery, @Variable("answer") TableAnswer answer) {
    templates.learn(integration(delivery), delivery.table(), answer);
  }

  /**
   * The delivery with the template's constants.
   *
   * @throws UnmappableException when the template is gone: tickets without it would be wrong
   */
  public Delivery apply(@Variable("delivery") Delivery delivery) {
    MappingDocument document = document(delivery);
    return delivery.mapped(
        delivery
            .fields()
            .with(
                document.startingFrom(
                    templates.named(integration(delivery), delivery.table(), document.template()),
                    delivery.fields().draft())));
  }

  private MappingDocument document(Delivery delivery) {
    return mappings
        .current(delivery.claim().integration(), delivery.claim().ticketType())
        .document();
  }

  private Integration integration(Delivery delivery) {
    return integrations.named(delivery.claim().integration());
  }
}
