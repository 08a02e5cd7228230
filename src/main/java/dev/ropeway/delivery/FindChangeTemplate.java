package dev.ropeway.delivery;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.ropeway.delivery.Delivery.Step;
import dev.ropeway.mapping.UnmappableException;
import dev.ropeway.servicenow.ChangeApi;
import dev.ropeway.servicenow.SysId;
import dev.ropeway.servicenow.TableAnswer;
import dev.ropeway.servicenow.TableCall;
import dev.ropeway.store.Alike;
import dev.ropeway.tickettype.TicketTypeDefinition;
import dev.ropeway.tickettype.TicketTypeDefinition.Way;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Named;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.camel.Variable;

/** Finds the template of standard changes that a ticket type names. */
@ApplicationScoped
@Named("findChangeTemplate")
@RegisterForReflection // routes call it by name
public class FindChangeTemplate {

  private static final int LIMIT = 1000;
  private static final int SHOWN = 10;

  /** By name; of each integration's instance, for an hour: templates change with its releases. */
  private final Cache<String, Map<String, String>> known =
      Caffeine.newBuilder().expireAfterWrite(Duration.ofHours(1)).maximumSize(100).build();

  /** Whether the ticket is to be made of a template whose sys_id is not known. */
  public boolean isNeeded(@Variable("delivery") Delivery delivery) {
    TicketTypeDefinition type = delivery.claim().ticketType();
    return type.creation().way() == Way.STANDARD_CHANGE
        && type.creation().from() != null
        && !SysId.matches(type.creation().from())
        && known.getIfPresent(delivery.claim().integration()) == null;
  }

  public Delivery plan(@Variable("delivery") Delivery delivery) {
    return delivery.at(Step.READ_TEMPLATE);
  }

  public TableCall call(@Variable("delivery") Delivery delivery) {
    return delivery.call(
        TableCall.templates(delivery.claim().integration(), delivery.table(), LIMIT));
  }

  /** Remembers the templates for a while. */
  public void onAnswer(
      @Variable("delivery") Delivery delivery, @Variable("answer") TableAnswer answer) {
    Map<String, String> byName = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    answer.rows().forEach(row -> byName.putIfAbsent(ChangeApi.name(row), row.sysId()));
    known.put(delivery.claim().integration(), byName);
  }

  /**
   * The sys_id of the template.
   *
   * @throws UnmappableException when there is none: a change of another one would be wrong
   */
  String sysId(Delivery delivery) {
    TicketTypeDefinition type = delivery.claim().ticketType();
    String template = type.creation().from();
    if (template == null) {
      throw new UnmappableException(
          "the ticket type " + type.name() + " names no template: set its changeTemplate");
    }
    if (SysId.matches(template)) {
      return template;
    }
    String integration = delivery.claim().integration();
    Map<String, String> there = known.getIfPresent(integration);
    String found = there == null ? null : there.get(template);
    if (found == null) {
      // Somebody may add it any time: the next attempt asks again.
      known.invalidate(integration);
      Set<String> names = there == null ? Set.of() : new TreeSet<>(there.keySet());
      throw new UnmappableException(
          "%s has no standard change template \"%s\"%s"
              .formatted(
                  integration,
                  template,
                  Alike.to(template, names)
                      .map(meant -> "; did you mean \"" + meant + "\"?")
                      .orElse(
                          names.isEmpty()
                              ? ""
                              : "; it has "
                                  + String.join(", ", names.stream().limit(SHOWN).toList()))));
    }
    return found;
  }
}
