package dev.ropeway.mapping;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ropeway.assignment.Claim;
import dev.ropeway.recommendation.Recommendation;
import dev.ropeway.recommendation.Recommendation.Resource;
import dev.ropeway.recommendation.Severity;
import dev.ropeway.servicenow.Stamp;
import dev.ropeway.store.Json;
import dev.ropeway.store.Text;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/** The default mapping of events and alerts: a recommendation as event management sees it (E21). */
final class EventMapping {

  /** What node, resource, type, metric and source hold out of the box. */
  private static final int NAME = 100;

  /** What of {@code additional_info} is ours to fill; the delivery adds to it. */
  private static final int INFO = 3800;

  private EventMapping() {}

  static TicketFields draft(Claim claim, RenderBudget work) {
    Recommendation recommendation = claim.recommendation();
    Map<String, String> managed = new LinkedHashMap<>();
    managed.put("severity", severity(claim));
    managed.put(
        "description",
        work.wording(claim.ticketType().table() + ".description", () -> description(claim, work)));

    Map<String, String> onCreate = new LinkedHashMap<>();
    Resource resource = recommendation.resource();
    put(
        onCreate,
        "source",
        isBlank(recommendation.source()) ? Mapping.DISPLAY : recommendation.source());
    put(onCreate, "event_class", Mapping.DISPLAY);
    put(onCreate, "node", Mapping.resourceName(recommendation));
    put(onCreate, "resource", resource == null ? null : resource.type());
    put(
        onCreate,
        "type",
        isBlank(recommendation.category())
            ? recommendation.kind().word()
            : recommendation.category());
    put(
        onCreate,
        "metric_name",
        isBlank(recommendation.assessmentKey())
            ? recommendation.title()
            : recommendation.assessmentKey());
    onCreate.put("message_key", CorrelationKey.messageKey(claim));
    onCreate.put("additional_info", info(claim));
    if (claim.ticketType().isEvent()) {
      onCreate.put("resolution_state", "New");
      Instant time = time(recommendation);
      if (time != null) {
        onCreate.put("time_of_event", Stamp.of(time));
      }
    }
    return new TicketFields(managed, onCreate, Map.of());
  }

  /** Lists of alerts show its first words, since there is no short description. */
  private static String description(Claim claim, RenderBudget work) {
    String own = claim.spec().shortDescription();
    String title = isBlank(own) ? Mapping.title(claim.recommendation()) : own;
    String head = Mapping.oneLine(title, Mapping.SHORT_DESCRIPTION) + "\n\n";
    return head + Mapping.description(claim, Mapping.DESCRIPTION - head.length(), work);
  }

  /** Numbers of event management: 1 critical … 5 info; 0 would clear. */
  private static String severity(Claim claim) {
    if (claim.spec().priority() != null) {
      return String.valueOf(claim.spec().priority());
    }
    Severity severity = claim.recommendation().severity();
    return switch (severity) { // no default: a new severity must not compile
      case CRITICAL -> "1";
      case HIGH -> "2";
      case MEDIUM -> "3";
      case LOW -> "4";
      case INFORMATIONAL -> "5";
    };
  }

  /** The later of both: an event that is older than the last one of its key changes nothing. */
  private static Instant time(Recommendation recommendation) {
    Instant changed = recommendation.stateChangedAt();
    Instant occurred = recommendation.occurredAt();
    return changed == null || (occurred != null && occurred.isAfter(changed)) ? occurred : changed;
  }

  /** A JSON object, as event rules read it, the most telling first. */
  private static String info(Claim claim) {
    Recommendation recommendation = claim.recommendation();
    ObjectNode info = Json.MAPPER.createObjectNode();
    entry(info, "finding", recommendation.id());
    entry(info, "assignment", claim.id().toString());
    entry(info, "follows", claim.follows());
    entry(info, "severity", recommendation.severity().word());
    entry(info, "url", Mapping.link(recommendation.url()));
    Resource resource = recommendation.resource();
    if (resource != null) {
      entry(info, "resource_id", resource.id());
      entry(info, "resource_type", resource.type());
      entry(info, "scope", resource.scope());
    }
    entry(info, "category", recommendation.category());
    entry(info, "configuration_items", recommendation.configurationItems());
    entry(info, "tags", recommendation.tags());
    return info.toString();
  }

  /** Whole or not at all: what was cut names something else. */
  private static void entry(ObjectNode info, String name, Object value) {
    JsonNode node =
        Json.MAPPER.valueToTree(value instanceof String text ? Text.clean(text) : value);
    if (node.isNull() || (node.isContainerNode() && node.isEmpty())) {
      return;
    }
    info.set(name, node);
    if (info.toString().length() > INFO) {
      info.remove(name);
    }
  }

  private static void put(Map<String, String> fields, String name, String text) {
    if (!isBlank(text)) {
      fields.put(name, Mapping.oneLine(text, NAME));
    }
  }

  private static boolean isBlank(String text) {
    return text == null || text.isBlank();
  }
}
